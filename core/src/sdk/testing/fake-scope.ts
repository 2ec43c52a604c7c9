import type { Scope } from '../plugin.ts';

/** A scope that a test ends. It releases as the hub's does: signal first, then newest first, and all of it even when some fail. */
export class FakeScope implements Scope, AsyncDisposable {
  readonly #controller = new AbortController();
  readonly #releases: Array<() => void | Promise<void>> = [];

  get signal(): AbortSignal { return this.#controller.signal; }
  /** Releases still owed. */
  get size(): number { return this.#releases.length; }

  use<T extends AsyncDisposable | Disposable>(resource: T): T {
    this.defer(() => (Symbol.asyncDispose in resource ? Promise.resolve(resource[Symbol.asyncDispose]()) : resource[Symbol.dispose]()));
    return resource;
  }

  defer(release: () => void | Promise<void>): void {
    if (this.signal.aborted) throw new Error('This scope has already ended.');
    this.#releases.push(release);
  }

  /** @throws AggregateError when some releases failed */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#controller.abort();
    const failures: unknown[] = [];
    for (const release of this.#releases.splice(0).toReversed()) {
      try {
        await release();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some resources did not release.');
  }
}
