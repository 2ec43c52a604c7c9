import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type RouteKey, type RouteShape } from '../api/index.ts';
import { walkRoutes } from '../http/route-walk.ts';
import { Browser, routeKeys, type Answer } from './browser.fixture.ts';
import { openStreet, leaksIn, type Logins, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

const roles: Readonly<Record<Logins, readonly string[]>> = {
  lan: ['owner', 'operator'], minh: ['co_owner'], bay: ['owner'], kim: ['owner'], quan: ['manager'], xem: ['viewer'], truong: ['leader'], truc: ['officer'], tra: ['officer'],
  vinh: ['leader'], vuong: ['officer'], chutich: ['oversight'], canbo: ['oversight'], kythuat: ['operator'],
};
const everybody = Object.keys(roles) as Logins[];
const shapes = api as Readonly<Record<RouteKey, RouteShape>>;
const pictures = routeKeys.filter((key) => ['image/jpeg', 'socket', 'file', 'media', 'pictures', 'sdp'].includes(shapes[key].sends ?? ''));

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
    const areaAsk = { unit: unitOf(login), caseNo: 'KHONG-CO', action: 'live', purpose: 'crime', message: 'Có vụ trộm xe.', position: { latitude: 20.4463, longitude: 106.3366 }, radiusM: 100 };
    const draft = { owner: 'none', cameras: ['none'], who: { unit: street.units.u }, preset: 'ask_each_time', days: 30 };
    const ceremony = { ceremony: 'none', answer: {} };
    const written = { documentNo: '1', issuer: 'Công an', signerName: 'Ai đó', signerTitle: 'Trưởng', legalBasis: 'Luật', details: 'Có vụ trộm xe.', caseNo: '1', purpose: 'crime', deadline: 1, destroyBy: 2, cameras: ['none'], intervals: [{ from: 0, to: 1 }], scan: 'none' };
    const account = { name: 'Ai đó', login: 'ai.do', password: 'một mật khẩu dài', language: 'vi', consent: 'c0'.repeat(32) };
    const bodies: Partial<Record<RouteKey, unknown>> = {
      'POST /api/set-up': { ...account, code: 'AAAAA-AAAAA', ownerKind: 'household', ownerName: 'Nhà' }, 'POST /api/session': { login: `khong.co.${visits}`, password: 'không phải' },
      'POST /api/session/proof': { password: 'không phải' }, 'PATCH /api/me': {}, 'POST /api/me/password': { password: '1' }, 'POST /api/passkeys': { ...ceremony, name: 'Khoá' }, 'POST /api/session/passkey': ceremony, 'POST /api/session/proof/passkey': ceremony,
      'POST /api/invitations': { kind: 'member', owner: 'none', role: 'viewer' }, 'POST /api/invitations/look': { token: 'none' }, 'POST /api/invitations/accept': { ...account, token: 'none' }, 'POST /api/invitations/join': { token: 'none' },
      'POST /api/units': { name: `Tổ ${visits}`, kind: 'grassroots' }, 'POST /api/found-cameras': { address: '169.254.0.9' }, 'POST /api/enrolments': { kind: 'rtsp', main: 'rtsp://169.254.0.9/', username: '', password: '' },
      'POST /api/enrolments/:id/confirm': { owner: 'none', mine: true, name: 'Camera', place: '', direction: null }, 'PATCH /api/cameras/:id': {}, 'PUT /api/cameras/:id/recording': {}, 'POST /api/cameras/:id/credentials': { username: '', password: '' },
      'POST /api/grants/preview': draft, 'POST /api/grants': { ...draft, sentence: '' }, 'POST /api/pauses': { owner: 'none' }, 'POST /api/rights/what-if': { kind: 'revoke', grant: 'none' }, 'POST /api/grants/:id/preview': draft, 'PUT /api/grants/:id': { ...draft, version: 1, sentence: '' }, 'POST /api/grants/:id/renewal': {}, 'POST /api/grants/:id/renew': { version: 1, sentence: '' },
      'POST /api/privacy-hours': { owner: 'none', hours: { tz: 'Asia/Ho_Chi_Minh', windows: [] } }, 'PUT /api/privacy-hours/:id': { hours: { tz: 'Asia/Ho_Chi_Minh', windows: [] } }, 'POST /api/units/:id/merge': { into: 'none', reason: 'Sáp nhập' }, 'POST /api/merges/:id/confirm': { sentences: [] }, 'POST /api/officer/asks/preview': ask, 'POST /api/officer/asks': ask,
      'POST /api/officer/emergencies': { unit: unitOf(login), ground: 'fire_disaster', words: 'Cháy ở chợ, có người kẹt.', place: 'Chợ', latitude: 0, longitude: 0, radiusM: 50 },
      'POST /api/officer/emergencies/:id/review': { verdict: 'justified', words: 'Cháy thật, đã cứu người.' }, 'POST /api/emergencies/:id/complaints': { words: 'Tôi không thấy cháy gần nhà.' }, 'POST /api/emergency-suspensions/:id/lift': { words: 'Đơn vị đã tập huấn lại.' },
      'POST /api/officer/cases': { unit: unitOf(login), caseNo: `VA-${visits}`, kind: 'crime', title: 'Chưa xảy ra', place: 'Ngõ 3', position: null, happened: { from: 8e15, to: 8e15 } }, 'POST /api/officer/cases/:id/notes': { unit: unitOf(login), text: 'Đã gặp nhân chứng.' },
      'POST /api/officer/cases/:id/countersign': { unit: unitOf(login) }, 'POST /api/officer/cases/:id/close': { unit: unitOf(login), outcome: 'solved' }, 'PUT /api/officer/case-pattern': { unit: unitOf(login), pattern: '(' },
      'POST /api/officer/area-asks': areaAsk, 'POST /api/officer/area-asks/preview': areaAsk,
      'POST /api/cameras/:id/masks': { name: 'Vùng', polygons: [[{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }]] }, 'PUT /api/cameras/:id/masks/:mask': { name: 'Vùng', polygons: [[{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }]] }, 'POST /api/officer/snapshots': { camera: 'none', unit: unitOf(login), purpose: 'crime' },
      'POST /api/evidence': { pieces: [{ camera: 'none', from: 0, to: 1_000 }] }, 'POST /api/evidence/:id/custody': { event: 'open' }, 'POST /api/evidence/:id/receipt': { p7s: 'AAAA' }, 'PUT /api/evidence-certificate': { key: 'none', chain: 'none' },
      'POST /api/exports': { camera: 'none', from: 0, to: 1_000 }, 'POST /api/cameras/:id/outside': { from: 0, to: 1_000 }, 'POST /api/officer/timeline': { unit: unitOf(login), camera: 'none', purpose: 'crime', from: 0, to: 1_000 }, 'POST /api/exports/bundles': { cameras: ['none', 'nor-this'], from: 0, to: 1_000 }, 'POST /api/exports/stills': { camera: 'none', at: 0 },
      'POST /api/redactions': { camera: 'none', from: 0, to: 1_000, regions: [{ effect: 'blur', from: 0, to: 1_000, shapes: [{ at: 0, polygon: [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }] }] }] }, 'PUT /api/officer/street': { street: null }, 'POST /api/oversight/alerts/:id/answer': { reason: 'Đã xem xét.' },
      'POST /api/officer/written': { ...written, unit: unitOf(login) }, 'POST /api/written': { ...written, owner: 'none' }, 'POST /api/written/:id/question': { text: 'Xe màu gì?' }, 'POST /api/written/:id/answer': { text: 'Màu đỏ.' }, 'POST /api/written/:id/refuse': { ground: 'other' }, 'POST /api/written/:id/execute': {},
      'POST /api/written/:id/destruction': { at: 0, by: 'Ai đó', method: 'erased', documentNo: '1', note: '' },
      'POST /api/apps': { name: 'Máy xem', cameras: ['none'] }, 'POST /api/apps/once': { camera: 'none' },
      'POST /api/consents': { notice: '00'.repeat(32) }, 'POST /api/signs': { owner: 'none', responsible: 'Nhà', contact: '0912', purposes: ['property'] }, 'POST /api/public/signs/:code/messages': { kind: 'mask', words: 'Xin che cửa sổ nhà tôi.' }, 'POST /api/notices/read': { ids: [] }, 'PUT /api/me/channels/:id': { address: '', enabled: false }, 'PUT /api/plugins/:id/config': {}, 'POST /api/hls': { camera: 'none', unit: login === undefined || !roles[login].some((role) => ['officer', 'leader'].includes(role)) ? undefined : unitOf(login), purpose: 'crime' }, 'PUT /api/owners/:id/uplink': { kbps: null }, 'PUT /api/hub/uplink': { kbps: null }, 'POST /api/plugins/:id/enabled': { enabled: true },
    };
    return bodies[key];
  }
  async function visit(key: RouteKey, login: Logins | undefined): Promise<Answer> {
    visits += 1;
    const browser = new Browser(street.running.origin, `10.1.${visits >> 8}.${visits & 255}`);
    browser.cookie = login === undefined ? '' : street.people[login].cookie;
    const query: Partial<Record<RouteKey, Record<string, string>>> = { 'GET /api/cameras/:id/outside': { from: '0', to: '1000' }, 'GET /api/ledger/export': { format: 'csv' }, 'GET /api/ledger/letter': { owner: 'none', month: '2026-01' }, 'GET /api/officer/viewings/export': { format: 'json' }, 'GET /api/units/:id/viewings/export': { format: 'csv' }, 'GET /api/cameras/:id/recordings': { from: '0', to: '1' }, 'GET /api/cameras/:id/timeline': { from: '0', to: '1' }, 'GET /api/cameras/:id/days': { from: '0', to: '1' }, 'GET /api/log/consistency': { from: '1', to: '1' }, 'GET /api/log/inclusion': { seq: '0' }, 'GET /api/log/export': { owner: 'none' }, 'GET /api/signs/:code/paper': { size: 'A4' }, 'GET /api/officer/cameras': { unit: unitOf(login) }, 'GET /api/officer/cases': { unit: unitOf(login) }, 'GET /api/officer/cases/:id': { unit: unitOf(login) }, 'GET /api/officer/case-pattern': { unit: unitOf(login) }, 'GET /api/officer/area-asks': { unit: unitOf(login) }, 'GET /api/officer/written/overdue': { unit: unitOf(login) }, 'GET /api/officer/emergencies': { unit: unitOf(login) }, 'GET /api/cameras/:id/why': { unit: 'none', action: 'live', purpose: 'crime' } };
    const named = query[key];
    return browser.sendAny(key, { params: { id: 'none', person: 'none', name: 'none', camera: 'none', fetch: 'none', mask: 'none', file: 'index.m3u8', code: 'khong-co-ma-nao-nhu-the' }, ...(named ? { query: named } : {}), body: bodyFor(key, login) });
  }
  const outcome = ({ status, code, text }: Answer): string => {
    if (code === 'not-signed-in' || code === 'already-set-up') return code;
    if (code === 'not-allowed') return 'not-allowed';
    // What is wrong with these calls is that nothing of the kind exists; anything else of the hub's own making is a fault.
    return (status < 500 || code === 'not-ready') && !(code === 'bad-request' && text.includes('fields')) ? 'let in' : `${status} ${text.slice(0, 300)}`;
  };

  // A socket has its own test; signing out ends what the others need, so it comes last.
  const plain = routeKeys.filter((key) => shapes[key].sends !== 'socket' && key !== 'DELETE /api/session');
  // Which owner or unit it is about, the handler asks.
  const askedInside: readonly RouteKey[] = ['POST /api/invitations', 'POST /api/emergency-suspensions/:id/lift', 'GET /api/units/:id/viewings', 'GET /api/units/:id/viewings/export'];
  const refusedInside = (key: RouteKey): boolean => askedInside.includes(key);

  test('answers 401, 403 or lets in exactly as the table says', async () => {
    const wrong: string[] = [];
    let letIn = 0;
    for (const key of plain) {
      for (const login of [undefined, ...everybody]) {
        const answer = await visit(key, login);
        const expected = declared(key, login);
        if (expected === 'let in') letIn += 1;
        const is = outcome(answer);
        if (is !== expected && !(expected === 'let in' && is === 'not-allowed' && refusedInside(key))) wrong.push(`${key} ${login ?? 'nobody'}: ${is}, the table says ${expected}`);
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
    const recorded = pictures.filter((key) => shapes[key].sends !== 'socket' && !shapes[key].who.some((caller) => ['person', 'anyone', 'operator'].includes(caller)));
    const statuses = await Promise.all(recorded.map(async (key) => (await street.people.kythuat.send(key, { params: { id: a.id, name: 'clip.mp4' } })).status));
    using viewer = street.people.kythuat.live({ camera: a.id, transport: 'mse' });
    await viewer.over();
    expect([statuses.every((status) => status === 403), viewer.refused, viewer.bytes, statuses.length > 3]).toEqual([true, 403, 0, true]);
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
      await viewer.over();
      const videoless = await Promise.all(routeKeys.filter((key) => ['image/jpeg', 'file'].includes(shapes[key].sends ?? '') && !shapes[key].who.some((caller) => ['person', 'anyone', 'oversight'].includes(caller))).map(async (key) => (await by.sendAny(key, { params: { id: a.id, name: 'clip.mp4' } })).status));
      expect([answers.map(({ code }) => code), viewer.refused, viewer.bytes, videoless.every((status) => status === 403), videoless.length > 1]).toEqual([Array.from({ length: 5 }, () => 'not-allowed'), 403, 0, true, true]);
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
