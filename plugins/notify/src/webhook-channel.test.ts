import { once } from 'node:events';
import { HubError } from '@matpho/core/sdk';
import { FakeClock, FakePublicAddress } from '@matpho/core/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { lan, viewing } from './notice.fixture.ts';
import { lookupHost, type Lookup } from './resolve-host.ts';
import { selfSigned } from './self-signed.fixture.ts';
import { verify } from './verify-webhook.fixture.ts';
import { signature, WebhookChannel, type WebhookSettings } from './webhook-channel.ts';
import { webhookSink, type WebhookSink } from './webhook-sink.fixture.ts';

const secret = 'a-secret-of-this-hub-Zq7';
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});
const sink = async (...how: Parameters<typeof webhookSink>): Promise<WebhookSink> => {
  const made = await webhookSink(...how);
  open.push(made);
  return made;
};
const never = new AbortController().signal;
const now = viewing.at + 1_500;

function channel(settings: Partial<WebhookSettings> = {}, lookup: Lookup = lookupHost, stop: AbortSignal = never): WebhookChannel {
  return new WebhookChannel({ secret, home: true, ca: undefined, ...settings }, { clock: new FakeClock(now), pages: new FakePublicAddress(), lookup, stop });
}
async function failure(sending: Promise<void>): Promise<string> {
  const error = await sending.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof HubError) || error.code !== 'notice-failed') throw new Error('It did not fail as it should.', { cause: error });
  expect(`${error.message} ${String(error.cause ?? '')}`).not.toContain(secret);
  return error.message;
}
const to = (webhook: string, language: 'vi' | 'en' = 'vi') => lan(language, { webhook });

describe('a webhook', () => {
  it.each(['vi', 'en'] as const)('gets the notice as signed JSON in %s, and both texts', async (language) => {
    const { port, posts } = await sink();
    await channel().send(viewing, to(`http://127.0.0.1:${port}/in?room=1#x`, language), never);
    const [post] = posts;
    expect({ count: posts.length, method: post?.method, path: post?.path, type: post?.headers['content-type'], delivery: post?.headers['x-matpho-delivery'], body: JSON.parse(post?.body ?? '') as unknown }).toEqual({
      count: 1, method: 'POST', path: '/in?room=1', type: 'application/json; charset=utf-8', delivery: viewing.id,
      body: {
        id: viewing.id, kind: 'viewing.started', at: '2026-11-22T03:04:05.000Z', language, title: viewing.title[language], body: viewing.body[language], link: 'https://hub.example/ledger?camera=1&from=2',
        texts: { vi: { title: viewing.title.vi, body: viewing.body.vi }, en: { title: viewing.title.en, body: viewing.body.en } },
      },
    });
    const signed = String(post?.headers['x-matpho-signature']);
    expect([verify(secret, signed, post?.body ?? '', now), verify('another-secret-16', signed, post?.body ?? '', now), verify(secret, signed, `${post?.body} `, now), verify(secret, signed, post?.body ?? '', now + 301_000)]).toEqual([true, false, false, false]);
  });
  it('is signed as the README shows', () => {
    // From: printf '%s' '1795316645000.{"id":"1"}' | openssl dgst -sha256 -hmac sixteen-letters-
    expect(signature('sixteen-letters-', 1_795_316_645_000, '{"id":"1"}')).toBe('t=1795316645000,v1=adb6c164d69fd5a615e462096c9ef671cad44257a6f8235bc7e876ff8259155b');
  });
  it('has no link when the notice leads nowhere', async () => {
    const { port, posts } = await sink();
    const { link: _, ...notice } = viewing;
    await channel().send(notice, to(`http://127.0.0.1:${port}/`), never);
    expect(JSON.parse(posts[0]?.body ?? '')).toMatchObject({ link: null });
  });
  it('goes over TLS, to a certificate that is trusted only', async () => {
    const { port, posts } = await sink(undefined, true);
    expect(await failure(channel().send(viewing, to(`https://localhost:${port}/`), never))).toMatch(/SELF_SIGNED_CERT/);
    expect(posts.length).toBe(0);
    await channel({ ca: selfSigned.cert }).send(viewing, to(`https://localhost:${port}/`), never);
    expect(posts.length).toBe(1);
  });
});

describe('a receiver that does not take it', () => {
  it.each([[500, 'answered 500.'], [410, 'answered 410; it is gone for good.'], [404, 'answered 404.'], [401, 'another secret']] as const)('with %i has failed', async (status, said) => {
    const { port } = await sink((_request, response) => { response.writeHead(status).end(); });
    expect(await failure(channel().send(viewing, to(`http://127.0.0.1:${port}/?token=Kw9`), never))).toContain(said);
  });
  it.each([301, 302, 303, 307, 308])('is not followed anywhere else (%i)', async (status) => {
    const other = await sink();
    const { port } = await sink((_request, response) => { response.writeHead(status, { location: `http://127.0.0.1:${other.port}/` }).end(); });
    expect(await failure(channel().send(viewing, to(`http://127.0.0.1:${port}/`), never))).toContain('redirects are not followed');
    expect(other.posts.length).toBe(0);
  });
  it('may answer without end: nothing of it is read', async () => {
    let sent = 0;
    const { port, server } = await sink((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const ended = new Promise<void>((resolve) => { server.once('connection', (socket) => { socket.on('error', () => undefined).once('close', () => resolve()); }); });
    await channel().send(viewing, to(`http://127.0.0.1:${port}/`), never);
    await ended;
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });
  it('may send headers without end: they are not taken', async () => {
    const { port } = await sink((request) => { request.socket.end(`HTTP/1.1 200 OK\r\n${`X-Long: ${'x'.repeat(1_000)}\r\n`.repeat(40)}\r\n`); });
    expect(await failure(channel().send(viewing, to(`http://127.0.0.1:${port}/`), never))).toContain('HPE_HEADER_OVERFLOW');
  });
  it('may close or change the protocol: that is a failure', async () => {
    const closing = await sink((request) => { request.socket.destroy(); });
    const changing = await sink((request) => { request.socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'); });
    for (const { port } of [closing, changing]) expect(await failure(channel().send(viewing, to(`http://127.0.0.1:${port}/`), never))).toContain('could not be reached');
  });
  it.each(['the hub', 'the plugin\'s stop'])('may stay silent until %s gives up', async (who) => {
    const { port, server } = await sink(() => undefined);
    const [hub, stop] = [new AbortController(), new AbortController()];
    const sending = failure(channel({}, lookupHost, stop.signal).send(viewing, to(`http://127.0.0.1:${port}/?token=Kw9`), hub.signal));
    await once(server, 'request');
    (who === 'the hub' ? hub : stop).abort();
    expect(await sending).toBe(`The webhook at 127.0.0.1:${port} could not be reached (no answer in time).`);
  });
  it('may be gone', async () => {
    const { port, ...gone } = await webhookSink();
    await gone[Symbol.asyncDispose]();
    expect(await failure(channel().send(viewing, to(`http://127.0.0.1:${port}/`), never))).toContain('ECONNREFUSED');
  });
});

describe('where a webhook may go', () => {
  const names: Readonly<Record<string, readonly string[]>> = { 'inside.example': ['169.254.169.254'], 'both.example': ['192.168.1.7', '169.254.169.254'], 'mapped.example': ['::ffff:a9fe:a9fe'], 'public.example': ['8.8.8.8'], 'mixed.example': ['192.168.1.7', '8.8.8.8'], 'none.example': [] };
  const lookup: Lookup = async (host) => names[host] ?? Promise.reject(new Error('ENOTFOUND'));
  it.each([
    ['http://169.254.169.254/latest/meta-data', 'metadata'], ['https://169.254.169.254/', 'metadata'], ['http://[fe80::1]/', 'metadata'], ['http://[::ffff:169.254.169.254]/', 'metadata'], ['http://0xa9fea9fe/', 'metadata'], ['http://2852039166/', 'metadata'],
    ['https://[fd00:ec2::254]/', 'metadata'], ['https://100.100.100.200/', 'metadata'], ['https://inside.example/', 'metadata'], ['https://both.example/', 'metadata'], ['https://mapped.example/', 'metadata'],
    ['http://public.example/', 'begins with https'], ['http://8.8.8.8/', 'begins with https'], ['http://mixed.example/', 'begins with https'],
    ['ftp://public.example/', 'begins with https'], ['file:///etc/passwd', 'begins with https'], ['javascript:alert(1)', 'begins with https'],
    ['https://user:pw@public.example/', 'user name or password'], ['https://public.example:25/', 'Port 25'], ['http://192.168.1.7:6379/', 'Port 6379'],
    ['https://nobody.example/', 'does not resolve'], ['https://none.example/', 'does not resolve'], ['', 'no valid'], ['example.com/in', 'no valid'], [`https://public.example/${'x'.repeat(2_100)}`, 'no valid'],
    ['https://127.0.0.1/', 'the hub itself'], ['https://localhost.example/', 'the hub itself'],
  ])('not to %s', async (url, said) => {
    expect(await failure(channel({}, async (host) => (host === 'localhost.example' ? ['::ffff:127.0.0.1'] : lookup(host))).send(viewing, to(url), never))).toContain(said);
  });
  it('not to machines at home when the settings say so', async () => {
    const { port, posts } = await sink();
    for (const url of [`http://127.0.0.1:${port}/`, 'https://192.168.1.7/', 'https://[fd12::7]/', 'https://mixed.example/']) expect(await failure(channel({ home: false }, lookup).send(viewing, to(url), never))).toContain('no webhook to machines at home');
    expect(posts.length).toBe(0);
  });
  it('to the very address that was checked, though the name changes meanwhile', async () => {
    const { port, posts } = await sink();
    let asked = 0;
    await channel({}, async () => (asked++ === 0 ? ['127.0.0.1'] : ['169.254.169.254'])).send(viewing, to(`http://rebind.example:${port}/`), never);
    expect([asked, posts.map(({ headers }) => headers.host)]).toEqual([1, [`rebind.example:${port}`]]);
  });
  it('stops waiting for a name server that stays silent', async () => {
    const hub = new AbortController();
    const sending = failure(channel({}, () => new Promise(() => undefined)).send(viewing, to('https://slow.example/'), hub.signal));
    hub.abort();
    expect(await sending).toContain('does not resolve');
  });
});
