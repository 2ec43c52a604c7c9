import { AsyncLocalStorage, createHook } from 'node:async_hooks';

/** What would keep a process alive, by the names Node gives it, and what a person calls it. */
const kinds: Readonly<Record<string, string>> = {
  TCPSERVERWRAP: 'a listening socket', TCPWRAP: 'a connection', UDPWRAP: 'a UDP socket', PIPESERVERWRAP: 'a listening pipe', PIPEWRAP: 'a pipe',
  PROCESSWRAP: 'a process', FSEVENTWRAP: 'a file watch', STATWATCHER: 'a file watch', WORKER: 'a worker thread', Timeout: 'a timer',
};

/** Watches which sockets, timers and processes a piece of code opens, itself or in what follows from it; nobody else's are counted. */
export class OpenHandles implements Disposable {
  readonly #inside = new AsyncLocalStorage<OpenHandles>();
  readonly #open = new Map<number, { readonly kind: string; readonly resource: object }>();
  readonly #hook = createHook({
    init: (id, type, _trigger, resource: object) => {
      const kind = kinds[type];
      if (kind !== undefined && this.#inside.getStore() === this) this.#open.set(id, { kind, resource });
    },
    destroy: (id) => { this.#open.delete(id); },
  }).enable();

  run<T>(work: () => T): T {
    return this.#inside.run(this, work);
  }

  /** What is open after a second in which it could have been closed. What was told not to keep the process alive does not count. */
  async left(): Promise<readonly string[]> {
    let left: readonly string[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      left = [...this.#open.values()].filter(({ resource }) => keepsAlive(resource)).map(({ kind }) => kind);
      if (left.length === 0) break;
      await new Promise<void>((resolve) => { setTimeout(resolve, 25); });
    }
    return left;
  }

  [Symbol.dispose](): void {
    this.#hook.disable();
    this.#open.clear();
  }
}

function keepsAlive(resource: object): boolean {
  return !('hasRef' in resource) || typeof resource.hasRef !== 'function' || Boolean((resource.hasRef as () => unknown)());
}
