import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('things that happen at the same moment', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());
  const hello = (more: object = {}) => ({ camera: street.cameras.a.id, transport: 'mse', unit: street.units.u, purpose: 'crime', ...more });
  const draft = () => ({ owner: street.owners.a, cameras: [street.cameras.a.id], who: { unit: street.units.u } });
  const ask = (more: object = {}) => ({ body: { unit: street.units.u, camera: street.cameras.a.id, action: 'live' as const, purpose: 'crime' as const, message: 'Xe máy bị lấy trộm.', ...more } });
  const officersWatching = () => street.running.hub.gate.open().filter(({ as }) => as === 'officer').length;

  test('six viewers with one yes: one sees', async () => {
    const { lan, truc } = street.people;
    const grant = await give(lan, draft());
    const { id } = await truc.get('POST /api/officer/asks', ask());
    await lan.get('POST /api/asks/:id/approve', { params: { id } });
    const viewers = Array.from({ length: 6 }, () => truc.live(hello({ ask: id })));
    await until('all but one are refused', () => viewers.filter(({ ended }) => ended).length === 5 && viewers.some(({ bytes }) => bytes > 0));
    const refused = viewers.filter(({ ended }) => ended);
    expect([refused.map(({ bytes }) => bytes), new Set(refused.map(({ ended }) => ended?.reason)), officersWatching()]).toEqual([[0, 0, 0, 0, 0], new Set(['refused']), 1]);
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    await Promise.all(viewers.map((viewer) => viewer.over()));
    expect([officersWatching(), viewers.reduce((sum, { bytesAfterEnd }) => sum + bytesAfterEnd, 0)]).toEqual([0, 0]);
  });

  test('a picture that opens while she takes it back: none outlives her answer', async () => {
    const { lan, truc, tra } = street.people;
    for (const act of ['revoke', 'pause', 'revoke', 'pause']) {
      const grants = [await give(lan, { ...draft(), ...always, who: { unit: street.units.u, role: 'duty_officer' } }), await give(lan, { ...draft(), ...always, who: { unit: street.units.u, role: 'investigator' } })];
      const viewers = [truc.live(hello()), tra.live(hello()), truc.live(hello()), tra.live(hello())];
      await until('the first of them is let in', () => viewers.some(({ viewing }) => viewing));
      const pauses = act === 'pause' ? [await lan.get('POST /api/pauses', { body: { owner: street.owners.a } })] : [];
      if (act === 'revoke') await Promise.all(grants.map(({ id }) => lan.get('DELETE /api/grants/:id', { params: { id } })));
      expect(officersWatching()).toBe(0);
      await Promise.all(viewers.map((viewer) => viewer.end()));
      expect(viewers.reduce((sum, { bytesAfterEnd }) => sum + bytesAfterEnd, 0)).toBe(0);
      for (const { id } of grants) await lan.get('DELETE /api/grants/:id', { params: { id } });
      for (const { id } of pauses) await lan.get('DELETE /api/pauses/:id', { params: { id } });
    }
    expect((await lan.get('GET /api/ledger')).filter(({ to }) => to === null)).toEqual([]);
  });

  test('one yes and one no to the same ask: the first counts', async () => {
    const { lan, minh, truc } = street.people;
    await give(lan, draft());
    const { id } = await truc.get('POST /api/officer/asks', ask());
    const answers = await Promise.all([lan.send('POST /api/asks/:id/approve', { params: { id } }), minh.send('POST /api/asks/:id/decline', { params: { id } })]);
    const [row] = await truc.get('GET /api/officer/asks');
    expect([answers.map(({ status }) => status).toSorted((a, b) => a - b), row?.status === (answers[0]?.status === 200 ? 'approved' : 'pending')]).toEqual([[200, 409], true]);
  });

  test('a flood of asks: she sees one of each officer, and who asks is told to wait', async () => {
    const { lan, truc, tra } = street.people;
    const answers = await Promise.all([truc, tra].flatMap((by) => Array.from({ length: 5 }, (_, n) => by.send('POST /api/officer/asks', ask({ message: `Xe máy bị lấy trộm ${n}.` })))));
    const pending = (await lan.get('GET /api/asks')).filter(({ status }) => status === 'pending');
    const refused = answers.filter(({ status }) => status !== 200).map(({ code }) => code);
    // `conflict`: who has an unused yes need not ask.
    expect([pending.length >= 1 && new Set(pending.map(({ officerNo }) => officerNo)).size === pending.length, answers.length - refused.length === pending.length, refused.filter((code) => code !== 'too-many-asks' && code !== 'conflict')]).toEqual([true, true, []]);
  });
});
