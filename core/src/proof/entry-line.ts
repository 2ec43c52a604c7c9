import { readHex } from './bytes.ts';

/** Where the parts of an entry stand in its bytes. */
export interface EntryParts {
  /** Of the private body, 32 bytes. */
  readonly body: Uint8Array;
  camera: string | undefined;
  cameraSeq: number;
  type: string;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const [opens, beforeBody, beforeCamera, beforeCount, beforeType, ends] = [text('{"at":'), text(',"body":"'), text(',"camera":"'), text('","cameraSeq":'), text(',"type":"'), text('","v":1}')];
const [quote, backslash, zero, nine, minus] = [0x22, 0x5c, 0x30, 0x39, 0x2d];
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads `{"at":..,"body":"..","camera":"..","cameraSeq":..,"type":"..","v":1}` in exactly the spelling of RFC 8785, camera and count together or not at all.
 * By hand: parsing a million of them as JSON and writing them again for comparison takes longer than hashing them.
 */
export class EntryLine implements EntryParts {
  readonly body = new Uint8Array(32);
  camera: string | undefined = undefined;
  cameraSeq = 0;
  type = '';
  /** The types and cameras seen, so that a text is made once and not a million times. */
  readonly #known = new Map<number, { readonly bytes: Uint8Array; readonly text: string }>();

  /** False for anything else. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    let at = this.#take(bytes, from, to, opens);
    if (at < 0) return false;
    // RFC 8785 §3.2.2.3: zero has no sign.
    if (bytes[at] === minus && bytes[at + 1] === zero) return false;
    at = wholeNumber(bytes, bytes[at] === minus ? at + 1 : at, to);
    if (at < 0 || (at = this.#take(bytes, at, to, beforeBody)) < 0 || at + 65 > to) return false;
    if (!readHex(bytes, at, this.body, 0, 32) || bytes[at + 64] !== quote) return false;
    at += 65;
    const camera = this.#take(bytes, at, to, beforeCamera);
    this.camera = undefined;
    this.cameraSeq = 0;
    if (camera >= 0) {
      const end = stringEnd(bytes, camera, to);
      if (end <= camera) return false;
      const name = this.#text(bytes, camera, end);
      const digits = this.#take(bytes, end, to, beforeCount);
      if (name === undefined || digits < 0 || (at = wholeNumber(bytes, digits, to)) < 0) return false;
      this.camera = name;
      for (let i = digits; i < at; i += 1) this.cameraSeq = this.cameraSeq * 10 + ((bytes[i] as number) - zero);
    }
    const type = this.#take(bytes, at, to, beforeType);
    if (type < 0) return false;
    const end = stringEnd(bytes, type, to);
    const word = end <= type ? undefined : this.#text(bytes, type, end);
    if (word === undefined || !/^[a-z][a-z.-]*$/.test(word)) return false;
    this.type = word;
    return this.#take(bytes, end, to, ends) === to;
  }

  #take(bytes: Uint8Array, at: number, to: number, expected: Uint8Array): number {
    if (at + expected.length > to) return -1;
    for (let i = 0; i < expected.length; i += 1) if (bytes[at + i] !== expected[i]) return -1;
    return at + expected.length;
  }

  /** What a JSON string says, if it is spelt as RFC 8785 spells it. */
  #text(bytes: Uint8Array, from: number, to: number): string | undefined {
    let key = to - from;
    for (let i = from; i < to; i += 1) key = (Math.imul(key, 31) + (bytes[i] as number)) | 0;
    const known = this.#known.get(key);
    if (known && isSame(bytes, from, known.bytes, to - from)) return known.text;
    try {
      const spelt = `"${decoder.decode(bytes.subarray(from, to))}"`;
      const said = JSON.parse(spelt) as string;
      if (JSON.stringify(said) !== spelt) return undefined;
      if (this.#known.size < 10_000) this.#known.set(key, { bytes: bytes.slice(from, to), text: said });
      return said;
    } catch {
      return undefined;
    }
  }
}

function isSame(bytes: Uint8Array, from: number, other: Uint8Array, length: number): boolean {
  if (other.length !== length) return false;
  for (let i = 0; i < length; i += 1) if (bytes[from + i] !== other[i]) return false;
  return true;
}

/** The end of a number without sign, leading zero or more than 15 digits; -1 if there is none. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] as number) >= zero && (bytes[at] as number) <= nine) at += 1;
  return at === from || at - from > 15 || (bytes[from] === zero && at - from > 1) ? -1 : at;
}

/** The closing quote; -1 if there is none. */
function stringEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    if (bytes[at] === quote) return at;
    if (bytes[at] === backslash) at += 1;
  }
  return -1;
}
