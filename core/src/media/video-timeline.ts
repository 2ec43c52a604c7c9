import type { Instant } from '../domain/time.ts';
import { DecodeOrder } from './decode-order.ts';

export interface Placement {
  readonly decodeTicks: number;
  /** Predicted from the interval before, so that a picture need not wait for the next. */
  readonly duration: number;
  readonly shownAfter: number;
}

const longestGapSeconds = 10;
const firstGuess = 1 / 30;

/** Puts pictures on a line that never steps back and never overlaps, whatever the camera's clock does. */
export class VideoTimeline {
  readonly #clockRate: number;
  readonly #order: DecodeOrder;
  #base = 0;
  #previous: number | undefined;
  #end: number;
  #interval: number;
  #anchor: { readonly at: Instant; readonly shown: number } | undefined;

  constructor(clockRate: number, reorderDepth: number | undefined, startSeconds: number) {
    this.#clockRate = clockRate;
    this.#order = new DecodeOrder(reorderDepth);
    this.#end = Math.ceil(startSeconds * clockRate);
    this.#interval = Math.max(1, Math.round(clockRate * firstGuess));
  }

  place(ticks: number, at: Instant): Placement {
    const step = this.#order.stepOf(ticks - this.#base, this.#interval, this.#clockRate);
    const jumped = this.#previous === undefined || step === 'jump' || step === 'surprise' || this.#isGap(ticks);
    if (jumped) {
      this.#base = ticks - this.#end;
      this.#order.restart(step === 'surprise' ? true : undefined);
    }
    const shown = ticks - this.#base;
    const wanted = this.#order.decodeTicks(shown);
    this.#anchor = { at, shown };
    if (!jumped && this.#previous !== undefined) this.#learn(wanted - this.#previous);
    this.#previous = wanted;
    const decodeTicks = Math.max(wanted, this.#end);
    // What came earlier than predicted is taken off this duration, so that the next begins at its true time.
    const duration = Math.max(1, this.#interval - (decodeTicks - wanted));
    this.#end = decodeTicks + duration;
    return { decodeTicks, duration, shownAfter: shown === wanted ? 0 : shown - decodeTicks };
  }

  get endSeconds(): number {
    return this.#end / this.#clockRate;
  }

  /** Where on the line an instant lies, in seconds; undefined before the first picture. */
  secondsAt(at: Instant): number | undefined {
    return this.#anchor && this.#anchor.shown / this.#clockRate + (at - this.#anchor.at) / 1_000;
  }

  #isGap(ticks: number): boolean {
    return ticks - this.#base - (this.#previous ?? 0) > longestGapSeconds * this.#clockRate;
  }
  #learn(interval: number): void {
    if (interval > 0 && interval <= this.#clockRate) this.#interval = interval;
  }
}
