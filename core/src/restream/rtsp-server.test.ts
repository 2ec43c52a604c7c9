import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { KnownApp } from '../apps/known-app.ts';
import { id } from '../domain/ids.ts';
import { openLocalCa } from '../http/local-ca.ts';
import { RawPlayer } from '../hub-tests/rtsp-player.fixture.ts';
import { until } from '../hub-tests/until.fixture.ts';
import { noLog } from '../people/people-room.fixture.ts';
import { HubError } from '../sdk/errors.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { RtspServer, type RtspServerParts } from './rtsp-server.ts';

const clock = new FakeClock();
const as = { username: 'app-1', password: 'mat-khau' };
const app = { id: 'a', username: as.username, name: 'Máy', person: {}, cameras: new Set([id('c')]), sound: false, snapshot: false } as unknown as KnownApp;
const video = { codec: 'h264' as const, clockRate: 90_000, parameterSets: [] };
/** A hub where one program is known, and whose camera answers as told. */
const parts = (foresee: RtspServerParts['viewings']['foresee'], known = app): RtspServerParts => ({
  apps: { door: { knock: async (_name: string, _from: string, isRight: (password: string) => boolean) => (isRight(as.password) ? known : undefined), again: async () => known }, passes: {} } as unknown as RtspServerParts['apps'],
  viewings: { foresee, offered: async () => undefined, watch: async () => { throw new HubError('camera-offline', 'Away.'); } }, clock, timers: clock, log: noLog,
});
const servers: RtspServer[] = [];
afterEach(async () => { for (const server of servers.splice(0)) await server.close(); });
const open = async (mode: 'rtsp' | 'rtsps', foresee: RtspServerParts['viewings']['foresee'], tls: { cert: string; key: string } | null = null, known = app, host = '127.0.0.1'): Promise<RtspServer> => {
  const server = new RtspServer({ mode, host, port: 0, name: () => 'hub.local' }, parts(foresee, known));
  servers.push(server);
  await server.listen(tls);
  return server;
};

test('over TLS pictures go by TCP alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-rtsps-'));
  const ca = await openLocalCa({ file: join(folder, 'ca.json'), domains: [], clock: { now: () => Date.now() }, log: noLog });
  const server = await open('rtsps', async () => ({ video }), await ca.leaf(['localhost']));
  const uri = `${server.address()}/c/main`;
  using player = new RawPlayer(uri, as, true);
  const described = await player.ask('DESCRIBE');
  const [udp, tcp] = [await player.ask('SETUP', `${uri}/trackID=0`, { Transport: 'RTP/AVP;unicast;client_port=5000-5001' }), await player.ask('SETUP', `${uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' })];
  expect([uri.startsWith('rtsps://127.0.0.1:'), described.status, udp.status, tcp.status]).toEqual([true, 200, 461, 200]);
  // Whoever never begins the handshake takes no more places than whoever says nothing after it.
  const { port } = new URL(uri);
  let gone = 0;
  const silent = Array.from({ length: 80 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}).on('close', () => { gone += 1; }));
  await until('the first give way', () => gone >= 80 - 64);
  using late = new RawPlayer(uri, as, true);
  expect([(await late.ask('DESCRIBE')).status, player.closed]).toEqual([200, false]);
  for (const socket of silent) socket.destroy();
  await rm(folder, { recursive: true, force: true });
});

test.each([['camera-offline', 503], ['renditions-busy', 453], ['not-found', 404], ['needs-approval', 403], ['locked-out', 403]] as const)('a %s is answered %d', async (code, status) => {
  const server = await open('rtsp', async () => { throw new HubError(code, 'No.'); });
  using player = new RawPlayer(`${server.address()}/c/main`, as);
  expect((await player.ask('DESCRIBE')).status).toBe(status);
});

test('an approved player that cannot be shown anything is told so, and may ask again', async () => {
  const server = await open('rtsp', async () => ({ video }));
  const uri = `${server.address()}/c/main`;
  using player = new RawPlayer(uri, as);
  await player.ask('SETUP', `${uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
  expect([(await player.ask('PLAY')).status, (await player.ask('PLAY')).status, (await player.ask('TEARDOWN')).status]).toEqual([503, 503, 200]);
});

test('whoever says nothing is sent away after a while, and whoever does not play a little later', async () => {
  const server = await open('rtsp', async () => ({ video }));
  const uri = `${server.address()}/c/main`;
  using silent = new RawPlayer(uri, undefined);
  using idle = new RawPlayer(uri, as);
  await idle.ask('SETUP', `${uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
  await until('both are there', () => server.count().connections === 2);
  await clock.advance(20_000);
  await silent.over();
  expect(idle.closed).toBe(false);
  await clock.advance(60_000);
  await idle.over();
  expect(server.count()).toEqual({ connections: 0, playing: 0 });
});

test('three wrong passwords end the connection', async () => {
  const server = await open('rtsp', async () => ({ video }));
  using player = new RawPlayer(`${server.address()}/c/main`, { ...as, password: 'khong-phai' });
  for (const _ of [1, 2, 3]) await player.say('DESCRIBE', player.base).catch(() => {});
  await player.say('DESCRIBE', player.base).catch(() => {});
  await player.over();
  expect(player.closed).toBe(true);
});

test('what a program has open is over when its time is, and when its person is cut off', async () => {
  const known = { ...app, until: clock.now() + 30_000, person: { person: id('p') } } as unknown as KnownApp;
  const server = await open('rtsp', async () => ({ video }), null, known);
  const uri = `${server.address()}/c/main`;
  using late = await setUp(uri);
  await clock.advance(29_000);
  const before = late.closed;
  await clock.advance(2_000);
  await late.over();
  const other = await open('rtsp', async () => ({ video }), null, { ...known, until: undefined });
  using hers = await setUp(`${other.address()}/c/main`);
  other.cutOf(id('somebody-else'));
  await hers.ask('GET_PARAMETER');
  other.cutOf(id('p'));
  await hers.over();
  expect([before, late.closed, hers.closed]).toEqual([false, true, true]);
});
async function setUp(uri: string): Promise<RawPlayer> {
  const player = new RawPlayer(uri, as);
  await player.ask('SETUP', `${uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
  return player;
}

test('a no that is on record is not written down again each second', async () => {
  let asked = 0;
  const server = await open('rtsp', async () => {
    asked += 1;
    return { refused: true } as never;
  });
  using player = new RawPlayer(`${server.address()}/c/main`, as);
  const answers = [];
  for (let second = 0; second < 10; second += 1) answers.push((await player.ask('DESCRIBE')).status);
  const soon = asked;
  await clock.advance(61_000);
  using again = new RawPlayer(`${server.address()}/c/main`, as);
  await again.ask('DESCRIBE');
  expect([new Set(answers), soon, asked]).toEqual([new Set([403]), 1, 2]);
});

test('a player that begins anew all the time is told that it is too often', async () => {
  const server = await open('rtsp', async () => ({ video }));
  using player = await setUp(`${server.address()}/c/main`);
  const answers = [];
  for (let times = 0; times < 22; times += 1) answers.push((await player.ask('PLAY')).status);
  expect(answers).toEqual([...Array.from({ length: 20 }, () => 503), 429, 429]);
});

test('whoever asks and never reads the answers is sent away', async () => {
  const server = await open('rtsp', async () => ({ video }));
  const { port } = new URL(`${server.address()}`);
  const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
  socket.pause();
  await until('it is there', () => server.count().connections === 1);
  // A few at a time: many in one piece are refused for themselves.
  for (let times = 0; times < 100_000 && server.count().connections > 0; times += 1) {
    socket.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'.repeat(8));
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  await until('its place is free', () => server.count().connections === 0);
  expect(server.count().connections).toBe(0);
  socket.destroy();
});

test('listens on every address, and says the one that was reached', async () => {
  const server = await open('rtsp', async () => ({ video }), null, app, '0.0.0.0');
  expect([server.address(), server.address('192.168.1.5')].map((each) => each?.replace(/:\d+$/, ''))).toEqual(['rtsp://hub.local', 'rtsp://192.168.1.5']);
});

test('a player that goes while it is looked up who asks begins nothing', async () => {
  let watched = 0;
  let isSlow = false;
  let [asked, letOn] = [false, (): void => {}];
  const slow = parts(async () => ({ video }));
  const knock = slow.apps.door.knock.bind(slow.apps.door);
  Object.assign(slow.apps.door, { knock: async (...about: Parameters<typeof knock>) => {
    asked = isSlow;
    if (isSlow) await new Promise<void>((resolve) => { letOn = resolve; });
    return knock(...about);
  } });
  const server = new RtspServer({ mode: 'rtsp', host: '127.0.0.1', port: 0, name: () => 'hub.local' }, { ...slow, viewings: { ...slow.viewings, watch: async () => {
    watched += 1;
    throw new HubError('camera-offline', 'Away.');
  } } });
  servers.push(server);
  await server.listen(null);
  using player = await setUp(`${server.address()}/c/main`);
  isSlow = true;
  const unanswered = player.ask('PLAY').catch(() => {});
  await until('it is being looked up', () => asked);
  player.socket.destroy();
  await unanswered;
  await until('it is gone', () => server.count().connections === 0);
  letOn();
  await new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });
  expect(watched).toBe(0);
});
