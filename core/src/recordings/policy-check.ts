import { sql } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import type { Segment } from '../domain/recording.ts';
import { days, hours, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { KeepRule } from './purge-plan.ts';
import { SegmentRows } from './segment-table.ts';

/** What is kept, compared with what was asked for. */
export interface PolicyFacts {
  readonly now: Instant;
  readonly rules: readonly KeepRule[];
  readonly totals: ReadonlyMap<CameraId, number>;
  /** Of each camera, the oldest that nothing holds and that could be deleted; none where there is none. */
  readonly oldest: ReadonlyMap<CameraId, Pick<Segment, 'from' | 'to'> | undefined>;
  /** Bytes that are held or cannot be reached, by camera: they may be beyond the rule. */
  readonly excused: ReadonlyMap<CameraId, number>;
  readonly maxBytes: number | undefined;
  /** Rows of files that could not be deleted yet. */
  readonly garbage: number;
}
/** `age`: footage older than its days; `camera-bytes`, `hub-bytes`: more than was asked for; `undeleted`: files that cannot be deleted. */
export type PolicyFinding = { readonly kind: 'age' | 'camera-bytes'; readonly camera: CameraId; readonly by: number } | { readonly kind: 'hub-bytes' | 'undeleted'; readonly by: number };
/** Files are deleted once an hour. */
const grace = hours(2);
/** Each camera writes a few files between two looks. */
const roomOfGrace = 256 * 1024 * 1024;

/** What is wrong after all was tended: nothing, unless something does not work. Pure. */
export function brokenPolicy({ now, rules, totals, oldest, excused, maxBytes, garbage }: PolicyFacts): readonly PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  for (const { camera, days: kept, bytes } of rules) {
    const late = now - days(kept) - (oldest.get(camera)?.to ?? Infinity);
    if (late > grace) findings.push({ kind: 'age', camera, by: late });
    const over = (totals.get(camera) ?? 0) - (excused.get(camera) ?? 0) - bytes;
    if (over > roomOfGrace) findings.push({ kind: 'camera-bytes', camera, by: over });
  }
  const sum = (map: ReadonlyMap<CameraId, number>): number => [...map.values()].reduce((all, bytes) => all + bytes, 0);
  const over = sum(totals) - sum(excused) - (maxBytes ?? Infinity);
  if (over > roomOfGrace) findings.push({ kind: 'hub-bytes', by: over });
  if (garbage > 0) findings.push({ kind: 'undeleted', by: garbage });
  return findings;
}

export async function policyFacts(store: Store, now: Instant, reachable: readonly string[], maxBytes: number | undefined, isHeld: (segment: Segment) => boolean): Promise<PolicyFacts> {
  const rows = new SegmentRows(store);
  const cameras = await store.read.selectFrom('camera').select(['id', 'record_days', 'record_bytes']).where('removed_at', 'is', null).execute();
  const totals = await rows.totals();
  const unreachable = await store.read.selectFrom('footage_total').select(['camera', 'bytes']).where('disk', 'not in', reachable.length > 0 ? reachable : ['']).execute();
  const held = await sql<{ readonly camera: CameraId; readonly bytes: number }>`SELECT camera, sum(bytes) AS bytes FROM (
    SELECT DISTINCT segment.id, segment.camera, segment.bytes FROM footage_hold JOIN segment ON segment.camera = footage_hold.camera AND segment.from_at > footage_hold.from_at - 600000 AND segment.from_at < footage_hold.to_at AND segment.to_at > footage_hold.from_at
    WHERE segment.garbage = 0 AND footage_hold.released_at IS NULL AND footage_hold.until > ${now}) GROUP BY camera`.execute(store.read);
  const excused = new Map<CameraId, number>();
  for (const { camera, bytes } of [...unreachable, ...held.rows]) excused.set(camera, (excused.get(camera) ?? 0) + bytes);
  const oldest = new Map<CameraId, Segment | undefined>();
  for (const { id } of cameras) oldest.set(id, (await rows.oldestFree(id, 8, now, undefined, reachable)).find((segment) => !isHeld(segment)));
  const { garbage } = await store.read.selectFrom('segment').select((select) => select.fn.countAll<number>().as('garbage')).where('garbage', '=', 1).executeTakeFirstOrThrow();
  return { now, rules: cameras.map(({ id, record_days, record_bytes }) => ({ camera: id, days: record_days, bytes: record_bytes })), totals, oldest, excused, maxBytes, garbage };
}
