import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes, type ErrorCode } from '../domain/error-codes.ts';
import type { Answer } from './browser.fixture.ts';
import { openStreet, startTestHub, newPassword, type Street } from './hub-street.fixture.ts';
import { Browser } from './browser.fixture.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noticeHash } from '../records/privacy-notice.ts';

/** What a person reads: the code's own sentence, in her language. */
const says = (answer: Answer, language: 'vi' | 'en' = 'vi'): string => {
  const { code = '', message } = answer.body as { code?: string; message?: string };
  return message === errorCodes[code as ErrorCode]?.[language] ? code : `${answer.status} ${answer.text}`;
};
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('what is sent to the hub wrongly', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());
  const enrol = (main: string, login: { username?: string; password?: string } = {}, by = street.people.lan) => by.send('POST /api/enrolments', { body: { kind: 'rtsp', main, username: 'admin', password: newPassword(), ...login } });

  test('camera addresses that are none, or not of a camera at home, are refused by name', async () => {
    const { cameras: { a }, running } = street;
    const hubPort = new URL(running.origin).port;
    const tries: readonly (readonly [string, ErrorCode])[] = [
      [a.simulated.rtspUri('sub'), 'camera-wrong-password'], [`rtsp://127.0.0.1:${await closedPort()}/main`, 'camera-unreachable'], ['rtsp://169.254.169.254/latest/meta-data', 'address-refused'], ['rtsp://100.100.100.200/', 'address-refused'],
      ['rtsp://127.0.0.1:22/', 'address-refused'], ['rtsp://127.0.0.1:25/', 'address-refused'], [`rtsp://127.0.0.1:${hubPort}/`, 'address-refused'], [`rtsp://localhost:${running.hub.loopback.port}/`, 'address-refused'], ['rtsp://8.8.8.8/', 'address-refused'],
      ['rtsp://[fe80::1]/', 'address-refused'], ['rtsp://224.0.0.1/', 'address-refused'], ['rtsp://admin:secret@192.168.1.20/', 'bad-request'], ['http://192.168.1.20/', 'bad-request'], ['file:///etc/passwd', 'bad-request'], ['rtsp://', 'bad-request'], ['không phải địa chỉ', 'bad-request'],
    ];
    const answers = await Promise.all(tries.map(async ([uri]) => says(await enrol(uri))));
    expect(answers).toEqual(tries.map(([, code]) => code));
    expect((await street.people.lan.get('GET /api/cameras')).map(({ state }) => state)).toEqual(['running']);
  });

  test('an address on the hub\'s own machine is refused where the settings do not allow it, in every spelling', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'matpho-hub-'));
    const { running } = await startTestHub(folder, [], { cameras: {}, plugins: ['@matpho/plugin-rtsp'] });
    const browser = new Browser(running.origin, '10.0.0.1');
    await browser.get('POST /api/set-up', { body: { code: running.setUpCode ?? '', name: 'Chị Mai', login: 'mai', password: newPassword(), language: 'vi', ownerKind: 'household', ownerName: 'Nhà Mai', consent: noticeHash('vi') } });
    const { port } = new URL(street.cameras.a.simulated.rtspUri());
    const hosts = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '[::ffff:127.0.0.1]', '127.1', '2130706433', '0x7f.0.0.1', '[::]'];
    const answers = await Promise.all(hosts.map(async (host) => says(await enrol(`rtsp://${host}:${port}/main`, {}, browser))));
    await running[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
    expect(answers).toEqual(hosts.map(() => 'address-refused'));
    expect(street.cameras.a.simulated.stats.rtspClients).toBe(1);
  });

  test('bodies that are no JSON, too large, of another type or another form', async () => {
    const { lan } = street.people;
    const json = { 'content-type': 'application/json' };
    const send = (body: string, headers: Record<string, string> = json) => lan.raw('POST', '/api/pauses', { body, headers });
    const answers = await Promise.all([
      send('{"owner":'), send('{"owner":"a","__proto__":{"operator":true}}'), send(`{"owner":"${'x'.repeat(70_000)}"}`), send(`${'['.repeat(20_000)}${']'.repeat(20_000)}`), send('null'), send('[]'), send('"a"'), send(''),
      send('owner=a', { 'content-type': 'application/x-www-form-urlencoded' }), send('{"owner":"a"}', { 'content-type': 'text/plain' }), send('{"owner":"a"}', { 'content-type': 'multipart/form-data; boundary=x' }), send('{"owner":{"$ne":null}}'),
    ]);
    expect(answers.map((answer) => [answer.status, says(answer)])).toEqual([
      [400, 'bad-json'], [400, 'bad-json'], [413, 'too-large'], [400, 'bad-request'], [400, 'bad-request'], [400, 'bad-request'], [400, 'bad-request'], [400, 'bad-request'],
      [400, 'bad-request'], [400, 'bad-request'], [400, 'bad-request'], [400, 'bad-request'],
    ]);
    const { fields } = (answers[11]?.body ?? {}) as { fields?: Record<string, string> };
    expect(fields?.['owner']).toMatch(/string/);
  });

  test('values outside their list or their range, and paths that climb', async () => {
    const { people: { lan, truc }, owners: { a }, units: { u }, cameras } = street;
    const draft = { owner: a, cameras: [cameras.a.id], who: { unit: u }, preset: 'own' as const, days: 30 };
    const preview = (more: object) => lan.send('POST /api/grants/preview', { body: { ...draft, ...more } });
    const camera = { params: { id: cameras.a.id } };
    const answers = await Promise.all([
      preview({ preset: 'everything' }), preview({ days: 181 }), preview({ days: -1 }), preview({ purposes: ['debt'] }), preview({ actions: ['watch'] }), preview({ mode: 'emergency' }), preview({ lookbackHours: -1 }), preview({ maxHeight: 1e9 }), preview({ cameras: [] }),
      preview({ access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [9], from: 0, to: 60 }] } }),
      lan.send('PATCH /api/cameras/:id', { ...camera, body: { recordDays: 0 } }), lan.send('PATCH /api/cameras/:id', { ...camera, body: { recording: 'sometimes' as 'off' } }),
      lan.send('GET /api/cameras/:id/recordings', { ...camera, query: { from: 'now', to: '5' } }), lan.send('GET /api/cameras/:id/recordings', { ...camera, query: { from: '0', to: String(31 * 86_400_000 + 1) } }), lan.send('GET /api/ledger', { query: { limit: '100000' } }), lan.raw('GET', '/api/cameras/..%2f..%2fetc%2fpasswd'), lan.raw('GET', '/api/exports/x/files/..%2f..%2fmatpho.db'), lan.raw('DELETE', '/api/grants/%00'),
      truc.send('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'status' as 'live', purpose: 'crime', message: 'Xem còn chạy không.' } }),
    ]);
    expect(answers.map((answer) => says(answer))).toEqual(answers.map(() => 'bad-request'));
  });

  test('intervals that run backwards, and things that do not exist, are answered and break nothing', async () => {
    const { people: { lan, truc }, owners: { a }, units: { u, p }, cameras } = street;
    const now = Date.now();
    const draft = { owner: a, cameras: [cameras.a.id], preset: 'ask_each_time' as const, days: 30 };
    const grant = async (who: object) => {
      const looked = await lan.send('POST /api/grants/preview', { body: { ...draft, who } });
      const { sentence } = (looked.body ?? {}) as { sentence?: { vi: string } };
      return lan.send('POST /api/grants', { body: { ...draft, who, sentence: sentence?.vi ?? '' } });
    };
    const answers = await Promise.all([
      lan.send('POST /api/exports', { body: { camera: cameras.a.id, from: now, to: now - 60_000 } }), lan.send('POST /api/exports', { body: { camera: cameras.a.id, from: now + 3_600_000, to: now + 3_660_000 } }), lan.send('POST /api/exports', { body: { camera: cameras.a.id, from: 0, to: now } }),
      truc.send('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'clip', purpose: 'crime', message: 'Xem lại hình.', footage: { from: now, to: now - 1 } } }), truc.send('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'clip', purpose: 'crime', message: 'Xem lại hình.' } }),
      grant({ unit: 'no-such-unit' }), grant({ person: 'no-such-person' }), grant({}), grant({ unit: p }), grant({ unit: u, person: 'no-such-person' }),
      lan.send('POST /api/invitations', { body: { kind: 'member', owner: 'none', role: 'viewer' } }), lan.send('POST /api/units', { body: { name: '   ', kind: 'grassroots' } }), lan.raw('GET', '/api/nothing/here'), lan.raw('PUT', '/api/cameras'),
    ]);
    expect(answers.filter((answer) => answer.status >= 500 || answer.code === undefined || says(answer) !== answer.code).map(({ status, text }) => [status, text])).toEqual([]);
    const recordings = await lan.send('GET /api/cameras/:id/recordings', { params: { id: cameras.a.id }, query: { from: String(now), to: String(-now) } });
    expect([recordings.status, recordings.text]).toEqual([200, '[]']);
  });

  test('is answered in Vietnamese, unless the browser or the person wishes English', async () => {
    const english = street.newBrowser('en-GB,en;q=0.9');
    const [vietnamese, wished] = [await street.newBrowser().send('GET /api/cameras'), await english.send('GET /api/cameras')];
    const guest = await street.signedIn('minh');
    await guest.get('PATCH /api/me', { body: { language: 'en' } });
    const own = await guest.send('GET /api/cameras/:id', { params: { id: 'none' } });
    using viewer = guest.live({ camera: 'none', transport: 'mse' });
    expect([says(vietnamese), says(wished, 'en'), says(own, 'en'), (await viewer.end()).problem.message]).toEqual(['not-signed-in', 'not-signed-in', 'not-found', 'Not found.']);
  });

  test('from another site is not even read', async () => {
    const { people: { lan }, owners: { a } } = street;
    const foreign = await lan.raw('POST', '/api/pauses', { body: JSON.stringify({ owner: a }), headers: { 'content-type': 'application/json', 'origin': 'https://evil.example' } });
    const silent = await fetch(`${street.running.origin}/api/pauses`, { method: 'POST', headers: { cookie: lan.cookie, 'content-type': 'application/json' }, body: JSON.stringify({ owner: a }) });
    expect([says(foreign), silent.status, (await lan.get('GET /api/pauses')).length]).toEqual(['wrong-origin', 403, 0]);
  });
});
