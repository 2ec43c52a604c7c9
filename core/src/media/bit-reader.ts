import { HubError } from '../sdk/errors.ts';

/** Parameter sets of real encoders stay below 200 bytes; what is longer is not one. */
const longestParameterSet = 4_096;

/** Reads bits most significant first; reading past the end is a broken answer, never a zero. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @param count 0..32 */
  bits(count: number): number {
    if (this.#at + count > this.#bytes.length * 8) throw broken('The parameter set ends too early.');
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    return value;
  }
  flag(): boolean {
    return this.bits(1) === 1;
  }
  skip(count: number): void {
    if (this.#at + count > this.#bytes.length * 8) throw broken('The parameter set ends too early.');
    this.#at += count;
  }
  /** Unsigned Exp-Golomb, ITU-T H.264 §9.1. */
  ue(): number {
    let zeros = 0;
    while (!this.flag()) if (++zeros > 31) throw broken('A number in the parameter set is too long.');
    return 2 ** zeros - 1 + this.bits(zeros);
  }
  /** As `ue`, refused above `most`, so that a count cannot become a long loop. */
  count(most: number): number {
    const value = this.ue();
    if (value > most) throw broken('A number in the parameter set is out of range.');
    return value;
  }
  /** Signed Exp-Golomb, ITU-T H.264 §9.1.1. */
  se(): number {
    const k = this.ue();
    return k & 1 ? (k + 1) / 2 : -k / 2;
  }
}

/** The raw payload of a NAL unit: emulation prevention bytes removed (ITU-T H.264 §7.4.1, H.265 §7.4.2). */
export function rawPayload(nal: Uint8Array, headerSize: number): Uint8Array {
  if (nal.length <= headerSize || nal.length > longestParameterSet) throw broken('The parameter set has an impossible size.');
  const out = new Uint8Array(nal.length - headerSize);
  let size = 0;
  let zeros = 0;
  for (const byte of nal.subarray(headerSize)) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out[size++] = byte;
  }
  return out.subarray(0, size);
}

export function broken(message: string): HubError {
  return new HubError('camera-broken-answer', message);
}
