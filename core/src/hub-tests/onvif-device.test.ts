import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, ffmpeg, give, openStreet, type Street } from './hub-street.fixture.ts';
import { RawPlayer, runPlayer, withLogin, type Signing } from './rtsp-player.fixture.ts';
import { until } from './until.fixture.ts';

type Done<T> = (error: Error | null, value: T) => void;
interface Messages { readonly notificationMessage?: object }
/** The part of the onvif package that is used here; its own types are wrong where methods are overloaded. */
interface ForeignCam {
  connect(done: Done<undefined>): void;
  getProfiles(done: Done<readonly { readonly name: string; readonly $: { readonly token: string } }[]>): void;
  getStreamUri(options: { readonly protocol: 'RTSP'; readonly profileToken: string }, done: Done<{ readonly uri: string }>): void;
  getSnapshotUri(options: { readonly profileToken: string }, done: Done<{ readonly uri: string }>): void;
  createPullPointSubscription(done: Done<object>): void;
  pullMessages(options: { readonly timeout: number; readonly messageLimit: number }, done: Done<Messages>): void;
}
const { Cam } = createRequire(import.meta.url)('onvif') as { readonly Cam: new (options: object) => ForeignCam };
const answerOf = async <T>(ask: (done: Done<T>) => void): Promise<T> => new Promise((resolve, reject) => { ask((error, value) => {
    if (error) reject(error);
    else resolve(value);
  }); });
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('the hub as an ONVIF device', () => {
  let street: Street;
  let port: number;
  beforeAll(async () => {
    street = await openStreet({ settings: { plugins: ['@matpho/plugin-rtsp', '@matpho/plugin-notify', '@matpho/plugin-onvif-device'], restream: { mode: 'rtsp', host: '0.0.0.0', port: 0 } } });
    port = await freePort();
    await street.people.lan.get('PUT /api/plugins/:id/config', { params: { id: 'onvif-device' }, body: { host: '127.0.0.1', port, announce: false } });
    await until('it listens there', () => fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false));
  }, 90_000);
  afterAll(async () => street?.close());

  async function connected({ username, password }: Signing): Promise<ForeignCam> {
    const cam = new Cam({ hostname: '127.0.0.1', port, username, password, timeout: 20_000, autoconnect: false });
    await answerOf<undefined>((done) => cam.connect((error) => done(error, undefined)));
    return cam;
  }
  const tokensOf = async (cam: ForeignCam): Promise<readonly string[]> => (await answerOf<readonly { readonly $: { readonly token: string } }[]>((done) => cam.getProfiles(done))).map(({ $ }) => $.token);

  test('a recorder finds its camera, plays it by the address it is told, and fetches a still', async () => {
    const { people: { lan }, cameras: { a } } = street;
    const { app, password } = await lan.get('POST /api/apps', { body: { name: 'Đầu ghi', cameras: [a.id] } });
    const as = { username: app.username, password };
    const cam = await connected(as);
    const [token = ''] = await tokensOf(cam);
    const { uri } = await answerOf<{ readonly uri: string }>((done) => cam.getStreamUri({ protocol: 'RTSP', profileToken: token }, done));
    const { uri: still } = await answerOf<{ readonly uri: string }>((done) => cam.getSnapshotUri({ profileToken: token }, done));
    // The RTSP server listens on every address: what is told is the one the recorder reached.
    expect([token, new URL(uri).hostname, uri.endsWith(`/${a.id}/main`)]).toEqual([`main.${a.id}`, '127.0.0.1', true]);
    const player = runPlayer(ffmpeg, ['-nostdin', '-v', 'error', '-rtsp_transport', 'tcp', '-i', withLogin(uri, as), '-frames:v', '10', '-f', 'framemd5', '-']);
    expect([await player.exit, player.said().split('\n').filter((line) => line.startsWith('0,')).length]).toEqual([0, 10]);
    const asked = (await fetch(still)).headers.get('www-authenticate') ?? '';
    const nonce = /nonce="([^"]+)"/.exec(asked)?.[1] ?? '';
    const path = new URL(still).pathname;
    const response = md5(`${md5(`${as.username}:matpho:${password}`)}:${nonce}:00000001:c:auth:${md5(`GET:${path}`)}`);
    const jpeg = await fetch(still, { headers: { authorization: `Digest username="${as.username}", realm="matpho", nonce="${nonce}", uri="${path}", qop=auth, nc=00000001, cnonce="c", response="${response}"` } });
    expect([jpeg.status, jpeg.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  }, 60_000);

  test('a camera whose grant is revoked is gone from the list, its stream ends, and the recorder is told', async () => {
    const { people: { bay, truc }, cameras: { b }, owners, units: { u } } = street;
    const grant = await give(bay, { owner: owners.b, cameras: [b.id], who: { unit: u }, ...always });
    const { app, password } = await truc.get('POST /api/apps', { body: { name: 'VMS', cameras: [b.id], unit: u, purpose: 'crime' } });
    const as = { username: app.username, password };
    const cam = await connected(as);
    const before = await tokensOf(cam);
    await answerOf((done) => cam.createPullPointSubscription(done));
    const pulled = async (seconds: number): Promise<boolean> => (await answerOf<Messages>((done) => cam.pullMessages({ timeout: seconds * 1_000, messageLimit: 10 }, done))).notificationMessage !== undefined;
    const first = await pulled(1);
    const { uri } = await answerOf<{ readonly uri: string }>((done) => cam.getStreamUri({ protocol: 'RTSP', profileToken: before[0] ?? '' }, done));
    using player = await new RawPlayer(uri, as).playing();
    await player.more();
    const told = pulled(15);
    await bay.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    await player.over();
    const isTold = await told;
    expect([before.includes(`main.${b.id}`), first, isTold]).toEqual([true, true, true]);
    // The package says of a list without profiles that it cannot be read.
    expect(await tokensOf(cam).catch(() => [])).toEqual([]);
    await expect(answerOf((done) => cam.getStreamUri({ protocol: 'RTSP', profileToken: before[0] ?? '' }, done))).rejects.toThrow('There is no such profile.');
  }, 60_000);

  test('a program that was stopped is nobody, to whichever door it goes', async () => {
    const { people: { lan }, cameras: { a } } = street;
    const { app, password } = await lan.get('POST /api/apps', { body: { name: 'Tạm', cameras: [a.id] } });
    const cam = await connected({ username: app.username, password });
    await lan.get('DELETE /api/apps/:id', { params: { id: app.id } });
    await expect(tokensOf(cam)).rejects.toThrow();
    expect(street.lines.join('\n').includes(password)).toBe(false);
  });
});
