import type { Clock } from '../services.ts';
import type { Instant, Milliseconds } from '../../domain/time.ts';

interface Due {
  readonly at: Instant;
  readonly order: number;
  readonly call: () => void;
}

/** A clock and timers that stand still until a test moves them. */
export class FakeClock implements Clock {
  #now: Instant;
  #order = 0;
  readonly #due = new Set<Due>();

  constructor(now: Instant = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): Instant { return this.#now; }
  /** Timers still to come. */
  get pending(): number { return this.#due.size; }

  after(delay: Milliseconds, call: () => void): Disposable {
    const due: Due = { at: this.#now + Math.max(0, delay), order: this.#order++, call };
    if (delay !== Infinity) this.#due.add(due);
    return { [Symbol.dispose]: () => void this.#due.delete(due) };
  }

  every(period: Milliseconds, call: () => void): Disposable {
    if (!(period > 0)) throw new RangeError('A period must be more than 0 ms.');
    let next: Disposable;
    const again = (): void => {
      next = this.after(period, () => {
        again();
        call();
      });
    };
    again();
    return { [Symbol.dispose]: () => next[Symbol.dispose]() };
  }

  /** Moves time on. Timers fire in order, each at its own instant; promises settle in between. */
  async advance(span: Milliseconds): Promise<void> {
    const until = this.#now + span;
    await settled();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
      await settled();
    }
    this.#now = until;
  }

  /** Sets the wall clock, forward or back, without firing anything: as when somebody changes the machine's time. */
  set(now: Instant): void { this.#now = now; }

  #next(until: Instant): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) {
      if (due.at > until) continue;
      if (!first || due.at < first.at || (due.at === first.at && due.order < first.order)) first = due;
    }
    return first;
  }
}

/** Lets every promise that can settle now do so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
