import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { routes } from '../api/route.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { id } from '../domain/ids.ts';
import type { SignedIn } from '../people/signed-in.ts';
import { bind } from './bind.ts';
import { buildServer } from './server.ts';
import { serveUi } from './static-ui.ts';

const table = routes({
  'GET /api/open': { who: ['anyone'], reply: z.object({ language: z.string(), origin: z.string() }) },
  'POST /api/things/:id': { who: ['person'], params: z.object({ id: z.string() }), body: z.object({ count: z.int().min(1) }), reply: z.object({ id: z.string(), count: z.int() }), perMinute: 5 },
  'POST /api/widen': { who: ['owner'], fresh: true },
  'GET /api/fault': { who: ['anyone'] },
  'GET /api/file': { who: ['anyone'], sends: 'file' },
  'GET /api/live': { who: ['viewer', 'owner'], sends: 'socket' },
  'GET /api/events': { who: ['person'], sends: 'events' },
});
const lan: SignedIn = {
  session: 's1', person: id('p1'), login: 'lan', name: 'Lan', language: 'en', operator: false, provedAt: 0,
  memberships: [{ owner: id('o1'), ownerName: 'Nhà Lan', ownerKind: 'household', role: 'owner' }], offices: [],
};

/** What comes first of a connection: a message, a refusal or its end. */
const outcome = (ws: WebSocket): Promise<string> => new Promise((resolve) => {
  ws.on('unexpected-response', (_request, response) => { resolve(`refused ${response.statusCode}`); ws.terminate(); });
  ws.on('message', (data: Buffer) => resolve(data.toString()));
  ws.on('close', (code, reason) => resolve(`closed ${code} ${reason.toString()}`));
  ws.on('error', () => {});
});

describe('the frame', () => {
  let app: FastifyInstance;
  let clock: FakeClock;
  let sessions: Map<string, SignedIn>;
  let endSession: (session: string) => void;
  let logged: unknown[];
  beforeEach(async () => {
    clock = new FakeClock(1_000_000);
    sessions = new Map([['t-lan', { ...lan, provedAt: clock.now() }]]);
    logged = [];
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (message: string, facts?: object) => void logged.push([message, facts]) };
    app = await buildServer({
      sessions: { find: async (token) => sessions.get(token), isLive: async (session) => [...sessions.values()].some((one) => one.session === session) }, people: { any: async () => true }, clock, timers: clock, log, tls: null, trustProxy: [], publicOrigin: null,
      onSessionEnded: (react) => { endSession = react; return { [Symbol.dispose]: () => {} }; },
    });
    const bytes = Buffer.from('0123456789');
    bind(app, table, {
      'GET /api/open': async ({ language, origin }) => ({ language, origin }),
      'POST /api/things/:id': async ({ params, body, by }) => ({ id: params.id, count: body.count, owner: by.login }),
      'POST /api/widen': async () => {},
      'GET /api/fault': async () => { throw new Error('connect 10.0.0.4 refused'); },
      'GET /api/file': async () => ({ name: 'a"b.mp4', type: 'video/mp4', bytes: bytes.length, read: async function* (from, to) { yield bytes.subarray(from, to); } }),
      'GET /api/live': async ({ socket, signal, by }) => {
        socket.onText((text) => {
          if (text === 'fault') throw new Error('a listener failed');
          socket.send(`${by.login}:${text}`);
        });
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        socket.close(4001, 'signed_out');
      },
      'GET /api/events': async ({ events, signal }) => {
        events.send('1', { fact: 'camera', after: events.lastId ?? null });
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
  });
  afterEach(() => app.close());
  const own = { host: 'hub.local', origin: 'http://hub.local' };
  const signedIn = { ...own, cookie: 'matpho=t-lan' };

  test('speaks Vietnamese unless the browser or the person prefers English', async () => {
    const vi = await app.inject({ url: '/api/open', headers: { host: 'hub.local' } });
    const en = await app.inject({ url: '/api/open', headers: { host: 'hub.local', 'accept-language': 'fr, en-GB;q=0.8, vi;q=0.5' } });
    const hers = await app.inject({ url: '/api/open', headers: signedIn });
    expect([vi.json(), en.json(), hers.json()]).toEqual([{ language: 'vi', origin: 'http://hub.local' }, { language: 'en', origin: 'http://hub.local' }, { language: 'en', origin: 'http://hub.local' }]);
  });

  test('answers an unknown address with its own words and never repeats it', async () => {
    const reply = await app.inject({ url: '/api/no-such-thing-<script>', headers: { 'accept-language': 'en' } });
    expect([reply.statusCode, reply.json()]).toEqual([404, { code: 'not-found', message: 'Not found.' }]);
  });

  test('refuses what is not signed in, not allowed, and not lately proved', async () => {
    const code = async (headers: Record<string, string>): Promise<unknown> => { const r = await app.inject({ method: 'POST', url: '/api/widen', headers }); return r.body === '' ? r.statusCode : r.json<{ code: string }>().code; };
    const nobody = await code(own);
    const fresh = await code(signedIn);
    await clock.advance(10 * 60_000);
    const stale = await code(signedIn);
    sessions.set('t-lan', { ...lan, memberships: [], provedAt: clock.now() });
    expect([nobody, fresh, stale, await code(signedIn)]).toEqual(['not-signed-in', 204, 'fresh-sign-in', 'not-allowed']);
  });

  test('refuses a change that another site, or nobody, asks for', async () => {
    const post = async (headers: Record<string, string>): Promise<number> => (await app.inject({ method: 'POST', url: '/api/things/a', headers: { cookie: 'matpho=t-lan', host: 'hub.local', ...headers }, payload: { count: 1 } })).statusCode;
    expect([
      await post({ origin: 'http://hub.local' }), await post({ origin: 'http://evil.example' }), await post({ origin: 'null' }), await post({}),
      await post({ 'sec-fetch-site': 'same-origin' }), await post({ origin: 'http://hub.local', 'sec-fetch-site': 'cross-site' }), await post({ origin: 'https://hub.local' }),
    ]).toEqual([200, 403, 403, 403, 200, 403, 403]);
  });

  test('names each wrong field in the reader\'s language and answers only what is declared', async () => {
    const good = await app.inject({ method: 'POST', url: '/api/things/a', headers: signedIn, payload: { count: 3, more: true } });
    const bad = await app.inject({ method: 'POST', url: '/api/things/a', headers: signedIn, payload: { count: 0 } });
    expect([good.json(), bad.statusCode, bad.json()]).toEqual([{ id: 'a', count: 3 }, 400, { code: 'bad-request', message: 'What was sent does not have the right form.', fields: { count: 'Too small: expected number to be >=1' } }]);
  });

  test.each([
    ['malformed JSON', '{"count":', 'application/json', 400, 'bad-json'],
    ['a poisoned prototype', '{"__proto__":{"count":1}}', 'application/json', 400, 'bad-json'],
    ['an oversized body', `{"count":"${'x'.repeat(70_000)}"}`, 'application/json', 413, 'too-large'],
    ['a form', 'count=1', 'application/x-www-form-urlencoded', 400, 'bad-request'],
    ['plain text', '{"count":1}', 'text/plain', 400, 'bad-request'],
  ])('refuses %s', async (_name, payload, type, status, code) => {
    const reply = await app.inject({ method: 'POST', url: '/api/things/a', headers: { ...signedIn, 'content-type': type }, payload });
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('keeps the inside of a fault in the log', async () => {
    const reply = await app.inject({ url: '/api/fault', headers: { ...signedIn, cookie: '' } });
    expect([reply.statusCode, reply.json<{ code: string }>().code, reply.body.includes('10.0.0.4'), logged.length]).toEqual([500, 'internal', false, 1]);
  });

  test('limits calls by session, so a made-up cookie gains nothing', async () => {
    const post = async (cookie: string): Promise<number> => (await app.inject({ method: 'POST', url: '/api/things/a', headers: { ...own, cookie }, payload: { count: 1 } })).statusCode;
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push(await post('matpho=t-lan'));
    expect([...statuses, await post('matpho=made-up')]).toEqual([200, 200, 200, 200, 200, 429, 401]);
  });

  test('sends strict headers and no HSTS over plain HTTP', async () => {
    const { headers } = await app.inject({ url: '/api/open' });
    expect([headers['content-security-policy'], headers['strict-transport-security'], headers['x-frame-options'], headers['cache-control'], headers['x-content-type-options']]).toEqual([
      "default-src 'self';script-src 'self';style-src 'self';img-src 'self' blob: data:;media-src 'self' blob:;connect-src 'self';font-src 'self';worker-src 'self';manifest-src 'self';object-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'",
      undefined, 'DENY', 'no-store', 'nosniff',
    ]);
  });

  test('goes on with a broken download from where it stopped', async () => {
    const get = async (range?: string): Promise<unknown[]> => { const r = await app.inject({ url: '/api/file', headers: range ? { range } : {} }); return [r.statusCode, r.body, r.headers['content-range']]; };
    expect([await get(), await get('bytes=4-'), await get('bytes=-2'), await get('bytes=2-3'), await get('bytes=10-')]).toEqual([
      [200, '0123456789', undefined], [206, '456789', 'bytes 4-9/10'], [206, '89', 'bytes 8-9/10'], [206, '23', 'bytes 2-3/10'], [416, '', 'bytes */10'],
    ]);
    expect((await app.inject({ url: '/api/file' })).headers['content-disposition']).toBe('attachment; filename="a_b.mp4"');
  });

  test('does not start with a route that declares nobody', async () => {
    expect(() => app.get('/api/forgotten', async () => 'x')).toThrow('does not declare who may call it');
  });

  describe('on a real connection', () => {
    let at: string;
    beforeEach(async () => {
      await app.listen({ host: '127.0.0.1', port: 0 });
      at = `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    });

    test('opens a WebSocket for the hub\'s own page and nobody else\'s', async () => {
      const first = new WebSocket(`ws://${at}/api/live`, { headers: { cookie: 'matpho=t-lan', origin: `http://${at}` } });
      first.on('open', () => first.send('hello'));
      const others = [{ cookie: 'matpho=t-lan', origin: 'http://evil.example' }, { cookie: 'matpho=t-lan' }, { origin: `http://${at}` }].map((headers) => outcome(new WebSocket(`ws://${at}/api/live`, { headers })));
      expect([await outcome(first), ...(await Promise.all(others))]).toEqual(['lan:hello', 'refused 403', 'refused 403', 'refused 401']);
      first.terminate();
    });

    test('closes a WebSocket the moment its session ends', async () => {
      const ws = new WebSocket(`ws://${at}/api/live`, { headers: { cookie: 'matpho=t-lan', origin: `http://${at}` } });
      ws.on('open', () => ws.send('x'));
      await outcome(ws);
      const closed = outcome(ws);
      endSession('s1');
      expect(await closed).toBe('closed 4001 signed_out');
    });

    test('closes a WebSocket whose session has run out by the next look', async () => {
      const ws = new WebSocket(`ws://${at}/api/live`, { headers: { cookie: 'matpho=t-lan', origin: `http://${at}` } });
      ws.on('open', () => ws.send('x'));
      await outcome(ws);
      const closed = outcome(ws);
      sessions.clear();
      await clock.advance(30_000);
      expect(await closed).toBe('closed 4001 signed_out');
    });

    test('leaves a WebSocket open whose session goes on under another token', async () => {
      const ws = new WebSocket(`ws://${at}/api/live`, { headers: { cookie: 'matpho=t-lan', origin: `http://${at}` } });
      ws.on('open', () => ws.send('x'));
      await outcome(ws);
      const next = outcome(ws);
      sessions = new Map([['t-proved', { ...lan, provedAt: clock.now() }]]);
      await clock.advance(30_000);
      ws.send('y');
      expect(await next).not.toContain('closed');
    });

    test('closes a WebSocket that sends too much at once', async () => {
      const ws = new WebSocket(`ws://${at}/api/live`, { headers: { cookie: 'matpho=t-lan', origin: `http://${at}` } });
      ws.on('open', () => ws.send('x'.repeat(20_000)));
      expect(await outcome(ws)).toBe('closed 1009 ');
    });

    test('survives a listener that throws, and closes that WebSocket only', async () => {
      const ws = new WebSocket(`ws://${at}/api/live`, { headers: { cookie: 'matpho=t-lan', origin: `http://${at}` } });
      ws.on('open', () => ws.send('fault'));
      expect([await outcome(ws), logged.length, (await fetch(`http://${at}/api/open`)).status]).toEqual(['closed 1011 internal', 1, 200]);
    });

    test('closes a WebSocket that does not answer pings', async () => {
      const ws = new WebSocket(`ws://${at}/api/live`, { autoPong: false, headers: { cookie: 'matpho=t-lan', origin: `http://${at}` } });
      ws.on('open', () => ws.send('x'));
      await outcome(ws);
      const closed = outcome(ws);
      await clock.advance(60_000);
      expect(await closed).toBe('closed 1006 ');
    });

    test('streams events with the browser\'s last id and ends them with the session', async () => {
      const reply = await fetch(`http://${at}/api/events`, { headers: { cookie: 'matpho=t-lan', 'last-event-id': '7' } });
      const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!text.includes('data:')) text += (await reader.read()).value ?? '';
      endSession('s1');
      while (!(await reader.read()).done) { /* to the end */ }
      expect([reply.headers.get('content-type'), reply.headers.get('content-security-policy') !== null, text]).toEqual(['text/event-stream; charset=utf-8', true, 'retry: 2000\n\nid: 1\ndata: {"fact":"camera","after":"7"}\n\n']);
    });

    test('refuses an event stream to nobody', async () => {
      expect((await fetch(`http://${at}/api/events`)).status).toBe(401);
    });
  });

  describe('with pages', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'matpho-ui-'));
      await mkdir(join(folder, 'ui', 'assets'), { recursive: true });
      await writeFile(join(folder, 'secret.txt'), 'secret');
      await writeFile(join(folder, 'ui', 'index.html'), '<!doctype html><title>Mắt Phố</title>');
      await writeFile(join(folder, 'ui', 'assets', 'app-1a2b.js'), 'export {};');
      await serveUi(app, join(folder, 'ui'));
    });
    afterEach(() => rm(folder, { recursive: true }));
    const get = async (url: string, accept = 'text/html'): Promise<unknown[]> => { const r = await app.inject({ url, headers: { accept } }); return [r.statusCode, r.headers['content-type'], r.headers['cache-control']]; };

    test('serves built files, index.html for pages, and nothing else', async () => {
      const problem = [404, 'application/json; charset=utf-8', 'no-store'];
      expect([
        await get('/'), await get('/ledger'), await get('/assets/app-1a2b.js', '*/*'), await get('/assets/gone.js'), await get('/ledger', 'application/json'),
        await get('/api/nothing'), await get('/internal/x.mp4'), await get('/..%2fsecret.txt', '*/*'), await get('/%2e%2e/secret.txt', '*/*'),
      ]).toEqual([
        [200, 'text/html; charset=utf-8', 'no-cache'], [200, 'text/html; charset=utf-8', 'no-cache'], [200, 'application/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
        problem, problem, problem, problem, problem, problem,
      ]);
    });
  });
});
