/** One holder at a time, in the order they asked. */
export class Lock {
  #held = false;
  readonly #waiting: Array<() => void> = [];

  get held(): boolean { return this.#held; }
  get waiting(): number { return this.#waiting.length; }

  /**
   * Resolves when the lock is ours. Release it by disposing, once; more than once does nothing.
   * @throws the signal's reason when it aborts before our turn
   */
  async acquire(signal?: AbortSignal): Promise<Disposable> {
    signal?.throwIfAborted();
    if (this.#held) await this.#turn(signal);
    this.#held = true;
    let released = false;
    return {
      [Symbol.dispose]: () => {
        if (released) return;
        released = true;
        this.#release();
      },
    };
  }

  async run<T>(work: () => T | Promise<T>, signal?: AbortSignal): Promise<T> {
    const hold = await this.acquire(signal);
    try { return await work(); } finally { hold[Symbol.dispose](); }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal?.reason as Error);
      };
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  #release(): void {
    const next = this.#waiting.shift();
    // Handed over without letting go: nobody can slip in between.
    if (next) next();
    else this.#held = false;
  }
}
