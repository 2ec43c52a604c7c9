import type { Weekly } from '../domain/consent.ts';
import { days, minutes } from '../domain/time.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import { zoneOf } from './zone.ts';

const day = days(1);
// Two weeks and a day are enough for the worst case (a window that a transition skips one week); the rest is margin.
const horizonStretches = 48;

/** Is the wall clock of the zone inside some window? No weekly hours means always; an unknown zone means never. CONSENT §4. */
export function inWeekly(weekly: Weekly | undefined, t: Instant): boolean {
  if (weekly === undefined) return true;
  const zone = zoneOf(weekly.tz);
  return zone !== undefined && holds(weekly, t + zone.offset(t));
}

/** First instant after `t` at which `inWeekly` gives another answer; Infinity if it never does. */
export function nextChange(weekly: Weekly | undefined, t: Instant): Instant {
  if (weekly === undefined || isConstant(weekly)) return Infinity;
  const zone = zoneOf(weekly.tz);
  if (zone === undefined) return Infinity;
  const inside = holds(weekly, t + zone.offset(t));
  let at = t;
  for (let step = 0; step < horizonStretches; step += 1) {
    const { offset, end } = zone.stretch(at);
    const flip = firstFlip(weekly, at + offset, end + offset, inside);
    if (flip !== undefined) return flip - offset;
    at = end;
  }
  return Infinity;
}

/** Pointwise, so a repeated hour is open twice and a skipped one never, without a rule for either. */
function holds(weekly: Weekly, local: Milliseconds): boolean {
  const date = Math.floor(local / day);
  const minute = Math.floor((local - date * day) / 60_000);
  const weekday = mod7(date + 4);
  const yesterday = mod7(date + 3);
  for (const { days: on, from, to } of weekly.windows) {
    if (to > from) {
      if (minute >= from && minute < to && on.includes(weekday)) return true;
    } else if ((minute >= from && on.includes(weekday)) || (minute < to && on.includes(yesterday))) {
      return true;
    }
  }
  return false;
}

/** Over wall clock times of one offset; only an edge of a window can flip the answer. */
function firstFlip(weekly: Weekly, from: Milliseconds, to: Milliseconds, inside: boolean): Milliseconds | undefined {
  if (holds(weekly, from) !== inside) return from;
  let first: Milliseconds | undefined;
  const lastDate = Math.floor((to - 1) / day);
  for (let date = Math.floor(from / day); date <= lastDate && first === undefined; date += 1) {
    for (const window of weekly.windows) {
      for (const edge of [window.from, window.to]) {
        const local = date * day + minutes(edge);
        if (local > from && local < to && (first === undefined || local < first) && holds(weekly, local) !== inside) first = local;
      }
    }
  }
  return first;
}

function isConstant(weekly: Weekly): boolean {
  return weekly.windows.every((window) => window.days.length === 0)
    || weekly.windows.some(({ days: on, from, to }) => (from === to || (from === 0 && to === 1_440)) && [0, 1, 2, 3, 4, 5, 6].every((weekday) => on.includes(weekday)));
}

function mod7(n: number): number {
  return ((n % 7) + 7) % 7;
}
