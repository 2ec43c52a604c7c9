const newline = 0x0a;
const opens = new TextEncoder().encode('{"tile":"');

/** Some of a log: what ends with the line of a tile and most likely is whole tiles, or whatever is left. */
export interface TilePiece {
  readonly bytes: Uint8Array;
  readonly isTiles: boolean;
}

/** Cuts what comes in pieces behind the lines of tiles, about `least` bytes at a time. Holds at most four times as many, and what was added last. */
export class TileCutter {
  readonly #least: number;
  #held: Uint8Array[] = [];
  #length = 0;

  constructor(least: number) {
    this.#least = least;
  }

  add(chunk: Uint8Array): TilePiece[] {
    this.#held.push(chunk.slice());
    this.#length += chunk.length;
    if (this.#length < this.#least) return [];
    const bytes = this.#join();
    const to = lastTile(bytes);
    // A tile longer than that is read as it comes.
    if (to < 0) return bytes.length < 4 * this.#least ? [] : this.rest();
    this.#held = [bytes.slice(to)];
    this.#length = bytes.length - to;
    return [{ bytes: bytes.slice(0, to), isTiles: true }];
  }

  /** What is left, after which anything may follow. */
  rest(): TilePiece[] {
    const bytes = this.#join();
    this.#held = [];
    this.#length = 0;
    return bytes.length > 0 ? [{ bytes, isTiles: false }] : [];
  }

  #join(): Uint8Array {
    const [only] = this.#held;
    if (only && this.#held.length === 1) return only;
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#held) {
      all.set(part, at);
      at += part.length;
    }
    this.#held = [all];
    return all;
  }
}

const isTile = (bytes: Uint8Array, from: number): boolean => opens.every((byte, i) => bytes[from + i] === byte);

/** Behind the last line of a tile; -1 if there is none. */
function lastTile(bytes: Uint8Array): number {
  for (let end = bytes.lastIndexOf(newline); end > 0; ) {
    const before = bytes.lastIndexOf(newline, end - 1);
    if (isTile(bytes, before + 1)) return end + 1;
    end = before;
  }
  return -1;
}
