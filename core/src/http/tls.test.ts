import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConfigProblem } from '../config/config-problem.ts';
import { hours } from '../domain/time.ts';
import { noLog } from '../people/people-room.fixture.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { buildServer } from './server.ts';
import { keepTlsFresh, openTls, type TlsOptions } from './tls.ts';

let folder: string;
let clock: FakeClock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matpho-tls-'));
  clock = new FakeClock(Date.now());
});
afterEach(() => rm(folder, { recursive: true }));
const options = (tls: TlsOptions['config']['tls']): TlsOptions => ({ config: { tls, dataDir: folder, listen: { host: '0.0.0.0', port: 0 }, publicOrigin: 'https://hub.example.vn' }, clock, log: noLog });

test('without TLS there is nothing to listen with', async () => {
  const { material, localCa } = await openTls(options({ mode: 'off', names: [] }));
  expect([material, localCa]).toEqual([null, null]);
});

test('files that are missing or do not belong together are named', async () => {
  const ca = await openTls(options({ mode: 'local-ca', names: [] }));
  const cert = join(folder, 'hub.pem');
  const key = join(folder, 'hub.key');
  await writeFile(cert, ca.material?.cert ?? '');
  const files = options({ mode: 'files', cert, key, names: [] });
  const say = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'opened', (failure: ConfigProblem) => [failure.code, failure.field, failure.file === key || failure.file === cert]);
  const missing = await say(openTls(files));
  await writeFile(key, 'not a key');
  const nonsense = await say(openTls(files));
  await writeFile(key, ca.material?.key ?? '');
  expect([missing, nonsense, await say(openTls(files))]).toEqual([['bad-config', 'tls.key', true], ['bad-config', 'tls', true], 'opened']);
});

test('a certificate that was renewed is served without a restart', async () => {
  const ca = await openTls(options({ mode: 'local-ca', names: [] }));
  const [cert, key] = [join(folder, 'hub.pem'), join(folder, 'hub.key')];
  const put = async (names: string[]): Promise<void> => {
    const leaf = await ca.localCa?.leaf(names);
    await writeFile(cert, leaf?.cert ?? '');
    await writeFile(key, leaf?.key ?? '');
  };
  await put(['localhost']);
  const tls = await openTls(options({ mode: 'files', cert, key, names: [] }));
  let tell = (): void => {};
  const told = new Promise<void>((resolve) => { tell = resolve; });
  const app = await buildServer({
    sessions: { find: async () => undefined, isLive: async () => false }, people: { any: async () => true }, clock, timers: clock, log: noLog, tls: tls.material, trustProxy: [], publicOrigin: null, onSessionEnded: () => ({ [Symbol.dispose]: () => {} }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const served = (): Promise<string | undefined> => new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca: ca.localCa?.certificatePem, servername: 'localhost' }, () => {
      resolve((socket.getPeerCertificate() as PeerCertificate).subjectaltname);
      socket.destroy();
    });
    socket.on('error', reject);
  });
  const fresh = keepTlsFresh(app, tls, clock, { ...noLog, info: tell });
  const before = await served();
  await put(['localhost', 'nhalan.local']);
  await clock.advance(hours(1));
  await told;
  expect([before, await served()]).toEqual(['DNS:localhost', 'DNS:localhost, DNS:nhalan.local']);
  fresh[Symbol.dispose]();
  await app.close();
});
