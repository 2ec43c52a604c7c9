import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { always, give, leaksIn, openStreet, type Street } from './hub-street.fixture.ts';
import { RtcPlayer } from './rtc-player.fixture.ts';
import { until } from './until.fixture.ts';

describe('live pictures by WebRTC, to a player of another library', () => {
  let street: Street;
  beforeAll(async () => {
    street = await openStreet({ settings: { plugins: ['@matpho/plugin-rtsp', '@matpho/plugin-webrtc', '@matpho/plugin-notify'] } });
    await street.people.lan.get('PUT /api/plugins/:id/config', { params: { id: 'webrtc' }, body: { address: '127.0.0.1' } });
    await until('WebRTC runs', () => street.running.hub.peers.has('webrtc'));
  }, 60_000);
  afterAll(async () => street?.close());
  beforeEach(async () => {
    await until('nobody watches', () => street.running.hub.gate.open().length === 0);
  });
  const a = () => street.cameras.a.id;
  const wrote = (what: object, own = false): Promise<void> => until('it is written down', async () => { const rows = await street.people.minh.get('GET /api/ledger', own ? { query: { own: '1' } } : {}); return rows.some((row) => Object.entries(what).every(([key, value]) => row[key as keyof typeof row] === value)); });
  const whep = (login: 'lan' | 'minh' | 'bay' | 'kim' | 'truc' | 'xem', camera: string, offer: string) => street.people[login].raw('POST', `/api/whep/${camera}`, { body: offer, headers: { 'content-type': 'application/sdp' } });
  const ofHers = { transport: 'webrtc' };
  /** While the camera goes on, as another sees, not a packet comes. */
  const silent = async (player: RtcPlayer): Promise<void> => {
    using witness = await street.people.minh.live({ camera: a(), transport: 'mse' }).playing();
    const had = player.packets;
    for (let at = 0; at < 3; at += 1) await witness.more();
    expect(player.packets).toBe(had);
  };

  test('an officer whose permission is taken back gets no packet more, is told why, and her ledger says so', async () => {
    const { lan, truc } = street.people;
    const grant = await give(lan, { ...always, owner: street.owners.a, cameras: [a()], who: { unit: street.units.u } });
    using player = new RtcPlayer();
    using viewer = truc.live({ camera: a(), transport: 'webrtc', unit: street.units.u, purpose: 'crime', offer: await player.offer() });
    await player.playing(viewer);
    // Her name over the picture, which is laid there by the page.
    expect(viewer.events.find(({ type }) => type === 'opened')).toMatchObject({ own: false, watermark: 'Công an phường U · U-2' });
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect((await viewer.end()).reason).toBe('revoked');
    await silent(player);
    expect(viewer.bytes).toBe(0);
    await wrote({ action: 'live', route: 'R1', officerNo: 'U-2', purpose: 'crime', endReason: 'revoked' });
  });

  test('her pause cuts an officer in the same way, and lets nobody in; the house looks on', async () => {
    const { lan, truc } = street.people;
    const grant = await give(lan, { ...always, owner: street.owners.a, cameras: [a()], who: { unit: street.units.u } });
    using officer = new RtcPlayer();
    using own = new RtcPlayer();
    using watching = truc.live({ camera: a(), transport: 'webrtc', unit: street.units.u, purpose: 'crime', offer: await officer.offer() });
    using hers = lan.live({ ...ofHers, camera: a(), offer: await own.offer() });
    await officer.playing(watching);
    await own.playing(hers);
    const { id: pause } = await lan.get('POST /api/pauses', { body: { owner: street.owners.a, camera: a() } });
    expect((await watching.end()).reason).toBe('paused');
    await silent(officer);
    using again = truc.live({ camera: a(), transport: 'webrtc', unit: street.units.u, purpose: 'crime', offer: await new RtcPlayer().offered() });
    expect((await again.end()).reason).toBe('refused');
    await own.more();
    await lan.get('DELETE /api/pauses/:id', { params: { id: pause } });
    await wrote({ action: 'live', route: 'R1', officerNo: 'U-2', endReason: 'paused' });
    hers.socket.close();
    await silent(own);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
  });

  test('by WHEP for the house alone: others cannot tell a camera that is there from none, and end nothing of hers', async () => {
    const { lan, minh, bay } = street.people;
    using player = new RtcPlayer();
    const offer = await player.offer();
    const answer = await whep('lan', a(), offer);
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([201, 'application/sdp']);
    player.accept(answer.text);
    await player.more();
    const there = answer.headers.get('location') ?? '';
    const [others, nowhere] = await Promise.all([whep('bay', a(), offer), whep('bay', 'no-such-camera', offer)]);
    expect([others.status, others.text]).toEqual([404, nowhere.text]);
    for (const someone of [bay, minh]) expect((await someone.raw('DELETE', there)).status).toBe(404);
    await player.more();
    expect((await lan.raw('DELETE', there)).status).toBeLessThan(300);
    await silent(player);
    expect((await lan.raw('DELETE', there)).status).toBe(404);
    await wrote({ action: 'live', route: 'R0', endReason: 'viewer' }, true);
  });

  test('it lives no longer than the session that asked for it', async () => {
    const phone = await street.signedIn('lan');
    using player = new RtcPlayer();
    const answer = await phone.raw('POST', `/api/whep/${a()}`, { body: await player.offer(), headers: { 'content-type': 'application/sdp' } });
    player.accept(answer.text);
    await player.more();
    await phone.raw('DELETE', '/api/session');
    await silent(player);
    await wrote({ action: 'live', route: 'R0', endReason: 'signed_out' }, true);
  });

  test('a flood of offers takes no more than its places, and a player that leaves before its answer leaves nothing', async () => {
    const offer = await new RtcPlayer().offered();
    const answers = await Promise.all(Array.from({ length: 24 }, () => whep('lan', a(), offer)));
    expect([answers.filter(({ status }) => status === 201).length <= 16, answers.some(({ status }) => status === 429), new Set(answers.map(({ status }) => status))]).toEqual([true, true, new Set([201, 429])]);
    for (const { headers } of answers) if (headers.get('location')) await street.people.lan.raw('DELETE', headers.get('location') ?? '');
    await until('nobody watches', () => street.running.hub.gate.open().length === 0);
    const leaving = new AbortController();
    const asked = fetch(`${street.running.origin}/api/whep/${a()}`, { method: 'POST', headers: { ...street.people.minh.headers, 'content-type': 'application/sdp' }, body: offer, signal: leaving.signal }).catch(() => undefined);
    await until('it is being opened', () => street.running.hub.gate.open().length === 1);
    leaving.abort();
    await asked;
  });

  test('an offer that is none is refused before anybody is asked, and an approval is not spent on it', async () => {
    const { lan, minh, truc } = street.people;
    const offer = await new RtcPlayer().offered();
    const lines = async (): Promise<number> => (await minh.get('GET /api/ledger', { query: { own: '1' } })).length;
    const before = await lines();
    for (const bad of ['xin chào', offer.replace(/a=fingerprint:.*/, 'a=fingerprint:sha-256 zz'), offer.replace(/a=ice-pwd:.*/, 'a=ice-pwd:x')]) expect((await whep('minh', a(), bad)).status).toBe(400);
    expect(await lines()).toBe(before);
    const grant = await give(lan, { ...always, owner: street.owners.a, cameras: [a()], who: { unit: street.units.u }, mode: 'ask' });
    const { id } = await truc.get('POST /api/officer/asks', { body: { unit: street.units.u, camera: a(), action: 'live', purpose: 'crime', message: 'Xin xem ngõ.' } });
    await lan.get('POST /api/asks/:id/approve', { params: { id } });
    const hello = { camera: a(), transport: 'webrtc', unit: street.units.u, purpose: 'crime', ask: id };
    using broken = truc.live({ ...hello, offer: offer.replace(/a=fingerprint:.*/, 'a=fingerprint:sha-256 zz') });
    expect((await broken.end()).problem.code).toBe('bad-request');
    using player = new RtcPlayer();
    using viewer = truc.live({ ...hello, offer: await player.offer() });
    await player.playing(viewer);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    expect((await viewer.end()).reason).toBe('revoked');
  });

  test('no secret stands in the log', () => {
    expect(leaksIn(street, street.lines.join('\n'))).toEqual([]);
  });
});
