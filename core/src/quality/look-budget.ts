import { seconds, type Milliseconds } from '../domain/time.ts';

/** Of one core, for all cameras together. */
const share = 0.04;
const often = seconds(10);
const seldom = seconds(60);
/** Something that looks wrong is looked at again sooner. */
const doubtful = seconds(5);
/** Before anything was measured. */
const firstGuess: Milliseconds = 25;

/** How often each camera is looked at, so that all of them together cost a few percent of a core: every 10 s, and less often with many. */
export class LookBudget {
  #each = firstGuess;

  /** @param took wall clock, which is more than what it cost on a busy machine: then it looks less often */
  spent(took: Milliseconds, pictures: number): void {
    if (pictures > 0) this.#each += (took / pictures - this.#each) * 0.2;
  }
  every(cameras: number): Milliseconds {
    return Math.min(seldom, Math.max(often, (cameras * this.#each) / share));
  }
  again(cameras: number, isDoubtful: boolean): Milliseconds {
    const every = this.every(cameras);
    return isDoubtful ? Math.max(doubtful, every / 2) : every;
  }
}
