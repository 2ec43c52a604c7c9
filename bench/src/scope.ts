/** What a bench started and made: released newest first, each whether or not the others could be. */
export class Scope implements AsyncDisposable {
  readonly #release: (() => void | Promise<void>)[] = [];
  readonly #stop = new AbortController();

  /** Aborts when the release begins. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  defer(release: () => void | Promise<void>): void {
    this.#release.push(release);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    for (let release = this.#release.pop(); release !== undefined; release = this.#release.pop()) {
      try {
        await release();
      } catch {
        // The rest must go all the same; a process that would not end is killed by its own `stop`.
      }
    }
  }
}
