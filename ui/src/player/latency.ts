/** A buffered stretch of the media timeline, in seconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}
/** What to do with the video element so that it stays close to now. */
export interface Correction {
  readonly rate: number;
  readonly seekTo?: number;
}

/** How far behind the newest frame a live picture starts, in seconds. */
export const startLag = 0.1;
const easeAbove = 0.3;
const easedBelow = 0.15;
const jumpAbove = 1;
const catchUpRate = 1.1;
const keepBehind = 10;

/** Where playback starts: just behind the newest frame. */
export function startAt(newest: Stretch): number {
  return Math.max(newest.start, newest.end - startLag);
}

/**
 * Keeps a live picture near the newest frame: a little faster when it lags, a jump when it lags a lot.
 * Once faster, it stays so until the lag is small, else the rate would flutter with every fragment.
 * @param rate the present playback rate
 */
export function correct(newest: Stretch, currentTime: number, rate: number): Correction {
  const lag = newest.end - currentTime;
  if (lag > jumpAbove || currentTime < newest.start || lag < -0.5) return { rate: 1, seekTo: startAt(newest) };
  if (lag > easeAbove) return { rate: catchUpRate };
  return { rate: rate > 1 && lag > easedBelow ? rate : 1 };
}

/** Everything before this instant may go; undefined while there is too little to be worth a removal. */
export function trimBefore(oldest: number, currentTime: number): number | undefined {
  const edge = currentTime - keepBehind;
  return edge - oldest > keepBehind ? edge : undefined;
}
