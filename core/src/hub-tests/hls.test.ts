import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { id, type ViewingId } from '../domain/ids.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import type { Browser } from './browser.fixture.ts';
import { readPlaylist } from '../hls/read-playlist.fixture.ts';
import { always, ffmpeg, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

const run = promisify(execFile);

describe('HLS from the running hub', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet({ camera: { audio: 'aac' } }); }, 60_000);
  afterAll(async () => street?.close());

  const open = (by: Browser, camera: string, more: object = {}) => by.get('POST /api/hls', { body: { camera, ...more } });
  const playlist = async (by: Browser, path: string, query = '') => {
    const answer = await by.raw('GET', `${path}${query}`);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return readPlaylist(answer.text);
  };

  test('plays in ffmpeg with the session\'s cookie: pictures that move', async () => {
    const { people: { lan }, cameras: { a }, running } = street;
    const { playlist: path, viewing } = await open(lan, a.id);
    const { stdout } = await run(ffmpeg, ['-hide_banner', '-loglevel', 'error', '-headers', `Cookie: ${lan.cookie}\r\n`, '-i', `${running.origin}${path}`, '-t', '3', '-an', '-f', 'framemd5', '-'], { timeout: 60_000 });
    const frames = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(',').at(-1)?.trim());
    expect([frames.length >= 20, new Set(frames).size > 10]).toEqual([true, true]);
    await lan.send('DELETE /api/hls/:id', { params: { id: viewing } });
  }, 90_000);

  /** What ffmpeg finds in it, `video` and `audio`. */
  const tracks = async (by: Browser, path: string): Promise<readonly string[]> => {
    const { stdout } = await run(ffmpeg, ['-hide_banner', '-loglevel', 'error', '-headers', `Cookie: ${by.cookie}\r\n`, '-i', `${street.running.origin}${path}`, '-t', '1', '-map', '0', '-c', 'copy', '-f', 'framecrc', '-'], { timeout: 60_000 });
    return [...stdout.matchAll(/^#media_type \d+: (\w+)/gm)].flatMap(([, kind]) => kind ?? []).toSorted();
  };

  test('carries the sound for the house, and none for an officer who was not given it, whatever she asks for; her mark is in the pixels', async () => {
    const { people: { lan, tra }, cameras: { a }, owners, units: { u } } = street;
    const grant = await give(lan, { owner: owners.a, cameras: [a.id], who: { unit: u }, ...always });
    const [hers, his] = [await open(lan, a.id, { audio: true }), await open(tra, a.id, { audio: true, unit: u, purpose: 'crime' })];
    const found = await Promise.all([tracks(lan, hers.playlist), tracks(tra, his.playlist)]);
    await lan.send('DELETE /api/hls/:id', { params: { id: hers.viewing } });
    await tra.send('DELETE /api/hls/:id', { params: { id: his.viewing } });
    expect([found, his.watermark?.includes('U-3')]).toEqual([[['audio', 'video'], ['video']], true]);
    await until('the ledger says how the mark went out', async () => {
      const { mark, end_reason } = await street.running.hub.store.read.selectFrom('viewing').select(['mark', 'end_reason']).where('id', '=', id<ViewingId>(his.viewing)).executeTakeFirstOrThrow();
      return end_reason === 'viewer' && mark === 'pixels';
    });
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  }, 90_000);

  test('at the pace of key pictures offers no parts, and each segment is key pictures alone on a line without holes', async () => {
    const { people: { lan }, cameras: { a } } = street;
    const { playlist: path, viewing } = await open(lan, a.id, { pace: 'keys' });
    const base = path.replace('index.m3u8', '');
    const first = await playlist(lan, path);
    const seen = await playlist(lan, path, `?_HLS_msn=${first.mediaSequence + first.segments.length}`);
    const runs = (await Promise.all(seen.segments.map(async ({ uri }) => Buffer.from(await (await fetch(`${street.running.origin}${base}${uri}`, { headers: lan.headers })).arrayBuffer())))).flatMap((bytes) => mapFmp4(bytes).fragments.flatMap((fragment) => fragment.runs));
    const isWhole = runs.every(({ baseDecodeTicks }, n) => n === 0 || baseDecodeTicks === (runs[n - 1]?.baseDecodeTicks ?? 0) + (runs[n - 1]?.duration ?? 0));
    expect([seen.partTarget, seen.hint, seen.segments.length >= 2, runs.length >= 2, runs.every(({ key, samples }) => key && samples === 1), isWhole]).toEqual([undefined, undefined, true, true, true, true]);
    await lan.send('DELETE /api/hls/:id', { params: { id: viewing } });
  }, 60_000);

  test('keeps the rules of a playlist, waits for what is asked for, and hands out the parts', async () => {
    const { people: { lan }, cameras: { a } } = street;
    const { playlist: path } = await open(lan, a.id);
    const base = path.replace('index.m3u8', '');
    let seen = await playlist(lan, path);
    expect([seen.canBlock, seen.partTarget, seen.segments.length >= 1, seen.hint !== undefined]).toEqual([true, 0.5, true, true]);
    for (let round = 0; round < 6; round += 1) {
      const next = seen.mediaSequence + seen.segments.length;
      const [later, hinted] = await Promise.all([playlist(lan, path, `?_HLS_msn=${next}&_HLS_part=${seen.openParts.length}`), lan.raw('GET', base + (seen.hint ?? ''))]);
      expect([hinted.status, hinted.headers.get('content-type'), hinted.headers.get('cache-control')]).toEqual([200, 'video/iso.segment', 'no-store']);
      expect(later.segments.length + later.mediaSequence > next || later.openParts.length > seen.openParts.length).toBe(true);
      seen = later;
    }
    const last = seen.segments.at(-1);
    expect([(await lan.raw('GET', base + (last?.map ?? ''))).headers.get('content-type'), (await lan.raw('GET', base + (last?.uri ?? ''))).status, last?.parts[0]?.independent]).toEqual(['video/mp4', 200, true]);
    expect((await lan.raw('GET', `${path}?_HLS_msn=999999`)).status).toBe(400);
  }, 60_000);

  test('belongs to the session that opened it, and ends with it at once, also for whoever waits', async () => {
    const { people: { minh }, cameras: { a } } = street;
    const guest = await street.signedIn('lan');
    const { playlist: path } = await open(guest, a.id);
    const { mediaSequence, segments } = await playlist(guest, path);
    expect([(await minh.raw('GET', path)).status, (await street.newBrowser().raw('GET', path)).status]).toEqual([404, 401]);
    const waiting = guest.raw('GET', `${path}?_HLS_msn=${mediaSequence + segments.length + 1}`);
    await guest.send('DELETE /api/session');
    expect((await waiting).code).toBe('viewing-ended');
    expect((await street.people.lan.raw('GET', path)).status).toBe(404);
  }, 60_000);

  test('stops for an officer the moment the owner revokes, and nothing more is handed out', async () => {
    const { people: { lan, truc }, cameras: { a }, owners, units: { u } } = street;
    const grant = await give(lan, { owner: owners.a, cameras: [a.id], who: { unit: u }, ...always });
    const { playlist: path, watermark, viewing } = await open(truc, a.id, { unit: u, purpose: 'crime' });
    const { mediaSequence, segments } = await playlist(truc, path);
    const uri = segments.at(-1)?.uri ?? '';
    const fetched = Number((await truc.raw('GET', path.replace('index.m3u8', uri))).headers.get('content-length'));
    const waiting = truc.raw('GET', `${path}?_HLS_msn=${mediaSequence + segments.length + 1}`);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect([(await waiting).status, (await truc.raw('GET', path)).status, (await truc.raw('GET', path.replace('index.m3u8', uri))).status, watermark?.includes('U-2')]).toEqual([410, 404, 404, true]);
    expect((await truc.send('POST /api/hls', { body: { camera: a.id, unit: u, purpose: 'crime' } })).status).toBe(403);
    await until('it stands in the ledger with what was fetched', async () => {
      const { end_reason, bytes } = await street.running.hub.store.read.selectFrom('viewing').select(['end_reason', 'bytes']).where('id', '=', id<ViewingId>(viewing)).executeTakeFirstOrThrow();
      return end_reason === 'revoked' && bytes === fetched;
    });
  }, 60_000);
});
