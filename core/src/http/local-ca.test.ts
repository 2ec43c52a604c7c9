import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { days } from '../domain/time.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openLocalCa, type LocalCaOptions } from './local-ca.ts';
import { isPermitted } from './name-constraints.ts';
import { buildServer, type TlsMaterial } from './server.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let folder: string;
let options: LocalCaOptions;
let clock: FakeClock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matpho-ca-'));
  clock = new FakeClock(Date.now());
  options = { file: join(folder, 'tls', 'local-ca.json'), domains: ['hub.example.vn', 'nhalan'], clock, log };
});
afterEach(() => rm(folder, { recursive: true }));

/** Asks a server with this certificate by name, trusting only the root: the answer, or why it was refused. */
async function ask(tls: TlsMaterial, ca: string, name: string): Promise<string> {
  const app = await buildServer({
    sessions: { find: async () => undefined, isLive: async () => false }, people: { any: async () => true }, clock, timers: clock, log, tls, trustProxy: [], publicOrigin: null, onSessionEnded: () => ({ [Symbol.dispose]: () => {} }),
  });
  app.get('/x', { config: { access: { who: ['anyone'] } } }, async (call, reply) => { reply.setCookie('a', 'b'); return `${call.protocol} hsts=${String(reply.getHeader('strict-transport-security'))}`; });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  try {
    return await new Promise<string>((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path: '/x', ca, servername: /^[\d.]+$/.test(name) ? '' : name, headers: { host: `${name}:${port}` }, agent: false }, (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => { text += chunk.toString(); });
        reply.on('end', () => resolve(text));
        reply.on('error', reject);
      });
      call.on('error', (failure: NodeJS.ErrnoException) => resolve(failure.code === 'UNSPECIFIED' ? failure.message : (failure.code ?? failure.message)));
      call.end();
    });
  } finally {
    await app.close();
  }
}

test('a browser that trusts the root accepts the hub by its names and addresses, and no other name', async () => {
  const ca = await openLocalCa(options);
  const leaf = await ca.leaf(['localhost', '127.0.0.1', 'nhalan.local', 'hub.example.vn', '::1']);
  const good = 'https hsts=max-age=15552000';
  expect([await ask(leaf, ca.certificatePem, 'localhost'), await ask(leaf, ca.certificatePem, '127.0.0.1'), await ask(leaf, ca.certificatePem, 'hub.example.vn'), await ask(leaf, ca.certificatePem, 'other.local')])
    .toEqual([good, good, good, 'ERR_TLS_CERT_ALTNAME_INVALID']);
});

test('the root cannot speak for a name outside the home, even with its own key', async () => {
  const ca = await openLocalCa(options);
  const { root } = JSON.parse(await readFile(options.file, 'utf8')) as { root: { key: string; cert: string } };
  // Whoever steals the file widens the list beside the root; the root itself does not follow.
  await writeFile(options.file, JSON.stringify({ v: 1, root: { ...root, domains: ['bank.vn'] }, leaf: null }));
  const stolen = await openLocalCa(options);
  expect(await ask(await stolen.leaf(['bank.vn']), ca.certificatePem, 'bank.vn')).toBe('permitted subtree violation');
});

test('names the root was not made for are left out', async () => {
  const leaf = await (await openLocalCa(options)).leaf(['localhost', 'bank.vn', '8.8.8.8']);
  const kept = JSON.parse(await readFile(options.file, 'utf8')) as { leaf: { names: string[] } };
  expect([kept.leaf.names, leaf.cert.includes('BEGIN CERTIFICATE')]).toEqual([['localhost'], true]);
});

test('root and certificate stay the same over a restart; the certificate is new for new names and before it ends', async () => {
  const first = await openLocalCa(options);
  const one = await first.leaf(['localhost']);
  const again = await openLocalCa(options);
  const two = await again.leaf(['localhost']);
  const named = await again.leaf(['localhost', '192.168.1.20']);
  await clock.advance(days(360));
  const kept = await again.leaf(['localhost', '192.168.1.20']);
  await clock.advance(days(10));
  const renewed = await again.leaf(['localhost', '192.168.1.20']);
  expect([first.fingerprint === again.fingerprint, one.cert === two.cert, named.cert === two.cert, kept.cert === named.cert, renewed.cert === kept.cert]).toEqual([true, true, false, true, false]);
  expect(first.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

test('the keys lie in a file for the hub alone, and a damaged file is not replaced', async () => {
  await openLocalCa(options);
  const { mode } = await stat(options.file);
  await writeFile(options.file, '{"v":1');
  await expect(openLocalCa(options)).rejects.toMatchObject({ code: 'bad-config' });
  expect([mode & 0o777, await readFile(options.file, 'utf8')]).toEqual([0o600, '{"v":1']);
});

test.each([
  ['192.168.1.20', true], ['10.1.2.3', true], ['172.31.0.1', true], ['172.32.0.1', false], ['8.8.8.8', false], ['::1', true], ['fd12:3456::1', true], ['fe80::1', true], ['2001:db8::1', false],
  ['nas.local', true], ['local', true], ['notlocal', false], ['hub.example.vn', true], ['evil-hub.example.vn', false],
])('the root may speak for %s: %s', (name, permitted) => {
  expect(isPermitted(name, ['local', 'hub.example.vn'])).toBe(permitted);
});
