import { createHash, hash as hashOnce } from 'node:crypto';
import { nodeDigest } from '../base/node-digest.ts';
import { verifyConsistency as isContinued, verifyInclusion as isIncluded } from '../proof/tree.ts';

/** Merkle trees by RFC 6962 §2.1. Pure. Sizes and indexes are integers up to 2^53, so they are halved by division, not by shifts. */

export type Hash = Buffer;
/** A complete subtree: covers leaves index * 2^level up to (index + 1) * 2^level. */
export interface NodeRef { readonly level: number; readonly index: number }
export interface Node extends NodeRef { readonly hash: Hash }
/** Half-open. */
export type Leaves = readonly [from: number, to: number];

const leafMark = Buffer.of(0);
const nodeMark = Buffer.of(1);
export const emptyRoot: Hash = createHash('sha256').digest();

export function leafHash(entry: string | Uint8Array): Hash {
  return hashOnce('sha256', Buffer.concat([leafMark, typeof entry === 'string' ? Buffer.from(entry) : entry]), 'buffer');
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  return hashOnce('sha256', Buffer.concat([nodeMark, left, right]), 'buffer');
}

/** The complete subtrees that make up a range of a tree, left to right, largest possible each. */
export function cover([from, to]: Leaves): NodeRef[] {
  const refs: NodeRef[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= to) {
      width *= 2;
      level += 1;
    }
    refs.push({ level, index: at / width });
    at += width;
  }
  return refs;
}

/** The hash of a range from the hashes of its cover. */
export function fold(hashes: readonly Hash[]): Hash {
  return hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));
}

/** A tree as it grows: only its size and the hashes of its cover are held. */
export class GrowingTree {
  #size: number;
  readonly #edge: Hash[];

  /** @param edge hashes of `cover([0, size])` */
  constructor(size = 0, edge: readonly Hash[] = []) {
    this.#size = size;
    this.#edge = [...edge];
  }

  get size(): number { return this.#size; }
  get root(): Hash { return fold(this.#edge); }
  /** Hashes of `cover([0, size])`. */
  get edge(): readonly Hash[] { return [...this.#edge]; }

  copy(): GrowingTree {
    return new GrowingTree(this.#size, this.#edge);
  }

  /** @returns the subtrees that this leaf completes, smallest first */
  add(leaf: Hash): Node[] {
    const nodes: Node[] = [{ level: 0, index: this.#size, hash: leaf }];
    let hash = leaf;
    let index = this.#size;
    for (let level = 1; index % 2 === 1; level += 1) {
      index = (index - 1) / 2;
      hash = nodeHash(this.#edge.pop() as Hash, hash);
      nodes.push({ level, index, hash });
    }
    this.#edge.push(hash);
    this.#size += 1;
    return nodes;
  }
}

/** Largest power of two smaller than n, for n > 1. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** PATH(m, D[n]) of RFC 6962 §2.1.1, as the ranges whose hashes it consists of. */
export function inclusionRanges(index: number, [from, to]: Leaves): Leaves[] {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle ? [...inclusionRanges(index, [from, middle]), [middle, to]] : [...inclusionRanges(index, [middle, to]), [from, middle]];
}

/** PROOF(m, D[n]) of RFC 6962 §2.1.2, 0 < m <= n, as the ranges whose hashes it consists of. */
export function consistencyRanges(m: number, n: number): Leaves[] {
  return subproof(m, [0, n], true);
}

function subproof(m: number, [from, to]: Leaves, isKnown: boolean): Leaves[] {
  if (m === to) return isKnown ? [] : [[from, to]];
  const middle = from + split(to - from);
  return m <= middle ? [...subproof(m, [from, middle], isKnown), [middle, to]] : [...subproof(m, [middle, to], false), [from, middle]];
}

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  return isIncluded(nodeDigest, { leaf, index, size, proof, root });
}

/** RFC 9162 §2.1.4.2: the tree of size m is the beginning of the tree of size n. */
export function verifyConsistency(m: number, n: number, proof: readonly Hash[], first: Hash, second: Hash): boolean {
  return isContinued(nodeDigest, { size: m, root: first }, { size: n, root: second }, proof);
}
