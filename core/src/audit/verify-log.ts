import { sql, type Kysely } from 'kysely';
import type { AuditEntryTable, Database } from '../store/schema.ts';
import { sealName, type BodySealer } from './append-entries.ts';
import { openCheckpoint } from './checkpoint.ts';
import { bodyHash, parseEntry } from './entry.ts';
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
type Row = AuditEntryTable & { readonly seq: number; readonly salt: Buffer | null; readonly sealed: string | null };

const pageSize = 1_000;

/** Reads the log from its first entry, a page at a time, and computes every hash again. Entries appended meanwhile are left for the next time. */
export async function verifyLog(parts: VerifyParts): Promise<LogReport> {
  const { rows, signal } = parts;
  const last = await rows.selectFrom('audit_entry').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const size = last ? last.seq + 1 : 0;
  const checkpoints = await rows.selectFrom('audit_checkpoint').selectAll().orderBy('size').execute();
  const tree = new GrowingTree();
  const check = new EntryCheck(parts.sealer);
  let due = 0;
  const found = (damage: LogDamage): LogReport => ({ sound: false, damage });
  const checkpointsHere = (): LogDamage | undefined => {
    for (let signed = checkpoints[due]; signed?.size === tree.size; signed = checkpoints[(due += 1)]) {
      if (!isSigned(signed, tree.root, parts.verifier)) return { what: 'checkpoint', seq: signed.size - 1 };
    }
    return undefined;
  };
  const early = checkpointsHere();
  if (early) return found(early);
  while (tree.size < size) {
    signal?.throwIfAborted();
    const from = tree.size;
    const page = await readPage(rows, from, Math.min(size, from + pageSize));
    const nodes: Node[] = [];
    for (const row of page) {
      if (row.seq !== tree.size) return found({ what: 'gap', seq: tree.size });
      const what = check.wrongWith(row);
      if (what) return found({ what, seq: row.seq });
      nodes.push(...tree.add(row.leaf_hash));
      const damage = checkpointsHere();
      if (damage) return found(damage);
    }
    if (tree.size !== Math.min(size, from + pageSize)) return found({ what: 'gap', seq: tree.size });
    const wrong = await wrongNode(rows, nodes, from, tree.size);
    if (wrong !== undefined) return found({ what: 'node', seq: wrong });
  }
  const beyond = checkpoints[due];
  if (beyond) return found({ what: 'rolled-back', seq: size });
  if (await hasStrayNode(rows)) return found({ what: 'stray-node', seq: size });
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
    let entry;
    try { entry = parseEntry(row.entry); } catch { return 'entry'; }
    const isSame = entry.at === row.at && entry.type === row.type && (entry.camera ?? null) === row.camera && (entry.cameraSeq ?? null) === row.camera_seq;
    if (!isSame) return 'columns';
    if (entry.camera !== undefined) {
      const next = (this.#counts.get(entry.camera) ?? 0) + 1;
      if (entry.cameraSeq !== next) return 'camera-count';
      this.#counts.set(entry.camera, next);
    }
    // An erased body is no damage: that is what it lies beside the tree for.
    if (row.salt === null || row.sealed === null) return undefined;
    try {
      return bodyHash(row.salt, this.#sealer.open(sealName(row.seq), row.sealed)) === entry.body ? undefined : 'body';
    } catch {
      return 'body';
    }
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

/** The entry that completes the first node that is missing or not as computed. */
async function wrongNode(rows: Kysely<Database>, nodes: readonly Node[], from: number, to: number): Promise<number | undefined> {
  const highest = nodes.reduce((level, node) => Math.max(level, node.level), 0);
  const stored = new Map<string, Buffer>();
  for (let level = 0; level <= highest; level += 1) {
    const width = 2 ** level;
    const found = await rows.selectFrom('audit_node').select(['idx', 'hash']).where('level', '=', level).where('idx', '>=', Math.floor(from / width)).where('idx', '<', Math.floor(to / width)).execute();
    for (const { idx, hash } of found) stored.set(`${level}/${idx}`, hash);
  }
  const wrong = nodes.find(({ level, index, hash }) => !stored.get(`${level}/${index}`)?.equals(hash));
  return wrong && (wrong.index + 1) * 2 ** wrong.level - 1;
}

/** One statement, so that entries appended meanwhile do not count as strays. */
async function hasStrayNode(rows: Kysely<Database>): Promise<boolean> {
  const { rows: strays } = await sql`SELECT 1 FROM audit_node WHERE (idx + 1) * (1 << level) > (SELECT coalesce(max(seq) + 1, 0) FROM audit_entry) LIMIT 1`.execute(rows);
  return strays.length > 0;
}
