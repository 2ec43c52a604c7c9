import { slower, type Pace } from '../streams/pace.ts';

/** What a viewer asked for, what the line allows, and what she gets: the slower of the two. */
export class Pacing {
  #asked: Pace;
  #allowed: Pace;
  #apply: ((pace: Pace) => void) | undefined;
  constructor(asked: Pace, allowed: Pace) {
    this.#asked = asked;
    this.#allowed = allowed;
  }
  get now(): Pace {
    return slower(this.#asked, this.#allowed);
  }
  get allowed(): Pace {
    return this.#allowed;
  }
  /** Called at once, and at each change. */
  follow(apply: (pace: Pace) => void): void {
    this.#apply = apply;
    apply(this.now);
  }
  ask(pace: Pace): void {
    this.#asked = pace;
    this.#apply?.(this.now);
  }
  allow(pace: Pace): void {
    this.#allowed = pace;
    this.#apply?.(this.now);
  }
}
