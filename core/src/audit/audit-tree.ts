import type { Kysely } from 'kysely';
import { HubError } from '../sdk/errors.ts';
import type { Database } from '../store/schema.ts';
import { consistencyRanges, cover, fold, inclusionRanges, type Hash, type Leaves, type NodeRef } from './merkle.ts';

type Rows = Kysely<Database>;

/** The stored tree. Every function takes the connection to read through, so that a transaction sees its own rows. */
export async function treeSize(rows: Rows): Promise<number> {
  const last = await rows.selectFrom('audit_entry').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ? last.seq + 1 : 0;
}

/** Hashes of complete subtrees, in the order asked. @throws HubError `log-damaged` when one is missing */
export async function nodeHashes(rows: Rows, refs: readonly NodeRef[]): Promise<Hash[]> {
  if (refs.length === 0) return [];
  const found = await rows.selectFrom('audit_node').selectAll().where((is) => is.or(refs.map(({ level, index }) => is.and([is('level', '=', level), is('idx', '=', index)])))).execute();
  const hashes = new Map(found.map(({ level, idx, hash }) => [`${level}/${idx}`, hash]));
  return refs.map(({ level, index }) => {
    const hash = hashes.get(`${level}/${index}`);
    if (!hash) throw new HubError('log-damaged', `The audit tree has no node ${index} at level ${level}.`);
    return hash;
  });
}

/** The root the tree had at this size. */
export async function rootAt(rows: Rows, size: number): Promise<Hash> {
  return fold(await nodeHashes(rows, cover([0, size])));
}

/** Proof that entry `seq` is in the tree of this size. */
export function inclusionProof(rows: Rows, seq: number, size: number): Promise<Hash[]> {
  return rangeHashes(rows, inclusionRanges(seq, [0, size]));
}

/** Proof that the tree of size `m` is the beginning of the tree of size `n`. */
export async function consistencyProof(rows: Rows, m: number, n: number): Promise<Hash[]> {
  return m === 0 ? [] : await rangeHashes(rows, consistencyRanges(m, n));
}

async function rangeHashes(rows: Rows, ranges: readonly Leaves[]): Promise<Hash[]> {
  const covers = ranges.map((range) => cover(range));
  const hashes = await nodeHashes(rows, covers.flat());
  return covers.map((refs) => fold(hashes.splice(0, refs.length)));
}
