import { seconds, type Instant } from '../domain/time.ts';

/** Files that follow each other without a gap, up to the last of them. */
export interface Run {
  readonly from: Instant;
  /** Files of it before the last one. */
  readonly offset: number;
  readonly to: Instant;
}
/** Files so close to each other are one stretch of footage. */
export const runGap = seconds(1);

/** The run a file of [from, to) is part of, when the one before it was part of `last`. Pure. */
export function runOf(last: Run | undefined, from: Instant, to: Instant): Run {
  if (!last || Math.abs(from - last.to) > runGap || from < last.from) return { from, offset: 0, to };
  return { from: last.from, offset: last.offset + 1, to };
}
