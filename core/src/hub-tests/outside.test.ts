import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ffmpeg, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

const minute = 60_000;

describe('past footage in a camera\'s own memory, by real ONVIF Profile G', () => {
  let street: Street;
  let now: number;
  beforeAll(async () => {
    now = Date.now();
    street = await openStreet({ settings: { plugins: ['@matpho/plugin-rtsp', '@matpho/plugin-onvif', '@matpho/plugin-export'] }, camera: { onvif: true, keeps: { minutes: 120, gaps: [[60, 58]] } } });
    for (const { id, simulated } of Object.values(street.cameras)) {
      await street.running.hub.store.write((trx) => trx.updateTable('camera').set({ provider: 'onvif', device_uri: simulated.deviceUri ?? null }).where('id', '=', id as never).execute());
    }
  }, 60_000);
  afterAll(async () => street?.close());
  const a = () => ({ params: { id: street.cameras.a.id } });
  const wanted = () => ({ from: now - 61 * minute, to: now - 57 * minute });
  const fetches = () => street.people.lan.get('GET /api/cameras/:id/outside/fetches', a());

  test('is looked for by its house, and nobody else', async () => {
    const { lan, bay, truc, xem } = street.people;
    const query = { from: String(wanted().from), to: String(wanted().to) };
    const { spans } = await lan.get('GET /api/cameras/:id/outside', { ...a(), query });
    expect(spans.map(({ from, to }) => [Math.round((now - from) / minute), Math.round((now - to) / minute)])).toEqual([[61, 60], [58, 57]]);
    const statuses = await Promise.all([bay, truc, xem].map(async (by) => (await by.send('GET /api/cameras/:id/outside', { ...a(), query })).status));
    expect(statuses).toEqual([404, 403, 403]);
    // A camera of another house and none at all are answered alike.
    const covered = (camera: string) => ({ body: { camera, from: 0, to: 1_000, regions: [{ from: 0, to: 1_000, effect: 'fill' as const, shapes: [{ at: 0, polygon: [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }] }] }] } });
    const answers = await Promise.all([street.cameras.a.id, 'none'].map(async (camera) => [await bay.send('GET /api/cameras/:id/outside', { params: { id: camera }, query }), await bay.send('POST /api/redactions', covered(camera))].map(({ status, code }) => [status, code])));
    expect(answers).toEqual([[[404, 'not-found'], [404, 'not-found']], [[404, 'not-found'], [404, 'not-found']]]);
  });

  test('is fetched where the hub has none, entered with its origin and its hash, and then is footage like any other', async () => {
    const { lan } = street.people;
    await lan.get('POST /api/cameras/:id/outside', { ...a(), body: wanted() });
    await until('it is fetched', async () => (await fetches())[0]?.status === 'done');
    const { store, audit } = street.running.hub;
    const rows = await store.read.selectFrom('segment').selectAll().where('camera', '=', street.cameras.a.id as never).where('origin', '=', 'outside').orderBy('from_at').execute();
    expect([rows.length >= 12, rows.every(({ garbage, groups }) => garbage === 0 && groups !== null)]).toEqual([true, true]);
    const spans = await lan.get('GET /api/cameras/:id/recordings', { ...a(), query: { from: String(wanted().from), to: String(wanted().to) } });
    expect(spans.map(({ from, to }) => [Math.round((now - from) / minute), Math.round((now - to) / minute)])).toEqual([[61, 60], [58, 57]]);
    const entries = await audit.entriesFor(street.cameras.a.id as never, { limit: 100, types: ['segment.closed'] });
    const logged = new Set(entries.map(({ body }) => (body as { sha256?: string }).sha256));
    const asked = await store.read.selectFrom('audit_entry').select('type').where('type', '=', 'segment.fetched').execute();
    expect([asked.length, rows.every(({ sha256 }) => logged.has(sha256))]).toEqual([1, true]);

    const { id } = await lan.get('POST /api/exports', { body: { camera: street.cameras.a.id, from: now - 60.5 * minute, to: now - 60.25 * minute } });
    await until('it is exported', async () => (await lan.get('GET /api/exports')).find((job) => job.id === id)?.status === 'done');
    const name = (await lan.get('GET /api/exports')).find((job) => job.id === id)?.files.find((file) => file.name.endsWith('.mp4'))?.name ?? '';
    const answer = await fetch(`${street.running.origin}/api/exports/${id}/files/${name}`, { headers: lan.headers });
    const film = join(street.folder, 'film.mp4');
    await writeFile(film, Buffer.from(await answer.arrayBuffer()));
    const hashes = execFileSync(ffmpeg, ['-v', 'error', '-xerror', '-i', film, '-map', '0:v', '-f', 'framehash', 'pipe:1'], { encoding: 'utf8' });
    expect(hashes.split('\n').filter((line) => line.startsWith('0,')).length).toBeGreaterThan(100);
  });

  test('is fetched once: asked again, there is nothing new', async () => {
    await street.people.lan.get('POST /api/cameras/:id/outside', { ...a(), body: wanted() });
    await until('it is looked at', async () => (await fetches())[0]?.status === 'done');
    expect((await fetches()).map(({ fetchedMs }) => Math.round(fetchedMs / minute))).toEqual([0, 2]);
  });

  test('of too long, of the future, or of a camera that keeps nothing is refused in words', async () => {
    const { lan } = street.people;
    const codes = await Promise.all([{ from: now - 180 * minute, to: now }, { from: now, to: now + 60 * minute }, { from: now, to: now }].map(async (body) => ((await lan.send('POST /api/cameras/:id/outside', { ...a(), body })).body as { code?: string }).code));
    expect(codes).toEqual(['export-too-long', 'bad-request', 'bad-request']);
    await street.running.hub.store.write((trx) => trx.updateTable('camera').set({ provider: 'manual' }).where('id', '=', street.cameras.a.id as never).execute());
    const { status, body } = await lan.send('GET /api/cameras/:id/outside', { ...a(), query: { from: String(now - minute), to: String(now) } });
    expect([status, (body as { code?: string }).code]).toEqual([409, 'archive-unsupported']);
  });

  test('and nothing tells of it once the camera is gone', async () => {
    const { store, events } = street.running.hub;
    expect(await fetches()).toHaveLength(2);
    events.emit('camera.removed', { camera: street.cameras.a.id as never, owner: street.owners.a as never });
    await until('they are gone', async () => (await store.read.selectFrom('outside_fetch').select('id').execute()).length === 0);
  });
});
