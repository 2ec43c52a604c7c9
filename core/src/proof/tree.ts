import { sameBytes } from './bytes.ts';
import type { Digest } from './sha256.ts';

/** Levels of a tree of 2^53 leaves. */
const mostLevels = 54;
/** A tile is 2^8 hashes wide (c2sp.org/tlog-tiles). */
export const tileLevel = 8;
export const tileWidth = 256;

/** A Merkle tree (RFC 6962 §2.1) as it grows: only the hashes on its right edge are held, each at its level. */
export class LeafTree {
  readonly #digest: Digest;
  readonly #edge = new Uint8Array(mostLevels * 32);
  /** 0x01, left, right. */
  readonly #pair = new Uint8Array(65);
  readonly #leaf = new Uint8Array(32);
  readonly #tile = new Uint8Array(32);
  #size = 0;

  constructor(digest: Digest) {
    this.#digest = digest;
    this.#pair[0] = 1;
  }

  get size(): number { return this.#size; }

  /** Adds the entry that stands at [from, to); the byte before it is borrowed for the mark 0x00. */
  addEntry(bytes: Uint8Array, from: number, to: number): void {
    const before = bytes[from - 1] as number;
    bytes[from - 1] = 0;
    this.#digest(bytes, from - 1, to, this.#leaf, 0);
    bytes[from - 1] = before;
    this.addLeaf(this.#leaf);
  }

  /** Adds a leaf by its hash, 32 bytes. */
  addLeaf(leaf: Uint8Array): void {
    const pair = this.#pair;
    pair.set(leaf, 33);
    let level = 0;
    for (let n = this.#size; n % 2 === 1; n = (n - 1) / 2) {
      pair.set(this.#edge.subarray(level * 32, level * 32 + 32), 1);
      this.#digest(pair, 0, 65, pair, 33);
      level += 1;
      if (level === tileLevel) this.#tile.set(pair.subarray(33));
    }
    this.#edge.set(pair.subarray(33), level * 32);
    this.#size += 1;
  }

  /** Adds 256 leaves at once by the hash over them; the size must be a multiple of 256. */
  addTile(hash: Uint8Array): void {
    const pair = this.#pair;
    pair.set(hash, 33);
    this.#tile.set(hash);
    let level = tileLevel;
    for (let n = this.#size / tileWidth; n % 2 === 1; n = (n - 1) / 2) {
      pair.set(this.#edge.subarray(level * 32, level * 32 + 32), 1);
      this.#digest(pair, 0, 65, pair, 33);
      level += 1;
    }
    this.#edge.set(pair.subarray(33), level * 32);
    this.#size += tileWidth;
  }

  /** The hash of the last 256 leaves; right only while the size is a multiple of 256. */
  get tile(): Uint8Array { return this.#tile; }

  root(): Uint8Array<ArrayBuffer> {
    const root = new Uint8Array(32);
    if (this.#size === 0) {
      this.#digest(root, 0, 0, root, 0);
      return root;
    }
    const pair = new Uint8Array(65);
    pair[0] = 1;
    let isFirst = true;
    for (let level = 0, n = this.#size; n > 0; level += 1, n = Math.floor(n / 2)) {
      if (n % 2 === 0) continue;
      const left = this.#edge.subarray(level * 32, level * 32 + 32);
      if (isFirst) {
        root.set(left);
        isFirst = false;
      } else {
        pair.set(left, 1);
        pair.set(root, 33);
        this.#digest(pair, 0, 65, root, 0);
      }
    }
    return root;
  }
}

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

function joined(digest: Digest, left: Uint8Array, right: Uint8Array): Uint8Array {
  const pair = new Uint8Array(65);
  pair[0] = 1;
  pair.set(left, 1);
  pair.set(right, 33);
  const into = new Uint8Array(32);
  digest(pair, 0, 65, into, 0);
  return into;
}

/** RFC 9162 §2.1.3.2: the leaf with this hash is number `index` of the tree of this size and root. */
export function verifyInclusion(digest: Digest, { leaf, index, size, proof, root }: { readonly leaf: Uint8Array; readonly index: number; readonly size: number; readonly proof: readonly Uint8Array[]; readonly root: Uint8Array }): boolean {
  if (!(index >= 0 && index < size)) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const step of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      hash = joined(digest, step, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = joined(digest, hash, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameBytes(hash, root);
}

/** What a log was at one time. */
export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
}

/** RFC 9162 §2.1.4.2: the older tree is the beginning of the newer one. */
export function verifyConsistency(digest: Digest, older: Head, newer: Head, proof: readonly Uint8Array[]): boolean {
  const [m, n] = [older.size, newer.size];
  if (!(m >= 0 && m <= n)) return false;
  if (m === n) return proof.length === 0 && sameBytes(older.root, newer.root);
  if (m === 0) return proof.length === 0 && sameBytes(older.root, new LeafTree(digest).root());
  let fn = m - 1;
  let sn = n - 1;
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  // A tree of a power of two is itself the first step.
  const [start, ...steps] = fn === 0 ? [older.root, ...proof] : proof;
  if (!start || proof.length === 0) return false;
  let fr = start;
  let sr = start;
  for (const step of steps) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = joined(digest, step, fr);
      sr = joined(digest, step, sr);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = joined(digest, sr, step);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameBytes(fr, older.root) && sameBytes(sr, newer.root);
}
