import { days, hours, type Instant } from '../domain/time.ts';
import { wallTime, type WallTime } from './wall-time.ts';

/** A calendar month on the clock of one zone: `2026-10`, [from, to). */
export interface Month {
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** The month an instant lies in. @param tz IANA zone */
export function monthOf(at: Instant, tz: string): Month {
  return monthNamed(wallTime(tz).day(at).slice(0, 7), tz);
}
/** @throws RangeError when it names no month */
export function monthNamed(name: string, tz: string): Month {
  const [year = 0, month = 0] = name.split('-').map(Number);
  if (!/^\d{4}-\d{2}$/.test(name) || month < 1 || month > 12) throw new RangeError('This is no month.');
  const wall = wallTime(tz);
  return { name, from: firstInstant(wall, year, month), to: firstInstant(wall, month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1) };
}
/** So many months that are over, newest first. */
export function monthsBefore(now: Instant, count: number, tz: string): readonly Month[] {
  const months: Month[] = [];
  let { from } = monthOf(now, tz);
  while (months.length < count) {
    const month = monthOf(from - 1, tz);
    months.push(month);
    ({ from } = month);
  }
  return months;
}

/** When the first of a month begins: offsets lie within 15 hours and are multiples of 15 minutes. */
function firstInstant(wall: WallTime, year: number, month: number): Instant {
  const day = `${year}-${String(month).padStart(2, '0')}-01`;
  const noon = Date.UTC(year, month - 1, 1);
  for (let at = noon - hours(15); at < noon + days(1); at += hours(0.25)) if (wall.day(at) >= day) return at;
  return noon;
}
