export type Language = 'vi' | 'en';
const locale = (language: Language): string => (language === 'vi' ? 'vi-VN' : 'en-GB');
type Spans = (key: 'time.seconds' | 'time.minutes' | 'time.hours' | 'time.days', fill: { readonly count: number }) => string;

/** `14:05` or `14:05:22`, always 24 h. */
export function time(at: number, language: Language, timeZone?: string, withSeconds = false): string {
  return new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone, ...(withSeconds ? { second: '2-digit' } : {}) }).format(at);
}

/** `05/10/2024` in both languages. */
export function date(at: number, language: Language, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale(language), { day: '2-digit', month: '2-digit', year: 'numeric', timeZone }).format(at);
}

/** `T7 05/10`, `Sat 05/10` */
export function shortDay(at: number, language: Language, timeZone?: string): string {
  const weekday = new Intl.DateTimeFormat(locale(language), { weekday: language === 'vi' ? 'narrow' : 'short', timeZone }).format(at);
  return `${weekday} ${new Intl.DateTimeFormat(locale(language), { day: '2-digit', month: '2-digit', timeZone }).format(at).replace('-', '/')}`;
}

/** `Thứ bảy, 05/10/2024` */
export function wholeDate(at: number, language: Language, timeZone?: string): string {
  const weekday = new Intl.DateTimeFormat(locale(language), { weekday: 'long', timeZone }).format(at);
  return `${weekday.charAt(0).toLocaleUpperCase(locale(language))}${weekday.slice(1).toLocaleLowerCase(locale(language))}, ${date(at, language, timeZone)}`;
}

/** `ms` in its one or two largest units, rounded down. */
export function duration(ms: number, spans: Spans): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return spans('time.seconds', { count: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return spans('time.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return spans('time.days', { count: Math.floor(hours / 24) });
  const rest = minutes % 60;
  return rest === 0 ? spans('time.hours', { count: hours }) : `${spans('time.hours', { count: hours })} ${spans('time.minutes', { count: rest })}`;
}

const steps = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
/** Decimal units (1 kB = 1000 B), at most three digits. */
export function bytes(count: number, language: Language): string {
  let value = Math.max(0, count);
  let step = 0;
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(locale(language), { maximumFractionDigits: digits }).format(value)} ${steps[step] ?? 'B'}`;
}

/** Grouped as the language does: `1.204` or `1,204`. */
export function decimal(value: number, language: Language): string {
  return new Intl.NumberFormat(locale(language), { maximumFractionDigits: 1 }).format(value);
}
