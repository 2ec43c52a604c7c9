import type { Milliseconds } from '../domain/time.ts';
import { wait, type Timers } from './clock.ts';

export interface Backoff {
  /** Ceiling of the first delay. */
  readonly first: Milliseconds;
  /** No delay is longer. */
  readonly longest: Milliseconds;
  /** The ceiling grows by this from try to try; 2 unless told. */
  readonly factor?: number;
}

/**
 * How long to wait after the nth failure in a row (n from 1): between half the ceiling and the ceiling, so that
 * cameras which failed together do not come back together, and none comes back at once.
 * @param random uniform in [0,1)
 */
export function backoffDelay(failures: number, { first, longest, factor = 2 }: Backoff, random: number): Milliseconds {
  const ceiling = Math.min(longest, first * factor ** (Math.max(1, failures) - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

export interface Retry extends Backoff {
  readonly timers: Timers;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Said before each wait. Answering false gives up: the failure is thrown. */
  readonly again?: (failure: unknown, failures: number, delay: Milliseconds) => boolean | void;
}

/**
 * Tries until it works, the signal aborts or `again` says no.
 * @throws the last failure, or the signal's reason
 */
export async function retry<T>(work: (failures: number) => Promise<T>, how: Retry): Promise<T> {
  for (let failures = 0; ; ) {
    how.signal.throwIfAborted();
    try {
      return await work(failures);
    } catch (failure) {
      how.signal.throwIfAborted();
      failures += 1;
      const delay = backoffDelay(failures, how, how.random());
      if (how.again?.(failure, failures, delay) === false) throw failure;
      await wait(how.timers, delay, how.signal);
    }
  }
}
