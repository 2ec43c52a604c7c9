import type { Act } from './act.ts';
import type { WallTime } from './wall-time.ts';

/** So many acts tell when somebody works. */
const enough = 30;
/** An hour in which less than this share of somebody's work falls, its neighbours included, is not one of his. */
const usualShare = 0.04;

/** Tells whether an hour is outside those at which this officer usually works. Until enough is known, night is (22:00 to 06:00). There is no roster: his own habit is the nearest thing. */
export function offHours(earlier: readonly Act[], wall: WallTime): (hour: number) => boolean {
  if (earlier.length < enough) return (hour) => hour >= 22 || hour < 6;
  const counts = Array.from({ length: 24 }, () => 0);
  for (const { at } of earlier) counts[wall.hour(at)]! += 1;
  return (hour) => (counts[(hour + 23) % 24]! + counts[hour]! + counts[(hour + 1) % 24]!) / earlier.length < usualShare;
}
