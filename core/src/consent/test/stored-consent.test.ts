import { describe, expect, it } from 'vitest';
import { days, hours, minutes, seconds } from '../../domain/time.ts';
import { id, type GrantId, type RestrictionId, type UnitId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import { ClockGuard } from '../clock-guard.ts';
import { Ledger } from '../ledger.ts';
import { liveAsk, noon, permitted, standing } from './gate.fixture.ts';
import { caseRow } from './case-row.fixture.ts';
import { an, gateCamera, house, lan, neighbours, ownLive, storedHouse, ward, yardCamera } from './stored-house.fixture.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'no failure', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));

describe('the consent desk', () => {
  it('gives a grant as it was signed, with an entry for each camera, and the gate permits by it', async () => {
    await using at = await storedHouse();
    expect(await at.admits()).toBe('consent-refused');
    await at.give({ ...standing, what: { ...standing.what, cameras: [gateCamera, yardCamera] } });
    expect([await at.admits(), await at.types()]).toEqual(['permit', ['decision', 'grant.given', 'grant.given', 'session.opened']]);
    expect(await at.bodies(yardCamera, 'grant.given')).toMatchObject([{ by: lan, sentence: { vi: 'câu' }, grant: { id: standing.id } }]);
  });

  it('counts the open cases of the units her grants name, of no other; of all where a grant names a person alone', async () => {
    await using at = await storedHouse();
    await at.place.store.write(async (trx) => {
      await trx.insertInto('unit').values({ id: id<UnitId>('far'), kind: 'ward_police', name: 'Nơi khác', created_at: 1 }).execute();
      const opened_at = noon - hours(1);
      for (const row of [caseRow(ward, '1', an, { opened_at }), caseRow(ward, 'closed', an, { opened_at, closed_at: noon }), caseRow(id<UnitId>('far'), '2', an, { opened_at }), caseRow(ward, 'unsigned', an, { opened_at: noon - hours(24) })]) await trx.insertInto('unit_case').values(row).execute();
    });
    const cases = async (): Promise<string[]> => (await at.records.stateFor(gateCamera)).cases.map(({ caseNo }) => caseNo).toSorted();
    const none = await cases();
    await at.give();
    const named = await cases();
    await at.give({ ...standing, id: id<GrantId>('g2'), who: { person: an } });
    expect([none, named, await cases()]).toEqual([[], ['1'], ['1', '2']]);
  });

  it('writes nothing of a grant that the log does not take', async () => {
    await using at = await storedHouse();
    at.log.isBroken = true;
    await expect(at.give()).rejects.toThrow();
    at.log.isBroken = false;
    expect([await at.admits(), await at.place.store.read.selectFrom('grant_version').selectAll().execute()]).toEqual(['consent-refused', []]);
  });

  it('revokes so that the picture has ended when it returns; a second time changes nothing', async () => {
    await using at = await storedHouse();
    await at.give();
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    await at.clock.advance(seconds(7));
    const first = await at.desk.revoke(standing.id, lan);
    expect([permit.signal.reason, first]).toEqual(['revoked', noon + seconds(7)]);
    await at.clock.advance(hours(1));
    expect(await at.desk.revoke(standing.id, lan)).toBe(first);
    expect([await at.types(), await at.admits()]).toEqual([['grant.given', 'session.opened', 'grant.revoked', 'session.closed'], 'consent-refused']);
    expect(await codeOf(at.desk.revoke(id<GrantId>('none'), lan))).toBe('not-found');
  });

  it('ends the pictures of a revocation and of a pause that cannot be written, and says that it failed', async () => {
    await using at = await storedHouse();
    await at.give();
    for (const act of [() => at.desk.revoke(standing.id, lan), () => at.desk.pause(house, undefined, lan)]) {
      const permit = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
      at.log.isBroken = true;
      await expect(act()).rejects.toThrow();
      expect([permit.signal.aborted, await at.admits()]).toEqual([true, 'not-recorded']);
      at.log.isBroken = false;
    }
    expect(await at.place.store.read.selectFrom('restriction').selectAll().execute()).toEqual([]);
  });

  it('pauses one camera or the whole house, also cameras that come later; lifting brings nothing back that ended', async () => {
    await using at = await storedHouse();
    await at.give({ ...standing, what: { ...standing.what, cameras: [gateCamera, yardCamera] } });
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    const own = permitted(await at.gate.admit({ as: 'member', ask: ownLive }));
    const pause = await at.desk.pause(house, [gateCamera], lan);
    expect([permit.signal.reason, own.signal.aborted, await at.admits(), await at.admits({ ...liveAsk, camera: yardCamera })]).toEqual(['paused', false, 'consent-refused', 'permit']);
    const whole = await at.desk.pause(house, undefined, lan);
    expect(await at.admits({ ...liveAsk, camera: yardCamera })).toBe('consent-refused');
    await at.desk.lift(whole.id, house, lan);
    await at.desk.lift(pause.id, house, lan);
    expect([await at.admits(), permit.signal.aborted, (await at.types()).filter((type) => type.startsWith('restriction'))]).toEqual(['permit', true, ['restriction.added', 'restriction.added', 'restriction.lifted', 'restriction.lifted']]);
    expect(await codeOf(at.desk.lift(pause.id, house, lan))).toBe('not-found');
    expect(await codeOf(at.desk.lift(id<RestrictionId>('none'), neighbours, lan))).toBe('not-found');
  });

  it('counts what was signed last: a later, narrower version leaves nothing of the first', async () => {
    await using at = await storedHouse();
    await at.give();
    await at.give({ ...standing, version: 2, what: { ...standing.what, maxHeight: 360 } });
    expect([await at.admits(), await at.admits({ ...liveAsk, rendition: { ...liveAsk.rendition, maxHeight: 360 } })]).toEqual(['consent-refused', 'permit']);
  });
});

describe('the records', () => {
  it('know an officer as long as he serves, a member as long as she belongs, and nobody who is disabled', async () => {
    await using at = await storedHouse();
    const { store } = at.place;
    expect([(await at.records.askerNow(liveAsk.who))?.units, await at.records.memberRole(gateCamera, lan), await at.records.memberRole(gateCamera, an)]).toEqual([[ward], 'owner', undefined]);
    await store.write((trx) => trx.updateTable('officer').set({ ended_at: noon }).where('person', '=', an).execute());
    expect(await at.records.askerNow(liveAsk.who)).toMatchObject({ units: [], roles: [] });
    await store.write((trx) => trx.updateTable('person').set({ disabled_at: noon }).execute());
    expect([await at.records.askerNow(liveAsk.who), await at.records.memberRole(gateCamera, lan)]).toEqual([undefined, undefined]);
  });

  it('hold no grant for a camera whose picture nobody confirmed, nor one that was removed', async () => {
    await using at = await storedHouse();
    await at.give();
    await at.place.store.write((trx) => trx.updateTable('camera').set({ confirmed_at: null }).where('id', '=', gateCamera).execute());
    expect((await at.records.stateFor(gateCamera)).grants).toEqual([]);
    await at.place.store.write((trx) => trx.updateTable('camera').set({ confirmed_at: 1, removed_at: 2 }).where('id', '=', gateCamera).execute());
    expect(await codeOf(at.records.stateFor(gateCamera))).toBe('not-found');
  });

  it('count the viewings of a grant since midnight where the hub stands', async () => {
    await using at = await storedHouse();
    await at.give({ ...standing, limits: { ...standing.limits, maxConcurrent: 9 } });
    // Noon in Vietnam; one more before midnight, then the day is new.
    expect([await at.admits(), await at.records.sessionsToday(standing.id)]).toEqual(['permit', 1]);
    at.clock.set(noon + hours(12) - 1);
    expect(await at.records.sessionsToday(standing.id)).toBe(1);
    at.clock.set(noon + hours(12));
    expect(await at.records.sessionsToday(standing.id)).toBe(0);
  });
});

describe('the trail', () => {
  it('lets nothing be seen that is not on record: no entry, no viewing', async () => {
    await using at = await storedHouse();
    await at.give();
    at.log.isBroken = true;
    expect([await at.admits(), await at.admits(ownLive, 'member')]).toEqual(['not-recorded', 'not-recorded']);
    at.log.isBroken = false;
    expect([await at.place.store.read.selectFrom('viewing').selectAll().execute(), await at.types(), at.gate.open()]).toEqual([[], ['grant.given'], []]);
  });

  it('writes who looked, as what, why and how long, in the ledger and in the log', async () => {
    await using at = await storedHouse();
    await at.give();
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: { ...liveAsk, caseNo: '12/2026' } }));
    at.gate.countWith(permit, () => ({ seconds: 12.4, bytes: 999 }));
    await at.trail.count(at.gate.counts());
    await at.clock.advance(seconds(15));
    await at.gate.end(permit, 'viewer');
    const [line] = await new Ledger(at.place.store).ofOwners([house], { own: false, limit: 10 });
    expect(line).toMatchObject({ person_name: 'An', unit_name: 'Công an phường', officer_no: '123-456', route: 'R1', action: 'live', purpose: 'crime', case_no: '12/2026', grant_id: 'g1', opened_at: noon, closed_at: noon + seconds(15), end_reason: 'viewer', seconds: 12, bytes: 999, camera_name: 'gate' });
    expect(await at.bodies(gateCamera, 'session.closed')).toMatchObject([{ person: an, unit: ward, officerNo: '123-456', purpose: 'crime', caseNo: '12/2026', reason: 'viewer', seconds: 12, bytes: 999 }]);
  });

  it('closes what a crash left open, at its last counted second, once', async () => {
    await using at = await storedHouse();
    await at.give();
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    await at.trail.count([{ viewing: permit.id, seconds: 33, bytes: 4_000 }]);
    at.clock.set(noon + hours(5));
    expect([await at.trail.closeLeftOpen(at.clock.now()), await at.trail.closeLeftOpen(at.clock.now())]).toEqual([1, 0]);
    await at.trail.count([{ viewing: permit.id, seconds: 99, bytes: 9_999 }]);
    expect(await at.place.store.read.selectFrom('viewing').select(['closed_at', 'end_reason', 'seconds', 'bytes']).execute()).toEqual([{ closed_at: noon + seconds(33), end_reason: 'shutdown', seconds: 33, bytes: 4_000 }]);
    expect(await at.bodies(gateCamera, 'session.closed')).toMatchObject([{ officerNo: '123-456', reason: 'shutdown', seconds: 33 }]);
  });

  it('keeps what was counted where nobody says at the end what was watched', async () => {
    await using at = await storedHouse();
    await at.give();
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    await at.trail.count([{ viewing: permit.id, seconds: 5, bytes: 50 }]);
    await at.gate.end(permit, 'viewer');
    expect(await at.place.store.read.selectFrom('viewing').select(['seconds', 'bytes']).execute()).toEqual([{ seconds: 5, bytes: 50 }]);
  });

  it('is read newest first, by camera, without what the house looked at unless asked, and never by others', async () => {
    await using at = await storedHouse();
    await at.give();
    const ledger = new Ledger(at.place.store);
    expect([await at.admits(), await at.admits(ownLive, 'member')]).toEqual(['permit', 'permit']);
    at.clock.set(noon + minutes(1));
    expect(await at.admits()).toBe('permit');
    const ids = async (...query: Parameters<Ledger['ofOwners']>): Promise<string[]> => (await ledger.ofOwners(...query)).map((line) => line.id);
    expect(await ids([house], { own: false, limit: 10 })).toEqual(['v3', 'v1']);
    expect(await ids([house], { own: false, limit: 10, before: noon + 1 })).toEqual(['v1']);
    expect((await ids([house], { own: true, limit: 10 })).toSorted()).toEqual(['v1', 'v2', 'v3']);
    expect([await ids([house], { own: true, limit: 10, camera: yardCamera }), await ids([neighbours], { own: true, limit: 10 }), await ids([], { own: true, limit: 10 })]).toEqual([[], [], []]);
    expect([(await ledger.ofOfficer(an)).length, (await ledger.ofOfficer(lan)).length]).toEqual([2, 0]);
  });
});

describe('a clock that was set', () => {
  it('a day back denies everyone but the house, ends what officers see, and is trusted again when it has caught up', async () => {
    await using at = await storedHouse();
    await at.give({ ...standing, limits: { ...standing.limits, maxConcurrent: 9 } });
    const officers = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    const own = permitted(await at.gate.admit({ as: 'member', ask: ownLive }));
    at.clock.set(noon - days(1) + seconds(5));
    at.steady += seconds(5);
    at.guard.look();
    while (!officers.signal.aborted) await new Promise((resolve) => { setImmediate(resolve); });
    const answer = await at.gate.admit({ as: 'officer', ask: liveAsk });
    expect([officers.signal.reason, own.signal.aborted, at.guard.trusted(), 'refused' in answer && answer.decision.why]).toEqual(['clock', false, false, [{ code: 'CLOCK' }]]);
    expect(await at.admits(ownLive, 'member')).toBe('permit');
    at.clock.set(noon + seconds(10));
    at.guard.look();
    expect([at.guard.trusted(), await at.admits()]).toEqual([true, 'permit']);
  });

  it('a day forward decides anew at once, so that what has expired ends, and going back from there opens nothing again', async () => {
    await using at = await storedHouse();
    await at.give({ ...standing, when: { from: noon - 1, until: noon + hours(2) }, limits: { ...standing.limits, maxSessionMs: days(3) } });
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    at.clock.set(noon + days(1));
    at.guard.look();
    while (!permit.signal.aborted) await new Promise((resolve) => { setImmediate(resolve); });
    expect([permit.signal.reason, await at.admits()]).toEqual(['expired', 'consent-refused']);
    at.clock.set(noon + minutes(1));
    const answer = await at.gate.admit({ as: 'officer', ask: liveAsk });
    expect('refused' in answer && answer.decision.why).toEqual([{ code: 'CLOCK' }]);
  });

  it('is measured against the newest entry of the log, so that a restart does not help', async () => {
    await using at = await storedHouse();
    const changes: string[] = [];
    const guard = new ClockGuard(at.clock, noon + days(1), () => 0, () => changes.push('changed'));
    expect(guard.trusted()).toBe(false);
    at.clock.set(noon + days(1) - seconds(60));
    expect(guard.trusted()).toBe(true);
    at.clock.set(noon + days(1) - seconds(61));
    expect(guard.trusted()).toBe(false);
  });

  it('by a little, as the time service does, is no news', async () => {
    await using at = await storedHouse();
    const changes: string[] = [];
    let steady = 0;
    const guard = new ClockGuard(at.clock, noon, () => steady, () => changes.push('changed'));
    at.clock.set(noon + seconds(9));
    steady += seconds(5);
    guard.look();
    expect([changes, guard.trusted()]).toEqual([[], true]);
    at.clock.set(noon + seconds(30));
    steady += seconds(5);
    guard.look();
    expect(changes).toEqual(['changed']);
  });
});
