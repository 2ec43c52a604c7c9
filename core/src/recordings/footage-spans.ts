import { sql } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import { hours, minutes, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { FootageHourTable } from '../store/schema-footage.ts';

type Origin = 'recorded' | 'outside';
export interface FootageSpan {
  readonly from: Instant;
  readonly to: Instant;
  readonly origin: Origin;
}
/** No file is longer, so that those that touch an instant are found by their beginning. */
const longestFile = minutes(10);
/** Files that follow each other so closely are one stretch. */
const joins = 1_000;
const hour = hours(1);

/**
 * Stretches without a gap that touch [from, to), in order and cut to it; where the origin changes a new one begins. Read from `footage_hour`: only of an
 * hour in which something is missing, or was deleted, are the files themselves looked at. A month of files of ten seconds so takes some milliseconds.
 */
export async function footageSpans(store: Store, camera: CameraId, role: 'main' | 'sub', from: Instant, to: Instant): Promise<readonly FootageSpan[]> {
  if (from >= to) return [];
  const { rows } = await hoursOf(camera, role, from - longestFile, to).execute(store.read);
  const found: FootageSpan[] = [];
  const broken: { from: number; to: number }[] = [];
  for (const { hour: nth, from_at, to_at, origin, whole } of rows) {
    const last = broken.at(-1);
    if (whole === 1) found.push({ from: from_at, to: to_at, origin });
    else if (last?.to === nth * hour) last.to += hour;
    else broken.push({ from: nth * hour, to: (nth + 1) * hour });
  }
  for (const each of broken) found.push(...await exact(store, camera, role, each.from, each.to));
  return joined(found, from, to);
}

/** Files that begin in [from, to), as stretches. */
async function exact(store: Store, camera: CameraId, role: 'main' | 'sub', from: Instant, to: Instant): Promise<readonly FootageSpan[]> {
  const [{ rows }, newest] = await Promise.all([
    spanEdges(camera, role, from, to).execute(store.read),
    store.read.selectFrom('segment').select((select) => select.fn.max('to_at').as('end')).where('camera', '=', camera).where('role', '=', role).where('garbage', '=', 0).where('from_at', '>=', from).where('from_at', '<', to).executeTakeFirst(),
  ]);
  return rows.map(({ from_at, origin }, n) => ({ from: from_at, to: rows[n + 1]?.before ?? newest?.end ?? from_at, origin }));
}

/** Each row a file with a gap, or another origin, before it, and the end of what came before. */
export function spanEdges(camera: CameraId, role: 'main' | 'sub', from: Instant, to: Instant) {
  return sql<{ readonly from_at: number; readonly origin: Origin; readonly before: number | null }>`
    SELECT from_at, origin, before FROM (
      SELECT from_at, origin, max(to_at) OVER (ORDER BY from_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before, lag(origin) OVER (ORDER BY from_at) AS origin_before
      FROM segment INDEXED BY segment_spans WHERE camera = ${camera} AND role = ${role} AND garbage = 0 AND from_at >= ${from} AND from_at < ${to}
    ) WHERE before IS NULL OR from_at - before > ${joins} OR origin_before <> origin
    ORDER BY from_at`;
}

/** Of each hour in which files of [from, to) may begin, what there is. */
export function hoursOf(camera: CameraId, role: 'main' | 'sub', from: Instant, to: Instant) {
  return sql<Pick<FootageHourTable, 'hour' | 'from_at' | 'to_at' | 'origin' | 'whole'>>`
    SELECT hour, from_at, to_at, origin, whole FROM footage_hour WHERE camera = ${camera} AND role = ${role} AND hour >= ${Math.floor(from / hour)} AND hour <= ${Math.floor((to - 1) / hour)} ORDER BY hour`;
}

function joined(spans: readonly FootageSpan[], from: Instant, to: Instant): readonly FootageSpan[] {
  const list: { from: Instant; to: Instant; origin: Origin }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const part = { ...span, from: Math.max(from, span.from), to: Math.min(to, span.to) };
    if (part.from >= part.to) continue;
    const last = list.at(-1);
    if (last && part.from - last.to <= joins && part.origin === last.origin) last.to = Math.max(last.to, part.to);
    else list.push(part);
  }
  return list;
}
