import { createInstance, type i18n } from 'i18next';
import { catalogue, type Catalogue } from './catalogue.ts';
import { bytes, date, decimal, duration, shortDay, time, wholeDate, type Language } from './formats.ts';
import type { Fill, KeyOf, PlainKeyOf } from './words-of.ts';

export type WordKey = KeyOf<Catalogue>;
/** Keys of texts without `{{names}}`. */
export type PlainKey = PlainKeyOf<Catalogue>;
/** A text that the hub itself sends in both languages. */
export type TwoTexts = { readonly vi: string; readonly en: string };

/** What a person reads, in one language. A switch of language makes a new one, and the context redraws whoever reads it. */
export class Words {
  readonly language: Language;
  readonly zone: string | undefined;
  private readonly engine: i18n;

  /** `zone` is an IANA time zone; the browser's own when absent. */
  constructor(language: Language, zone?: string) {
    this.language = language;
    this.zone = zone;
    this.engine = createInstance();
    const texts = Object.fromEntries(Object.entries(catalogue).map(([family, both]) => [family, both[language]]));
    void this.engine.init({
      lng: language, fallbackLng: false, initAsync: false, ns: Object.keys(catalogue), resources: { [language]: texts },
      // Lit escapes what it draws.
      nsSeparator: '.', keySeparator: false, interpolation: { escapeValue: false },
    });
  }

  readonly t = <K extends WordKey>(key: K, ...fill: Fill<Catalogue, K>): string => this.engine.t(key as string, fill[0] ?? {});

  /** The side of a two-language text that this person reads. */
  of(text: TwoTexts): string {
    return text[this.language];
  }

  /** `14:05` */
  time(at: number, withSeconds = false): string {
    return time(at, this.language, this.zone, withSeconds);
  }

  /** `05/10/2024` */
  date(at: number): string {
    return date(at, this.language, this.zone);
  }

  /** `T2 05/10`, `Mon 05/10`: a day in a narrow column. */
  weekday(at: number): string {
    return shortDay(at, this.language, this.zone);
  }

  /** `T2`, `Mon`. */
  weekdayName(at: number): string {
    return shortDay(at, this.language, 'UTC').split(' ')[0] ?? '';
  }

  /** `Hôm nay`, `Hôm qua`, or `Thứ bảy, 05/10/2024`: a heading over a day. */
  day(at: number, now: number): string {
    const away = this.daysBefore(at, now);
    if (away === 0) return this.t('time.todayHeading');
    return away === 1 ? this.t('time.yesterdayHeading') : wholeDate(at, this.language, this.zone);
  }

  /** `14:05 hôm nay`, `14:05 hôm qua`, `14:05 ngày 05/10/2024` */
  moment(at: number, now: number, withSeconds = false): string {
    const away = this.daysBefore(at, now);
    const hour = this.time(at, withSeconds);
    if (away === 0) return this.t('time.today', { hour });
    if (away === 1) return this.t('time.yesterday', { hour });
    return away === -1 ? this.t('time.tomorrow', { hour }) : this.t('time.onDay', { hour, day: this.date(at) });
  }

  /** The ends of an interval: `17:40` and `18:00 hôm nay`. To the second where one of them is not a whole minute, so that a short piece does not seem to end where it began; with both days where they differ. */
  ends({ from, to }: { readonly from: number; readonly to: number }, now: number): { readonly from: string; readonly to: string } {
    const exact = from % 60_000 !== 0 || to % 60_000 !== 0;
    return { from: this.date(from) === this.date(to) ? this.time(from, exact) : this.moment(from, now, exact), to: this.moment(to, now, exact) };
  }

  /** `vừa xong`, `12 phút trước`, then as `moment`. */
  ago(at: number, now: number): string {
    const past = now - at;
    if (past < 60_000) return this.t('time.justNow');
    return past < 3_600_000 ? this.t('time.ago', { span: duration(past, this.t) }) : this.moment(at, now);
  }

  /** `còn 12 phút`; `đã hết` from zero on. Rounded up, so that it never says zero while time remains. */
  left(until: number, now: number): string {
    const rest = until - now;
    if (rest <= 0) return this.t('time.over');
    return this.t('time.left', { span: duration(rest > 60_000 && rest < 3_600_000 ? Math.ceil(rest / 60_000) * 60_000 : rest, this.t) });
  }

  /** `45 giây`, `12 phút`, `2 giờ 5 phút`, `3 ngày`; milliseconds in. */
  duration(ms: number): string {
    return duration(ms, this.t);
  }

  /** `1,2 GB`; decimal units, as disks are sold. */
  bytes(count: number): string {
    return bytes(count, this.language);
  }

  /** `1.204` */
  number(value: number): string {
    return decimal(value, this.language);
  }

  private daysBefore(at: number, now: number): number {
    if (this.date(at) === this.date(now)) return 0;
    if (this.date(at) === this.date(now - 86_400_000)) return 1;
    return this.date(at) === this.date(now + 86_400_000) ? -1 : 2;
  }
}
