import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type RouteKey, type RouteShape } from '../api/index.ts';
import { walkRoutes } from '../http/route-walk.ts';
import { Browser, routeKeys, type Answer } from './browser.fixture.ts';
import { openStreet, leaksIn, type Logins, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

const roles: Readonly<Record<Logins, readonly string[]>> = {
  lan: ['owner', 'operator'], minh: ['co_owner'], bay: ['owner'], kim: ['owner'], quan: ['manager'], xem: ['viewer'], truong: ['leader'], truc: ['officer'], tra: ['officer'],
  vinh: ['leader'], vuong: ['officer'], chutich: ['leader'], canbo: ['officer'], kythuat: ['operator'],
};
const everybody = Object.keys(roles) as Logins[];
const shapes = api as Readonly<Record<RouteKey, RouteShape>>;
const pictures = routeKeys.filter((key) => ['image/jpeg', 'socket', 'file'].includes(shapes[key].sends ?? ''));

/** By the table alone. */
function declared(key: RouteKey, login: Logins | undefined): string {
  const { who } = shapes[key];
  if (who.includes('set-up')) return 'already-set-up';
  if (who.includes('anyone')) return 'let in';
  if (login === undefined) return 'not-signed-in';
  return who.includes('person') || who.some((caller) => roles[login].includes(caller)) ? 'let in' : 'not-allowed';
}

describe('every route of the running hub, for every person', () => {
  let street: Street;
  let visits = 0;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('is in the table, and no other is there', () => {
    expect([walkRoutes(street.running.app, api), routeKeys.length > 60]).toEqual([{ missing: [], extra: [], different: [] }, true]);
  });

  const unitOf = (login: Logins | undefined): string => {
    const unit = ({ truong: 'u', truc: 'u', tra: 'u', vinh: 'v', vuong: 'v', chutich: 'p', canbo: 'p' } as const)[login as 'truc'] as 'u' | undefined;
    return unit ? street.units[unit] : 'none';
  };
  /** Well-formed and about nothing that exists, so that whoever is let in changes nothing. */
  function bodyFor(key: RouteKey, login: Logins | undefined): unknown {
    const ask = { unit: unitOf(login), camera: 'none', action: 'live', purpose: 'crime', message: 'Có vụ trộm xe.' };
    const draft = { owner: 'none', cameras: ['none'], who: { unit: street.units.u }, preset: 'ask_each_time', days: 30 };
    const ceremony = { ceremony: 'none', answer: {} };
    const account = { name: 'Ai đó', login: 'ai.do', password: 'một mật khẩu dài', language: 'vi' };
    const bodies: Partial<Record<RouteKey, unknown>> = {
      'POST /api/set-up': { ...account, code: 'AAAAA-AAAAA', ownerKind: 'household', ownerName: 'Nhà' }, 'POST /api/session': { login: `khong.co.${visits}`, password: 'không phải' },
      'POST /api/session/proof': { password: 'không phải' }, 'PATCH /api/me': {}, 'POST /api/me/password': { password: '1' }, 'POST /api/passkeys': { ...ceremony, name: 'Khoá' }, 'POST /api/session/passkey': ceremony, 'POST /api/session/proof/passkey': ceremony,
      'POST /api/invitations': { kind: 'member', owner: 'none', role: 'viewer' }, 'POST /api/invitations/look': { token: 'none' }, 'POST /api/invitations/accept': { ...account, token: 'none' }, 'POST /api/invitations/join': { token: 'none' },
      'POST /api/units': { name: `Tổ ${visits}`, kind: 'grassroots' }, 'POST /api/found-cameras': { address: '169.254.0.9' }, 'POST /api/enrolments': { kind: 'rtsp', main: 'rtsp://169.254.0.9/', username: '', password: '' },
      'POST /api/enrolments/:id/confirm': { owner: 'none', mine: true, name: 'Camera', place: '', direction: null }, 'PATCH /api/cameras/:id': {}, 'POST /api/cameras/:id/credentials': { username: '', password: '' },
      'POST /api/grants/preview': draft, 'POST /api/grants': { ...draft, sentence: '' }, 'POST /api/pauses': { owner: 'none' }, 'POST /api/officer/asks/preview': ask, 'POST /api/officer/asks': ask,
      'POST /api/exports': { camera: 'none', from: 0, to: 1_000 }, 'POST /api/notices/read': { ids: [] }, 'PUT /api/me/channels/:id': { address: '', enabled: false }, 'PUT /api/plugins/:id/config': {}, 'POST /api/plugins/:id/enabled': { enabled: true },
    };
    return bodies[key];
  }
  async function visit(key: RouteKey, login: Logins | undefined): Promise<Answer> {
    visits += 1;
    const browser = new Browser(street.running.origin, `10.1.${visits >> 8}.${visits & 255}`);
    browser.cookie = login === undefined ? '' : street.people[login].cookie;
    const query: Partial<Record<RouteKey, Record<string, string>>> = { 'GET /api/cameras/:id/recordings': { from: '0', to: '1' }, 'GET /api/officer/cameras': { unit: unitOf(login) } };
    const named = query[key];
    return browser.sendAny(key, { params: { id: 'none', person: 'none', name: 'none' }, ...(named ? { query: named } : {}), body: bodyFor(key, login) });
  }
  const outcome = ({ status, code, text }: Answer): string => {
    if (code === 'not-signed-in' || code === 'already-set-up') return code;
    if (code === 'not-allowed') return 'not-allowed';
    // What is wrong with these calls is that nothing of the kind exists; anything else of the hub's own making is a fault.
    return (status < 500 || code === 'not-ready') && !(code === 'bad-request' && text.includes('fields')) ? 'let in' : `${status} ${text.slice(0, 300)}`;
  };

  // A socket has its own test; signing out ends what the others need, so it comes last.
  const plain = routeKeys.filter((key) => shapes[key].sends !== 'socket' && key !== 'DELETE /api/session');
  // The guard lets an officer of any unit in; the handler knows that a people's committee has no video.
  const refusedInside = (key: RouteKey, login: Logins | undefined): boolean => ['chutich', 'canbo'].includes(login ?? '') && ['GET /api/officer/cameras', 'POST /api/officer/asks', 'POST /api/officer/asks/preview', 'POST /api/exports'].includes(key)
    || key === 'POST /api/invitations';

  test('answers 401, 403 or lets in exactly as the table says', async () => {
    const wrong: string[] = [];
    let letIn = 0;
    for (const key of plain) {
      for (const login of [undefined, ...everybody]) {
        const answer = await visit(key, login);
        const expected = declared(key, login);
        if (expected === 'let in') letIn += 1;
        const is = outcome(answer);
        if (is !== expected && !(expected === 'let in' && is === 'not-allowed' && refusedInside(key, login))) wrong.push(`${key} ${login ?? 'nobody'}: ${is}, the table says ${expected}`);
      }
    }
    expect({ wrong, enough: letIn > 300 }).toEqual({ wrong: [], enough: true });
  }, 90_000);

  test('opens the live socket and the event stream for whom the table names, and nobody else', async () => {
    const rows = await Promise.all([undefined, ...everybody].map(async (login) => {
      const browser = login === undefined ? street.newBrowser() : street.people[login];
      using viewer = browser.live(undefined);
      await until('the socket answers', () => viewer.refused ?? viewer.socket.readyState === viewer.socket.OPEN);
      using facts = browser.facts();
      await until('the stream answers', () => facts.status);
      return [login ?? 'nobody', viewer.refused ?? 'open', facts.status];
    }));
    const status = { 'let in': 'open', 'not-allowed': 403, 'not-signed-in': 401 } as Record<string, unknown>;
    expect(rows).toEqual([undefined, ...everybody].map((login) => [login ?? 'nobody', status[declared('GET /api/live', login)], login === undefined ? 401 : 200]));
  });

  test('gives the operator no picture, by no route', async () => {
    const { a } = street.cameras;
    const statuses = await Promise.all(pictures.filter((key) => shapes[key].sends !== 'socket').map(async (key) => (await street.people.kythuat.send(key, { params: { id: a.id, name: 'clip.mp4' } })).status));
    using viewer = street.people.kythuat.live({ camera: a.id, transport: 'mse' });
    await viewer.over();
    expect([statuses, viewer.refused, viewer.bytes, pictures.length]).toEqual([[403, 403, 403], 403, 0, 4]);
  });

  test('gives the people\'s committee no camera, no ask and no picture', async () => {
    const { cameras: { a }, units: { p }, owners, people } = street;
    const ask = { unit: p, camera: a.id, action: 'live' as const, purpose: 'crime' as const, message: 'Có vụ trộm xe.' };
    for (const login of ['chutich', 'canbo'] as const) {
      const by = people[login];
      using viewer = by.live({ camera: a.id, transport: 'mse', unit: p, purpose: 'crime' });
      const answers = await Promise.all([
        by.send('GET /api/officer/cameras', { query: { unit: p } }), by.send('POST /api/officer/asks', { body: ask }), by.send('POST /api/officer/asks/preview', { body: ask }),
        by.send('POST /api/exports', { body: { camera: a.id, from: 0, to: 1_000, unit: p, purpose: 'crime' } }), by.send('GET /api/cameras/:id/picture', { params: { id: a.id } }),
      ]);
      const { problem } = await viewer.end();
      expect([answers.map(({ code }) => code), problem.code, viewer.bytes]).toEqual([Array.from({ length: 5 }, () => 'not-allowed'), 'not-allowed', 0]);
    }
    // Nor can an owner give it any by mistake.
    const draft = { owner: owners.a, cameras: [a.id], preset: 'ask_each_time' as const, days: 30, sentence: '' };
    const { id: person } = await people.canbo.get('GET /api/session');
    const given = await Promise.all([{ unit: p }, { person }, { unit: p, person }].map(async (who) => (await people.lan.send('POST /api/grants', { body: { ...draft, who } })).code));
    expect(given).toEqual(['grant-invalid', 'grant-invalid', 'grant-invalid']);
  });

  test('signs out whoever is signed in', async () => {
    const guest = await street.signedIn('xem');
    expect([(await street.newBrowser().send('DELETE /api/session')).code, (await guest.send('DELETE /api/session')).status, (await guest.send('GET /api/session')).code]).toEqual(['not-signed-in', 204, 'not-signed-in']);
  });

  test('wrote no secret into the log', () => {
    expect(leaksIn(street, street.lines.join('\n'))).toEqual([]);
  });
});
