import { decide } from '../consent/decide.ts';
import { nextChange } from '../consent/weekly.ts';
import { inWeekly } from '../consent/weekly.ts';
import type { Ask, Asker, ConsentState, Grant, Interval, Purpose } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import { minutes, type Instant } from '../domain/time.ts';
import { bestPlayback } from './playback-opening.ts';

/** What moves out of reach while a page is being read is not drawn on it. */
const margin = minutes(5);
const mostIntervals = 400;

/**
 * The intervals of [from, to) that a permit to look back could cover at this moment, each by itself and without a yes that is still to come. Answered by the engine that will decide. Pure.
 */
export function coveredNow(state: ConsentState, who: Asker, camera: CameraId, about: { readonly purpose: Purpose; readonly caseNo?: string | undefined }, [from, to]: Interval, now: Instant): readonly Interval[] {
  const found: Interval[] = [];
  for (const grant of state.grants) {
    // Alone, so that the answer is about this grant and no other.
    const alone = { ...state, grants: [grant] };
    for (const footage of candidates(grant, [from, Math.min(to, now)], now)) {
      if (found.length >= mostIntervals) return tidied(found);
      if (bestPlayback(alone, who, camera, { ...about, footage }, now)?.effect === 'permit') found.push(footage);
    }
  }
  return tidied(found);
}

/** Whether exactly this ask would be let in now. Pure. */
export function isLetIn(state: ConsentState, ask: Ask, now: Instant): boolean {
  return decide(state, ask, now).effect === 'permit';
}

/** Stretches that the grant's own words about recorded footage leave of an interval: its dates, its hours of the week, how far back. */
function candidates({ when, mode, what }: Grant, [from, to]: Interval, now: Instant): readonly Interval[] {
  const footage = when?.footage;
  if (mode === 'emergency' || footage === undefined || !what.actions.includes('playback')) return [];
  const first = Math.max(from, footage.from ?? 0, now - footage.lookbackMs + Math.min(margin, footage.lookbackMs / 10));
  const last = Math.min(to, footage.until ?? Infinity);
  const stretches: Interval[] = [];
  for (let at = first; at < last && stretches.length < mostIntervals;) {
    const change = Math.min(last, nextChange(footage.hours, at));
    if (inWeekly(footage.hours, at)) stretches.push([at, change]);
    at = change;
  }
  return stretches;
}

/** In order, without those that lie in another one. What two grants cover is not joined: no one permit would cover both. */
function tidied(intervals: readonly Interval[]): readonly Interval[] {
  const kept: Interval[] = [];
  for (const each of intervals.toSorted(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd)) {
    const last = kept.at(-1);
    if (!last || each[1] > last[1]) kept.push(each);
  }
  return kept;
}
