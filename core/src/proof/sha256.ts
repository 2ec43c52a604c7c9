/** Writes SHA-256 of `bytes[from, to)` as 32 bytes into `into` at `at`. Nothing is made for a call: a log has millions of them. */
export type Digest = (bytes: Uint8Array, from: number, to: number, into: Uint8Array, at: number) => void;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2). */
const K = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);
const start = Int32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);

/**
 * SHA-256 (FIPS 180-4) in plain JavaScript, for pages. Web Crypto answers each call later, which costs more than a short hash itself;
 * this one hashes a million leaves and nodes in two to three seconds. It hides nothing: what is hashed here is no secret.
 */
export function makeDigest(): Digest {
  const w = new Int32Array(64);
  const state = new Int32Array(8);
  return (bytes, from, to, into, at) => {
    state.set(start);
    let p = from;
    for (; to - p >= 64; p += 64) {
      for (let i = 0; i < 16; i += 1) w[i] = word(bytes, p + 4 * i);
      block(w, state);
    }
    // §5.1.1: a one bit, zeroes, and the length in bits as 64 bits.
    const rest = to - p;
    const words = rest >> 2;
    for (let i = 0; i < words; i += 1) w[i] = word(bytes, p + 4 * i);
    let last = 0x80 << (24 - 8 * (rest & 3));
    for (let i = rest & ~3; i < rest; i += 1) last |= (bytes[p + i] as number) << (24 - 8 * (i & 3));
    w[words] = last;
    let i = words + 1;
    if (i > 14) {
      while (i < 16) { w[i] = 0; i += 1; }
      block(w, state);
      i = 0;
    }
    while (i < 14) { w[i] = 0; i += 1; }
    w[14] = Math.floor((to - from) / 0x20000000);
    w[15] = (to - from) << 3;
    block(w, state);
    for (let k = 0; k < 8; k += 1) {
      const value = state[k] as number;
      into[at + 4 * k] = value >>> 24;
      into[at + 4 * k + 1] = value >>> 16;
      into[at + 4 * k + 2] = value >>> 8;
      into[at + 4 * k + 3] = value;
    }
  };
}

function word(bytes: Uint8Array, p: number): number {
  return ((bytes[p] as number) << 24) | ((bytes[p + 1] as number) << 16) | ((bytes[p + 2] as number) << 8) | (bytes[p + 3] as number);
}

/** §6.2.2, one block. */
function block(w: Int32Array, state: Int32Array): void {
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    w[i] = (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (w[i - 7] as number) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)) + (w[i - 16] as number);
  }
  let a = state[0] as number, b = state[1] as number, c = state[2] as number, d = state[3] as number;
  let e = state[4] as number, f = state[5] as number, g = state[6] as number, h = state[7] as number;
  // Eight rounds written out: then the eight words need not change places, which takes a third of the time away.
  let t = 0;
  for (let i = 0; i < 64; i += 8) {
    t = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + (g ^ (e & (f ^ g))) + (K[i] as number) + (w[i] as number)) | 0;
    d = (d + t) | 0;
    h = (t + (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) | (c & (a | b)))) | 0;
    t = (g + (((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7))) + (f ^ (d & (e ^ f))) + (K[i + 1] as number) + (w[i + 1] as number)) | 0;
    c = (c + t) | 0;
    g = (t + (((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10))) + ((h & a) | (b & (h | a)))) | 0;
    t = (f + (((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7))) + (e ^ (c & (d ^ e))) + (K[i + 2] as number) + (w[i + 2] as number)) | 0;
    b = (b + t) | 0;
    f = (t + (((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10))) + ((g & h) | (a & (g | h)))) | 0;
    t = (e + (((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7))) + (d ^ (b & (c ^ d))) + (K[i + 3] as number) + (w[i + 3] as number)) | 0;
    a = (a + t) | 0;
    e = (t + (((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10))) + ((f & g) | (h & (f | g)))) | 0;
    t = (d + (((a >>> 6) | (a << 26)) ^ ((a >>> 11) | (a << 21)) ^ ((a >>> 25) | (a << 7))) + (c ^ (a & (b ^ c))) + (K[i + 4] as number) + (w[i + 4] as number)) | 0;
    h = (h + t) | 0;
    d = (t + (((e >>> 2) | (e << 30)) ^ ((e >>> 13) | (e << 19)) ^ ((e >>> 22) | (e << 10))) + ((e & f) | (g & (e | f)))) | 0;
    t = (c + (((h >>> 6) | (h << 26)) ^ ((h >>> 11) | (h << 21)) ^ ((h >>> 25) | (h << 7))) + (b ^ (h & (a ^ b))) + (K[i + 5] as number) + (w[i + 5] as number)) | 0;
    g = (g + t) | 0;
    c = (t + (((d >>> 2) | (d << 30)) ^ ((d >>> 13) | (d << 19)) ^ ((d >>> 22) | (d << 10))) + ((d & e) | (f & (d | e)))) | 0;
    t = (b + (((g >>> 6) | (g << 26)) ^ ((g >>> 11) | (g << 21)) ^ ((g >>> 25) | (g << 7))) + (a ^ (g & (h ^ a))) + (K[i + 6] as number) + (w[i + 6] as number)) | 0;
    f = (f + t) | 0;
    b = (t + (((c >>> 2) | (c << 30)) ^ ((c >>> 13) | (c << 19)) ^ ((c >>> 22) | (c << 10))) + ((c & d) | (e & (c | d)))) | 0;
    t = (a + (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))) + (h ^ (f & (g ^ h))) + (K[i + 7] as number) + (w[i + 7] as number)) | 0;
    e = (e + t) | 0;
    a = (t + (((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10))) + ((b & c) | (d & (b | c)))) | 0;
  }
  state[0] = (state[0] as number) + a; state[1] = (state[1] as number) + b; state[2] = (state[2] as number) + c; state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e; state[5] = (state[5] as number) + f; state[6] = (state[6] as number) + g; state[7] = (state[7] as number) + h;
}

/** For the few hashes that are kept. */
export function hashOf(digest: Digest, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const into = new Uint8Array(32);
  digest(bytes, 0, bytes.length, into, 0);
  return into;
}

/** SHA-256 of what comes in pieces and is too long to hold: a film in a page. One use each. */
export class StreamDigest {
  readonly #w = new Int32Array(64);
  readonly #state = Int32Array.from(start);
  readonly #rest = new Uint8Array(64);
  #held = 0;
  #length = 0;

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let p = 0;
    if (this.#held > 0) {
      p = Math.min(64 - this.#held, bytes.length);
      this.#rest.set(bytes.subarray(0, p), this.#held);
      this.#held += p;
      if (this.#held < 64) return;
      this.#block(this.#rest, 0);
      this.#held = 0;
    }
    for (; bytes.length - p >= 64; p += 64) this.#block(bytes, p);
    this.#rest.set(bytes.subarray(p), 0);
    this.#held = bytes.length - p;
  }

  hex(): string {
    const length = this.#length;
    const tail = new Uint8Array(this.#held < 56 ? 64 - this.#held : 128 - this.#held);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(length / 0x20000000));
    view.setUint32(tail.length - 4, (length << 3) >>> 0);
    this.update(tail);
    return Array.from(this.#state, (value) => (value >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #block(bytes: Uint8Array, at: number): void {
    for (let i = 0; i < 16; i += 1) this.#w[i] = word(bytes, at + 4 * i);
    block(this.#w, this.#state);
  }
}
