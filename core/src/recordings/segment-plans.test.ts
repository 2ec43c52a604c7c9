import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { days } from '../domain/time.ts';
import { storeFolder } from '../store/testing/store-folder.fixture.ts';
import { house } from './footage.fixture.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { SegmentRows } from './segment-table.ts';

const cameras = 16;
const perCamera = 1_500;
const start = Date.UTC(2026, 9, 1);

/** Sixteen cameras with files of ten seconds: a month of them is the same with more rows. */
async function filled() {
  const place = await storeFolder();
  await place.store.write(async (trx) => {
    await trx.insertInto('owner').values({ id: house, kind: 'household', name: 'Nhà số 5', created_at: 1 }).execute();
    for (let n = 0; n < cameras; n += 1) {
      await sql`INSERT INTO camera (id, owner, name, place, provider, native_id, sources, recording, record_days, record_bytes, confirmed_at, created_at) VALUES (${`c${n}`}, ${house}, 'x', 'x', 'onvif', ${`n${n}`}, '[]', 'continuous', 30, 1000000000000, 1, 1)`.execute(trx);
    }
    await sql`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${cameras * perCamera - 1})
      INSERT INTO segment (camera, from_at, to_at, path, bytes, sha256, garbage, run_from, run_offset)
      SELECT 'c' || (i % ${cameras}), ${start} + (i / ${cameras}) * 10000, ${start} + (i / ${cameras}) * 10000 + 10000,
        'c' || (i % ${cameras}) || '/' || strftime('%Y-%m-%d/%H', ${start} / 1000 + (i / ${cameras}) * 10, 'unixepoch') || '/' || (${start} + (i / ${cameras}) * 10000) || '.mp4', 5000000, hex(zeroblob(32)), 0, ${start}, i / ${cameras} FROM n`.execute(trx);
  });
  return place;
}
/** How SQLite goes about the queries of some work: nothing but steps that find their rows by an index. */
async function scansOf(place: Awaited<ReturnType<typeof filled>>, work: (rows: SegmentRows) => Promise<unknown>): Promise<readonly string[]> {
  const asked: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];
  const read = place.store.read.withPlugin({
    transformQuery: ({ node }) => {
      const { sql: text, parameters } = place.store.read.getExecutor().compileQuery(node, { queryId: 'plan' });
      asked.push({ sql: text, parameters });
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await work(new SegmentRows({ ...place.store, read }));
  const steps: string[] = [];
  for (const { sql: text, parameters } of asked) {
    const plan = await sql<{ readonly detail: string }>`${sql.raw(`EXPLAIN QUERY PLAN ${parameters.reduce<string>((query, value) => query.replace('?', typeof value === 'number' ? String(value) : `'${String(value)}'`), text)}`)}`.execute(place.store.read);
    steps.push(...plan.rows.map(({ detail }) => detail).filter((detail) => /^SCAN (?!CONSTANT|footage_total|segment USING INDEX segment_garbage)|TEMP B-TREE/.test(detail)));
  }
  expect(asked.length).toBeGreaterThan(0);
  return steps;
}

it('a month of many cameras is looked at by index only, and added up by nobody', async () => {
  await using place = await filled();
  const camera = id<CameraId>('c3');
  const at = start + 5_000_000;
  const works: readonly ((rows: SegmentRows) => Promise<unknown>)[] = [
    (rows) => rows.touching(camera, at, at + 60_000), (rows) => rows.oldest(camera, 1), (rows) => rows.oldestFree(camera, 200, start + days(40), undefined, ['main']),
    (rows) => rows.newestOn(camera, ''), (rows) => rows.sinceOn(camera, '', '2026-10-01/04'), (rows) => rows.runBefore(camera, 'main', at), (rows) => rows.totals(), (rows) => rows.bytesOf(camera), (rows) => rows.garbage(['main', 'usb1']),
  ];
  for (const work of works) expect(await scansOf(place, work)).toEqual([]);
});

it('sums follow what is written, marked and deleted', async () => {
  await using place = await filled();
  const camera = id<CameraId>('c3');
  const at = start + 5_000_000;
  const rows = new SegmentRows(place.store);
  expect([...(await rows.totals()).values()]).toEqual(Array.from({ length: cameras }, () => perCamera * 5_000_000));
  expect([(await rows.touching(camera, at, at + 60_000)).length, (await rows.newestOn(camera, ''))?.from, (await rows.sinceOn(camera, '', '2026-10-01/04')).length]).toEqual([6, start + (perCamera - 1) * 10_000, 60]);
  await place.store.write(async (trx) => {
    await trx.updateTable('segment').set({ garbage: 1 }).where('camera', '=', camera).where('from_at', '<', start + 100_000).execute();
    await trx.deleteFrom('segment').where('camera', '=', camera).where('from_at', '<', start + 200_000).execute();
  });
  expect([await rows.bytesOf(camera), (await rows.oldest(camera, 1))[0]?.from]).toEqual([(perCamera - 20) * 5_000_000, start + 200_000]);
});
