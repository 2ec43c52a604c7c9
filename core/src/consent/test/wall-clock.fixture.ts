import type { Instant } from '../../domain/time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What a clock on the wall in this zone shows, by Intl alone. */
export function localClock(t: Instant, tz: string): { readonly day: number; readonly minute: number } {
  let format = formats.get(tz);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: tz, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formats.set(tz, format);
  }
  const parts = Object.fromEntries(format.formatToParts(t).map(({ type, value }) => [type, value]));
  return { day: weekdays.indexOf(parts['weekday'] ?? ''), minute: Number(parts['hour']) * 60 + Number(parts['minute']) };
}
