import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { gateCamera, morning, recordingPlace, type RecordingPlace } from '../recordings/footage.fixture.ts';
import { footageSpans, hoursOf, spanEdges } from '../recordings/footage-spans.ts';
import { GroupIndex } from '../recordings/group-index.ts';
import { realFfmpeg } from '../recordings/permit.fixture.ts';
import { framesOf } from '../renditions/pixels.fixture.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { until } from '../hub-tests/until.fixture.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { brightFilm, layFootage } from './footage-files.fixture.ts';
import { SheetBook } from './sheet-book.ts';
import { SheetMaker, sheetForm } from './sheet-maker.ts';
import { SheetWork } from './sheet-work.ts';
import { Timelines } from './timeline.ts';

const window = Math.floor(morning / sheetForm.lasts) * sheetForm.lasts;
const signal = new AbortController().signal;

describe('small pictures', () => {
  const film = brightFilm({ seconds: 10, fps: 5, size: '160x120' });
  let place: RecordingPlace;
  let folder = '';
  let book: SheetBook;
  beforeAll(async () => {
    place = await recordingPlace();
    folder = await mkdtemp(join(tmpdir(), 'matpho-sheets-'));
    book = new SheetBook(place.store, folder);
  });
  beforeEach(async () => {
    await place.store.write((trx) => trx.deleteFrom('segment').execute());
    await book.clear();
  });
  afterAll(async () => {
    await place?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  const maker = () => new SheetMaker({ store: place.store, groups: new GroupIndex(place.store, place.disk), ffmpeg: realFfmpeg });
  const lay = (after: number) => layFootage(place.store, place.recordings, gateCamera, window + after, film);
  const files = async (): Promise<readonly string[]> => (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.jpg'));

  it('lie where their time is, and where nothing was recorded it stays grey', async () => {
    for (const after of [0, 20_000, 300_000]) await lay(after);
    const made = await maker().make(gateCamera, window, signal);
    expect([made?.coveredMs, made && [...made.filled].flatMap((place_, n) => (place_ === '1' ? [n] : []))]).toEqual([30_000, [0, 2, 30]]);
    const { width, height, columns, rows } = sheetForm;
    const [picture] = framesOf(made?.jpeg ?? Buffer.alloc(0), width * columns, height * rows, ['-f', 'mjpeg']);
    // Of each place the middle: the picture has more than one brightness, a grey place has one.
    const spread = (n: number): number => {
      const values = Array.from({ length: 60 }, (_, x) => picture?.grey[(Math.floor(n / columns) * height + 45) * width * columns + (n % columns) * width + 50 + x] ?? 0);
      return Math.max(...values) - Math.min(...values);
    };
    expect(Array.from({ length: columns * rows }, (_, n) => n).filter((n) => spread(n) > 20)).toEqual([0, 2, 30]);
  });

  it('are made for what is over, the newest first, and go when their footage goes', async () => {
    const hour = 3_600_000;
    for (const after of [-hour, 0, 10_000]) await lay(after);
    const clock = new FakeClock(window + sheetForm.lasts + 60_000);
    const order: number[] = [];
    let busy = true;
    const work = new SheetWork({
      book, clock, timers: clock, log: silentLog, cameras: async () => [gateCamera], isBusy: () => busy,
      maker: {
        make: async (_camera, from) => {
          order.push((from - window) / sheetForm.lasts);
          const coveredMs = new Map([[window, 20_000], [window - hour, 10_000]]).get(from);
          return coveredMs === undefined ? undefined : { jpeg: Buffer.from('ffd8ffd9', 'hex'), filled: '1', coveredMs };
        },
      },
    });
    work.look();
    await work.settled();
    expect(order).toEqual([]);
    busy = false;
    const run = async (): Promise<void> => {
      work.look();
      let isOver = false;
      const settled = (async () => {
        await work.settled();
        isOver = true;
      })();
      await until('the work is done', async () => {
        await clock.advance(500);
        return isOver;
      });
      await settled;
    };
    await run();
    expect([order[0], order.includes(-6), (await book.within(gateCamera, window - hour, window + hour)).map(({ from_at }) => from_at), (await files()).length]).toEqual([0, true, [window - hour, window], 2]);

    // Retention takes the oldest file.
    await place.store.write((trx) => trx.updateTable('segment').set({ garbage: 1 }).where('from_at', '=', window - hour).execute());
    expect([await book.sweep(gateCamera, clock.now()), (await files()).length]).toEqual([1, 1]);
    expect([await book.sweep(gateCamera, clock.now()), (await book.read(gateCamera, window)).subarray(0, 2).toString('hex')]).toEqual([0, 'ffd8']);
    await expect(book.read(gateCamera, window - hour)).rejects.toMatchObject({ code: 'not-found' });
    // And then a part of the other one.
    await place.store.write((trx) => trx.deleteFrom('segment').where('from_at', '=', window).execute());
    expect([await book.sweep(gateCamera, clock.now()), await files()]).toEqual([1, []]);
    await work[Symbol.asyncDispose]();
  });

  it('are not kept of a camera that was removed meanwhile', async () => {
    await lay(0);
    const made = { jpeg: Buffer.from('ffd8ffd9', 'hex'), filled: '1', coveredMs: 10_000 };
    await place.store.write((trx) => trx.updateTable('camera').set({ removed_at: 1 }).where('id', '=', gateCamera).execute());
    await book.keep(gateCamera, window, made, morning);
    await place.store.write((trx) => trx.updateTable('camera').set({ removed_at: null }).where('id', '=', gateCamera).execute());
    expect([await book.within(gateCamera, window, window + 1), await files()]).toEqual([[], []]);
  });

  it('of what cannot be decoded are none', async () => {
    await layFootage(place.store, place.recordings, gateCamera, window, { ...film, bytes: Buffer.alloc(2_000, 7) });
    expect(await maker().make(gateCamera, window, signal)).toBeUndefined();
  });
});

describe('the line of a camera', () => {
  const many = 60_000;
  const other = id<CameraId>('other');
  let place: RecordingPlace;
  beforeAll(async () => {
    place = await recordingPlace();
    await place.store.write((trx) => sql`INSERT INTO segment (camera, from_at, to_at, path, bytes, sha256, garbage, role)
      WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${many - 1})
      SELECT ${gateCamera}, ${morning} + n * 10000 + (n / 20000) * 60000, ${morning} + n * 10000 + (n / 20000) * 60000 + 10000, 'x/' || n, 1, ${'0'.repeat(64)}, 0, 'main' FROM n`.execute(trx));
    await layFootage(place.store, place.recordings, gateCamera, morning + 5_000, { bytes: Buffer.alloc(1), init: Buffer.alloc(0), seconds: 10, fps: 1 }, { role: 'sub' });
  });
  afterAll(async () => place?.[Symbol.asyncDispose]());
  const end = morning + many * 10_000 + 120_000;

  it('is read by stretches, not by files', async () => {
    const spans = await footageSpans(place.store, gateCamera, 'main', morning - 1_000, end + 5_000);
    expect(spans).toEqual([0, 1, 2].map((n) => ({ from: morning + n * 200_060_000, to: morning + n * 200_060_000 + 200_000_000, origin: 'recorded' })));
    expect(await footageSpans(place.store, gateCamera, 'main', morning + 199_995_000, morning + 200_065_000)).toEqual([{ from: morning + 199_995_000, to: morning + 200_000_000, origin: 'recorded' }, { from: morning + 200_060_000, to: morning + 200_065_000, origin: 'recorded' }]);
    expect([await footageSpans(place.store, gateCamera, 'sub', morning, end), await footageSpans(place.store, other, 'main', morning, end)]).toEqual([[{ from: morning + 5_000, to: morning + 15_000, origin: 'recorded' }], []]);
  });
  it('is the same by hours as by files, wherever a gap, an overlap or another origin is', async () => {
    await place.store.write((trx) => sql`DELETE FROM segment WHERE camera = ${gateCamera} AND role = 'sub'`.execute(trx));
    let at = morning;
    let seed = 7;
    const random = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const rows = Array.from({ length: 9_000 }, (_, n) => {
      const from = at;
      const length = 5_000 + random(10_000);
      at += length + (random(60) === 0 ? random(5) === 0 ? -random(5_000) : random(400_000) : 0);
      return { camera: gateCamera, from_at: from, to_at: from + length, path: `s/${n}`, bytes: 1, sha256: '0'.repeat(64), garbage: 0 as const, role: 'sub' as const, origin: n % 2_000 > 1_900 ? 'outside' as const : 'recorded' as const };
    });
    await place.store.write(async (trx) => { for (let n = 0; n < rows.length; n += 1_000) await trx.insertInto('segment').values(rows.slice(n, n + 1_000)).execute(); });
    const simple: { from: number; to: number; origin: string }[] = [];
    for (const row of rows.toSorted((a, b) => a.from_at - b.from_at)) {
      const last = simple.at(-1);
      if (last && row.from_at - last.to <= 1_000 && last.origin === row.origin) last.to = Math.max(last.to, row.to_at);
      else simple.push({ from: row.from_at, to: row.to_at, origin: row.origin });
    }
    expect(await footageSpans(place.store, gateCamera, 'sub', morning - 1, at + 20_000)).toEqual(simple);
  });
  it('says of each day what there is and what happened', async () => {
    await place.store.write((trx) => trx.insertInto('camera_event').values([{ camera: gateCamera, kind: 'motion', from_at: morning + 1_000, to_at: null }]).execute());
    const lines = new Timelines(place.store, { of: async (_camera, _role, from) => [{ from, to: from + 7_000, cause: 'retention' }] });
    const days = await lines.days(gateCamera, morning, morning + 1, undefined);
    expect(days).toEqual([{ day: '2026-11-21', from: Date.UTC(2026, 10, 20, 17), to: Date.UTC(2026, 10, 21, 17), recordedMs: Date.UTC(2026, 10, 21, 17) - morning, events: 1, gapsMs: { retention: 7_000 }, sheet: null }]);
    expect(await lines.events(gateCamera, morning, morning + 10)).toEqual([]);
  });
  it('is the same once files are marked, deleted, or were not entered after all', async () => {
    const lost = (trx: Parameters<Parameters<typeof place.store.write>[0]>[0]) => trx.deleteFrom('segment').where('camera', '=', gateCamera).where('role', '=', 'main').where('from_at', '>=', morning + 7_200_000).where('from_at', '<', morning + 14_400_000);
    await expect(place.store.write(async (trx) => {
      await lost(trx).execute();
      throw new Error('not after all');
    })).rejects.toThrow('not after all');
    const whole = [{ from: morning, to: morning + 18_000_000, origin: 'recorded' }];
    expect(await footageSpans(place.store, gateCamera, 'main', morning, morning + 18_000_000)).toEqual(whole);
    const hoursThere = async () => (await place.store.read.selectFrom('footage_hour').select(['files', 'whole']).where('camera', '=', gateCamera).where('role', '=', 'main').where('hour', '>=', Math.floor(morning / 3_600_000)).orderBy('hour').limit(3).execute()).map(({ files, whole: is }) => [files, is]);
    const before = await hoursThere();
    await place.store.write((trx) => trx.updateTable('segment').set({ garbage: 1 }).where('camera', '=', gateCamera).where('role', '=', 'main').where('from_at', '>=', morning + 3_610_000).where('from_at', '<', morning + 3_640_000).execute());
    await place.store.write((trx) => lost(trx).execute());
    // Taken from the sums when it was marked, not once more when its row goes.
    await place.store.write((trx) => trx.deleteFrom('segment').where('garbage', '=', 1).execute());
    expect(await footageSpans(place.store, gateCamera, 'main', morning, morning + 18_000_000)).toEqual([
      { from: morning, to: morning + 3_610_000, origin: 'recorded' }, { from: morning + 3_640_000, to: morning + 7_200_000, origin: 'recorded' }, { from: morning + 14_400_000, to: morning + 18_000_000, origin: 'recorded' },
    ]);
    expect([before, await hoursThere()]).toEqual([[[1, 1], [360, 1], [360, 1]], [[1, 1], [360, 1], [356, 0]]]);
    const { files } = await place.store.read.selectFrom('footage_hour').select(({ fn }) => fn.sum<number>('files').as('files')).executeTakeFirstOrThrow();
    const { rows } = await place.store.read.selectFrom('segment').select(({ fn }) => fn.countAll<number>().as('rows')).executeTakeFirstOrThrow();
    expect(files).toBe(rows);
  });
  // Last: SQLite keeps the reader that explained a window at the state of that moment.
  it.each([
    ['where files have gaps', () => spanEdges(gateCamera, 'main', morning, end), 'USING COVERING INDEX segment_spans (camera=? AND role=? AND from_at>? AND from_at<?'],
    ['hour by hour', () => hoursOf(gateCamera, 'main', morning, end), 'SEARCH footage_hour USING PRIMARY KEY (camera=? AND role=? AND hour>? AND hour<?'],
  ])('is drawn from the index alone, %s', async (_, query, step) => {
    const { sql: text, parameters } = query().compile(place.store.read);
    const plan = await sql.raw<{ readonly detail: string }>(`EXPLAIN QUERY PLAN ${parameters.reduce<string>((all, value) => all.replace('?', typeof value === 'number' ? String(value) : `'${String(value)}'`), text)}`).execute(place.store.read);
    const details = plan.rows.map(({ detail }) => detail);
    expect([details.some((line) => line.includes(step)), details.filter((line) => /SCAN (segment|footage_hour)/.test(line))]).toEqual([true, []]);
  });
});
