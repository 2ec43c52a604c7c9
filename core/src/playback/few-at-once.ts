import { HubError } from '../sdk/errors.ts';

interface Waiting {
  begin(): void;
}

/** So many at once, the others in the order they came; who does not want it any more leaves the line. */
export class FewAtOnce {
  readonly #most: number;
  readonly #longestLine: number;
  #running = 0;
  #line: Waiting[] = [];
  constructor(most: number, longestLine = 64) {
    this.#most = most;
    this.#longestLine = longestLine;
  }

  get running(): number {
    return this.#running;
  }
  /** @throws HubError `renditions-busy` when the line is full; the signal's reason when it aborts before the turn */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      // Handed over without letting go.
      if (next) next.begin();
      else this.#running -= 1;
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#most) {
      this.#running += 1;
      return;
    }
    if (this.#line.length >= this.#longestLine) throw new HubError('renditions-busy', 'As many pictures as this machine manages are being made ready.');
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#line = this.#line.filter((each) => each !== place);
        reject(signal.reason instanceof Error ? signal.reason : new HubError('consent-ended', 'It is not wanted any more.'));
      };
      const place: Waiting = { begin: () => { signal.removeEventListener('abort', leave); resolve(); } };
      signal.addEventListener('abort', leave, { once: true });
      this.#line.push(place);
    });
  }
}
