import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ownAsk } from '../consent/owner-access.ts';
import { id, type CameraId } from '../domain/ids.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import { gateCamera, house, lan, morning } from '../recordings/footage.fixture.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import { codeOf, download, halfWay, jobOf, made } from './export-desk.fixture.ts';
import { an, byAn, byLan, exportPlace, recordedTo, type ExportPlace } from './export-place.fixture.ts';

const yard = id<CameraId>('yard');
/** A second camera of the house that saw the same. */
async function withYard(place: ExportPlace): Promise<void> {
  const rows = await place.store.read.selectFrom('segment').selectAll().execute();
  for (const { path } of rows) {
    const copy = join(place.recordings, path.replace('gate', 'yard'));
    await mkdir(dirname(copy), { recursive: true });
    await cp(join(place.recordings, path), copy);
  }
  await place.store.write(async (trx) => {
    const gate = await trx.selectFrom('camera').selectAll().where('id', '=', gateCamera).executeTakeFirstOrThrow();
    await trx.insertInto('camera').values({ ...gate, id: yard, native_id: 'n2', name: 'Sân' }).execute();
    for (const { id: _, ...row } of rows) await trx.insertInto('segment').values({ ...row, camera: yard, path: row.path.replace('gate', 'yard') }).execute();
  });
}
const inYard = { ...byLan(), ask: ownAsk(lan, yard, 'clip', { maxHeight: 4_320, maxFps: 240, audio: true, masks: new Set<never>() }, [morning, recordedTo]) };

it('gives several cameras as one archive, each under a permit of its own, and names what is missing', async () => {
  await using place = await exportPlace();
  await withYard(place);
  await place.desk.start();
  const together = { kind: 'film', bundle: { id: 'b1', leftOut: [{ camera: id<CameraId>('shop'), code: 'consent-refused' }] } } as const;
  made(await place.desk.ask(byLan(), house, together));
  expect(await codeOf(place.desk.bundle('b1', lan))).toBe('not-found');
  made(await place.desk.ask(inYard, house, together));
  await place.desk.idle();
  const { name, bytes, read } = await place.desk.bundle('b1', lan);
  const parts: Uint8Array[] = [];
  for await (const part of read(0, bytes)) parts.push(part);
  const file = join(place.folder, name);
  await writeFile(file, Buffer.concat(parts));
  const [broken, names, about] = JSON.parse(execFileSync('python3', ['-c', 'import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nprint(json.dumps([z.testzip(), z.namelist(), json.loads(z.read("about.json"))]))', file]).toString()) as [null, string[], { cameras: { camera: string }[]; missing: unknown }];
  expect({ broken, names, size: Buffer.concat(parts).length, cameras: about.cameras.map(({ camera }) => camera), missing: about.missing }).toEqual({
    broken: null, names: [...['gate', 'yard'].flatMap((camera) => [1, 2, 3].map((n) => `${camera}/part-${n}.mp4`)), 'about.json'], size: bytes, cameras: ['gate', 'yard'], missing: [{ camera: 'shop', why: 'consent-refused' }],
  });
  const viewings = await place.store.read.selectFrom('viewing').select(['camera', 'action']).orderBy('camera').execute();
  expect(viewings).toEqual([{ camera: 'gate', action: 'clip' }, { camera: 'yard', action: 'clip' }]);
  expect(await codeOf(place.desk.bundle('b1', an))).toBe('not-found');
});

it('takes people by turns', async () => {
  const { place, reached, goOn } = await halfWay();
  await using _ = place;
  const order: string[] = [];
  const between = place.exporter.between.bind(place.exporter);
  await place.desk.start();
  const first = made(await place.desk.ask(byLan(), house));
  await reached;
  const second = made(await place.desk.ask(byLan(), house));
  const hers = made(await place.desk.ask(byAn(), house));
  place.exporter.between = async (n) => {
    if (n === 0) order.push((await place.store.read.selectFrom('export_job').select('id').where('status', '=', 'running').executeTakeFirst())?.id ?? '');
    await between(0);
  };
  goOn();
  await place.desk.idle();
  expect([first.id, ...order]).toEqual([first.id, hers.id, second.id]);
});

it('gives the picture at an instant', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const at = morning + 12_345;
  const own = made(await place.desk.ask(byLan(at, at + 5_000), house, { kind: 'still', at }));
  const hers = made(await place.desk.ask(byAn(morning + 12_000, morning + 14_000), house, { kind: 'still', at }));
  await place.desk.idle();
  for (const [job, by] of [[own.id, lan], [hers.id, an]] as const) {
    const row = await jobOf(place.desk, job, by);
    const [picture] = JSON.parse(row?.files ?? '[]') as ExportedFile[];
    expect([row?.kind, row?.error, picture?.name]).toEqual(['still', null, 'gate_20261121T020007_360Z.jpg']);
    const jpeg = await download(place.desk, job, picture?.name ?? '', by);
    expect(execFileSync('ffprobe', ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0', '-show_entries', 'stream=width,height', '-of', 'csv=p=0'], { input: jpeg }).toString().trim()).toBe('160,90');
  }
});

const region: RedactionRegion = { effect: 'blur', from: morning + 1_000, to: morning + 2_000, shapes: [{ at: morning, polygon: [{ x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 0, y: 0.5 }] }] };

it('makes a copy with parts covered, and goes on with it after a restart without making again what was made', async () => {
  const { place, reached, goOn } = await halfWay();
  await using _ = place;
  await place.desk.start();
  const { id: job } = made(await place.desk.ask(byLan(), house, { kind: 'redacted', regions: [region] }));
  await reached;
  const closing = place.desk.close();
  goOn();
  await closing;
  expect(await readdir(place.folder)).toEqual([`${job}.made`]);
  const kept = (await readdir(join(place.folder, `${job}.made`))).length;
  // One that a sudden stop left torn is made again.
  await writeFile(join(place.folder, `${job}.made`, 'torn'), 'x');
  const again = place.restarted();
  await again.start();
  await again.idle();
  const row = await jobOf(again, job);
  expect([kept > 0, row?.status, row?.kind, (JSON.parse(row?.files ?? '[]') as ExportedFile[]).length, await readdir(place.folder)]).toEqual([true, 'done', 'redacted', 3, [job]]);
  const [entry] = await place.log.entriesFor(gateCamera, { limit: 1, types: ['clip.exported'] });
  expect(entry?.body).toMatchObject({ kind: 'redacted', changed: true });
});

it('does once more what failed, under a permit of its own', async () => {
  await using place = await exportPlace();
  const write = place.exporter.write.bind(place.exporter);
  await place.desk.start();
  place.exporter.write = async () => { throw new Error('no'); };
  const failed = made(await place.desk.ask(byLan(), house));
  await place.desk.idle();
  place.exporter.write = write;
  expect(await codeOf(place.desk.again(failed.id, an))).toBe('not-found');
  const again = made(await place.desk.again(failed.id, lan));
  await place.desk.idle();
  expect([(await jobOf(place.desk, failed.id))?.status, (await jobOf(place.desk, again.id))?.status, await codeOf(place.desk.again(again.id, lan))]).toEqual([undefined, 'done', 'not-found']);
});
