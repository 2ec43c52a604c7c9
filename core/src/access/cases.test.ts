import { describe, expect, it } from 'vitest';
import { caseRow } from '../consent/test/case-row.fixture.ts';
import { liveAsk, noon, permitted, standing } from '../consent/test/gate.fixture.ts';
import { an, binh, gateCamera, storedHouse, ward, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import { id, type UnitId } from '../domain/ids.ts';
import { hours, minutes } from '../domain/time.ts';
import { codeOf, room } from './access-room.fixture.ts';
import type { CaseDraft } from './cases.ts';

const robbery: CaseDraft = { caseNo: '12/2026-CSHS', kind: 'crime', title: 'Cướp giật ở chợ', place: 'Chợ Bồ Xuyên', at: { latitude: 20.4463, longitude: 106.3366 }, happened: [noon - hours(2), noon - hours(1)] };
const withCase = { ...standing, why: { ...standing.why, caseRequired: true }, limits: { ...standing.limits, maxSessionMs: hours(48), maxConcurrent: 9 } };
const about = { ...liveAsk, caseNo: '12/2026-CSHS' };
const other = id<UnitId>('other');
const addUnit = async (at: StoredHouse): Promise<void> => { await at.place.store.write((trx) => trx.insertInto('unit').values({ id: other, kind: 'ward_police', name: 'Phường khác', created_at: 1, case_pattern: null }).execute()); };

describe('a case number (THREATS 3)', () => {
  it('that does not fit the unit\'s pattern is refused, and a pattern that is none too', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at);
    expect([await codeOf(cases.setPattern(ward, '(x+)+', binh)), await codeOf(cases.setPattern(ward, '{n}/{year}-CSHS', binh))]).toEqual(['bad-request', 'done']);
    const tries = ['12/2025-CSHS', '12', 'VA-1', ' 12/2026-cshs '];
    expect([await Promise.all(tries.map((caseNo) => codeOf(cases.open(ward, { ...robbery, caseNo }, an)))), await cases.pattern(ward)]).toEqual([['case-number-wrong', 'case-number-wrong', 'case-number-wrong', 'done'], '{n}/{year}-CSHS']);
    expect((await cases.ofUnit(ward, 'open')).map(({ case_no }) => case_no)).toEqual(['12/2026-CSHS']);
    await cases.setPattern(ward, null, binh);
    expect(await codeOf(cases.open(ward, { ...robbery, caseNo: 'VA-1' }, an))).toBe('done');
  });

  it('is used once, however it is written, and also after its case is closed; another unit has its own register', async () => {
    await using at = await storedHouse();
    await addUnit(at);
    const { cases } = await room(at);
    const answers = await Promise.all([cases.open(ward, robbery, an), cases.open(ward, { ...robbery, caseNo: '12/2026-cshs' }, binh)].map((each) => codeOf(each)));
    const [row] = await cases.ofUnit(ward, 'open');
    await cases.close(row?.id ?? '', ward, an, 'unfounded', 'Báo nhầm.');
    expect([answers, await codeOf(cases.open(ward, robbery, binh)), await codeOf(cases.open(other, robbery, binh))]).toEqual([['done', 'case-taken'], 'case-taken', 'done']);
  });

  it('of a case that is yet to happen is refused', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at);
    expect(await Promise.all([[noon + 1, noon + 2], [noon, noon - 1]].map(([from = 0, to = 0]) => codeOf(cases.open(ward, { ...robbery, happened: [from, to] }, an))))).toEqual(['bad-request', 'bad-request']);
  });
});

describe('a case', () => {
  it('carries nothing after a day without a countersign: what is open under it ends to the millisecond, and comes back for new asks when it is countersigned late', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at, withCase);
    const { id: caseId } = await cases.open(ward, robbery, an);
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: about }));
    expect(permit.until).toBe(noon + hours(24));
    await at.clock.advance(hours(24) - 1);
    expect([permit.signal.aborted, (await cases.requireOpen(ward, robbery.caseNo)).id]).toEqual([false, caseId]);
    await at.clock.advance(1);
    expect([permit.signal.reason, await codeOf(cases.requireOpen(ward, robbery.caseNo)), await at.admits(about)]).toEqual(['expired', 'case-unsigned', 'consent-refused']);
    await cases.countersign(caseId, ward, binh);
    expect([await codeOf(cases.requireOpen(ward, robbery.caseNo)), await at.admits(about), permit.signal.aborted]).toEqual(['done', 'permit', true]);
  });

  it('is countersigned by somebody else than who opened it, once', async () => {
    await using at = await storedHouse();
    await addUnit(at);
    const { cases } = await room(at);
    const { id: caseId } = await cases.open(ward, robbery, an);
    expect([(await cases.ofUnit(ward, 'to-sign')).length, await codeOf(cases.countersign(caseId, ward, an)), await codeOf(cases.countersign(caseId, other, binh)), await codeOf(cases.countersign('none', ward, binh))]).toEqual([1, 'case-second-person', 'not-found', 'not-found']);
    at.clock.set(noon + minutes(5));
    await cases.countersign(caseId, ward, binh);
    at.clock.set(noon + minutes(9));
    expect([(await cases.countersign(caseId, ward, binh)).countersigned_at, (await cases.ofUnit(ward, 'to-sign')).length, (await at.types()).filter((type) => type.startsWith('case.'))]).toEqual([noon + minutes(5), 0, ['case.opened', 'case.countersigned']]);
    await expect(at.place.store.write((trx) => trx.insertInto('unit_case').values(caseRow(ward, '77', an, { countersigned_by: an, countersigned_at: 2 })).execute())).rejects.toThrow();
  });

  it('that is closed takes its pictures along, also those of grants that need no case, and its waiting asks; nobody else\'s', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at, { ...standing, limits: { ...standing.limits, maxConcurrent: 9 } });
    const { id: caseId } = await cases.open(ward, robbery, an);
    const [under, beside] = [permitted(await at.gate.admit({ as: 'officer', ask: about })), permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }))];
    const closed = await cases.close(caseId, ward, an, 'solved', 'Đã bắt được.');
    expect([under.signal.reason, beside.signal.aborted, closed.outcome, await codeOf(cases.note(caseId, ward, an, 'Thêm.')), await codeOf(cases.countersign(caseId, ward, binh))]).toEqual(['expired', false, 'solved', 'case-closed', 'case-closed']);
    at.clock.set(noon + 5);
    expect((await cases.close(caseId, ward, binh, 'unfounded', '')).closed_at).toBe(noon);
  });

  it('on hold ends what is shown under its number by a grant that needs none to the millisecond, and leaves the rest', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at, { ...standing, limits: { ...standing.limits, maxSessionMs: hours(48), maxConcurrent: 9 } });
    await cases.open(ward, robbery, an);
    const [under, beside] = [permitted(await at.gate.admit({ as: 'officer', ask: about })), permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }))];
    await at.clock.advance(hours(24) - 1);
    await cases.halt();
    expect(under.signal.aborted).toBe(false);
    await at.clock.advance(1);
    expect([under.signal.reason, beside.signal.aborted]).toEqual(['expired', false]);
  });

  it('keeps notes of what was done in it', async () => {
    await using at = await storedHouse();
    await addUnit(at);
    const { cases } = await room(at);
    const { id: caseId } = await cases.open(ward, robbery, an);
    await cases.note(caseId, ward, an, 'Đã gặp nhân chứng.');
    at.clock.set(noon + 1);
    await cases.note(caseId, ward, binh, 'Đã xem camera cổng chợ.');
    expect([(await cases.notes(caseId)).map(({ by, text }) => [by, text]), await codeOf(cases.note(caseId, other, binh, 'Lạ.')), await cases.find(caseId, other)]).toEqual([[[an, 'Đã gặp nhân chứng.'], [binh, 'Đã xem camera cổng chợ.']], 'not-found', undefined]);
  });

  it('is one of fifty that an officer may leave unsigned in a day; others open theirs, and a countersign makes room', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at);
    const opened = await Promise.all(Array.from({ length: 50 }, (_, n) => cases.open(ward, { ...robbery, caseNo: `VA-${n}` }, an)));
    const tries = [await codeOf(cases.open(ward, { ...robbery, caseNo: 'VA-50' }, an)), await codeOf(cases.open(ward, { ...robbery, caseNo: 'VA-50' }, binh))];
    await cases.countersign(opened[0]?.id ?? '', ward, binh);
    tries.push(await codeOf(cases.open(ward, { ...robbery, caseNo: 'VA-51' }, an)), await codeOf(cases.open(ward, { ...robbery, caseNo: 'VA-52' }, an)));
    at.clock.set(noon + hours(24));
    expect([...tries, await codeOf(cases.open(ward, { ...robbery, caseNo: 'VA-52' }, an))]).toEqual(['too-many-requests', 'done', 'done', 'too-many-requests', 'done']);
  });

  it('that two people signed is not pushed out of the engine\'s sight by a thousand that one opened later', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at, withCase);
    const { id: caseId } = await cases.open(ward, robbery, an);
    await cases.countersign(caseId, ward, binh);
    await at.place.store.write(async (trx) => { for (let n = 0; n < 1_000; n += 1) await trx.insertInto('unit_case').values(caseRow(ward, `VA-${n}`, an, { opened_at: noon + 1 })).execute(); });
    at.clock.set(noon + 2);
    expect(await at.admits(about)).toBe('permit');
  });

  it('that is closed while an ask is being made under it leaves no ask waiting', async () => {
    await using at = await storedHouse();
    const { cases, asks, make } = await room(at);
    const { id: caseId } = await cases.open(ward, robbery, an);
    const stateFor = at.records.stateFor.bind(at.records);
    at.records.stateFor = async (camera) => {
      const state = await stateFor(camera);
      await cases.close(caseId, ward, binh, 'solved', '');
      return state;
    };
    expect([await codeOf(make({ caseNo: robbery.caseNo })), await asks.ofPerson(an)]).toEqual(['case-closed', []]);
  });

  it('is nowhere when the log does not take it', async () => {
    await using at = await storedHouse();
    const { cases } = await room(at);
    at.log.isBroken = true;
    await expect(cases.open(ward, robbery, an)).rejects.toThrow();
    expect(await cases.ofUnit(ward, 'open')).toEqual([]);
  });
});

it('a camera\'s records hold the cases as the engine reads them: until a day, or for good', async () => {
  await using at = await storedHouse();
  const { cases } = await room(at, withCase);
  const { id: caseId } = await cases.open(ward, robbery, an);
  const read = async () => (await at.records.stateFor(gateCamera)).cases;
  const before = await read();
  await cases.countersign(caseId, ward, binh);
  expect([before, await read()]).toEqual([[{ caseNo: '12/2026-CSHS', unit: ward, from: noon, until: noon + hours(24) }], [{ caseNo: '12/2026-CSHS', unit: ward, from: noon, until: 8.64e15 }]]);
});
