import { sql, type Kysely } from 'kysely';
import type { AuditCheckpointTable, AuditEntryTable, Database } from '../store/schema.ts';
import { tileLevel, tileWidth } from '../proof/tree.ts';
import { treeSize } from './audit-tree.ts';
import { sealName, type BodySealer } from './append-entries.ts';
import { openCheckpoint } from './checkpoint.ts';
import { auditTypes, bodyHash, expectedText, parseEntry } from './entry.ts';
import { edgeWithin, readTile, soundTile, type SoundTile, type StoredTile } from './fast-tile.ts';
import { emptyRoot, fold, GrowingTree, leafHash, type Hash, type Node } from './merkle.ts';
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

/** Reads the log from its first entry, a tile at a time, and computes every hash again. Between tiles the hub goes on with its work. Entries appended meanwhile are left for the next time. */
export async function verifyLog(parts: VerifyParts): Promise<LogReport> {
  const { rows, signal } = parts;
  // In this order: a checkpoint signed in between would seem to be ahead of the entries.
  const checkpoints = await rows.selectFrom('audit_checkpoint').selectAll().orderBy('size').execute();
  const size = await treeSize(rows);
  const { check, due, tops, damage } = await verifyTiles(parts, checkpoints, size);
  if (damage) return { sound: false, damage };
  const tree = new GrowingTree(tops.size * tileWidth, tops.edge);
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
    const to = Math.min(size, from + tileWidth);
    const nodes: Node[] = [];
    let found: LogDamage | undefined;
    for (const row of await readPage(rows, from, to)) {
      const what = row.seq === tree.size ? check.wrongWith(row) : 'gap';
      found = what && { what, seq: tree.size };
      if (found) break;
      nodes.push(...tree.add(row.leaf_hash));
      found = signedHere();
      if (found) break;
    }
    if (!found && tree.size < to) found = { what: 'gap', seq: tree.size };
    // A wrong node tells more exactly than the signature over all of them where it began.
    found = (await wrongNode(rows, nodes, from, tree.size)) ?? found;
    if (found) return { sound: false, damage: found };
  }
  if (due.length > 0) return { sound: false, damage: { what: 'rolled-back', seq: size } };
  if (await hasStrayNode(rows)) return { sound: false, damage: { what: 'stray-node', seq: size } };
  return { sound: true, size, root: tree.root };
}

interface Verified {
  /** Of the sound tiles: their hashes as leaves of a smaller tree. */
  readonly tops: GrowingTree;
  readonly check: EntryCheck;
  /** Checkpoints still to come. */
  readonly due: AuditCheckpointTable[];
  readonly damage: LogDamage | undefined;
}

/** Every whole tile, as far as they are sound. Where one is not, the rest is left to the check row by row, which tells what is wrong with it. */
async function verifyTiles({ rows, sealer, verifier, signal }: VerifyParts, checkpoints: readonly AuditCheckpointTable[], size: number): Promise<Verified> {
  const tops = new GrowingTree();
  const check = new EntryCheck(sealer);
  const due = [...checkpoints];
  const done = (damage?: LogDamage): Verified => ({ tops, check, due, damage });
  if (await hasUnknownType(rows)) return done();
  const first = due[0];
  if (first?.size === 0 && isSigned(first, emptyRoot, verifier)) due.shift();
  // One that was wrongly signed over nothing is told with the rows.
  let next: Promise<StoredTile> | undefined;
  while ((tops.size + 1) * tileWidth <= size && due[0]?.size !== 0) {
    signal?.throwIfAborted();
    const index = tops.size;
    const stored = await (next ?? readTile(rows, index));
    // SQLite reads the next one while this one is hashed.
    next = (index + 2) * tileWidth <= size ? readTile(rows, index + 1) : undefined;
    next?.catch(() => {});
    const tile = soundTile(stored, check.counts, sealer);
    if (!tile) return done();
    const before = tops.edge;
    const above = tops.copy().add(tile.top).slice(1).map(({ level, index: at, hash }) => ({ level: level + tileLevel, index: at, hash }));
    if (!(await areStored(rows, above))) return done();
    for (let signed = due[0]; signed && signed.size <= (index + 1) * tileWidth; signed = due[0]) {
      if (!isSigned(signed, rootWithin(tile, index, before, signed.size), verifier)) return done({ what: 'checkpoint', seq: signed.size - 1 });
      due.shift();
    }
    tops.add(tile.top);
    for (const [camera, count] of tile.counts) check.counts.set(camera, count);
  }
  return done();
}

async function areStored(rows: Kysely<Database>, nodes: readonly Node[]): Promise<boolean> {
  for (const { level, index, hash } of nodes) {
    const stored = await rows.selectFrom('audit_node').select('hash').where('level', '=', level).where('idx', '=', index).executeTakeFirst();
    if (!stored?.hash.equals(hash)) return false;
  }
  return true;
}

function rootWithin(tile: SoundTile, index: number, before: readonly Hash[], size: number): Hash {
  return fold([...before, ...edgeWithin(tile, index, size)]);
}

async function hasUnknownType(rows: Kysely<Database>): Promise<boolean> {
  const found = await rows.selectFrom('audit_entry').select('type').groupBy('type').execute();
  return found.some(({ type }) => !(auditTypes as readonly string[]).includes(type));
}

async function readPage(rows: Kysely<Database>, from: number, to: number): Promise<Row[]> {
  return await rows.selectFrom('audit_entry').leftJoin('audit_body', 'audit_body.seq', 'audit_entry.seq').selectAll('audit_entry')
    .select(['audit_body.salt as salt', 'audit_body.body as sealed']).where('audit_entry.seq', '>=', from).where('audit_entry.seq', '<', to).orderBy('audit_entry.seq').execute();
}

/** Checks one entry by itself, and each camera's count. */
class EntryCheck {
  readonly #sealer: BodySealer;
  readonly counts = new Map<string, number>();

  constructor(sealer: BodySealer) {
    this.#sealer = sealer;
  }

  wrongWith(row: Row): LogDamage['what'] | undefined {
    if (!leafHash(row.entry).equals(row.leaf_hash)) return 'leaf';
    const body = /"body":"([0-9a-f]{64})"/.exec(row.entry)?.[1];
    if (body === undefined || row.entry !== expectedText(row, body)) return isEntry(row.entry) ? 'columns' : 'entry';
    if (row.camera !== null) {
      const next = (this.counts.get(row.camera) ?? 0) + 1;
      if (row.camera_seq !== next) return 'camera-count';
      this.counts.set(row.camera, next);
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
