import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Polygon } from '../domain/mask.ts';
import { loopFromFile, type VideoLoop } from '@matpho/simulator';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg as make } from '../media/clips.fixture.ts';
import { boxesIn } from '../media/fmp4-read.ts';
import { darkOf, framesOf, inside, litOf } from '../renditions/pixels.fixture.ts';
import type { Browser } from './browser.fixture.ts';
import { always, ffmpeg, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';
import type { LiveViewer } from './live-viewer.fixture.ts';

const [width, height] = [320, 180];
const windowShape: Polygon = [{ x: 0.1, y: 0.1 }, { x: 0.55, y: 0.2 }, { x: 0.5, y: 0.6 }, { x: 0, y: 0.5 }];
const doorShape: Polygon = [{ x: 0.7, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 0.5 }];
/** Three pixels from an edge a codec may mix what lies on both sides. */
const within = (shape: Polygon) => inside(shape, width, height, 3);
/** Away from both shapes and from the mark below. */
const outside = (x: number, y: number): boolean => x > 60 && x < 200 && y > 115 && y < 145;

/** All that one viewer got since the newest init segment, as a file. */
function recorded(viewer: LiveViewer): { readonly file: () => Buffer; readonly size: () => number } {
  const chunks: Buffer[] = [];
  viewer.socket.on('message', (data: Buffer, binary: boolean) => { if (binary) chunks.push(data); });
  const isInit = (chunk: Buffer): boolean => [...boxesIn(chunk)].some(({ type }) => type === 'moov');
  return { file: () => Buffer.concat(chunks.slice(Math.max(0, chunks.findLastIndex(isInit)))), size: () => chunks.length };
}
const hidden = (file: Uint8Array, shape: Polygon, demuxer: readonly string[] = []): { readonly frames: number; readonly open: number; readonly lit: boolean } => {
  const frames = framesOf(file, width, height, demuxer);
  return { frames: frames.length, open: frames.filter((frame) => darkOf(frame, within(shape)) < 1).length, lit: frames.length > 0 && frames.every((frame) => litOf(frame, outside) > 0.98) };
};

describe('what an owner has covered', () => {
  let street: Street;
  beforeAll(async () => {
    const file = join(tmpdir(), `matpho-bright-${process.pid}.mp4`);
    // Nothing dark in it, and everything moves.
    await writeFile(file, make(['-f', 'lavfi', '-i', `testsrc=s=${width}x${height}:r=10:d=2`, '-vf', 'lutyuv=y=max(val\\,120)', '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '10', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1']));
    const { video }: { readonly video: VideoLoop } = await loopFromFile(ffmpeg, file);
    street = await openStreet({ footage: { kind: 'loop', main: video } });
    await give(street.people.lan, { owner: street.owners.a, cameras: [street.cameras.a.id], who: { unit: street.units.u }, ...always, actions: ['live', 'clip', 'snapshot'], maxHeight: 720 });
  }, 60_000);
  afterAll(async () => street?.close());

  const params = () => ({ id: street.cameras.a.id });
  const hello = (more: object = {}) => ({ camera: street.cameras.a.id, transport: 'mse', unit: street.units.u, purpose: 'crime', ...more });
  const draw = (by: Browser, polygon: Polygon, more: object = {}) => by.get('POST /api/cameras/:id/masks', { params: params(), body: { name: 'Cửa sổ nhà bên', polygons: [polygon.map((point) => ({ ...point }))], ...more } });
  const outsiders = async () => (await street.running.hub.audit.entriesFor(street.cameras.a.id as never, { limit: 20, types: ['mask.changed'] })).map(({ body }) => (body as { done: string }).done);

  test('leaves who watches at once, and is in every picture from then on', async () => {
    const { minh, truc, lan } = street.people;
    using before = truc.live(hello());
    await before.playing();
    using own = await lan.live({ camera: street.cameras.a.id, transport: 'mse' }).playing();
    await draw(minh, windowShape);
    expect([(await before.end()).reason, before.bytesAfterEnd]).toEqual(['refused', 0]);
    using after = truc.live(hello());
    const got = recorded(after);
    await until('pictures come', () => got.size() > 25 || after.ended);
    const seen = hidden(got.file(), windowShape);
    expect({ ended: after.ended, ...seen, enough: seen.frames >= 24 }).toEqual({ ended: undefined, frames: seen.frames, open: 0, lit: true, enough: true });
    after.socket.close();
    await until('the ledger says how', async () => (await lan.get('GET /api/ledger')).some(({ viewing, mark, obligationsMet }) => viewing === after.viewing && mark === 'pixels' && obligationsMet === true));
    // Her own is as the camera sends it.
    const hers = recorded(own);
    await until('hers goes on', () => hers.size() > 3);
    expect(own.ended).toBeUndefined();
    expect(await outsiders()).toEqual(['drawn']);
  });

  test('is in the compatibility picture and the still', async () => {
    const { truc, lan } = street.people;
    const nobody = async (): Promise<void> => until('nobody watches', async () => (await lan.get('GET /api/watching')).every(({ own }) => own));
    await nobody();
    using old = truc.live(hello({ transport: 'mpeg1' }));
    const got = recorded(old);
    await until('MPEG-1 comes', () => got.size() > 30 || old.ended);
    const file = got.file();
    old.socket.close();
    await nobody();
    const mpeg = hidden(file, windowShape, ['-f', 'mpegts']);
    expect({ ...mpeg, enough: mpeg.frames > 10 }).toEqual({ frames: mpeg.frames, open: 0, lit: true, enough: true });
    const still = await picture(truc, '/api/officer/snapshots', { camera: street.cameras.a.id, unit: street.units.u, purpose: 'crime' });
    expect(hidden(still, windowShape, ['-f', 'mjpeg'])).toEqual({ frames: 1, open: 0, lit: true });
    const preview = await picture(lan, `/api/cameras/${street.cameras.a.id}/masks/picture`);
    expect(hidden(preview, windowShape, ['-f', 'mjpeg'])).toEqual({ frames: 1, open: 0, lit: true });
    const hers = await picture(lan, `/api/cameras/${street.cameras.a.id}/picture`);
    expect(hidden(hers, windowShape, ['-f', 'mjpeg']).open).toBe(1);
  }, 60_000);

  test('is taken off only by the owner, who has just proved who she is, and the others are told', async () => {
    const { lan, minh, truc } = street.people;
    const [mask] = await lan.get('GET /api/cameras/:id/masks', { params: params() });
    const given = { ...params(), mask: mask?.id ?? '' };
    const smaller = { name: 'Cửa sổ nhà bên', polygons: [windowShape.slice(0, 3).map((point) => ({ ...point }))] };
    const larger = { name: 'Cửa sổ', polygons: [[{ x: 0, y: 0 }, { x: 0.6, y: 0 }, { x: 0.6, y: 0.65 }, { x: 0, y: 0.65 }]] };
    const answers = [await minh.send('PUT /api/cameras/:id/masks/:mask', { params: given, body: smaller }), await minh.send('DELETE /api/cameras/:id/masks/:mask', { params: given })];
    expect(answers.map(({ code }) => code)).toEqual(['not-allowed', 'not-allowed']);
    expect((await minh.get('PUT /api/cameras/:id/masks/:mask', { params: given, body: larger })).version).toBe(2);
    await street.running.hub.store.write((trx) => trx.updateTable('session').set({ proved_at: 1 }).execute());
    expect([(await lan.send('PUT /api/cameras/:id/masks/:mask', { params: given, body: smaller })).code, (await lan.send('DELETE /api/cameras/:id/masks/:mask', { params: given })).code]).toEqual(['fresh-sign-in', 'fresh-sign-in']);
    await lan.get('POST /api/session/proof', { body: { password: street.passwords.lan } });
    // Nor by the door for pauses.
    expect((await lan.send('DELETE /api/pauses/:id', { params: { id: `${mask?.id}.2` } })).status).toBeGreaterThan(399);
    expect((await lan.get('GET /api/cameras/:id/masks', { params: params() })).map(({ version }) => version)).toEqual([2]);
    // Whoever watched under the larger one does not slip into the smaller.
    using viewer = await truc.live(hello()).playing();
    await lan.get('PUT /api/cameras/:id/masks/:mask', { params: given, body: smaller });
    expect((await viewer.end()).reason).toBe('refused');
    await until('the co-owner is told', async () => (await minh.get('GET /api/notices')).some(({ kind }) => kind === 'mask.widened'));
    expect((await lan.get('GET /api/notices')).some(({ kind }) => kind === 'mask.widened')).toBe(false);
    await lan.get('DELETE /api/cameras/:id/masks/:mask', { params: given });
    expect([await lan.get('GET /api/cameras/:id/masks', { params: params() }), await outsiders(), (await street.running.hub.audit.verify()).sound]).toEqual([[], ['removed', 'changed', 'changed', 'drawn'], true]);
  });

  test('covers it before the shop\'s own staff where she says so, and never before herself', async () => {
    const { kim, quan, xem } = street.people;
    const camera = street.cameras.c.id;
    using before = await xem.live({ camera, transport: 'mse' }).playing();
    await kim.get('POST /api/cameras/:id/masks', { params: { id: camera }, body: { name: 'Phòng thay đồ', polygons: [doorShape.map((point) => ({ ...point }))], staff: true } });
    expect((await before.end()).reason).toBe('refused');
    using after = xem.live({ camera, transport: 'mse' });
    const got = recorded(after);
    await until('pictures come', () => got.size() > 15 || after.ended);
    expect(hidden(got.file(), doorShape)).toMatchObject({ open: 0, lit: true });
    expect(hidden(await picture(quan, `/api/cameras/${camera}/picture`), doorShape, ['-f', 'mjpeg'])).toEqual({ frames: 1, open: 0, lit: true });
    expect(hidden(await picture(kim, `/api/cameras/${camera}/picture`), doorShape, ['-f', 'mjpeg']).open).toBe(1);
  });

  test('is nobody else\'s to see or to change', async () => {
    const { bay, truc, xem } = street.people;
    const given = { params: params(), body: { name: 'x', polygons: [doorShape.map((point) => ({ ...point }))] } };
    const codes = [await bay.send('GET /api/cameras/:id/masks', { params: params() }), await bay.send('POST /api/cameras/:id/masks', given), await truc.send('GET /api/cameras/:id/masks', { params: params() }), await xem.send('GET /api/cameras/:id/masks', { params: { id: street.cameras.c.id } })];
    expect(codes.map(({ code }) => code)).toEqual(['not-found', 'not-found', 'not-allowed', 'not-allowed']);
    const speck = await bay.send('POST /api/cameras/:id/masks', { params: { id: street.cameras.b.id }, body: { name: 'x', polygons: [[{ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.5 }, { x: 0.5, y: 0.51 }]] } });
    expect(speck.code).toBe('bad-request');
  });
});

async function picture(by: Browser, path: string, body?: object): Promise<Buffer> {
  const response = await fetch(`${by.origin}${path}`, { method: body ? 'POST' : 'GET', headers: { ...by.headers, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  return bytes;
}
