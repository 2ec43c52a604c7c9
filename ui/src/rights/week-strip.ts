import type { CameraRightsRow } from '@matpho/core/api';

type Stretch = CameraRightsRow['holders'][number]['week'][number];
/** A piece of one day's bar, in parts of that day: 0 is its midnight, 1 the next one's. */
export interface Piece {
  readonly left: number;
  readonly width: number;
  readonly effect: Stretch['effect'];
  readonly from: number;
  readonly to: number;
}
export interface Day {
  readonly start: number;
  readonly pieces: readonly Piece[];
  /** Part of the day that is over already. */
  readonly past: number;
}
const shown = 7;

/** Seven days between midnights, of 23 or 25 hours where the clock changes, each with its pieces. */
export function daysOf(week: readonly Stretch[], midnights: readonly number[], at: number): readonly Day[] {
  return midnights.slice(0, shown).flatMap((start, day) => {
    const end = midnights[day + 1];
    if (end === undefined || end <= start) return [];
    const part = (t: number): number => (Math.min(Math.max(t, start), end) - start) / (end - start);
    const pieces = week.filter(({ from, to }) => from < end && to > start).map(({ from, to, effect }): Piece => ({ left: part(from), width: part(to) - part(from), effect, from: Math.max(from, start), to: Math.min(to, end) }));
    return [{ start, pieces, past: part(at) }];
  });
}
