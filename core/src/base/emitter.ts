/** Tells facts to whoever listens, in the order they came. A listener that throws is reported and does not reach the others. */
export class Emitter<Facts extends object> {
  readonly #onError: (failure: unknown, fact: keyof Facts) => void;
  readonly #listeners = new Map<keyof Facts, Set<{ readonly react: (detail: never) => unknown }>>();

  constructor(onError: (failure: unknown, fact: keyof Facts) => void) {
    this.#onError = onError;
  }

  /** The same function may listen twice; each listening ends by its own disposal. */
  on<K extends keyof Facts>(fact: K, react: (detail: Facts[K]) => unknown): Disposable {
    const listener = { react };
    const listeners = this.#listeners.get(fact) ?? new Set();
    this.#listeners.set(fact, listeners.add(listener));
    return {
      [Symbol.dispose]: () => {
        listeners.delete(listener);
        if (listeners.size === 0 && this.#listeners.get(fact) === listeners) this.#listeners.delete(fact);
      },
    };
  }

  /** Who begins to listen while a fact is told does not hear it; who stops, no longer does. */
  emit<K extends keyof Facts>(fact: K, detail: Facts[K]): void {
    const listeners = this.#listeners.get(fact);
    if (!listeners) return;
    // A copy: who is added meanwhile would be visited too.
    for (const listener of Array.from(listeners)) {
      if (!listeners.has(listener)) continue;
      try {
        const answer = (listener.react as (detail: Facts[K]) => unknown)(detail);
        if (answer instanceof Promise) answer.catch((failure: unknown) => this.#onError(failure, fact));
      } catch (failure) {
        this.#onError(failure, fact);
      }
    }
  }

  listenerCount(fact: keyof Facts): number {
    return this.#listeners.get(fact)?.size ?? 0;
  }
}
