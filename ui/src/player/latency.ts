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

/** How far behind the newest frame a live picture starts, in seconds; two frames where they come seldom, else it runs dry before the next. */
const startLag = 0.1;
const mostFrames = 0.25;
const easeAbove = 0.1;
const easedBelow = 0.02;
/** However uneven the line: a second behind is not live. */
const jumpAbove = 1;
const catchUpRate = 1.1;
/** Nearer than it wants to be, it plays a little slower until there is something in hand again. */
const fallBackRate = 0.95;
const keepBehind = 10;

/**
 * Where a live picture wants to be, s behind the newest frame.
 * @param step s of media that come at once, usually one frame
 * @param margin s on top, for a line that brings them unevenly
 */
export function lagFor(step: number, margin = 0): number {
  return Math.min(mostFrames, Math.max(startLag, 2 * step)) + margin;
}
/** Where playback starts: just behind the newest frame. */
export function startAt(newest: Stretch, target = startLag): number {
  return Math.max(newest.start, newest.end - target);
}

/**
 * Keeps a live picture near the newest frame: a little faster when it lags, a jump when it lags a lot.
 * Once faster, it stays so until the lag is small, else the rate would flutter with every fragment.
 * @param rate the present playback rate
 * @param target s behind, `lagFor`
 */
export function correct(newest: Stretch, currentTime: number, rate: number, target = startLag): Correction {
  const lag = newest.end - currentTime;
  if (lag > jumpAbove || currentTime < newest.start || lag < -0.5) return { rate: 1, seekTo: startAt(newest, target) };
  if (lag > target + easeAbove) return { rate: catchUpRate };
  if (lag < target * (rate < 1 ? 0.9 : 0.4)) return { rate: fallBackRate };
  return { rate: rate > 1 && lag > target + easedBelow ? rate : 1 };
}

/** What a line needs on top of two frames: more each time the picture ran dry, less again while it does not. */
export interface Margin {
  readonly seconds: number;
  /** When it last changed, ms. */
  readonly at: number;
}
const mostMargin = 0.4;
const marginStep = 0.05;
const easesAfter = 5_000;

export function ranDry({ seconds, at }: Margin, now: number): Margin {
  // One shortage tells more than once.
  return now - at < 500 && seconds > 0 ? { seconds, at } : { seconds: Math.min(mostMargin, seconds + marginStep), at: now };
}
export function ranWell({ seconds, at }: Margin, now: number): Margin {
  return seconds > 0 && now - at > easesAfter ? { seconds: Math.max(0, seconds - marginStep), at: now } : { seconds, at };
}

/** Everything before this instant may go; undefined while there is too little to be worth a removal. */
export function trimBefore(oldest: number, currentTime: number): number | undefined {
  const edge = currentTime - keepBehind;
  return edge - oldest > keepBehind ? edge : undefined;
}
