import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('two units that become one (THREATS 26)', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('see nothing by what was given to either until each owner has said so, in the sentences that she read', async () => {
    const { people: { lan, bay, minh, truc, vuong, kythuat }, owners: { a, b }, units: { u, v, p }, cameras, passwords } = street;
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always });
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: v }, ...always, purposes: ['fire_rescue'] });
    await give(bay, { owner: b, cameras: [cameras.b.id], who: { unit: v }, ...always });
    using viewer = await vuong.live({ camera: cameras.a.id, transport: 'mse', unit: v, purpose: 'fire_rescue' }).playing();
    const merge = { params: { id: u }, body: { into: v, reason: 'Sắp xếp lại đơn vị hành chính' } };
    const refused = [(await lan.send('POST /api/units/:id/merge', { params: { id: u }, body: { into: p, reason: 'Nhầm' } })).code, (await truc.send('POST /api/units/:id/merge', merge)).code];
    const done = await lan.get('POST /api/units/:id/merge', merge);
    expect([refused, done, (await kythuat.send('POST /api/units/:id/merge', merge)).code, (await lan.get('GET /api/units')).map(({ id }) => id).toSorted()]).toEqual([['conflict', 'not-allowed'], { moved: 3, suspended: 2 }, 'conflict', [v, p].toSorted()]);
    await viewer.over();
    // Nobody of either, at any camera, for any purpose.
    const seenBy = async () => Promise.all([truc, vuong].map(async (officer) => (await officer.get('GET /api/officer/cameras', { query: { unit: v } })).map(({ name }) => name).toSorted()));
    using blocked = vuong.live({ camera: cameras.b.id, transport: 'mse', unit: v, purpose: 'crime' });
    expect([await seenBy(), (await truc.send('GET /api/officer/cameras', { query: { unit: u } })).code, (await blocked.end()).problem.code, blocked.bytes]).toEqual([[[], []], 'not-allowed', 'consent-refused', 0]);
    expect((await lan.get('GET /api/cameras/:id/rights', { params: { id: cameras.a.id } })).holders.flatMap(({ effect, shut }) => [effect, ...shut.flatMap(({ missing }) => missing.map(({ text }) => text.vi))])).toEqual(expect.arrayContaining(['no', 'đơn vị vừa sáp nhập, bạn chưa xác nhận']));
    await until('both houses are told', async () => (await Promise.all([lan, minh, bay].map(async (each) => (await each.get('GET /api/notices')).some(({ kind }) => kind === 'unit.merged')))).every(Boolean));

    const [mine] = await lan.get('GET /api/merges');
    if (!mine) throw new Error('Nothing waits for her.');
    expect([mine.unitName, mine.from, mine.grants.length, mine.grants.filter(({ before, sentence }) => before.vi !== sentence.vi).map(({ sentence }) => sentence.vi.includes('“Công an phường V”'))]).toEqual(['Công an phường V', ['Công an phường U'], 2, [true]]);
    const sentences = mine.grants.map(({ sentence }) => sentence.vi);
    const at = { params: { id: mine.id } };
    const before = [(await minh.send('POST /api/merges/:id/confirm', { ...at, body: { sentences } })).code, (await bay.send('POST /api/merges/:id/confirm', { ...at, body: { sentences } })).code, (await lan.send('POST /api/merges/:id/confirm', { ...at, body: { sentences: sentences.map(() => 'Tôi đồng ý.') } })).code, (await lan.send('DELETE /api/pauses/:id', at)).code];
    expect([before, await seenBy()]).toEqual([['not-allowed', 'not-found', 'conflict', 'not-found'], [[], []]]);
    await lan.get('POST /api/session/proof', { body: { password: passwords.lan } });
    await lan.get('POST /api/merges/:id/confirm', { ...at, body: { sentences } });
    expect([await seenBy(), (await lan.send('POST /api/merges/:id/confirm', { ...at, body: { sentences } })).code, await lan.get('GET /api/merges'), (await bay.get('GET /api/merges')).length]).toEqual([[['Cổng nhà bà Lan'], ['Cổng nhà bà Lan']], 'not-found', [], 1]);
    expect((await lan.get('GET /api/grants')).map(({ to, version }) => `${to} ${version}`).toSorted((one, other) => one.localeCompare(other))).toEqual(['Công an phường V 1', 'Công an phường V 2']);
    // A dead unit takes no new permission.
    expect((await lan.send('POST /api/grants/preview', { body: { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always } })).code).toBe('grant-invalid');
  });
});
