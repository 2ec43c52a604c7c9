import { AsyncLocalStorage } from 'node:async_hooks';
import type { Port } from '../sdk/service.ts';

export interface Contribution<T> {
  /** Id of the plugin it came from. */
  readonly from: string;
  readonly value: T;
  /** Calls into the plugin. What its code throws later, in a timer or a socket's callback, is then known to be its own. */
  call<R>(work: (value: T) => R): R;
  /** The hub's signal as the plugin is to hear it: what a listener of the plugin throws is then its own as well. */
  signal(of: AbortSignal): AbortSignal;
}

/** What running plugins have plugged in. A contribution is there from the end of its plugin's set-up until the plugin stops. */
export class Contributions {
  readonly #running = new AsyncLocalStorage<string | undefined>();
  readonly #byPort = new Map<symbol, Contribution<unknown>[]>();
  readonly #listeners = new Map<symbol, Set<() => void>>();

  add<T>(port: Port<T>, from: string, value: T): Disposable {
    const entry: Contribution<unknown> = { from, value, call: (work) => this.within(from, () => work(value as never)), signal: (of) => this.#signalFor(from, of) };
    this.#byPort.set(port.key, [...this.#byPort.get(port.key) ?? [], entry]);
    this.#tell(port.key);
    return {
      [Symbol.dispose]: () => {
        this.#byPort.set(port.key, (this.#byPort.get(port.key) ?? []).filter((other) => other !== entry));
        this.#tell(port.key);
      },
    };
  }

  all<T>(port: Port<T>): readonly Contribution<T>[] {
    return (this.#byPort.get(port.key) ?? []) as readonly Contribution<unknown>[] as readonly Contribution<T>[];
  }

  /** Calls once now and again after every change. */
  watch(port: Port<unknown>, changed: () => void): Disposable {
    const listeners = this.#listeners.get(port.key) ?? new Set();
    this.#listeners.set(port.key, listeners.add(changed));
    changed();
    return { [Symbol.dispose]: () => { listeners.delete(changed); } };
  }

  /** Runs a plugin's code under its name. */
  within<R>(plugin: string, work: () => R): R {
    return this.#running.run(plugin, work);
  }
  /** Runs the hub's own code that a plugin's call led to: its failures are not the plugin's. */
  outside<R>(work: () => R): R {
    return this.#running.run(undefined, work);
  }
  /** Whose code runs now, also in a last-resort error handler. */
  current(): string | undefined {
    return this.#running.getStore();
  }

  #tell(key: symbol): void {
    for (const changed of this.#listeners.get(key) ?? []) this.outside(changed);
  }
  #signalFor(from: string, of: AbortSignal): AbortSignal {
    const own = new AbortController();
    const pass = (): void => this.within(from, () => own.abort(of.reason));
    if (of.aborted) pass();
    else of.addEventListener('abort', pass, { once: true });
    return own.signal;
  }
}
