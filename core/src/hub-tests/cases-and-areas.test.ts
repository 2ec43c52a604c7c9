import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, type AreaAskRow, type RouteKey, type RouteShape } from '../api/index.ts';
import { routeKeys } from './browser.fixture.ts';
import { market, openCase } from './case.fixture.ts';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('cases and area asks, through the door', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());
  const stands = async (login: 'lan' | 'bay', camera: string, metresNorth: number | null) => street.people[login].get('PATCH /api/cameras/:id', { params: { id: camera }, body: { position: metresNorth === null ? null : { latitude: market.latitude + metresNorth / 111_195, longitude: market.longitude }, viewDegrees: 90 } });
  const area = (caseNo: string, more: object = {}) => ({ unit: street.units.u, caseNo, action: 'live' as const, purpose: 'crime' as const, message: 'Tìm xe máy bị mất.', position: market, radiusM: 100, ...more });
  const settled = async (): Promise<void> => street.running.hub.areaAsks.spread();

  test('a case is opened, checked, countersigned by another, worked in and closed; closing cuts what is watched under it', async () => {
    const { people: { lan, truc, tra, truong, vinh, vuong }, owners: { a }, units: { u, v }, cameras } = street;
    expect((await truc.send('PUT /api/officer/case-pattern', { body: { unit: u, pattern: '{n}/{year}-CSHS' } })).code).toBe('not-allowed');
    const year = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric' }).format();
    expect(await truong.get('PUT /api/officer/case-pattern', { body: { unit: u, pattern: '{n}/{year}-CSHS' } })).toEqual({ pattern: '{n}/{year}-CSHS', example: `12/${year}-CSHS` });
    await expect(openCase(truc, u, 'VA-1')).rejects.toThrow('case-number-wrong');
    const opened = await openCase(truc, u, `7/${year}-cshs`);
    expect(opened).toMatchObject({ caseNo: `7/${year}-CSHS`, state: 'unsigned', mine: true, position: market, countersignedBy: null });
    await expect(openCase(tra, u, `7/${year}-CSHS`)).rejects.toThrow('case-taken');
    const at = { params: { id: opened.id } };
    expect([(await vuong.send('GET /api/officer/cases/:id', { ...at, query: { unit: v } })).code, (await vinh.send('POST /api/officer/cases/:id/countersign', { ...at, body: { unit: v } })).code, (await truc.send('POST /api/officer/cases/:id/countersign', { ...at, body: { unit: u } })).code, (await vinh.send('POST /api/officer/cases/:id/close', { ...at, body: { unit: u, outcome: 'solved' } })).code]).toEqual(['not-found', 'not-found', 'not-allowed', 'not-allowed']);
    expect((await truong.get('GET /api/officer/cases', { query: { unit: u, which: 'to-sign' } })).map(({ id }) => id)).toEqual([opened.id]);
    expect(await truong.get('POST /api/officer/cases/:id/countersign', { ...at, body: { unit: u } })).toMatchObject({ state: 'signed', countersignedBy: 'Người tên truong', haltsAt: null });
    // One for each of the two: a grant of her own making is for one at a time.
    for (let n = 0; n < 2; n += 1) await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always });
    using viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime', caseNo: opened.caseNo }).playing();
    using beside = await tra.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' }).playing();
    await truc.get('POST /api/officer/cases/:id/notes', { ...at, body: { unit: u, text: 'Đã gặp nhân chứng.' } });
    const page = await tra.get('GET /api/officer/cases/:id', { ...at, query: { unit: u } });
    expect([page.notes.map(({ by, text }) => [by, text]), page.viewings.map(({ viewing }) => viewing)]).toEqual([[['Người tên truc', 'Đã gặp nhân chứng.']], [viewer.viewing]]);
    await truc.get('POST /api/officer/cases/:id/close', { ...at, body: { unit: u, outcome: 'solved', note: 'Đã bắt được.' } });
    expect([(await viewer.end()).reason, viewer.bytesAfterEnd, beside.ended]).toEqual(['expired', 0, undefined]);
    using again = truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime', caseNo: opened.caseNo });
    expect([(await again.end()).problem.code, again.bytes, (await truc.send('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'live', purpose: 'crime', caseNo: opened.caseNo, message: 'Xin xem lại.' } })).code]).toEqual(['case-closed', 0, 'case-closed']);
    await expect(openCase(truc, u, opened.caseNo)).rejects.toThrow('case-taken');
    for (const grant of await lan.get('GET /api/grants')) if (grant.revokedAt === null) await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    await truong.get('PUT /api/officer/case-pattern', { body: { unit: u, pattern: null } });
  });

  test('an area ask reaches the owners near the place; its officer hears of none until one agrees, and then of that one', async () => {
    const { people: { lan, bay, truc }, owners: { a, b }, units: { u }, cameras } = street;
    const { caseNo, id } = await openCase(truc, u, 'VA-10');
    await stands('lan', cameras.a.id, 20);
    await stands('bay', cameras.b.id, 60);
    const grants = [await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u } }), await give(bay, { owner: b, cameras: [cameras.b.id], who: { unit: u } })];
    using facts = await truc.facts().open();
    const heard = facts.facts.length;
    const made = await truc.get('POST /api/officer/area-asks', { body: area(caseNo) });
    await settled();
    expect([(await lan.get('GET /api/asks'))[0]?.status, (await bay.get('GET /api/asks'))[0]?.status, facts.facts.length - heard, await truc.get('GET /api/officer/asks')]).toEqual(['pending', 'pending', 0, []]);
    await bay.get('POST /api/asks/:id/decline', { params: { id: (await bay.get('GET /api/asks'))[0]?.id ?? '' } });
    expect(await truc.get('GET /api/officer/area-asks', { query: { unit: u } })).toEqual([made]);
    const [mine] = await lan.get('GET /api/asks');
    const approved = await lan.get('POST /api/asks/:id/approve', { params: { id: mine?.id ?? '' }, body: { minutes: 5 } });
    expect((approved.approvedUntil ?? 0) - (approved.decidedAt ?? 0)).toBe(300_000);
    await until('the officer hears of the yes', () => facts.facts.length > heard);
    const [after] = await truc.get('GET /api/officer/area-asks', { query: { unit: u } });
    expect(after?.agreed.map(({ camera, place, status }) => [camera, place, status])).toEqual([[cameras.a.id, 'Chỗ Cổng nhà bà Lan', 'approved']]);
    using viewer = await truc.live({ camera: cameras.a.id, transport: 'mse', unit: u, ask: after?.agreed[0]?.id ?? '' }).playing();
    const page = await truc.get('GET /api/officer/cases/:id', { params: { id }, query: { unit: u } });
    expect([page.areaAsks.map(({ id: one }) => one), page.asks.map(({ camera }) => camera), page.viewings.length]).toEqual([[made.id], [cameras.a.id], 1]);
    for (const [by, grant] of [[lan, grants[0]], [bay, grants[1]]] as const) await by.get('DELETE /api/grants/:id', { params: { id: grant?.id ?? '' } });
    await viewer.end();
  });

  test('nothing an officer can call holds where a private camera stands, nor lists one that can only be asked for (THREATS 24)', async () => {
    const { people, owners: { a, b }, units: { u }, cameras } = street;
    const { lan, bay, truc, tra } = people;
    const { caseNo, id: caseId } = await openCase(tra, u, 'VA-20');
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u } });
    await give(bay, { owner: b, cameras: [cameras.b.id], who: { unit: u } });
    await stands('lan', cameras.a.id, 21.75);
    await stands('bay', cameras.b.id, null);
    await tra.get('POST /api/officer/area-asks', { body: area(caseNo, { radiusM: 99 }) });
    await settled();
    const listed = await truc.get('GET /api/officer/cameras', { query: { unit: u } });
    expect(listed.map(({ camera, place }) => [camera, place])).toEqual([[cameras.b.id, '']]);
    const texts = await Promise.all([tra.send('GET /api/officer/cameras', { query: { unit: u } }), tra.send('GET /api/officer/area-asks', { query: { unit: u } }), tra.send('GET /api/officer/asks'), tra.send('GET /api/officer/cases', { query: { unit: u } }), tra.send('GET /api/notices')]);
    const { position } = await lan.get('GET /api/cameras/:id', { params: { id: cameras.a.id } });
    expect([position?.latitude.toFixed(6), texts.filter(({ text }) => text.includes(String(position?.latitude)) || text.includes(cameras.a.id) || text.includes('Chỗ Cổng')).map(({ text }) => text)]).toEqual([(market.latitude + 21.75 / 111_195).toFixed(6), []]);
    // Every page there is, whatever name stands in its address.
    const [area1] = await tra.get('GET /api/officer/area-asks', { query: { unit: u } });
    const [hers] = await lan.get('GET /api/asks');
    let read = 0;
    for (const by of [tra, truc, people.truong]) {
      for (const key of routeKeys.filter((each) => each.startsWith('GET ') && (api as Readonly<Record<RouteKey, RouteShape>>)[each].sends !== 'socket' && each !== 'GET /api/events')) {
        for (const name of key.includes('/:') ? [cameras.a.id, u, a, caseId, area1?.id ?? '', hers?.id ?? ''] : ['']) {
          const { status, text } = await by.sendAny(key, { params: { id: name, person: name, name, camera: name, mask: name, code: name, level: '0', a: '0', b: '0', c: '0' }, query: { unit: u, camera: cameras.a.id, owner: a, format: 'json', action: 'live', purpose: 'crime' } });
          if (status === 200) read += 1;
          if (text.includes(String(position?.latitude)) || text.includes((position?.latitude ?? 0).toFixed(5))) expect.fail(`${key} tells where a private camera stands`);
        }
      }
    }
    expect(read).toBeGreaterThan(30);
    const far = await tra.send('POST /api/officer/area-asks', { body: area(caseNo, { position: { latitude: 20.5, longitude: 106.3366 } }) });
    const wide = await tra.send('POST /api/officer/area-asks', { body: area(caseNo, { radiusM: 301 }) });
    expect([far.code, wide.code]).toEqual(['area-too-far', 'bad-request']);
    const { position: _, radiusM: __, ...plain } = area(caseNo);
    const corner = (north: number, east: number) => ({ latitude: market.latitude + north / 111_195, longitude: market.longitude + east / 104_000 });
    const drawn = async (polygon: object[], more: object = {}) => (await tra.sendAny('POST /api/officer/area-asks/preview', { body: { ...plain, ...more, polygon } })).code;
    const square = [corner(0, 0), corner(0, 40), corner(40, 40), corner(40, 0)];
    expect([await drawn(square, { position: market, radiusM: 100 }), (await tra.sendAny('POST /api/officer/area-asks/preview', { body: plain })).code, await drawn([corner(0, 0), corner(40, 40), corner(0, 40), corner(40, 0)]), await drawn([corner(0, 0), corner(0, 700), corner(40, 0)]), await drawn(square.slice(0, 2)), await drawn(square)])
      .toEqual(['bad-request', 'bad-request', 'area-shape', 'area-too-wide', 'bad-request', undefined]);
  });

  test('what happens in a unit\'s cases is heard by its own officers and by no other unit', async () => {
    const { people: { truc, tra, vuong }, units: { u, v } } = street;
    using own = await tra.facts().open();
    using others = await vuong.facts().open();
    const cases = ({ facts }: typeof own): number => facts.filter(({ fact }) => fact === 'case').length;
    await openCase(truc, u, 'VA-40');
    await until('her own unit hears', () => cases(own) > 0);
    await openCase(vuong, v, 'VA-41');
    await until('the other unit hears of its own', () => cases(others) > 0);
    expect([cases(own), cases(others)]).toEqual([1, 1]);
  });

  test('an area with many cameras and one with none are answered alike', async () => {
    const { people: { vuong }, units: { v } } = street;
    const { caseNo } = await openCase(vuong, v, 'VA-30');
    const answers: AreaAskRow[] = [];
    for (const radiusM of [300, 10]) answers.push(await vuong.get('POST /api/officer/area-asks', { body: { ...area(caseNo, { radiusM }), unit: v } }) as AreaAskRow);
    await settled();
    const shape = ({ state, agreed, message }: AreaAskRow) => ({ state, agreed, message });
    expect(shape(answers[0] as AreaAskRow)).toEqual(shape(answers[1] as AreaAskRow));
  });
});
