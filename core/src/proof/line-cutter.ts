const newline = 0x0a;

/** Cuts what comes in pieces into lines, in place: a line is a span of `bytes`, good until the next call, with one byte before it that may be borrowed. */
export class LineCutter {
  readonly #longest: number;
  #bytes = new Uint8Array(1 << 16);
  /** Begins behind the byte to borrow. */
  #from = 1;
  #to = 1;
  readonly #line = { from: 0, to: 0 };

  constructor(longest: number) {
    this.#longest = longest;
  }

  get bytes(): Uint8Array { return this.#bytes; }
  /** Nothing is left of a line without an end. */
  get isEmpty(): boolean { return this.#from === this.#to; }
  get isTooLong(): boolean { return this.#to - this.#from > this.#longest; }

  add(chunk: Uint8Array): void {
    const left = this.#to - this.#from;
    const needed = 1 + left + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(this.#bytes.subarray(this.#from, this.#to), 1);
      this.#bytes = larger;
    } else {
      this.#bytes.copyWithin(1, this.#from, this.#to);
    }
    this.#bytes.set(chunk, 1 + left);
    this.#from = 1;
    this.#to = 1 + left + chunk.length;
  }

  /** Undefined when the rest has no end yet. */
  next(): { readonly from: number; readonly to: number } | undefined {
    const end = this.#bytes.indexOf(newline, this.#from);
    if (end < 0 || end >= this.#to || end - this.#from > this.#longest) return undefined;
    this.#line.from = this.#from;
    this.#line.to = end;
    this.#from = end + 1;
    return this.#line;
  }
}
