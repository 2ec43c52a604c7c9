/** What a bench started and made: released newest first, each whether or not the others could be. */
export class Scope implements AsyncDisposable {
  readonly #release: (() => void | Promise<void>)[] = [];

  defer(release: () => void | Promise<void>): void {
    this.#release.push(release);
  }

  use<D extends AsyncDisposable>(thing: D): D {
    this.defer(async () => { await thing[Symbol.asyncDispose](); });
    return thing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (let release = this.#release.pop(); release !== undefined; release = this.#release.pop()) {
      try {
        await release();
      } catch {
        // The rest must go all the same; a process that would not end is killed by its own `stop`.
      }
    }
  }
}
