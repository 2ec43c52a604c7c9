import type { Permit } from '../domain/consent.ts';

const samplesPerSecond = 8_000;

/** A camera's loudspeaker in somebody's hand, for as long as the permit holds: after its end not a sample goes out. */
export class Speech {
  readonly kind = 'talk';
  readonly #permit: Permit;
  readonly #send: (sound: Uint8Array) => void;
  readonly #hangUp: () => void;
  #bytes = 0;
  #closed = false;

  constructor(permit: Permit, send: (sound: Uint8Array) => void, hangUp: () => void) {
    this.#permit = permit;
    this.#send = send;
    this.#hangUp = hangUp;
    permit.signal.addEventListener('abort', () => { this.#end(); }, { once: true });
    if (permit.signal.aborted) this.#end();
  }

  get bytes(): number {
    return this.#bytes;
  }
  /** Seconds. */
  get spoken(): number {
    return this.#bytes / samplesPerSecond;
  }
  /** G.711, a byte for each sample. */
  say(sound: Uint8Array): void {
    if (this.#closed || this.#permit.signal.aborted) return;
    this.#bytes += sound.length;
    this.#send(sound);
  }
  async close(): Promise<void> {
    this.#end();
    await Promise.resolve();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#hangUp();
  }
}
