import { readdir, readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { always, give, leaksIn, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

/** Command lines of this process and of all its children (proc(5)); empty where there is no /proc. */
async function commandLines(): Promise<readonly string[]> {
  const processes = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(processes.map(async (pid) => {
    const [stat, line] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/cmdline`, 'utf8')]).catch(() => ['', '']);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return parent === process.pid || Number(pid) === process.pid ? [line.replaceAll('\0', ' ')] : [];
  }));
  return found.flat();
}

describe('secrets', () => {
  let street: Street;
  const asked: string[] = [];
  beforeAll(async () => {
    // What the hub sends to cameras, as it leaves.
    const write = Socket.prototype.write;
    vi.spyOn(Socket.prototype, 'write').mockImplementation(function (this: Socket, ...args: unknown[]) {
      const [data] = args;
      const text = typeof data === 'string' ? data : data instanceof Uint8Array ? Buffer.from(data.subarray(0, 2_000)).toString('latin1') : '';
      if (/^(OPTIONS|DESCRIBE|SETUP|PLAY|GET_PARAMETER|TEARDOWN) /.test(text)) asked.push(text);
      return Reflect.apply(write, this, args) as boolean;
    });
    street = await openStreet();
  }, 60_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await street?.close();
  });

  test('are in no command line while pictures are converted', async () => {
    const { people: { lan }, cameras } = street;
    using viewer = await lan.live({ camera: cameras.a.id, transport: 'mpeg1' }).playing();
    const seen: string[] = [];
    await until('a child converts', async () => {
      seen.push(...await commandLines());
      return seen.some((line) => line.includes('ffmpeg'));
    });
    await Promise.all([lan.get('GET /api/cameras/:id/picture', { params: { id: cameras.a.id } }), commandLines().then((lines) => seen.push(...lines))]);
    expect([viewer.ended, leaksIn(street, seen.join('\n')), seen.some((line) => line.includes('rtsp://'))]).toEqual([undefined, [], false]);
  });

  test('are in no request to a camera: it is asked by digest, at an address without a name', () => {
    const lines = asked.map((text) => text.split('\r\n')[0] ?? '');
    expect([lines.length > 10, lines.filter((line) => line.includes('@') || leaksIn(street, line).length > 0), leaksIn(street, asked.join('\n')), asked.some((text) => /^Authorization: Digest /m.test(text)), asked.some((text) => /^Authorization: Basic /m.test(text))]).toEqual([true, [], [], true, false]);
  });

  test('are in no line of the log, whatever goes wrong', async () => {
    const { people: { lan, truc, bay }, owners: { a }, units: { u }, cameras } = street;
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always });
    using viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' }).playing();
    const secret = street.passwords.bay;
    await Promise.all([
      street.newBrowser().send('POST /api/session', { body: { login: 'bay', password: `${secret}x` } }), street.newBrowser().send('POST /api/session', { body: { login: secret, password: secret } }),
      street.newBrowser().send('POST /api/invitations/look', { body: { token: street.secrets()[1] ?? '' } }), lan.raw('POST', '/api/session', { body: `{"password":"${secret}"`, headers: { 'content-type': 'application/json' } }),
      lan.raw('GET', `/api/cameras/${secret}?token=${secret}`), bay.send('POST /api/enrolments', { body: { kind: 'rtsp', main: `rtsp://admin:${secret}@127.0.0.1/`, username: 'admin', password: secret } }),
      bay.send('POST /api/enrolments', { body: { kind: 'rtsp', main: cameras.b.simulated.rtspUri('sub'), username: secret, password: secret } }), lan.send('PUT /api/plugins/:id/config', { params: { id: 'notify' }, body: { smtpHost: '127.0.0.1', security: 'none', username: 'hub@example.vn', password: secret } }),
    ]);
    cameras.b.simulated.setPassword('another');
    cameras.b.simulated.drop();
    await until('the camera refuses', async () => (await bay.get('GET /api/cameras'))[0]?.state === 'needs-attention');
    await viewer.more();
    expect([street.secrets().length > 40, street.lines.length > 0, leaksIn(street, street.lines.join('\n'))]).toEqual([true, true, []]);
  });

  test('are in no reply about plugins, cameras and the hub, and in no file but sealed', async () => {
    const { people: { lan }, folder, running } = street;
    const texts = await Promise.all([lan.send('GET /api/plugins'), lan.send('GET /api/cameras'), lan.send('GET /api/operator/health'), lan.send('GET /api/sessions'), lan.send('GET /api/invitations'), lan.send('GET /api/found-cameras')]);
    expect(leaksIn(street, texts.map(({ text }) => text).join('\n'))).toEqual([]);
    const { config } = (await lan.get('GET /api/plugins')).find(({ id }) => id === 'notify') ?? {};
    expect(config).toMatchObject({ username: 'hub@example.vn', password: true });
    await running.hub.audit.checkpoint();
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const bytes = await Promise.all(files.map(async ({ parentPath, name }) => (await readFile(join(parentPath, name))).toString('latin1')));
    expect([files.length > 1, leaksIn(street, bytes.join('\n'))]).toEqual([true, []]);
  });
});
