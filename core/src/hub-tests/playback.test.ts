import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CameraId } from '../domain/ids.ts';
import type { Polygon } from '../domain/mask.ts';
import { decode, ffmpeg } from '../media/clips.fixture.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { brightFilm, layFootage } from '../playback/footage-files.fixture.ts';
import { SheetBook } from '../playback/sheet-book.ts';
import { SheetMaker } from '../playback/sheet-maker.ts';
import { FolderDisk } from '../recordings/disk.ts';
import { GroupIndex } from '../recordings/group-index.ts';
import { darkOf, framesOf, inside, litOf } from '../renditions/pixels.fixture.ts';
import type { Browser } from './browser.fixture.ts';
import { give, openStreet, type Street } from './hub-street.fixture.ts';
import { PlaybackViewer } from './playback-viewer.fixture.ts';
import { until } from './until.fixture.ts';

const [width, height] = [320, 180];
const windowShape: Polygon = [{ x: 0.1, y: 0.1 }, { x: 0.55, y: 0.2 }, { x: 0.5, y: 0.6 }, { x: 0, y: 0.5 }];
const hidden = inside(windowShape, width, height, 3);
/** Away from the shape and from the mark below. */
const outside = (x: number, y: number): boolean => x > 200 && x < 300 && y > 20 && y < 120;
const minute = 60_000;

/** Wall clock of every picture of a film that came over the socket, as ffmpeg reads it. */
function timesOf(film: Buffer, origin: number): readonly number[] {
  const lines = ffmpeg(['-copyts', '-i', 'pipe:0', '-map', '0:v', '-c', 'copy', '-f', 'framehash', 'pipe:1'], film).toString().split('\n');
  const base = Number(/^#tb 0: 1\/(\d+)$/m.exec(lines.join('\n'))?.[1]);
  return lines.filter((line) => line.startsWith('0,')).map((line) => origin + (Number(line.split(',')[2]) * 1_000) / base);
}

describe('looking back', () => {
  let street: Street;
  // Half past an hour that is over, so that no window of small pictures is still open.
  const noon = Math.floor((Date.now() - 60 * minute) / (10 * minute)) * 10 * minute;
  const film = brightFilm({ startTicks: 45_000 });
  beforeAll(async () => {
    street = await openStreet();
    const { store } = street.running.hub;
    const camera = street.cameras.a.id;
    // Half a minute, then a hole of twenty seconds, then ten more.
    for (const at of [0, 10_000, 20_000, 50_000]) await layFootage(store, street.config.recordings.dir, camera, noon + at, film);
    await store.write((trx) => trx.insertInto('camera_event').values([{ camera: camera as never, kind: 'motion', from_at: noon + 3_000, to_at: noon + 5_000 }, { camera: camera as never, kind: 'motion', from_at: noon + 25_000, to_at: noon + 28_000 }]).execute());
  }, 60_000);
  afterAll(async () => street?.close());

  const params = () => ({ id: street.cameras.a.id });
  const whole = () => ({ camera: street.cameras.a.id, from: noon, to: noon + minute });
  const query = { from: String(noon), to: String(noon + minute) };

  test('gives the house what was recorded, placed by the wall clock, and says where there is nothing', async () => {
    using viewer = new PlaybackViewer(street.people.lan, whole());
    const opened = await viewer.opened();
    expect(opened).toMatchObject({ from: noon, to: noon + minute, own: true, made: 'sent', watermark: null, until: null });
    // From the middle of a second on: the group of pictures that shows it comes whole, and no earlier one.
    const given = await viewer.want(noon + 8_500, noon + 40_000);
    expect([given.from, given.to, given.gaps.map(({ from, to }) => [from - noon, to - noon])]).toEqual([noon + 8_500, noon + 40_000, [[30_000, 40_000]]]);
    const times = timesOf(viewer.film, opened.origin);
    expect([Math.round((times[0] ?? 0) - noon), times.length, Math.round((times.at(-1) ?? 0) - noon), viewer.of('format').length]).toEqual([8_000, 220, 29_900, 1]);
    expect(viewer.of('format')[0]).toMatchObject({ width, height, mime: expect.stringMatching(/^video\/mp4; codecs="avc1\.[0-9a-f]{6}"$/i) as string });
    expect(decode(viewer.film).errors).toBe('');
    // Only pictures that stand for themselves: one a second, each shown until the next.
    const before = viewer.media.length;
    await viewer.want(noon, noon + 10_000, { pace: 'keys' });
    const keys = Buffer.concat(viewer.media.slice(before));
    expect(timesOf(Buffer.concat([film.init, keys]), opened.origin)).toEqual(Array.from({ length: 10 }, (_, n) => noon + n * 1_000));
    expect(mapFmp4(keys).fragments.map(({ runs }) => runs.map(({ samples, duration }) => [samples, duration / 90_000]))).toEqual(Array.from({ length: 10 }, () => [[1, 1]]));
  });

  test('shows the very picture of an instant', async () => {
    using viewer = new PlaybackViewer(street.people.lan, whole());
    await viewer.opened();
    const { event, jpeg } = await viewer.still(noon + 14_370);
    expect(event.at).toBe(noon + 14_300);
    const [still] = framesOf(jpeg, width, height, ['-f', 'mjpeg']);
    const frames = framesOf(film.bytes, width, height);
    const difference = frames.map(({ grey }) => grey.reduce((sum, value, at) => sum + Math.abs(value - (still?.grey[at] ?? 0)), 0));
    expect(difference.indexOf(Math.min(...difference))).toBe(43);
    expect((await viewer.still(noon + 45_000)).event.bytes).toBe(0);
  });

  test('counts what was handed over once, and ends with the session', async () => {
    const lan = await street.signedIn('lan');
    const viewer = new PlaybackViewer(lan, whole());
    const { viewing } = await viewer.opened();
    for (const from of [0, 0, 2_000]) await viewer.want(noon + from, noon + 4_000);
    await lan.get('DELETE /api/session');
    expect((await viewer.ended()).reason).toBe('signed_out');
    await until('it is on record', async () => (await street.people.lan.get('GET /api/ledger', { query: { own: '1' } })).some((row) => row.viewing === viewing && row.seconds === 4 && row.endReason === 'signed_out' && row.action === 'playback' && row.footage?.from === noon));
  });

  test('shows an officer only what her grant covers, covered and marked, until it is taken back', async () => {
    const { people: { lan, truc }, owners, units: { u }, cameras } = street;
    await lan.get('POST /api/cameras/:id/masks', { params: params(), body: { name: 'Cửa sổ', polygons: [windowShape.map((point) => ({ ...point }))] } });
    const named = { camera: cameras.a.id, unit: u, purpose: 'crime' } as const;
    const nothing = await truc.get('POST /api/officer/timeline', { body: { ...named, from: noon, to: noon + minute } });
    expect([nothing.covered, nothing.spans, nothing.name]).toEqual([[], [], '']);
    using refused = new PlaybackViewer(truc, { ...named, ...whole() });
    expect((await refused.ended()).problem).toMatchObject({ code: 'consent-refused' });

    // From 4.25 s to 12.45 s: neither edge is where a group of pictures begins.
    const [from, to] = [noon + 4_250, noon + 12_450];
    const grant = await give(lan, { owner: owners.a, cameras: [cameras.a.id], who: { unit: u }, preset: 'own', mode: 'standing', actions: ['playback'], lookbackHours: 24, footageFrom: from, footageUntil: to, purposes: ['crime'], maxHeight: 720 });
    const page = await truc.get('POST /api/officer/timeline', { body: { ...named, from: noon, to: noon + minute } });
    expect([page.covered, page.spans.map((span) => [span.from, span.to]), page.gaps, page.holds, page.sheets, page.events.map((event) => [event.from, event.to])])
      .toEqual([[{ from, to }], [[from, to]], [], [], [], [[from, noon + 5_000]]]);
    expect((await truc.get('GET /api/officer/cameras', { query: { unit: u } })).find(({ camera }) => camera === cameras.a.id)?.offers.map(({ action }) => action)).toEqual(['playback']);
    // Everything is more than that.
    using greedy = new PlaybackViewer(truc, { ...named, ...whole() });
    expect((await greedy.ended()).reason).toBe('refused');

    using viewer = new PlaybackViewer(truc, { ...named, from, to });
    const opened = await viewer.opened();
    expect(opened).toMatchObject({ from, to, own: false, made: 'anew' });
    const given = await viewer.want(noon, noon + minute);
    expect([given.from, given.to, given.gaps]).toEqual([from, to, []]);
    const times = timesOf(viewer.film, opened.origin);
    expect([Math.round((times[0] ?? 0) - noon), times.length, times.every((at) => at >= from - 1 && at + 100 <= to + 1)]).toEqual([5_000, 74, true]);
    const frames = framesOf(viewer.film, width, height);
    expect([frames.length, frames.filter((frame) => darkOf(frame, hidden) < 1).length, frames.every((frame) => litOf(frame, outside) > 0.98)]).toEqual([74, 0, true]);
    const still = await viewer.still(noon + 7_000);
    const [picture] = framesOf(still.jpeg, width, height, ['-f', 'mjpeg']);
    expect([still.event.at, picture && darkOf(picture, hidden)]).toEqual([noon + 7_000, 1]);
    // Before her interval there is nothing, not even a still.
    expect((await viewer.still(noon + 1_000)).event.bytes).toBe(0);

    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect([(await viewer.ended()).reason, viewer.bytesAfterEnd]).toEqual(['revoked', 0]);
    await until('the ledger says how', async () => (await lan.get('GET /api/ledger')).some((row) => row.viewing === opened.viewing && row.route === 'R1' && row.masks === 1 && row.mark === 'pixels' && row.obligationsMet === true && row.seconds === 7));
    expect((await truc.get('POST /api/officer/timeline', { body: { ...named, from: noon, to: noon + minute } })).covered).toEqual([]);
  });

  test('is good for exactly what the owner said yes to, and once', async () => {
    const { people: { bay, truc }, owners, units: { u }, cameras, running: { hub }, config } = street;
    const camera = cameras.b.id;
    await layFootage(hub.store, config.recordings.dir, camera, noon, film);
    await give(bay, { owner: owners.b, cameras: [camera], who: { unit: u }, preset: 'own', mode: 'ask', actions: ['playback'], lookbackHours: 24, purposes: ['crime'], maxHeight: 1_080, watermark: false });
    const [from, to] = [noon + 2_000, noon + 5_000];
    const { id: ask } = await truc.get('POST /api/officer/asks', { body: { unit: u, camera, action: 'playback', purpose: 'crime', message: 'Có vụ trộm xe lúc trưa.', footage: { from, to } } });
    const named = { camera, unit: u, purpose: 'crime', ask } as const;
    const line = async () => (await truc.get('POST /api/officer/timeline', { body: { ...named, from: noon, to: noon + minute } })).covered;
    using early = new PlaybackViewer(truc, { ...named, from, to });
    expect([(await early.ended()).problem.code, await line()]).toEqual(['needs-approval', []]);
    await bay.get('POST /api/asks/:id/approve', { params: { id: ask }, body: {} });
    expect(await line()).toEqual([{ from, to }]);
    // Whatever she asks for now, it is that interval.
    const viewer = new PlaybackViewer(truc, { ...named, from: noon, to: noon + minute });
    expect(await viewer.opened()).toMatchObject({ from, to, own: false, made: 'sent' });
    expect([(await viewer.want(noon, noon + 10_000)).from - noon, timesOf(viewer.film, (await viewer.opened()).origin).length, await line()]).toEqual([2_000, 30, [{ from, to }]]);
    viewer.socket.close();
    await until('it is over', () => hub.gate.open().length === 0);
    using again = new PlaybackViewer(truc, { ...named, from, to });
    expect([(await again.ended()).reason, await line()]).toEqual(['refused', []]);
  });

  test('draws the house its own line, and nobody else\'s', async () => {
    const { lan, bay, xem } = street.people;
    const page = await lan.get('GET /api/cameras/:id/timeline', { params: params(), query });
    expect([page.spans, page.gaps.map(({ from, to }) => [from - noon, to - noon]), page.events.length, page.covered]).toEqual([
      [{ from: noon, to: noon + 30_000, role: 'main', origin: 'recorded' }, { from: noon + 50_000, to: noon + minute, role: 'main', origin: 'recorded' }], [[30_000, 50_000]], 2, [{ from: noon, to: noon + minute }],
    ]);
    const [day] = await lan.get('GET /api/cameras/:id/days', { params: params(), query });
    expect([day?.recordedMs, day?.events, Object.values(day?.gapsMs ?? {}).length > 0]).toEqual([40_000, 2, true]);
    for (const key of ['GET /api/cameras/:id/timeline', 'GET /api/cameras/:id/days'] as const) {
      expect([(await bay.send(key, { params: params(), query })).code, (await xem.send(key, { params: params(), query })).code, (await lan.send(key, { params: params(), query: { from: '0', to: String(noon) } })).code]).toEqual(['not-found', 'not-found', 'bad-request']);
    }
    // That somebody asked for footage is for those who answer, not for everybody who may look.
    const { store } = street.running.hub;
    await store.write((trx) => trx.insertInto('footage_hold').values({ id: 'h1', camera: street.cameras.c.id as never, owner: street.owners.c as never, from_at: noon, to_at: noon + 1_000, reason: 'ask', ref: 'none', placed_at: noon, until: Date.now() + minute, released_at: null, bytes: 0 }).execute());
    const held = async (login: 'kim' | 'quan' | 'xem') => (await street.people[login].get('GET /api/cameras/:id/timeline', { params: { id: street.cameras.c.id }, query })).holds.length;
    expect([await held('kim'), await held('quan'), await held('xem')]).toEqual([1, 1, 0]);
    using stranger = new PlaybackViewer(bay, whole());
    expect((await stranger.ended()).problem.code).toBe('not-found');
  });

  test('shows small pictures to the house, under one permit, and to whoever is shown masks none', async () => {
    const { running: { hub }, config, people: { lan, bay, kim, quan, xem }, cameras } = street;
    const book = new SheetBook(hub.store, join(config.dataDir, 'sheets'));
    const maker = new SheetMaker({ store: hub.store, groups: new GroupIndex(hub.store, new FolderDisk(config.recordings.dir)), ffmpeg: hub.ffmpeg });
    for (const camera of [cameras.a.id, cameras.c.id] as CameraId[]) {
      if (camera === cameras.c.id) await layFootage(hub.store, config.recordings.dir, camera, noon, film);
      const made = await maker.make(camera, noon, new AbortController().signal);
      if (made) await book.keep(camera, noon, made, Date.now());
    }
    const { sheets: [sheet] } = await lan.get('GET /api/cameras/:id/timeline', { params: params(), query });
    expect(sheet).toEqual({ from: noon, to: noon + 10 * minute, everyMs: 10_000, columns: 10, rows: 6, width: 160, height: 90, name: `s-${noon}.jpg` });
    const day = (await lan.get('GET /api/cameras/:id/days', { params: params(), query }))[0]?.sheet;
    expect(day).toMatchObject({ everyMs: 60 * minute, columns: 24, rows: 1, width: 160, height: 90 });
    const picture = async (by: Browser, camera: string, name = ''): Promise<{ readonly status: number; readonly jpeg: Buffer }> => {
      const response = await fetch(`${by.origin}/api/cameras/${camera}/sheets/${name}`, { headers: by.headers });
      return { status: response.status, jpeg: Buffer.from(await response.arrayBuffer()) };
    };
    const [first, strip] = [await picture(lan, cameras.a.id, sheet?.name), await picture(lan, cameras.a.id, day?.name)];
    // Bright where there is a picture, middle grey where there is none.
    const brightness = (jpeg: Buffer, width_: number, x: number, tall: number): number => framesOf(jpeg, width_, tall, ['-f', 'mjpeg'])[0]?.grey.subarray(45 * width_ + x, 45 * width_ + x + 60).reduce((most, value) => Math.max(most, value), 0) ?? 0;
    const hour = Math.floor((noon - (day?.from ?? 0)) / (60 * minute));
    expect([first.status, brightness(first.jpeg, 1_600, 50, 540) > 150, brightness(first.jpeg, 1_600, 610, 540) < 150, strip.status, brightness(strip.jpeg, 3_840, hour * 160 + 50, 90) > 150, brightness(strip.jpeg, 3_840, ((hour + 5) % 24) * 160 + 50, 90) < 150]).toEqual([200, true, true, 200, true, true]);
    expect(hub.gate.open().map(({ as, ask }) => [as, ask.action, ask.camera])).toEqual([['member', 'playback', cameras.a.id]]);
    expect([(await picture(bay, cameras.a.id, sheet?.name)).status, (await picture(lan, cameras.a.id, 's-1.jpg')).status, (await picture(lan, cameras.a.id, '..-..')).status]).toEqual([404, 404, 404]);

    expect((await picture(xem, cameras.c.id, sheet?.name)).status).toBe(200);
    await kim.get('POST /api/cameras/:id/masks', { params: { id: cameras.c.id }, body: { name: 'Phòng thay đồ', polygons: [windowShape.map((point) => ({ ...point }))], staff: true } });
    expect([(await picture(xem, cameras.c.id, sheet?.name)).status, (await picture(quan, cameras.c.id, sheet?.name)).status, (await picture(kim, cameras.c.id, sheet?.name)).status, (await xem.get('GET /api/cameras/:id/timeline', { params: { id: cameras.c.id }, query })).sheets]).toEqual([404, 404, 200, []]);
    // And what her staff looks back at is covered.
    using staff = new PlaybackViewer(xem, { ...whole(), camera: cameras.c.id });
    expect((await staff.opened()).made).toBe('anew');
    await staff.want(noon, noon + 2_000);
    const frames = framesOf(staff.film, width, height);
    expect([frames.length > 0, frames.every((frame) => darkOf(frame, hidden) === 1)]).toEqual([true, true]);
  });
});
