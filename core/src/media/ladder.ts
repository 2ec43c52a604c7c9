/** One size of a picture that is made anew, and what it may cost. */
export interface Rung {
  readonly height: number;
  readonly fps: number;
  /** At most, kbit/s. */
  readonly rate: number;
}
/** Few sizes, so that many share one; the last fits a line of 512 kbit/s beside others. */
const ladder: readonly Rung[] = [
  { height: 1_080, fps: 30, rate: 3_500 },
  { height: 720, fps: 30, rate: 2_000 },
  { height: 480, fps: 25, rate: 1_000 },
  { height: 360, fps: 15, rate: 500 },
  { height: 240, fps: 10, rate: 220 },
  { height: 144, fps: 8, rate: 100 },
];
/** Below this nothing can be made out; who has room for less gets this much. */
export const lowest: Rung = { height: 144, fps: 8, rate: 100 };

/** The largest that does not go above `room` lines; the lowest where none does. */
export function rungFor(room: number): Rung {
  return ladder.find(({ height }) => height <= room) ?? lowest;
}
/** What a picture of so many lines at so many frames may cost at most, kbit/s: that of the rung it would stand on. */
export function rateOf(height: number, fps: number): number {
  const above = ladder.findLast((rung) => rung.height >= height);
  if (!above) return 8_000;
  // Twice the frames are not twice the bits: what moves is the same.
  return Math.round(above.rate * Math.sqrt(Math.max(1, fps / above.fps)));
}
