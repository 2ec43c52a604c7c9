import { minutes, type Instant } from '../domain/time.ts';

/** Hours and days as a clock in one zone shows them. */
export interface WallTime {
  /** 0 to 23. */
  hour(at: Instant): number;
  /** `2026-11-21` */
  day(at: Instant): string;
}
/** Every zone's offset is a multiple of it, so that inside one nothing changes. */
const quarter = minutes(15);
const mostKept = 20_000;

/** @param tz IANA zone */
export function wallTime(tz: string): WallTime {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: tz, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' });
  const known = new Map<number, { readonly hour: number; readonly day: string }>();
  const at = (moment: Instant): { readonly hour: number; readonly day: string } => {
    const key = Math.floor(moment / quarter);
    const before = known.get(key);
    if (before) return before;
    const parts = Object.fromEntries(format.formatToParts(key * quarter).map(({ type, value }) => [type, value]));
    const found = { hour: Number(parts['hour']), day: `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}` };
    if (known.size >= mostKept) known.clear();
    known.set(key, found);
    return found;
  };
  return { hour: (moment) => at(moment).hour, day: (moment) => at(moment).day };
}
