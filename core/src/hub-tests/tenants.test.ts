import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser, type AnyCall } from './browser.fixture.ts';
import type { RouteKey } from '../api/index.ts';
import { id, type CameraId, type OwnerId, type PersonId } from '../domain/ids.ts';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

/** Everything that belongs to household A, and whose names no stranger's reply may hold. */
const namesOfA = ['Lan', 'minh', 'truc'];

describe('what belongs to one household', () => {
  let street: Street;
  let things: { readonly grant: string; readonly ask: string; readonly pause: string; readonly job: string; readonly enrolment: string; readonly viewing: string; readonly member: string };
  beforeAll(async () => {
    street = await openStreet();
    const { people: { lan, truc, minh }, owners: { a }, units: { u }, cameras } = street;
    const grant = await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u } });
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always, purposes: ['fire_rescue'] });
    const ask = await truc.get('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'live', purpose: 'crime', message: 'Xe máy bị lấy trộm.' } });
    const viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'fire_rescue' }).playing();
    const by = await lan.get('GET /api/session');
    // As if it had been made; making one is the export desk's own test.
    await street.running.hub.store.write((trx) => trx.insertInto('export_job').values({ id: 'job-of-lan', camera: id<CameraId>(cameras.a.id), owner: id<OwnerId>(a), person: id<PersonId>(by.id), from_at: 0, to_at: 1_000, format: 'mp4', status: 'done', progress: 1, files: JSON.stringify([{ name: 'clip.mp4', bytes: 4, sha256: '00' }]), error: null, viewing: null, created_at: 0, done_at: 0 }).execute());
    const enrolment = await lan.get('POST /api/enrolments', { body: { kind: 'rtsp', main: cameras.a.simulated.rtspUri('sub'), username: 'admin', password: cameras.a.simulated.password } });
    const { id: member } = await minh.get('GET /api/session');
    things = { grant: grant.id, ask: ask.id, job: 'job-of-lan', enrolment: enrolment.id, viewing: viewer.viewing ?? '', pause: '', member };
    await until('the viewing is in the ledger', async () => (await lan.get('GET /api/ledger')).length > 0);
  }, 60_000);
  afterAll(async () => street?.close());

  const routesWithIds = (): readonly (readonly [RouteKey, AnyCall])[] => {
    const { owners: { a }, cameras, units: { u } } = street;
    const byCamera = { params: { id: cameras.a.id } };
    const draft = { owner: a, cameras: [cameras.a.id], who: { unit: u }, preset: 'ask_each_time' as const, days: 30 };
    return [
      ['GET /api/cameras/:id', byCamera], ['PATCH /api/cameras/:id', { ...byCamera, body: { name: 'Của tôi' } }], ['DELETE /api/cameras/:id', byCamera], ['GET /api/cameras/:id/picture', byCamera],
      ['GET /api/cameras/:id/recordings', { ...byCamera, query: { from: '0', to: '9' } }], ['GET /api/cameras/:id/sharing', byCamera], ['POST /api/cameras/:id/credentials', { ...byCamera, body: { username: 'x', password: 'y' } }],
      ['GET /api/enrolments/:id/picture', { params: { id: things.enrolment } }], ['DELETE /api/enrolments/:id', { params: { id: things.enrolment } }],
      ['POST /api/enrolments/:id/confirm', { params: { id: things.enrolment }, body: { owner: street.owners.b, mine: true, name: 'Của tôi', place: '', direction: null } }],
      ['DELETE /api/grants/:id', { params: { id: things.grant } }], ['POST /api/grants/preview', { body: draft }], ['POST /api/grants', { body: { ...draft, sentence: 'Tôi đồng ý.' } }],
      ['GET /api/grants/:id', { params: { id: things.grant } }], ['GET /api/grants/:id/draft', { params: { id: things.grant } }], ['POST /api/grants/:id/preview', { params: { id: things.grant }, body: draft }], ['PUT /api/grants/:id', { params: { id: things.grant }, body: { ...draft, version: 1, sentence: 'Tôi đồng ý.' } }],
      ['POST /api/grants/:id/renewal', { params: { id: things.grant }, body: {} }], ['POST /api/grants/:id/renew', { params: { id: things.grant }, body: { version: 1, sentence: 'Tôi đồng ý.' } }],
      ['GET /api/cameras/:id/rights', byCamera], ['GET /api/cameras/:id/why', { ...byCamera, query: { unit: u, action: 'live', purpose: 'crime' } }], ['POST /api/rights/what-if', { body: { kind: 'revoke', grant: things.grant } }], ['POST /api/rights/what-if', { body: { kind: 'give', draft } }],
      ['POST /api/rights/what-if', { body: { kind: 'pause', owner: a } }], ['POST /api/privacy-hours', { body: { owner: a, hours: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [1], from: 0, to: 60 }] } } }],
      ['DELETE /api/watching/:id', { params: { id: things.viewing } }], ['POST /api/pauses', { body: { owner: a } }], ['POST /api/pauses', { body: { owner: a, camera: cameras.a.id } }], ['DELETE /api/pauses/:id', { params: { id: things.pause } }],
      ['POST /api/asks/:id/approve', { params: { id: things.ask } }], ['POST /api/asks/:id/decline', { params: { id: things.ask } }],
      ['POST /api/exports', { body: { camera: cameras.a.id, from: 0, to: 1_000 } }], ['DELETE /api/exports/:id', { params: { id: things.job } }], ['GET /api/exports/:id/files/:name', { params: { id: things.job, name: 'clip.mp4' } }],
      ['GET /api/owners/:id/members', { params: { id: a } }], ['DELETE /api/owners/:id/members/:person', { params: { id: a, person: things.member } }],
    ];
  };

  test('is not there for the owner of another, by any route, and unknown ids are answered alike', async () => {
    const { bay } = street.people;
    const pause = await street.people.lan.get('POST /api/pauses', { body: { owner: street.owners.a, camera: street.cameras.a.id } });
    things = { ...things, pause: pause.id };
    await street.people.lan.get('DELETE /api/pauses/:id', { params: { id: pause.id } });
    const answers = await Promise.all(routesWithIds().map(async ([key, given]) => [key, await bay.sendAny(key, given)] as const));
    expect(answers.filter(([, { code }]) => code !== 'not-found').map(([key, { status, text }]) => [key, status, text])).toEqual([]);
    expect(answers.filter(([, { text }]) => namesOfA.some((name) => text.includes(name)))).toEqual([]);
    expect(new Set(answers.map(([, { text }]) => text)).size).toBe(1);
  });

  test('is not there for her on the live socket either', async () => {
    const { people: { bay }, cameras: { a } } = street;
    using known = bay.live({ camera: a.id, transport: 'mse' });
    using made = bay.live({ camera: 'made-up', transport: 'mse' });
    const [one, other] = [await known.end(), await made.end()];
    expect([one.problem.code, known.bytes, one]).toEqual(['not-found', 0, other]);
  });

  test('is left alone by all these tries', async () => {
    const { lan } = street.people;
    const [camera] = await lan.get('GET /api/cameras');
    expect([camera?.name, (await lan.get('GET /api/asks'))[0]?.status, (await lan.get('GET /api/grants')).filter(({ revokedAt }) => revokedAt !== null).length, (await lan.get('GET /api/owners/:id/members', { params: { id: street.owners.a } })).length, (await lan.get('GET /api/exports')).length]).toEqual(['Cổng nhà bà Lan', 'pending', 0, 2, 1]);
  });

  test('is in nobody else\'s lists', async () => {
    const lists: readonly RouteKey[] = ['GET /api/cameras', 'GET /api/grants', 'GET /api/ledger', 'GET /api/watching', 'GET /api/asks', 'GET /api/notices', 'GET /api/exports', 'GET /api/pauses', 'GET /api/invitations', 'GET /api/found-cameras'];
    const texts = await Promise.all([street.people.bay, street.people.kim].flatMap((by) => lists.map(async (key) => [key, (await by.send(key, (key === 'GET /api/ledger' ? { query: { camera: street.cameras.a.id, own: '1' } } : {}))).text] as const)));
    expect(texts.filter(([, text]) => [...namesOfA, street.cameras.a.id, street.owners.a, things.viewing, things.grant].some((name) => text.includes(name)))).toEqual([]);
    expect([(await street.people.bay.get('GET /api/cameras')).map(({ name }) => name), (await street.people.lan.get('GET /api/ledger')).length]).toEqual([['Sân nhà ông Bảy'], 1]);
  });

  test('shows its officers\' unit nothing to an officer of another unit', async () => {
    const { people: { vuong, truc }, units: { u, v }, cameras: { a } } = street;
    const ask = { camera: a.id, action: 'live' as const, purpose: 'crime' as const, message: 'Xem thử một chút.' };
    const given = [await vuong.get('GET /api/officer/cameras', { query: { unit: v } }), await vuong.get('GET /api/officer/asks'), await vuong.get('GET /api/officer/viewings')];
    const refused = await Promise.all([
      vuong.send('POST /api/officer/asks', { body: { ...ask, unit: v } }), vuong.send('POST /api/officer/asks/preview', { body: { ...ask, unit: v } }), vuong.send('POST /api/officer/asks', { body: { ...ask, unit: u } }),
      vuong.send('GET /api/officer/cameras', { query: { unit: u } }), vuong.send('DELETE /api/officer/asks/:id', { params: { id: things.ask } }), vuong.send('GET /api/units/:id/officers', { params: { id: u } }),
    ]);
    using viewer = vuong.live({ camera: a.id, transport: 'mse', unit: v, purpose: 'crime' });
    using borrowed = vuong.live({ camera: a.id, transport: 'mse', unit: v, purpose: 'crime', ask: things.ask });
    expect([given, refused.map(({ code }) => code), (await viewer.end()).problem, (await borrowed.end()).problem.code, viewer.bytes + borrowed.bytes]).toEqual([
      [[], [], []], ['consent-refused', 'consent-refused', 'not-allowed', 'not-allowed', 'not-found', 'not-found'],
      { code: 'consent-refused', message: 'Chủ camera không cho phép việc này.', reasons: ['not_shared'] }, 'not-found', 0,
    ]);
    expect((await truc.get('GET /api/officer/cameras', { query: { unit: u } })).map(({ name }) => name)).toEqual(['Cổng nhà bà Lan']);
  });
});

describe('roles inside one house', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('a co-owner pauses and revokes; her pause is hers alone to lift, and she gives nothing', async () => {
    const { people: { lan, minh }, owners: { a }, units: { u }, cameras } = street;
    const draft = { owner: a, cameras: [cameras.a.id], who: { unit: u }, preset: 'ask_each_time' as const, days: 30 };
    const grant = await give(lan, draft);
    const pause = await minh.get('POST /api/pauses', { body: { owner: a } });
    const { revokedAt } = await minh.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    const refused = await Promise.all([minh.send('POST /api/grants/preview', { body: draft }), minh.send('POST /api/grants', { body: { ...draft, sentence: grant.sentence.vi } }), lan.send('DELETE /api/pauses/:id', { params: { id: pause.id } }), minh.send('DELETE /api/cameras/:id', { params: { id: cameras.a.id } })]);
    expect([typeof revokedAt, refused.map(({ code }) => code)]).toEqual(['number', ['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']]);
    expect((await lan.get('GET /api/cameras'))[0]).toMatchObject({ paused: true, sharing: { en: 'paused' } });
    expect((await minh.send('DELETE /api/pauses/:id', { params: { id: pause.id } })).status).toBe(204);
  });

  test('a manager prepares and does not give, a viewer sees and does not pause', async () => {
    const { people: { kim, quan, xem }, owners: { c }, units: { u }, cameras } = street;
    const draft = { owner: c, cameras: [cameras.c.id], who: { unit: u }, preset: 'ask_each_time' as const, days: 30 };
    const { sentence } = await quan.get('POST /api/grants/preview', { body: draft });
    const refused = await Promise.all([
      quan.send('POST /api/grants', { body: { ...draft, sentence: sentence.vi } }), xem.send('POST /api/pauses', { body: { owner: c } }), xem.send('PATCH /api/cameras/:id', { params: { id: cameras.c.id }, body: { name: 'Khác' } }),
      xem.send('POST /api/exports', { body: { camera: cameras.c.id, from: 0, to: 1_000 } }), xem.send('GET /api/asks'),
    ]);
    expect(refused.map(({ code }) => code)).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']);
    using viewer = await xem.live({ camera: cameras.c.id, transport: 'mse' }).playing();
    const pause = await quan.get('POST /api/pauses', { body: { owner: c, camera: cameras.c.id } });
    expect([viewer.ended, (await xem.get('GET /api/pauses')).map(({ by }) => by), (await quan.send('DELETE /api/pauses/:id', { params: { id: pause.id } })).code, (await kim.send('DELETE /api/pauses/:id', { params: { id: pause.id } })).status]).toEqual([undefined, ['Người tên quan'], 'not-allowed', 204]);
  });

  test('widening needs a fresh proof of who she is, narrowing none', async () => {
    const { people: { lan }, owners: { a }, units: { u }, cameras, running: { hub } } = street;
    await hub.store.write((trx) => trx.updateTable('session').set({ proved_at: Date.now() - 700_000 }).execute());
    const draft = { owner: a, cameras: [cameras.a.id], who: { unit: u }, preset: 'ask_each_time' as const, days: 30 };
    const { sentence } = await lan.get('POST /api/grants/preview', { body: draft });
    const given = { body: { ...draft, sentence: sentence.vi } };
    const before = await lan.send('POST /api/grants', given);
    const pause = await lan.get('POST /api/pauses', { body: { owner: a } });
    const lift = await lan.send('DELETE /api/pauses/:id', { params: { id: pause.id } });
    const old = lan.cookie;
    await lan.get('POST /api/session/proof', { body: { password: street.passwords.lan } });
    const copied = new Browser(street.running.origin, '10.9.9.9');
    copied.cookie = old;
    expect([before.code, lift.code, (await lan.send('DELETE /api/pauses/:id', { params: { id: pause.id } })).status, (await lan.send('POST /api/grants', given)).status, (await copied.send('GET /api/session')).code]).toEqual(['fresh-sign-in', 'fresh-sign-in', 204, 200, 'not-signed-in']);
  });
});
