import { sql, type Kysely } from 'kysely';
import { nodeDigest } from '../base/node-digest.ts';
import { EntryLine } from '../proof/entry-line.ts';
import { tileLevel, tileWidth } from '../proof/tree.ts';
import type { Database } from '../store/schema.ts';
import { sealName, type BodySealer } from './append-entries.ts';
import { cover, type Hash, type NodeRef } from './merkle.ts';

interface Read { readonly n: number; readonly first: number; readonly wrong: number; readonly entries: string | null; readonly leaves: string | null; readonly bodies: string | null }
const newline = 0x0a;

/** One whole tile of the log that is exactly as it should be. */
export interface SoundTile {
  /** The hash of each complete subtree in it. */
  node(ref: NodeRef): Hash;
  readonly top: Hash;
  /** The last count of each camera in it. */
  readonly counts: ReadonlyMap<string, number>;
}

/** What the database holds of one tile. */
export interface StoredTile {
  readonly index: number;
  readonly read: Read | undefined;
  /** Hex of all nodes of each level, 0 to 8. */
  readonly nodes: readonly string[];
}

/**
 * Reads 256 entries, their bodies and nodes. A row at a time, a million would take the driver longer to hand over than everything else together,
 * so SQLite joins the texts of a tile on its own thread and compares the columns there.
 */
export async function readTile(rows: Kysely<Database>, index: number): Promise<StoredTile> {
  const from = index * tileWidth;
  const [entries, nodes] = await Promise.all([
    sql<Read>`
    SELECT count(*) AS n, min(seq) AS first, group_concat(entry, char(10)) AS entries, group_concat(hex(leaf_hash), '') AS leaves, group_concat(coalesce(hex(salt) || body, ''), char(10)) AS bodies,
      sum(entry IS NOT '{"at":' || at || ',"body":"' || substr(entry, instr(entry, ',"body":"') + 9, 64) || '"' || CASE WHEN camera IS NULL THEN '' ELSE ',"camera":' || json_quote(camera) || ',"cameraSeq":' || camera_seq END || ',"type":"' || type || '","v":1}') AS wrong
    FROM (SELECT * FROM audit_entry LEFT JOIN audit_body ON audit_body.seq = audit_entry.seq WHERE audit_entry.seq >= ${from} AND audit_entry.seq < ${from + tileWidth} ORDER BY audit_entry.seq)`.execute(rows),
    sql<{ hashes: string | null }>`${sql.join(everyLevel.map((level) => sql`SELECT group_concat(hex(hash), '') AS hashes FROM (SELECT hash FROM audit_node WHERE level = ${level} AND idx >= ${from / 2 ** level} AND idx < ${(from + tileWidth) / 2 ** level} ORDER BY idx)`), sql` UNION ALL `)}`.execute(rows),
  ]);
  return { index, read: entries.rows[0], nodes: nodes.rows.map(({ hashes }) => hashes ?? '') };
}
const everyLevel = Array.from({ length: tileLevel + 1 }, (_, level) => level);

/**
 * Computes everything in a tile again.
 * @returns undefined when anything at all is not as it should be: what and where is for the slower check, row by row
 */
export function soundTile({ index, read, nodes }: StoredTile, counts: ReadonlyMap<string, number>, sealer: BodySealer): SoundTile | undefined {
  const from = index * tileWidth;
  if (read?.n !== tileWidth || read.first !== from || read.wrong !== 0 || read.entries === null || read.leaves === null || read.bodies === null) return undefined;
  const levels = hashedLevels(read.entries);
  if (!levels || !levels[0]?.equals(Buffer.from(read.leaves, 'hex')) || !levels.every((level, i) => level.equals(Buffer.from(nodes[i] ?? '', 'hex')))) return undefined;
  const counted = checkedEntries(read.entries, read.bodies.split('\n'), from, counts, sealer);
  if (!counted) return undefined;
  const node = ({ level, index: at }: NodeRef): Hash => {
    const start = (at - from / 2 ** level) * 32;
    return levels[level]?.subarray(start, start + 32) ?? Buffer.alloc(0);
  };
  return { node, top: node({ level: tileLevel, index }), counts: counted };
}

/** Leaves, and every level above them up to the one hash of the tile. Undefined when it is not 256 lines. */
function hashedLevels(entries: string): Buffer[] | undefined {
  const bytes = Buffer.from(`\0${entries}\n`);
  const leaves = Buffer.allocUnsafe(tileWidth * 32);
  let from = 1;
  for (let i = 0; i < tileWidth; i += 1) {
    const end = bytes.indexOf(newline, from);
    if (end < 0) return undefined;
    // The mark of a leaf, 0x00, stands where the newline before it stood.
    bytes[from - 1] = 0;
    nodeDigest(bytes, from - 1, end, leaves, i * 32);
    from = end + 1;
  }
  if (from !== bytes.length) return undefined;
  const levels = [leaves];
  const pair = Buffer.alloc(65, 1);
  for (let below = leaves; below.length > 32; ) {
    const above = Buffer.allocUnsafe(below.length / 2);
    for (let i = 0; i < above.length; i += 32) {
      below.copy(pair, 1, i * 2, i * 2 + 64);
      nodeDigest(pair, 0, 65, above, i);
    }
    levels.push(above);
    below = above;
  }
  return levels;
}

/** Every entry well formed, its camera's next, and its body the one it names. */
function checkedEntries(entries: string, bodies: readonly string[], from: number, counts: ReadonlyMap<string, number>, sealer: BodySealer): ReadonlyMap<string, number> | undefined {
  const bytes = Buffer.from(entries);
  const line = new EntryLine();
  const counted = new Map<string, number>();
  const hash = Buffer.alloc(32);
  for (let i = 0, at = 0; i < tileWidth; i += 1) {
    const found = bytes.indexOf(newline, at);
    const end = found < 0 ? bytes.length : found;
    if (!line.read(bytes, at, end)) return undefined;
    at = end + 1;
    if (line.camera !== undefined) {
      if (line.cameraSeq !== (counted.get(line.camera) ?? counts.get(line.camera) ?? 0) + 1) return undefined;
      counted.set(line.camera, line.cameraSeq);
    }
    const body = bodies[i];
    if (body === undefined) return undefined;
    // An erased body is no damage: that is what it lies beside the tree for.
    if (body === '') continue;
    try {
      const salted = Buffer.from(`${' '.repeat(32)}${sealer.open(sealName(from + i), body.slice(64))}`);
      salted.write(body.slice(0, 64), 0, 32, 'hex');
      nodeDigest(salted, 0, salted.length, hash, 0);
    } catch {
      return undefined;
    }
    if (!hash.equals(line.body)) return undefined;
  }
  return counted;
}

/** The hashes that make up the tree of `size`, which ends in this tile. */
export function edgeWithin(tile: SoundTile, index: number, size: number): Hash[] {
  return cover([index * tileWidth, size]).map((ref) => tile.node(ref));
}
