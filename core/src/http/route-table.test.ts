import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '../api/index.ts';
import { callers, type Caller, type RouteShape } from '../api/route.ts';
import { id } from '../domain/ids.ts';
import type { MemberRole, UnitRole } from '../domain/people.ts';
import { noLog } from '../people/people-room.fixture.ts';
import type { SignedIn } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { bind } from './bind.ts';
import type { Handlers } from './call.ts';
import { callersOf } from './guard.ts';
import { walkRoutes } from './route-walk.ts';
import { buildServer } from './server.ts';

const clock = new FakeClock();
const person = (session: string, about: Partial<SignedIn>): SignedIn => ({ session, person: id(session), login: session, name: session, language: 'vi', operator: false, provedAt: clock.now(), memberships: [], offices: [], ...about });
const member = (role: MemberRole): SignedIn => person(role, { memberships: [{ owner: id('o'), ownerName: 'O', ownerKind: 'household', role }] });
const officer = (role: UnitRole): SignedIn => person(role, { offices: [{ unit: id('u'), unitName: 'U', unitKind: 'ward_police', role, officerNo: '1' }] });
const everybody: readonly SignedIn[] = [person('nothing', {}), member('owner'), member('co_owner'), member('manager'), member('viewer'), officer('duty_officer'), officer('investigator'), officer('unit_leader'), person('oversight', { offices: [{ unit: id('p'), unitName: 'P', unitKind: 'peoples_committee', role: 'unit_leader', officerNo: '1' }] }), person('operator', { operator: true })];
const shapes = Object.entries(api) as [string, RouteShape][];

const reached = async (): Promise<never> => { throw new HubError('conflict', 'The handler was reached.'); };
const declared = (shape: RouteShape, by: SignedIn | undefined): string => {
  if (shape.who.includes('set-up')) return 'already-set-up';
  if (shape.who.includes('anyone')) return 'let in';
  if (!by) return 'not-signed-in';
  return shape.who.some((caller) => callersOf(by).has(caller)) ? 'let in' : 'not-allowed';
};

describe('every route of the table', () => {
  let app: FastifyInstance;
  let setUp = true;
  const sessions = new Map(everybody.flatMap((one) => [[one.session, one], [`stale-${one.session}`, { ...one, provedAt: clock.now() - 600_000 }]]));
  beforeAll(async () => {
    app = await buildServer({ sessions: { find: async (token) => sessions.get(token), isLive: async () => true }, people: { any: async () => setUp }, clock, timers: clock, log: noLog, tls: null, trustProxy: [], publicOrigin: null, onSessionEnded: () => ({ [Symbol.dispose]: () => {} }) });
    bind(app, api, Object.fromEntries(Object.keys(api).map((key) => [key, reached])) as unknown as Handlers<typeof api>);
  });
  afterAll(() => app.close());

  /** `let in` when the guard let the call through to the handler or its input check. */
  async function outcome(key: string, token: string | undefined): Promise<string> {
    const [method, url = ''] = key.split(' ');
    const reply = await app.inject({ method: method as 'GET', url: url.replaceAll(/:\w+/g, 'x'), headers: { host: 'hub.local', origin: 'http://hub.local', ...(token === undefined ? {} : { cookie: `matpho=${token}` }) }, remoteAddress: `10.0.${shapes.findIndex(([k]) => k === key)}.1` });
    // Behind the guard a WebSocket route asked without an upgrade answers 404 and nothing, and events have begun to stream.
    const code = !reply.body.startsWith('{') ? 'let in' : reply.json<{ code: string }>().code;
    return ['conflict', 'bad-request'].includes(code) ? 'let in' : code;
  }
  test('is on the server, and the server has no other', async () => {
    await app.ready();
    expect([walkRoutes(app, api), shapes.length > 60]).toEqual([{ missing: [], extra: [], different: [] }, true]);
  });

  test.each(shapes)('%s is open to exactly whom it declares', async (key, shape) => {
    const expected = Object.fromEntries([['nobody', declared(shape, undefined)], ...everybody.map((by) => [by.session, declared(shape, by)])]) as Record<string, string>;
    const seen: Record<string, string> = { nobody: await outcome(key, undefined) };
    for (const by of everybody) seen[by.session] = await outcome(key, by.session);
    expect(seen).toEqual(expected);
  });

  test.each(shapes.filter(([, shape]) => shape.fresh))('%s asks for a proof again after ten minutes', async (key, shape) => {
    const may = everybody.filter((by) => shape.who.some((caller) => callersOf(by).has(caller)));
    const seen: string[] = [];
    for (const by of may) seen.push(await outcome(key, `stale-${by.session}`));
    expect([seen.length > 0, new Set(seen)]).toEqual([true, new Set(['fresh-sign-in'])]);
  });

  test('every change is refused when it comes from another site', async () => {
    const changes = shapes.filter(([key]) => !key.startsWith('GET '));
    const codes = new Set<string>();
    for (const [key] of changes) {
      const [method, url = ''] = key.split(' ');
      const reply = await app.inject({ method: method as 'POST', url: url.replaceAll(/:\w+/g, 'x'), headers: { host: 'hub.local', origin: 'http://evil.example', cookie: 'matpho=owner' } });
      codes.add(reply.json<{ code: string }>().code);
    }
    expect([changes.length > 30, [...codes]]).toEqual([true, ['wrong-origin']]);
  });

  test('the first person can be made only while there is nobody', async () => {
    setUp = false;
    const first = await outcome('POST /api/set-up', undefined);
    setUp = true;
    expect([first, await outcome('POST /api/set-up', undefined)]).toEqual(['let in', 'already-set-up']);
  });

  test('no caller is unknown, and no picture is open to the operator', () => {
    const media = shapes.filter(([, shape]) => shape.sends === 'image/jpeg' || shape.sends === 'socket' || shape.sends === 'file');
    expect([shapes.flatMap(([, { who }]) => who).every((caller) => callers.includes(caller)), media.length > 3, media.filter(([, { who }]) => who.some((c: Caller) => ['anyone', 'person', 'operator', 'set-up'].includes(c)))]).toEqual([true, true, []]);
  });
});
