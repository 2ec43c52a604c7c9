import type { Clock } from '../sdk/services.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';

/** The machine's wall clock. */
export class SystemClock implements Clock {
  now(): Instant { return Date.now(); }
}

/** Calls back later. Disposing cancels; a cancelled call never happens. */
export interface Timers {
  /** Any length; Infinity never calls. */
  after(delay: Milliseconds, call: () => void): Disposable;
  /** Calls after each period, first after one period. */
  every(period: Milliseconds, call: () => void): Disposable;
}

/** Node fires a timer at once when its delay is over 2^31-1 ms (24.8 days). */
const longest = 2 ** 31 - 1;

export class SystemTimers implements Timers {
  after(delay: Milliseconds, call: () => void): Disposable {
    if (delay === Infinity) return { [Symbol.dispose]: () => {} };
    if (Number.isNaN(delay)) throw new RangeError('A delay must be a number.');
    let timer: NodeJS.Timeout;
    const arm = (left: Milliseconds): void => {
      timer = setTimeout(() => (left > longest ? arm(left - longest) : call()), Math.min(Math.max(left, 0), longest));
    };
    arm(delay);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  }

  every(period: Milliseconds, call: () => void): Disposable {
    if (!(period > 0)) throw new RangeError('A period must be more than 0 ms.');
    let next: Disposable;
    const again = (): void => {
      next = this.after(period, () => {
        // Armed again before the call: a call that throws does not end the series.
        again();
        call();
      });
    };
    again();
    return { [Symbol.dispose]: () => next[Symbol.dispose]() };
  }
}

/**
 * Waits, unless the signal aborts first.
 * @throws the signal's reason
 */
export async function wait(timers: Timers, delay: Milliseconds, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      timer[Symbol.dispose]();
      reject(signal.reason as Error);
    };
    const timer = timers.after(delay, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
