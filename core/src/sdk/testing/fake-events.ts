import type { Events, HubEvents } from '../events.ts';

/** Facts that a test tells. */
export class FakeEvents implements Events {
  readonly #reactions = new Map<keyof HubEvents, Array<(detail: never) => void>>();

  on<K extends keyof HubEvents>(fact: K, react: (detail: HubEvents[K]) => void): void {
    this.#reactions.set(fact, [...this.#reactions.get(fact) ?? [], react]);
  }

  /** A reaction that throws is thrown here: a test wants to know. */
  tell<K extends keyof HubEvents>(fact: K, detail: HubEvents[K]): void {
    for (const react of this.#reactions.get(fact) ?? []) (react as (detail: HubEvents[K]) => void)(detail);
  }
}
