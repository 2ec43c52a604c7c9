const mostBytes = 4 * 1024 * 1024;

/** fMP4 for one slow reader: bounded; when it falls behind, it goes on at a key picture. */
export class FragmentQueue implements AsyncIterable<Uint8Array> {
  readonly #signal: AbortSignal;
  readonly #waiting: Uint8Array[];
  #bytes: number;
  #skipping = true;
  #wake: (() => void) | undefined;

  constructor(init: Uint8Array, signal: AbortSignal) {
    this.#waiting = [init];
    this.#bytes = init.length;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  push(bytes: Uint8Array, key: boolean): void {
    if (this.#bytes > mostBytes) this.#skipping = true;
    if (this.#skipping && !(key && this.#bytes < mostBytes / 2)) return;
    this.#skipping = false;
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (!this.#signal.aborted) {
      const next = this.#waiting.shift();
      if (next) {
        this.#bytes -= next.length;
        yield next;
      } else {
        await new Promise<void>((resolve) => { this.#wake = resolve; });
      }
    }
  }
}
