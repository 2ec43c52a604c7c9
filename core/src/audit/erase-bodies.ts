import type { Kysely } from 'kysely';
import type { CameraId, OwnerId, ViewingId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { ErasedBodies } from '../proof/export-format.ts';
import type { Database } from '../store/schema.ts';
import { sealName, type BodySealer } from './append-entries.ts';
import type { AuditFact } from './entry.ts';

/** Which private bodies are to go: of cameras, of a household's entries that are about no camera, or of one viewing. */
export interface Erasure {
  readonly cameras?: readonly CameraId[];
  readonly owner?: OwnerId;
  /** Of one camera, whose bodies name this viewing. */
  readonly viewing?: { readonly camera: CameraId; readonly viewing: ViewingId };
  /** Half-open, by the instant of the entry. */
  readonly from?: Instant;
  readonly to?: Instant;
}
interface Row { readonly seq: number; readonly camera: CameraId | null; readonly camera_seq: number | null }
type Recorded = ErasedBodies & { readonly why: string; readonly count: number };
type Append = (fact: AuditFact) => Promise<unknown>;

const rangesAnEntry = 1_000;
const seqsAStatement = 500;

/**
 * Erases private bodies and their salts; the tree keeps their hashes, which tell nothing without the salt. What is erased is put on record first, in the same transaction:
 * a body that is gone without such a record counts as damage. What records an erasure is itself never erased.
 * @returns how many bodies
 */
export async function eraseBodies(rows: Kysely<Database>, erasure: Erasure, why: string, at: Instant, append: Append, sealer: BodySealer): Promise<number> {
  const gone: Row[] = [];
  for (const camera of new Set(erasure.cameras)) gone.push(...(await within(rows, erasure).where('audit_entry.camera', '=', camera).execute()));
  if (erasure.owner !== undefined) gone.push(...(await within(rows, erasure).where('audit_entry.owner', '=', erasure.owner).where('audit_entry.camera', 'is', null).execute()));
  if (erasure.viewing) gone.push(...(await ofViewing(rows, erasure, erasure.viewing, sealer)));
  for (const [camera, of] of grouped(gone)) {
    const all = rangesOf(of.map(({ seq, camera_seq }) => (camera === null ? seq : camera_seq ?? 0)));
    for (let i = 0; i < all.length; i += rangesAnEntry) {
      const ranges = all.slice(i, i + rangesAnEntry);
      const count = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
      if (camera !== null) await append({ type: 'purge', camera, at, body: { what: 'bodies', why, count, cameraSeqs: { camera, ranges } } satisfies Recorded });
      else await append({ type: 'purge', at, ...(erasure.owner === undefined ? {} : { owner: erasure.owner }), body: { what: 'bodies', why, count, seqs: ranges } satisfies Recorded });
    }
  }
  const seqs = [...new Set(gone.map(({ seq }) => seq))];
  for (let i = 0; i < seqs.length; i += seqsAStatement) await rows.deleteFrom('audit_body').where('seq', 'in', seqs.slice(i, i + seqsAStatement)).execute();
  return seqs.length;
}

/** Those that still have a body, and are no record of an erasure. */
function within(rows: Kysely<Database>, { from, to }: Erasure) {
  let found = rows.selectFrom('audit_entry').innerJoin('audit_body', 'audit_body.seq', 'audit_entry.seq')
    .select(['audit_entry.seq as seq', 'audit_entry.camera as camera', 'audit_entry.camera_seq as camera_seq']).where('audit_entry.type', '!=', 'purge');
  if (from !== undefined) found = found.where('audit_entry.at', '>=', from);
  if (to !== undefined) found = found.where('audit_entry.at', '<', to);
  return found;
}

async function ofViewing(rows: Kysely<Database>, erasure: Erasure, { camera, viewing }: NonNullable<Erasure['viewing']>, sealer: BodySealer): Promise<Row[]> {
  const found = await within(rows, erasure).select('audit_body.body as sealed').where('audit_entry.camera', '=', camera).execute();
  return found.filter(({ seq, sealed }) => (JSON.parse(sealer.open(sealName(seq), sealed)) as { readonly viewing?: unknown }).viewing === viewing);
}

function grouped(rows: readonly Row[]): Map<CameraId | null, Row[]> {
  const groups = new Map<CameraId | null, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.camera);
    if (group) group.push(row);
    else groups.set(row.camera, [row]);
  }
  return groups;
}

/** Runs of neighbours; both ends belong to a run. */
export function rangesOf(numbers: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const n of [...new Set(numbers)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges;
}
