/** Sockets and event streams that are open, by session: a session that ends takes them with it. */
export class OpenCalls {
  readonly #bySession = new Map<string, Set<AbortController>>();

  /** Disposing forgets the call. */
  add(session: string | undefined, controller: AbortController): Disposable {
    if (session === undefined) return { [Symbol.dispose]: () => {} };
    const calls = this.#bySession.get(session) ?? new Set();
    this.#bySession.set(session, calls.add(controller));
    return {
      [Symbol.dispose]: () => {
        calls.delete(controller);
        if (calls.size === 0 && this.#bySession.get(session) === calls) this.#bySession.delete(session);
      },
    };
  }

  end(session: string): void {
    for (const controller of this.#bySession.get(session) ?? []) controller.abort(new Error('The session ended.'));
  }

  /** How many are open for a session. */
  count(session: string): number {
    return this.#bySession.get(session)?.size ?? 0;
  }
}
