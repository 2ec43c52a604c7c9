import type { Weekly } from '../domain/consent.ts';
import type { Language } from '../domain/people.ts';
import { days, hours, minutes, seconds } from '../domain/time.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import { list, Misread, number, quoted, word } from './scribe.ts';
import type { Phrase, Reader } from './scribe.ts';
import { zoneOf } from './zone.ts';

const two = (n: number): string => String(n).padStart(2, '0');

const units: Readonly<Record<Language, readonly (readonly [span: Milliseconds, one: string, many: string])[]>> = {
  vi: [[days(1), ' ngày', ' ngày'], [hours(1), ' giờ', ' giờ'], [minutes(1), ' phút', ' phút'], [seconds(1), ' giây', ' giây'], [1, ' phần nghìn giây', ' phần nghìn giây']],
  en: [[days(1), ' day', ' days'], [hours(1), ' hour', ' hours'], [minutes(1), ' minute', ' minutes'], [seconds(1), ' second', ' seconds'], [1, ' millisecond', ' milliseconds']],
};

/** `15 phút`, `1 giờ 30 phút`; a day and a half is told in hours, as people do. */
export function duration(language: Language): Phrase<Milliseconds> {
  const known = units[language];
  return {
    write: (span) => {
      if (span === 0) return `0${known[2]![2]}`;
      let left = span;
      const parts: string[] = [];
      for (const [size, one, many] of known) {
        const n = size === days(1) && (span % size !== 0 || span < 2 * size) ? 0 : Math.floor(left / size);
        left -= n * size;
        if (n > 0) parts.push(`${n}${n === 1 ? one : many}`);
      }
      return parts.join(' ');
    },
    read: (text) => {
      let span = 0;
      do {
        const n = number.read(text);
        // The longest wording first, so that `days` is not read as `day` and an s.
        const unit = known.flatMap(([size, one, many]) => [[size, many], [size, one]] as const).toSorted((a, b) => b[1].length - a[1].length).find(([, name]) => text.take(name));
        if (!unit) throw new Misread('Unknown unit of time.');
        span += n * unit[0];
      } while (isNumberNext(text));
      return span;
    },
  };
}

function isNumberNext(text: Reader): boolean {
  return text.match(/( (?=\d))?/y)[0] !== '';
}

/** `dd/MM/yyyy HH:mm` on the clocks of the zone; seconds if there are any, and the offset where the clock shows that time twice. */
export function moment(tz: string): Phrase<Instant> {
  const zone = zoneOf(tz);
  if (!zone) throw new Misread(`Unknown time zone ${tz}.`);
  const firstAt = (local: number): Instant | undefined => [zone.offset(local - days(1)), zone.offset(local + days(1))].map((offset) => local - offset).filter((t) => t + zone.offset(t) === local).toSorted((a, b) => a - b)[0];
  return {
    write: (t) => {
      const local = t + zone.offset(t);
      const shown = new Date(local);
      const [second, milli] = [shown.getUTCSeconds(), shown.getUTCMilliseconds()];
      const fine = milli > 0 ? `:${two(second)}.${String(milli).padStart(3, '0')}` : second > 0 ? `:${two(second)}` : '';
      const date = `${two(shown.getUTCDate())}/${two(shown.getUTCMonth() + 1)}/${String(shown.getUTCFullYear()).padStart(4, '0')}`;
      return `${date} ${two(shown.getUTCHours())}:${two(shown.getUTCMinutes())}${fine}${firstAt(local) === t ? '' : ` (UTC${offsetText(local - t)})`}`;
    },
    read: (text) => {
      const [, date, month, year, hour, minute, second = '0', milli = '0', sign, offsetHour, offsetMinute, offsetSecond = '0'] = text.match(/(\d\d)\/(\d\d)\/(\d{4,5}) (\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?(?: \(UTC([+-])(\d\d):(\d\d)(?::(\d\d))?\))?/y);
      const local = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(date)) + hours(Number(hour)) + minutes(Number(minute)) + seconds(Number(second)) + Number(milli);
      if (sign !== undefined) return local - (sign === '-' ? -1 : 1) * (hours(Number(offsetHour)) + minutes(Number(offsetMinute)) + seconds(Number(offsetSecond)));
      const found = firstAt(local);
      if (found === undefined) throw new Misread('No clock of the zone shows this time.');
      return found;
    },
  };
}

function offsetText(offset: Milliseconds): string {
  const size = Math.abs(offset);
  const second = Math.floor(size / 1_000) % 60;
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / hours(1)))}:${two(Math.floor(size / minutes(1)) % 60)}${second > 0 ? `:${two(second)}` : ''}`;
}

const weekWords = {
  vi: { every: 'mỗi ngày', never: 'không ngày nào', on: 'vào ', and: ' và ', from: ' từ ', to: ' đến ', next: ' hôm sau', zone: ' theo giờ ', days: { 1: 'thứ hai', 2: 'thứ ba', 3: 'thứ tư', 4: 'thứ năm', 5: 'thứ sáu', 6: 'thứ bảy', 0: 'chủ nhật' } },
  en: { every: 'every day', never: 'on no day', on: 'on ', and: ' and ', from: ' from ', to: ' to ', next: ' the next day', zone: ' on the clocks of ', days: { 1: 'Monday', 2: 'Tuesday', 3: 'Wednesday', 4: 'Thursday', 5: 'Friday', 6: 'Saturday', 0: 'Sunday' } },
} as const;

const clockTime: Phrase<number> = {
  write: (minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`,
  read: (text) => { const [, hour, minute] = text.match(/(\d\d):(\d\d)/y); return Number(hour) * 60 + Number(minute); },
};

/** `mỗi ngày từ 22:00 đến 05:00 hôm sau; vào chủ nhật từ 00:00 đến 24:00`. The zone is named where it is not `tz`. At least one window. */
export function weekHours(language: Language, tz: string): Phrase<Weekly> {
  const words = weekWords[language];
  const day = word(words.days as Readonly<Record<string, string>>);
  const dayList = list(day, words.and, words.never);
  const readDays = (text: Reader): number[] => {
    if (text.take(words.every)) return [0, 1, 2, 3, 4, 5, 6];
    if (text.take(words.never)) return [];
    text.expect(words.on);
    return dayList.read(text).map(Number).toSorted((a, b) => a - b);
  };
  return {
    write: (weekly) => weekly.windows.map(({ days: on, from, to }) => {
      const which = on.length === 7 ? words.every : `${on.length > 0 ? words.on : ''}${dayList.write(on.toSorted((one, other) => (one + 6) % 7 - (other + 6) % 7).map(String))}`;
      return `${which}${words.from}${clockTime.write(from)}${words.to}${clockTime.write(to)}${to <= from ? words.next : ''}`;
    }).join('; ') + (weekly.tz === tz ? '' : words.zone + quoted.write(weekly.tz)),
    read: (text) => {
      const windows: Weekly['windows'][number][] = [];
      do {
        const on = readDays(text);
        text.expect(words.from);
        const from = clockTime.read(text);
        text.expect(words.to);
        const to = clockTime.read(text);
        if (text.take(words.next) !== to <= from) throw new Misread('The next day is said where it is not, or the other way round.');
        windows.push({ days: on, from, to });
      } while (text.take('; '));
      return { tz: text.take(words.zone) ? quoted.read(text) : tz, windows };
    },
  };
}
