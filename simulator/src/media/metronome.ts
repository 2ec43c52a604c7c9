import { steadyNow } from './steady-clock.ts';
import type { Stop } from './unit.ts';

/** One timer for a whole street: a thousand looping cameras cost one interval, not a thousand timers. */
export class Metronome {
  readonly #beats = new Set<(nowMs: number) => void>();
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(intervalMs = 4) {
    this.#intervalMs = intervalMs;
  }

  /** Calls `beat` every few milliseconds until stopped. */
  join(beat: (nowMs: number) => void): Stop {
    this.#beats.add(beat);
    this.#timer ??= setInterval(() => {
      const now = steadyNow();
      for (const each of this.#beats) each(now);
    }, this.#intervalMs);
    return () => {
      this.#beats.delete(beat);
      if (this.#beats.size > 0 || this.#timer === undefined) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }
}
