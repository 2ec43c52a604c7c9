import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { peopleRoutes } from '../../api/people.ts';
import { minutes } from '../../domain/time.ts';
import { consent, goodPassword, noLog, peopleHouse, type PeopleHouse } from '../../people/people-room.fixture.ts';
import { SoftwarePasskey } from '../../people/software-passkey.fixture.ts';
import { bind } from '../bind.ts';
import { buildServer } from '../server.ts';
import { peopleHandlers } from './people.ts';

let house: PeopleHouse;
let app: FastifyInstance;
beforeEach(async () => {
  house = await peopleHouse();
  const { room, clock } = house;
  app = await buildServer({
    sessions: room.sessions, people: room.people, clock, timers: clock, log: noLog, tls: null, trustProxy: ['10.9.9.9'], publicOrigin: null,
    onSessionEnded: (react) => room.facts.on('session.ended', ({ session }) => react(session)),
  });
  bind(app, peopleRoutes, peopleHandlers({ room, clock, about: { name: 'Nhà thử', version: '0.1.0', demo: false }, localCa: { certificate: new Uint8Array([1, 2, 3]), fingerprint: 'AB:CD' } }));
});
afterEach(async () => {
  await app.close();
  await house[Symbol.asyncDispose]();
});

interface Answer { readonly status: number; readonly body: Record<string, unknown>; readonly cookie: string | undefined }
/** A browser: keeps its cookie, names its origin. */
class Browser {
  jar: string | undefined;
  async call(key: keyof typeof peopleRoutes, body?: object, path?: string): Promise<Answer> {
    const [method, url] = key.split(' ') as ['POST', string];
    const reply = await app.inject({
      method, url: path ?? url, headers: { host: 'localhost:8080', origin: 'http://localhost:8080', 'accept-language': 'en', ...(this.jar === undefined ? {} : { cookie: this.jar }) },
      ...(body === undefined ? {} : { payload: body }),
    });
    const cookie = [reply.headers['set-cookie'] ?? []].flat()[0];
    if (cookie !== undefined) this.jar = /Max-Age=0|1970/.test(cookie) ? undefined : cookie.split(';')[0];
    const isJson = String(reply.headers['content-type']).startsWith('application/json');
    return { status: reply.statusCode, body: isJson ? reply.json<Record<string, unknown>>() : {}, cookie };
  }
  async code(key: keyof typeof peopleRoutes, body?: object, path?: string): Promise<unknown> {
    const { status, body: said } = await this.call(key, body, path);
    return said['code'] ?? status;
  }
}
async function lanAtHome(): Promise<Browser> {
  const browser = new Browser();
  const made = await browser.call('POST /api/set-up', { code: house.room.setUp.code, name: 'Lan', login: 'lan', password: goodPassword, language: 'en', ownerKind: 'household', ownerName: 'Lan\'s home', consent });
  expect(made.status).toBe(200);
  return browser;
}
const credentials = { login: 'lan', password: goodPassword };
async function homeOf(browser: Browser): Promise<string> {
  const { body } = await browser.call('GET /api/session');
  return (body['memberships'] as { owner: string }[])[0]?.owner ?? '';
}

test('a new hub says so, is set up once, and shows the person herself', async () => {
  const nobody = new Browser();
  const before = await nobody.call('GET /api/hub');
  const lan = await lanAtHome();
  const again = await nobody.code('POST /api/set-up', { code: house.room.setUp.code, name: 'B', login: 'bbb', password: goodPassword, language: 'vi', ownerKind: 'household', ownerName: 'B', consent });
  const { id, memberships, ...her } = (await lan.call('GET /api/session')).body;
  expect([before.body, again, her, typeof id, (memberships as unknown[]).length]).toEqual([
    { name: 'Nhà thử', version: '0.1.0', demo: false, setUp: false, passkeys: true, secure: false }, 'already-set-up',
    { login: 'lan', name: 'Lan', language: 'en', operator: true, offices: [], proved: true, hasPassword: true, passkeys: 0 }, 'string', 1,
  ]);
});

test('the cookie cannot be read by scripts nor sent from other sites; behind an HTTPS proxy it is bound to the host', async () => {
  await lanAtHome();
  const plain = await new Browser().call('POST /api/session', credentials);
  const https = await app.inject({ method: 'POST', url: '/api/session', remoteAddress: '10.9.9.9', payload: credentials, headers: { host: 'hub.example', origin: 'https://hub.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.168.1.9' } });
  const pretended = await app.inject({ method: 'POST', url: '/api/session', remoteAddress: '10.1.1.1', payload: credentials, headers: { host: 'hub.example', origin: 'https://hub.example', 'x-forwarded-proto': 'https' } });
  expect([plain.cookie?.replace(/=[\w-]{43};/, '=…;'), String(https.headers['set-cookie']).replace(/=[\w-]{43};/, '=…;'), pretended.statusCode]).toEqual([
    'matpho=…; Max-Age=7776000; Path=/; HttpOnly; SameSite=Lax', '__Host-matpho=…; Max-Age=7776000; Path=/; HttpOnly; Secure; SameSite=Lax', 403,
  ]);
  expect((await house.store.read.selectFrom('session').select('address').orderBy('created_at', 'desc').execute()).map((s) => s.address)).toContain('192.168.1.9');
});

test('signing in never takes over a session that was there before, and ends it', async () => {
  const lan = await lanAtHome();
  const planted = lan.jar;
  await lan.call('POST /api/session', credentials);
  const victim = new Browser();
  victim.jar = planted;
  expect([lan.jar === planted, await victim.code('GET /api/session'), await lan.code('GET /api/session')]).toEqual([false, 'not-signed-in', 200]);
});

test('a wrong password and an unknown login give the same answer, and six are too many', async () => {
  await lanAtHome();
  const guesser = new Browser();
  const wrong = await guesser.call('POST /api/session', { login: 'lan', password: 'không phải' });
  const unknown = await guesser.call('POST /api/session', { login: 'nobody', password: 'không phải' });
  for (let i = 0; i < 4; i++) await guesser.call('POST /api/session', { login: 'lan', password: 'không phải' });
  expect([wrong.status, wrong.body, await guesser.code('POST /api/session', credentials)]).toEqual([401, unknown.body, 'locked-out']);
});

test('widening asks for a proof after ten minutes; narrowing never does', async () => {
  const lan = await lanAtHome();
  const owner = await homeOf(lan);
  const invitation = { kind: 'member', owner, role: 'viewer' };
  const fresh = await lan.call('POST /api/invitations', invitation);
  await house.clock.advance(minutes(10));
  const stale = await lan.code('POST /api/invitations', invitation);
  const narrow = await lan.code('DELETE /api/invitations/:id', undefined, `/api/invitations/${String(fresh.body['id'])}`);
  const old = lan.jar;
  const proof = await lan.code('POST /api/session/proof', { password: goodPassword });
  const copied = new Browser();
  copied.jar = old;
  expect([fresh.status, stale, narrow, proof, await lan.code('POST /api/invitations', invitation), await copied.code('GET /api/session')]).toEqual([200, 'fresh-sign-in', 204, 200, 200, 'not-signed-in']);
});

test('an invitation is a link whose token no server log sees, used once, and its person sees only her own house', async () => {
  const lan = await lanAtHome();
  const owner = await homeOf(lan);
  const made = (await lan.call('POST /api/invitations', { kind: 'member', owner, role: 'co_owner' })).body;
  const [before, token] = String(made['link']).split('#invite=');
  const minh = new Browser();
  const look = await minh.call('POST /api/invitations/look', { token });
  const joined = await minh.call('POST /api/invitations/accept', { token, name: 'Minh', login: 'minh', password: goodPassword, language: 'vi', consent });
  expect([before, String(made['qr']).startsWith('<svg'), look.body['to'], (joined.body['memberships'] as { role: string }[]).map((m) => m.role)]).toEqual(['http://localhost:8080/', true, 'Lan\'s home', ['co_owner']]);
  expect([
    await new Browser().code('POST /api/invitations/accept', { token, name: 'X', login: 'xxx', password: goodPassword, language: 'vi', consent }),
    await minh.code('GET /api/owners/:id/members', undefined, `/api/owners/${owner}/members`), await minh.code('GET /api/owners/:id/members', undefined, '/api/owners/elsewhere/members'),
    await minh.code('DELETE /api/owners/:id/members/:person', undefined, `/api/owners/${owner}/members/${String(joined.body['id'])}`),
    await lan.code('DELETE /api/owners/:id/members/:person', undefined, `/api/owners/${owner}/members/${String(joined.body['id'])}`),
    await minh.code('GET /api/owners/:id/members', undefined, `/api/owners/${owner}/members`), await minh.code('GET /api/session'),
  ]).toEqual(['invitation-ended', 200, 'not-found', 'not-allowed', 204, 'not-allowed', 200]);
});

test('an owner elsewhere removes nobody here, though she is a member', async () => {
  const lan = await lanAtHome();
  const home = await homeOf(lan);
  const link = async (body: object): Promise<string | undefined> => String((await lan.call('POST /api/invitations', body)).body['link']).split('#invite=')[1];
  const shop = new Browser();
  await shop.call('POST /api/invitations/accept', { token: await link({ kind: 'owner', ownerKind: 'business', ownerName: 'Phở Minh' }), name: 'Minh', login: 'minh', password: goodPassword, language: 'vi', consent });
  const joined = await shop.call('POST /api/invitations/join', { token: await link({ kind: 'member', owner: home, role: 'viewer' }) });
  const lanId = String((await lan.call('GET /api/session')).body['id']);
  expect([(joined.body['memberships'] as { role: string }[]).map((m) => m.role).toSorted(), await shop.code('DELETE /api/owners/:id/members/:person', undefined, `/api/owners/${home}/members/${String(joined.body['id'])}`), await shop.code('DELETE /api/owners/:id/members/:person', undefined, `/api/owners/${home}/members/${lanId}`)])
    .toEqual([['owner', 'viewer'], 'not-found', 'not-found']);
});

test('a unit, its leader and her officers, each at home only', async () => {
  const lan = await lanAtHome();
  const units = await Promise.all(['Phường A', 'Phường B'].map((name) => lan.call('POST /api/units', { name, kind: 'ward_police' })));
  const [a, b] = units.map((u) => String(u.body['id']));
  const invite = async (by: Browser, body: object, login: string): Promise<Browser> => {
    const token = String((await by.call('POST /api/invitations', body)).body['link']).split('#invite=')[1];
    const browser = new Browser();
    await browser.call('POST /api/invitations/accept', { token, name: login, login, password: goodPassword, language: 'vi', consent });
    return browser;
  };
  const other = await invite(lan, { kind: 'officer', unit: b, role: 'unit_leader', officerNo: '101' }, 'dung');
  const leader = await invite(lan, { kind: 'officer', unit: a, role: 'unit_leader', officerNo: '001' }, 'hung');
  const officer = await invite(leader, { kind: 'officer', unit: a, role: 'duty_officer', officerNo: '002' }, 'tuan');
  const officerId = String((await officer.call('GET /api/session')).body['id']);
  expect([
    await leader.code('GET /api/units/:id/officers', undefined, `/api/units/${a}/officers`), await leader.code('GET /api/units/:id/officers', undefined, `/api/units/${b}/officers`), await lan.code('GET /api/units/:id/officers', undefined, `/api/units/${b}/officers`),
    await officer.code('DELETE /api/units/:id/officers/:person', undefined, `/api/units/${a}/officers/${officerId}`), await leader.code('DELETE /api/units/:id/officers/:person', undefined, `/api/units/${b}/officers/${officerId}`),
    await other.code('DELETE /api/units/:id/officers/:person', undefined, `/api/units/${a}/officers/${officerId}`), await leader.code('DELETE /api/units/:id/officers/:person', undefined, `/api/units/${a}/officers/${officerId}`), await leader.code('DELETE /api/units/:id/officers/:person', undefined, `/api/units/${a}/officers/${officerId}`),
  ]).toEqual([200, 'not-found', 200, 'not-allowed', 'not-found', 'not-found', 204, 'not-found']);
});

test('a person sees her browsers and ends one', async () => {
  const lan = await lanAtHome();
  const phone = new Browser();
  await phone.call('POST /api/session', credentials);
  const reply = await app.inject({ url: '/api/sessions', headers: { cookie: lan.jar ?? '' } });
  const rows = reply.json<{ id: string; current: boolean }[]>();
  const other = rows.find((row) => !row.current)?.id ?? '';
  expect([rows.length, await lan.code('DELETE /api/sessions/:id', undefined, `/api/sessions/${other}`), await phone.code('GET /api/session'), await lan.code('DELETE /api/session'), await lan.code('GET /api/session')]).toEqual([2, 204, 'not-signed-in', 204, 'not-signed-in']);
});

test('a name, a language and a password change', async () => {
  const lan = await lanAtHome();
  const changed = await lan.call('PATCH /api/me', { name: ' Bà Lan ', language: 'vi' });
  const weak = await lan.call('POST /api/me/password', { password: 'Lan1234567' });
  expect([[changed.body['name'], changed.body['language']], weak.status, weak.body['message'], await lan.code('POST /api/me/password', { password: 'một câu hoàn toàn khác' }), await lan.code('GET /api/session')]).toEqual([
    ['Bà Lan', 'vi'], 422, 'Mật khẩu cần ít nhất 10 ký tự và không phải loại dễ đoán.', 200, 200,
  ]);
});

test('the root certificate and the way to trust it', async () => {
  const lan = await lanAtHome();
  const file = await app.inject({ url: '/api/local-ca.crt' });
  const trust = (await lan.call('GET /api/hub/trust')).body;
  expect([file.headers['content-type'], [...file.rawPayload], trust['caLink'], trust['fingerprint'], String(trust['qr']).startsWith('<svg')]).toEqual(['application/x-x509-ca-cert', [1, 2, 3], 'http://localhost:8080/api/local-ca.crt', 'AB:CD', true]);
});

describe('passkeys', () => {
  let lan: Browser;
  let key: SoftwarePasskey;
  beforeEach(async () => {
    lan = await lanAtHome();
    key = new SoftwarePasskey('http://localhost:8080');
  });
  type Question = { ceremony: string; options: Record<string, unknown> };
  const begin = async (browser: Browser, path: 'POST /api/passkeys/new' | 'POST /api/session/passkey/new'): Promise<Question> => (await browser.call(path)).body as Question;
  async function register(browser = lan, passkey = key): Promise<Answer> {
    const { ceremony, options } = await begin(browser, 'POST /api/passkeys/new');
    return await browser.call('POST /api/passkeys', { ceremony, answer: passkey.create(options), name: 'Điện thoại' });
  }
  async function signIn(browser: Browser, passkey = key): Promise<Answer> {
    const { ceremony, options } = await begin(browser, 'POST /api/session/passkey/new');
    return await browser.call('POST /api/session/passkey', { ceremony, answer: passkey.get(options) });
  }

  test('one is made, signs in without a name, proves, and is removed', async () => {
    const made = await register();
    const phone = new Browser();
    const entered = await signIn(phone);
    await house.clock.advance(minutes(15));
    const stale = (await phone.call('GET /api/session')).body['proved'];
    const { ceremony, options } = await begin(phone, 'POST /api/session/passkey/new');
    const proved = await phone.call('POST /api/session/proof/passkey', { ceremony, answer: key.get(options) });
    const gone = await phone.code('DELETE /api/passkeys/:id', undefined, `/api/passkeys/${key.id}`);
    expect([made.status, made.body['name'], entered.status, entered.body['login'], entered.body['passkeys'], stale, proved.body['proved'], gone, await signIn(new Browser()).then((a) => a.body['code'])])
      .toEqual([200, 'Điện thoại', 200, 'lan', 1, false, true, 204, 'passkey-failed']);
    expect(house.written.map((w) => w.type).filter((type) => type.startsWith('key.'))).toEqual(['key.added', 'key.removed']);
  });

  test('the question asks for a discoverable key with the person verified, for this host', async () => {
    const { options } = await begin(lan, 'POST /api/passkeys/new');
    const { rp, authenticatorSelection } = options as { rp: unknown; authenticatorSelection: Record<string, unknown> };
    expect([rp, authenticatorSelection['residentKey'], authenticatorSelection['userVerification']]).toEqual([{ name: 'Nhà thử', id: 'localhost' }, 'required', 'required']);
  });

  test('an answer counts once, and not after five minutes', async () => {
    await register();
    // As most phones do: a counter that always says 0, so that nothing but the ceremony stops a replay.
    key.counter = -1;
    const { ceremony, options } = await begin(lan, 'POST /api/session/passkey/new');
    const answer = key.get(options);
    const phone = new Browser();
    const first = await phone.code('POST /api/session/passkey', { ceremony, answer });
    const replayed = await new Browser().code('POST /api/session/passkey', { ceremony, answer });
    const late = await begin(lan, 'POST /api/session/passkey/new');
    await house.clock.advance(minutes(5));
    key.counter = -1;
    expect([first, replayed, await new Browser().code('POST /api/session/passkey', { ceremony: late.ceremony, answer: key.get(late.options) })]).toEqual([200, 'passkey-failed', 'passkey-failed']);
  });

  test.each<[string, (passkey: SoftwarePasskey) => SoftwarePasskey | void]>([
    ['another site', () => Object.assign(new SoftwarePasskey('http://evil.example'), { userHandle: key.userHandle, id: key.id })],
    ['another key under the same name', () => Object.assign(new SoftwarePasskey('http://localhost:8080'), { userHandle: key.userHandle, id: key.id })],
    ['no finger', (passkey) => { passkey.verified = false; }],
    ['a counter that went back', (passkey) => { passkey.counter = -1; }],
    ['another person\'s handle', (passkey) => { passkey.userHandle = Buffer.from('somebody').toString('base64url'); }],
  ])('is refused with %s', async (_what, spoil) => {
    key.counter = 5;
    await register();
    expect((await signIn(new Browser())).status).toBe(200);
    const spoiled = spoil(key) ?? key;
    expect((await signIn(new Browser(), spoiled)).body['code']).toBe('passkey-failed');
  });

  test('of somebody else proves nothing, and cannot be registered twice or in another\'s name', async () => {
    await register();
    const token = String((await lan.call('POST /api/invitations', { kind: 'member', owner: await homeOf(lan), role: 'viewer' })).body['link']).split('#invite=')[1];
    const minh = new Browser();
    await minh.call('POST /api/invitations/accept', { token, name: 'Minh', login: 'minh', password: goodPassword, language: 'vi', consent });
    const proof = await begin(minh, 'POST /api/session/passkey/new');
    const lans = await begin(lan, 'POST /api/passkeys/new');
    expect([
      await minh.code('POST /api/session/proof/passkey', { ceremony: proof.ceremony, answer: key.get(proof.options) }), (await register(minh)).body['code'],
      await minh.code('POST /api/passkeys', { ceremony: lans.ceremony, answer: new SoftwarePasskey('http://localhost:8080').create(lans.options), name: 'x' }),
      await minh.code('DELETE /api/passkeys/:id', undefined, `/api/passkeys/${key.id}`),
    ]).toEqual(['passkey-failed', 'passkey-failed', 'passkey-failed', 'not-found']);
  });

  test('nonsense is refused like any wrong answer', async () => {
    const codes: unknown[] = [];
    for (const answer of [{}, { id: 5 }, { id: key.id }, { id: key.id, rawId: key.id, type: 'public-key', response: {} }]) {
      const { ceremony } = await begin(lan, 'POST /api/session/passkey/new');
      codes.push(await new Browser().code('POST /api/session/passkey', { ceremony, answer }));
      const registration = await begin(lan, 'POST /api/passkeys/new');
      codes.push(await lan.code('POST /api/passkeys', { ceremony: registration.ceremony, answer, name: 'x' }));
    }
    expect(new Set(codes)).toEqual(new Set(['passkey-failed']));
  });

  test('are not offered at an address or without HTTPS', async () => {
    const at = async (host: string): Promise<unknown> => (await app.inject({ url: '/api/hub', headers: { host } })).json<{ passkeys: boolean }>().passkeys;
    expect([await at('localhost:8080'), await at('192.168.1.5:8080'), await at('hub.local')]).toEqual([true, false, false]);
  });
});
