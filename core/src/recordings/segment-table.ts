import { sql, type Transaction } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import type { Segment } from '../domain/recording.ts';
import { minutes, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { FootageHoldTable } from '../store/schema-consent.ts';
import type { Row } from '../store/schema-footage.ts';
import type { Database, SegmentTable } from '../store/schema.ts';
import type { SegmentRole } from './segment-path.ts';
import type { Run } from './segment-run.ts';

export interface StoredSegment extends Segment {
  readonly id: number;
  readonly path: string;
  readonly role: SegmentRole;
  /** `outside`: fetched from the camera's own memory, not recorded here. */
  readonly origin: 'recorded' | 'outside';
}
/** Without the groups of pictures, which are long. */
const stored = ['id', 'camera', 'role', 'from_at', 'to_at', 'path', 'bytes', 'sha256', 'origin'] as const;
/** No file is longer, so that those that touch an instant are found by their beginning. */
const longestFile = minutes(10);

/** What the rows say of recordings; files being deleted are not there any more. */
export class SegmentRows {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }

  /** Those that touch [from, to), in order. */
  async touching(camera: CameraId, from: Instant, to: Instant, role: 'main' | 'sub' = 'main'): Promise<readonly StoredSegment[]> {
    const rows = await this.#store.read.selectFrom('segment').select(stored).where('camera', '=', camera).where('role', '=', role).where('garbage', '=', 0)
      .where('from_at', '>', from - longestFile).where('from_at', '<', to).where('to_at', '>', from).orderBy('from_at').execute();
    return rows.map(storedSegment);
  }
  /** Of one disk, from an hour on (`hourOf`), those being deleted too. Paths sort by time. */
  async sinceOn(camera: CameraId, shelf: string, hour: string): Promise<readonly (StoredSegment & { readonly isGarbage: boolean })[]> {
    const rows = await this.#store.read.selectFrom('segment').select([...stored, 'garbage']).where('path', '>=', `${shelf}${camera}/${hour}`).where('path', '<', `${shelf}${camera}0`).execute();
    return rows.map((row) => ({ ...storedSegment(row), isGarbage: row.garbage === 1 }));
  }
  async newestOn(camera: CameraId, shelf: string): Promise<StoredSegment | undefined> {
    const row = await this.#store.read.selectFrom('segment').select(stored).where('path', '>=', `${shelf}${camera}/`).where('path', '<', `${shelf}${camera}0`).orderBy('path', 'desc').limit(1).executeTakeFirst();
    return row && storedSegment(row);
  }
  /** The run that the last file before an instant is part of. */
  async runBefore(camera: CameraId, role: SegmentRole, at: Instant): Promise<Run | undefined> {
    const row = await this.#store.read.selectFrom('segment').select(['from_at', 'to_at', 'run_from', 'run_offset']).where('camera', '=', camera).where('role', '=', role).where('from_at', '<', at).orderBy('from_at', 'desc').limit(1).executeTakeFirst();
    return row && { from: row.run_from ?? row.from_at, offset: row.run_offset ?? 0, to: row.to_at };
  }
  async oldest(camera: CameraId, limit: number): Promise<readonly StoredSegment[]> {
    return (await this.#store.read.selectFrom('segment').select(stored).where('camera', '=', camera).where('garbage', '=', 0).orderBy('from_at').limit(limit).execute()).map(storedSegment);
  }
  /** The oldest that no hold keeps; of `reasons` only, where given. @param disks only what lies on these; on all of them when absent */
  async oldestFree(camera: CameraId, limit: number, now: Instant, reasons: readonly FootageHoldTable['reason'][] = ['ask', 'written'], disks?: readonly string[]): Promise<readonly StoredSegment[]> {
    return (await this.#store.read.selectFrom('segment').select(stored).where('camera', '=', camera).where('garbage', '=', 0).where(sql<boolean>`NOT ${isHeld(now, reasons)}`).$if(disks !== undefined, (query) => query.where(isOn(disks ?? []))).orderBy('from_at').limit(limit).execute()).map(storedSegment);
  }
  /** Of these, those that a hold keeps at this very moment. Inside the write that deletes: a hold laid before it is seen. */
  async heldOf(trx: Transaction<Database>, ids: readonly number[], now: Instant, reasons: readonly FootageHoldTable['reason'][]): Promise<ReadonlySet<number>> {
    const rows = await trx.selectFrom('segment').select('id').where('id', 'in', ids).where(isHeld(now, reasons)).execute();
    return new Set(rows.map(({ id }) => id));
  }
  async bytesOf(camera: CameraId): Promise<number> {
    const rows = await this.#store.read.selectFrom('footage_total').select('bytes').where('camera', '=', camera).execute();
    return rows.reduce((sum, { bytes }) => sum + bytes, 0);
  }
  /** Bytes kept, by camera. @param disks only what lies on these; on all of them when absent */
  async totals(disks?: readonly string[]): Promise<ReadonlyMap<CameraId, number>> {
    const totals = new Map<CameraId, number>();
    for (const { camera, disk, bytes } of await this.#store.read.selectFrom('footage_total').select(['camera', 'disk', 'bytes']).execute()) if (disks?.includes(disk) !== false) totals.set(camera, (totals.get(camera) ?? 0) + bytes);
    return totals;
  }
  /** Cameras that are gone and have footage still. */
  async removedCameras(): Promise<readonly CameraId[]> {
    const rows = await this.#store.read.selectFrom('camera').select('id').where('removed_at', 'is not', null)
      .where(({ exists, selectFrom }) => exists(selectFrom('segment').select('segment.id').whereRef('segment.camera', '=', 'camera.id').where('garbage', '=', 0))).execute();
    return rows.map(({ id }) => id);
  }
  async garbage(disks: readonly string[]): Promise<readonly StoredSegment[]> {
    return (await this.#store.read.selectFrom('segment').select(stored).where('garbage', '=', 1).where(isOn(disks)).limit(10_000).execute()).map(storedSegment);
  }
}

/** Whether a hold of these reasons keeps the row's footage. */
function isHeld(now: Instant, reasons: readonly FootageHoldTable['reason'][]) {
  return sql<boolean>`EXISTS (SELECT 1 FROM footage_hold WHERE footage_hold.camera = segment.camera AND footage_hold.from_at < segment.to_at AND footage_hold.to_at > segment.from_at
    AND footage_hold.released_at IS NULL AND footage_hold.until > ${now} AND footage_hold.reason IN (${sql.join(reasons)}))`;
}

/** Whether the row's file lies on one of these disks. */
function isOn(disks: readonly string[]) {
  const others = disks.filter((id) => id !== 'main').map((id) => sql<boolean>`segment.path LIKE ${`${id}:%`}`);
  const all = [...disks.includes('main') ? [sql<boolean>`instr(segment.path, ':') = 0`] : [], ...others];
  return all.length === 0 ? sql<boolean>`0` : sql<boolean>`(${sql.join(all, sql` OR `)})`;
}

/** Bytes of the files that touch [from, to), inside a write. */
export async function recordedBytes(trx: Transaction<Database>, camera: CameraId, from: Instant, to: Instant): Promise<number> {
  const row = await trx.selectFrom('segment').select((select) => select.fn.sum<number | string | null>('bytes').as('bytes')).where('camera', '=', camera).where('garbage', '=', 0)
    .where('from_at', '>', from - longestFile).where('from_at', '<', to).where('to_at', '>', from).executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

export function storedSegment(row: Pick<Row<SegmentTable>, (typeof stored)[number]>): StoredSegment {
  return { id: row.id, role: row.role, origin: row.origin, camera: row.camera, from: row.from_at, to: row.to_at, path: row.path, bytes: row.bytes, sha256: row.sha256 };
}

/** Stretches of [from, to) without a gap. Files that follow each other within a second are one stretch. */
export function stretches(segments: readonly Pick<Segment, 'from' | 'to'>[], from: Instant, to: Instant): { readonly from: Instant; readonly to: Instant }[] {
  const found: { from: Instant; to: Instant }[] = [];
  for (const segment of segments.toSorted((a, b) => a.from - b.from)) {
    const part = { from: Math.max(from, segment.from), to: Math.min(to, segment.to) };
    if (part.from >= part.to) continue;
    const last = found.at(-1);
    if (last && part.from - last.to <= 1_000) last.to = Math.max(last.to, part.to);
    else found.push(part);
  }
  return found;
}
