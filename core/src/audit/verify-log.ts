import { sql, type Kysely } from 'kysely';
import type { AuditEntryTable, Database } from '../store/schema.ts';
import { treeSize } from './audit-tree.ts';
import { sealName, type BodySealer } from './append-entries.ts';
import { openCheckpoint } from './checkpoint.ts';
import { bodyHash, expectedText, parseEntry } from './entry.ts';
import { GrowingTree, leafHash, type Hash, type Node } from './merkle.ts';
import type { NoteVerifier } from './signed-note.ts';

/** What is wrong, and with which entry. */
export interface LogDamage {
  readonly what: 'gap' | 'entry' | 'leaf' | 'columns' | 'camera-count' | 'body' | 'node' | 'stray-node' | 'checkpoint' | 'rolled-back';
  readonly seq: number;
}
export type LogReport = { readonly sound: true; readonly size: number; readonly root: Hash } | { readonly sound: false; readonly damage: LogDamage };

export interface VerifyParts {
  readonly rows: Kysely<Database>;
  readonly sealer: BodySealer;
  readonly verifier: NoteVerifier;
  readonly signal?: AbortSignal;
}
type Row = Omit<AuditEntryTable, 'seq'> & { readonly seq: number; readonly salt: Buffer | null; readonly sealed: string | null };

const pageSize = 1_000;

/** Reads the log from its first entry, a page at a time, and computes every hash again. Entries appended meanwhile are left for the next time. */
export async function verifyLog(parts: VerifyParts): Promise<LogReport> {
  const { rows, signal } = parts;
  // In this order: a checkpoint signed in between would seem to be ahead of the entries.
  const checkpoints = await rows.selectFrom('audit_checkpoint').selectAll().orderBy('size').execute();
  const size = await treeSize(rows);
  const tree = new GrowingTree();
  const check = new EntryCheck(parts.sealer);
  const due = [...checkpoints];
  const signedHere = (): LogDamage | undefined => {
    while (due[0]?.size === tree.size) {
      const signed = due.shift();
      if (signed && !isSigned(signed, tree.root, parts.verifier)) return { what: 'checkpoint', seq: signed.size - 1 };
    }
    return undefined;
  };
  const early = signedHere();
  if (early) return { sound: false, damage: early };
  while (tree.size < size) {
    signal?.throwIfAborted();
    const from = tree.size;
    const to = Math.min(size, from + pageSize);
    const nodes: Node[] = [];
    let damage: LogDamage | undefined;
    for (const row of await readPage(rows, from, to)) {
      const what = row.seq === tree.size ? check.wrongWith(row) : 'gap';
      damage = what && { what, seq: tree.size };
      if (damage) break;
      nodes.push(...tree.add(row.leaf_hash));
      damage = signedHere();
      if (damage) break;
    }
    if (!damage && tree.size < to) damage = { what: 'gap', seq: tree.size };
    // A wrong node tells more exactly than the signature over all of them where it began.
    damage = (await wrongNode(rows, nodes, from, tree.size)) ?? damage;
    if (damage) return { sound: false, damage };
  }
  if (due.length > 0) return { sound: false, damage: { what: 'rolled-back', seq: size } };
  if (await hasStrayNode(rows)) return { sound: false, damage: { what: 'stray-node', seq: size } };
  return { sound: true, size, root: tree.root };
}

async function readPage(rows: Kysely<Database>, from: number, to: number): Promise<Row[]> {
  return await rows.selectFrom('audit_entry').leftJoin('audit_body', 'audit_body.seq', 'audit_entry.seq').selectAll('audit_entry')
    .select(['audit_body.salt as salt', 'audit_body.body as sealed']).where('audit_entry.seq', '>=', from).where('audit_entry.seq', '<', to).orderBy('audit_entry.seq').execute();
}

/** Checks one entry by itself, and each camera's count. */
class EntryCheck {
  readonly #sealer: BodySealer;
  readonly #counts = new Map<string, number>();

  constructor(sealer: BodySealer) {
    this.#sealer = sealer;
  }

  wrongWith(row: Row): LogDamage['what'] | undefined {
    if (!leafHash(row.entry).equals(row.leaf_hash)) return 'leaf';
    const body = /"body":"([0-9a-f]{64})"/.exec(row.entry)?.[1];
    if (body === undefined || row.entry !== expectedText(row, body)) return isEntry(row.entry) ? 'columns' : 'entry';
    if (row.camera !== null) {
      const next = (this.#counts.get(row.camera) ?? 0) + 1;
      if (row.camera_seq !== next) return 'camera-count';
      this.#counts.set(row.camera, next);
    }
    // An erased body is no damage: that is what it lies beside the tree for.
    if (row.salt === null || row.sealed === null) return undefined;
    try {
      return bodyHash(row.salt, this.#sealer.open(sealName(row.seq), row.sealed)) === body ? undefined : 'body';
    } catch {
      return 'body';
    }
  }
}

function isEntry(text: string): boolean {
  try {
    parseEntry(text);
    return true;
  } catch {
    return false;
  }
}

function isSigned(kept: { readonly size: number; readonly root: Buffer; readonly note: string }, root: Hash, verifier: NoteVerifier): boolean {
  try {
    const signed = openCheckpoint(kept.note, verifier);
    return signed.size === kept.size && signed.root.equals(root) && kept.root.equals(root);
  } catch {
    return false;
  }
}

/** The first node that is missing or not as computed, by the entry that completes it. */
async function wrongNode(rows: Kysely<Database>, nodes: readonly Node[], from: number, to: number): Promise<LogDamage | undefined> {
  const highest = nodes.reduce((level, node) => Math.max(level, node.level), 0);
  const stored: Map<number, Buffer>[] = [];
  for (let level = 0; level <= highest; level += 1) {
    const width = 2 ** level;
    const found = await rows.selectFrom('audit_node').select(['idx', 'hash']).where('level', '=', level).where('idx', '>=', Math.floor(from / width)).where('idx', '<', Math.floor(to / width)).execute();
    stored.push(new Map(found.map(({ idx, hash }) => [idx, hash])));
  }
  const wrong = nodes.find(({ level, index, hash }) => !stored[level]?.get(index)?.equals(hash));
  return wrong && { what: 'node', seq: (wrong.index + 1) * 2 ** wrong.level - 1 };
}

/** One statement, so that entries appended meanwhile do not count as strays. */
async function hasStrayNode(rows: Kysely<Database>): Promise<boolean> {
  const { rows: strays } = await sql`SELECT 1 FROM audit_node WHERE (idx + 1) * (1 << level) > (SELECT coalesce(max(seq) + 1, 0) FROM audit_entry) LIMIT 1`.execute(rows);
  return strays.length > 0;
}
