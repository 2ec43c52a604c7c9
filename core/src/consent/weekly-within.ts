import type { Weekly } from '../domain/consent.ts';

const minutesOfDay = 1_440;
const minutesOfWeek = 7 * minutesOfDay;

/** Whether every hour of `inner` is certainly one of `outer`. No hours at all means always. Hours on clocks of two zones are not compared: then the answer is no, unless there are none. */
export function isWithin(inner: Weekly | undefined, outer: Weekly | undefined): boolean {
  if (outer === undefined) return true;
  const wide = minutesOf(outer);
  if (inner === undefined) return wide.every((open) => open === 1);
  const narrow = minutesOf(inner);
  if (narrow.every((open) => open === 0)) return true;
  return (inner.tz === outer.tz || wide.every((open) => open === 1)) && narrow.every((open, minute) => open === 0 || wide[minute] === 1);
}

/** The wall clock's week, minute by minute from Sunday 00:00: on the same clock, within minute by minute is within at every instant. */
function minutesOf({ windows }: Weekly): Uint8Array {
  const open = new Uint8Array(minutesOfWeek);
  for (const { days, from, to } of windows) {
    for (const day of days) {
      const start = day * minutesOfDay + from;
      const length = to > from ? to - from : to - from + minutesOfDay;
      for (let minute = 0; minute < length; minute += 1) open[(start + minute) % minutesOfWeek] = 1;
    }
  }
  return open;
}
