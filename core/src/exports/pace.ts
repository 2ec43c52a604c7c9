/** What one file of an export took from the others who use the hub. */
export interface Turn {
  /** How long other work kept the hub busy before it came back to the export, ms. */
  readonly othersMs: number;
  /** Reading and checking the file, ms. */
  readonly readMs: number;
  readonly bytes: number;
  /** Its pictures were made anew, so the time says nothing of the disk. */
  readonly isAnew: boolean;
}
/** Beyond this, viewers wait for the hub, ms. */
const busyFrom = 10;
const longestPause = 1_000;
/** A disk that is free reads many times as fast, bytes per ms. */
const slowDisk = 20_000;

/**
 * How long an export waits before it goes on, ms. Live pictures and the recorder come first: while they keep the hub busy the export takes a sixth of the time at most,
 * and of a disk that has enough to do it leaves half to them.
 */
export function pauseAfter({ othersMs, readMs, bytes, isAnew }: Turn): number {
  const forOthers = othersMs > busyFrom ? othersMs * 5 : 0;
  const forDisk = !isAnew && readMs > busyFrom && bytes / readMs < slowDisk ? readMs : 0;
  return Math.min(longestPause, Math.max(forOthers, forDisk));
}
