import { sql } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import { hours, minutes, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';

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
/** Shorter than this the files themselves are looked at. */
const fewHours = 12;

/**
 * Stretches without a gap that touch [from, to), in order and cut to it; where the origin changes a new one begins. Read from the index alone:
 * of each hour the database says whether its files follow each other, and only of an hour where they do not is it asked where. A month of files of ten seconds so takes some tens of milliseconds.
 */
export async function footageSpans(store: Store, camera: CameraId, role: 'main' | 'sub', from: Instant, to: Instant): Promise<readonly FootageSpan[]> {
  const [first, last] = [Math.floor((from - longestFile) / hour), Math.floor((to - 1) / hour)];
  if (from >= to) return [];
  if (last - first < fewHours) return joined(await exact(store, camera, role, from - longestFile, to), from, to);
  const { rows } = await hourly(camera, role, first, last).execute(store.read);
  const found: FootageSpan[] = [];
  const broken: { from: number; to: number }[] = [];
  for (const { h, facts } of rows) {
    const [begin = 0, end = 0, length = 0, squares = 0] = facts.split(' ', 4).map(Number);
    const [, , , , origin, other] = facts.split(' ');
    const [b, e] = [begin - h * hour, end - h * hour];
    // Files that follow each other: every end but the last is the beginning of another. Sums tell as much, by themselves and by their squares.
    if (origin === other && length === e - b && squares === e * e - b * b) found.push({ from: begin, to: end, origin: origin as Origin });
    else if (broken.at(-1)?.to === h * hour) broken.splice(-1, 1, { from: broken.at(-1)?.from ?? 0, to: (h + 1) * hour });
    else broken.push({ from: h * hour, to: (h + 1) * hour });
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

/** Of each hour in which files begin: first beginning, last end, sum of lengths, sum of squares of ends less those of beginnings (within the hour), least and greatest origin. */
export function hourly(camera: CameraId, role: 'main' | 'sub', first: number, last: number) {
  return sql<{ readonly h: number; readonly facts: string }>`
    WITH RECURSIVE hours (h) AS (SELECT ${first} UNION ALL SELECT h + 1 FROM hours WHERE h < ${last})
    SELECT h, facts FROM (
      SELECT h, (
        SELECT min(from_at) || ' ' || max(to_at) || ' ' || sum(to_at - from_at) || ' ' || sum((to_at - h * ${hour}) * (to_at - h * ${hour}) - (from_at - h * ${hour}) * (from_at - h * ${hour})) || ' ' || min(origin) || ' ' || max(origin)
        FROM segment INDEXED BY segment_spans WHERE camera = ${camera} AND role = ${role} AND garbage = 0 AND from_at >= h * ${hour} AND from_at < (h + 1) * ${hour}
      ) AS facts FROM hours
    ) WHERE facts IS NOT NULL`;
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
