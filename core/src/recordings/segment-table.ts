import { sql, type Transaction } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import type { Segment } from '../domain/recording.ts';
import { minutes, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { FootageHoldTable } from '../store/schema-consent.ts';
import type { Database, SegmentTable } from '../store/schema.ts';

export interface StoredSegment extends Segment {
  readonly id: number;
  readonly path: string;
}
/** No file is longer, so that those that touch an instant are found by their beginning. */
const longestFile = minutes(10);

/** What the rows say of recordings; files being deleted are not there any more. */
export class SegmentRows {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }

  /** Those that touch [from, to), in order. */
  async touching(camera: CameraId, from: Instant, to: Instant): Promise<readonly StoredSegment[]> {
    const rows = await this.#store.read.selectFrom('segment').selectAll().where('camera', '=', camera).where('garbage', '=', 0)
      .where('from_at', '>', from - longestFile).where('from_at', '<', to).where('to_at', '>', from).orderBy('from_at').execute();
    return rows.map(storedSegment);
  }
  /** From an instant on, those being deleted too. */
  async since(camera: CameraId, from: Instant): Promise<readonly (StoredSegment & { readonly isGarbage: boolean })[]> {
    const rows = await this.#store.read.selectFrom('segment').selectAll().where('camera', '=', camera).where('from_at', '>=', from).execute();
    return rows.map((row) => ({ ...storedSegment(row), isGarbage: row.garbage === 1 }));
  }
  async oldest(camera: CameraId, limit: number): Promise<readonly StoredSegment[]> {
    return (await this.#store.read.selectFrom('segment').selectAll().where('camera', '=', camera).where('garbage', '=', 0).orderBy('from_at').limit(limit).execute()).map(storedSegment);
  }
  /** The oldest that no hold keeps; of `reasons` only, where given. */
  async oldestFree(camera: CameraId, limit: number, now: Instant, reasons: readonly FootageHoldTable['reason'][] = ['ask', 'written']): Promise<readonly StoredSegment[]> {
    return (await this.#store.read.selectFrom('segment').selectAll().where('camera', '=', camera).where('garbage', '=', 0).where(sql<boolean>`NOT ${isHeld(now, reasons)}`).orderBy('from_at').limit(limit).execute()).map(storedSegment);
  }
  /** Of these, those that a hold keeps at this very moment. Inside the write that deletes: a hold laid before it is seen. */
  async heldOf(trx: Transaction<Database>, ids: readonly number[], now: Instant, reasons: readonly FootageHoldTable['reason'][]): Promise<ReadonlySet<number>> {
    const rows = await trx.selectFrom('segment').select('id').where('id', 'in', ids).where(isHeld(now, reasons)).execute();
    return new Set(rows.map(({ id }) => id));
  }
  async newest(camera: CameraId): Promise<StoredSegment | undefined> {
    const row = await this.#store.read.selectFrom('segment').selectAll().where('camera', '=', camera).orderBy('from_at', 'desc').limit(1).executeTakeFirst();
    return row && storedSegment(row);
  }
  async bytesOf(camera: CameraId): Promise<number> {
    const row = await this.#store.read.selectFrom('segment').select((select) => select.fn.sum<number | string | null>('bytes').as('bytes')).where('camera', '=', camera).where('garbage', '=', 0).executeTakeFirst();
    return Number(row?.bytes ?? 0);
  }
  /** Bytes kept, by camera. */
  async totals(): Promise<ReadonlyMap<CameraId, number>> {
    const rows = await this.#store.read.selectFrom('segment').select((select) => ['camera', select.fn.sum<number | string>('bytes').as('bytes')]).where('garbage', '=', 0).groupBy('camera').execute();
    return new Map(rows.map(({ camera, bytes }) => [camera, Number(bytes)]));
  }
  /** Cameras that are gone and have footage still. */
  async removedCameras(): Promise<readonly CameraId[]> {
    const rows = await this.#store.read.selectFrom('camera').select('id').where('removed_at', 'is not', null)
      .where(({ exists, selectFrom }) => exists(selectFrom('segment').select('segment.id').whereRef('segment.camera', '=', 'camera.id').where('garbage', '=', 0))).execute();
    return rows.map(({ id }) => id);
  }
  async garbage(): Promise<readonly StoredSegment[]> {
    return (await this.#store.read.selectFrom('segment').selectAll().where('garbage', '=', 1).limit(10_000).execute()).map(storedSegment);
  }
}

/** Whether a hold of these reasons keeps the row's footage. */
function isHeld(now: Instant, reasons: readonly FootageHoldTable['reason'][]) {
  return sql<boolean>`EXISTS (SELECT 1 FROM footage_hold WHERE footage_hold.camera = segment.camera AND footage_hold.from_at < segment.to_at AND footage_hold.to_at > segment.from_at
    AND footage_hold.released_at IS NULL AND footage_hold.until > ${now} AND footage_hold.reason IN (${sql.join(reasons)}))`;
}

/** Bytes of the files that touch [from, to), inside a write. */
export async function recordedBytes(trx: Transaction<Database>, camera: CameraId, from: Instant, to: Instant): Promise<number> {
  const row = await trx.selectFrom('segment').select((select) => select.fn.sum<number | string | null>('bytes').as('bytes')).where('camera', '=', camera).where('garbage', '=', 0)
    .where('from_at', '>', from - longestFile).where('from_at', '<', to).where('to_at', '>', from).executeTakeFirst();
  return Number(row?.bytes ?? 0);
}

export function storedSegment(row: SegmentTable | (Omit<SegmentTable, 'id'> & { readonly id: number })): StoredSegment {
  return { id: Number(row.id), camera: row.camera, from: row.from_at, to: row.to_at, path: row.path, bytes: row.bytes, sha256: row.sha256 };
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
