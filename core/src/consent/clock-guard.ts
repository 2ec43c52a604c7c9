import { seconds, type Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { ClockTrust } from './consent-records.ts';

/** Ordinary correction by the time service. */
const tolerated = seconds(60);
const step = seconds(5);

/**
 * Whether the hub's clock may be believed: it must not stand before what the log already says happened,
 * or an expired grant would open again (THREATS 23). Trust returns when the clock has passed that moment.
 */
export class ClockGuard implements ClockTrust {
  readonly #clock: Clock;
  readonly #monotonic: () => number;
  readonly #changed: () => void;
  #latest: Instant;
  #wall: Instant;
  #steady: number;
  /**
   * @param latest when the last entry of the log was written
   * @param monotonic milliseconds that never step
   */
  constructor(clock: Clock, latest: Instant, monotonic: () => number, changed: () => void) {
    this.#clock = clock;
    this.#monotonic = monotonic;
    this.#changed = changed;
    this.#latest = latest;
    this.#wall = clock.now();
    this.#steady = monotonic();
  }

  trusted(): boolean {
    const now = this.#clock.now();
    if (now > this.#latest) this.#latest = now;
    return now >= this.#latest - tolerated;
  }

  /** To be called every few seconds: tells when the wall clock was set. */
  look(): void {
    const now = this.#clock.now();
    const steady = this.#monotonic();
    const slipped = now - this.#wall - (steady - this.#steady);
    this.#wall = now;
    this.#steady = steady;
    this.trusted();
    if (Math.abs(slipped) > step) this.#changed();
  }
}
