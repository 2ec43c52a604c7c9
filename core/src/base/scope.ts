import type { Scope } from '../sdk/plugin.ts';

/** Releases everything it was handed, newest first, even when some releases fail. */
export class OwnedScope implements Scope, AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #releases: Array<() => void | Promise<void>> = [];

  get signal(): AbortSignal { return this.#controller.signal; }
  /** How many releases are still owed. */
  get size(): number { return this.#releases.length; }

  use<T extends AsyncDisposable | Disposable>(resource: T): T {
    this.defer(() => (Symbol.asyncDispose in resource ? Promise.resolve(resource[Symbol.asyncDispose]()) : resource[Symbol.dispose]()));
    return resource;
  }

  defer(release: () => void | Promise<void>): void {
    if (this.signal.aborted) throw new Error('This scope has already been disposed.');
    this.#releases.push(release);
  }

  /** @throws AggregateError when some releases failed; the others ran all the same. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#controller.abort();
    const failures: unknown[] = [];
    for (const release of this.#releases.splice(0).toReversed()) {
      try { await release(); } catch (failure) { failures.push(failure); }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some resources did not release.');
  }
}
