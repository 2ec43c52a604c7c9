import { describe, expect, test } from 'vitest';
import type { Permit } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { PersonId, UnitId } from '../../domain/ids.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { ownAsk } from '../owner-access.ts';
import { approvalOf, eachTime, gateScene, liveAsk, noon, officer, pause, permitted, refused, standing } from './gate.fixture.ts';

const request = { as: 'officer', ask: liveAsk } as const;
const own = { as: 'member', ask: ownAsk(id<PersonId>('mai'), liveAsk.camera, 'live', liveAsk.rendition) } as const;

describe('admitting', () => {
  test('a permit comes after its decision is on record, and carries the terms', async () => {
    const { gate, trail, changes } = gateScene();
    const permit = permitted(await gate.admit(request));
    expect(trail.entries).toEqual([{ viewing: 'v1', at: noon, as: 'officer', ask: liveAsk, route: 'R1', decision: expect.objectContaining({ effect: 'permit', grant: 'g1', why: [] }) as unknown }]);
    expect({ ...permit }).toEqual({
      id: 'v1', ask: liveAsk, route: 'R1', until: noon + minutes(15), signal: permit.signal,
      obligations: { maxHeight: 720, maxFps: 15, audio: false, masks: [], watermark: true, store: 'none' },
    });
    expect([permit.signal.aborted, gate.vouches(permit), changes]).toEqual([false, true, ['opened v1']]);
    expect(gate.open()).toEqual([{ viewing: 'v1', permit, as: 'officer', ask: liveAsk, route: 'R1', grant: 'g1', obligations: permit.obligations, since: noon, until: noon + minutes(15) }]);
  });

  test('a refusal is on record too, with every reason', async () => {
    const { gate, trail, records, changes } = gateScene();
    records.revoke(noon);
    const answer = await gate.admit(request);
    expect([refused(answer), trail.lines, changes, gate.open()]).toEqual(['consent-refused', ['decided deny'], [], []]);
    expect(trail.entries[0]).toMatchObject({ decision: { effect: 'deny', why: [{ code: 'REVOKED', grant: 'g1' }] } });
  });

  test('no log entry, no permit, for the owner as for anyone', async () => {
    const { gate, trail } = gateScene();
    trail.isBroken = true;
    expect([refused(await gate.admit(request)), refused(await gate.admit(own)), gate.open()]).toEqual(['not-recorded', 'not-recorded', []]);
  });

  test('records that cannot be read open nothing', async () => {
    const { gate, records } = gateScene();
    records.between = async () => { throw new Error('database is locked'); };
    expect(refused(await gate.admit(request))).toBe('not-ready');
  });

  test('a permit cannot be forged, copied or kept after its end', async () => {
    const { gate } = gateScene();
    const permit = permitted(await gate.admit(request));
    const other = permitted(await gateScene().gate.admit(request));
    const forged = { ...permit, signal: new AbortController().signal } as unknown as Permit;
    expect([gate.vouches(forged), gate.vouches({ ...permit } as unknown as Permit), gate.vouches(other), Object.isFrozen(permit)]).toEqual([false, false, false, true]);
    await gate.end(permit, 'viewer');
    expect(gate.vouches(permit)).toBe(false);
  });

  test('what a person is now counts, not what the session remembers', async () => {
    const { gate, records } = gateScene();
    records.asker = { ...officer, units: [id<UnitId>('elsewhere')] };
    expect(refused(await gate.admit(request))).toBe('consent-refused');
    records.asker = undefined;
    expect(refused(await gate.admit(request))).toBe('consent-refused');
    records.asker = { ...officer, units: [...officer.units, id<UnitId>('elsewhere')] };
    expect(refused(await gate.admit({ as: 'officer', ask: { ...liveAsk, who: { ...officer, units: [] } } }))).toBe('consent-refused');
  });

  test('the owner goes through the same door, on route R0 and past a pause', async () => {
    const { gate, trail, records, clock } = gateScene({ grants: [], restrictions: [pause], clockTrusted: false });
    const permit = permitted(await gate.admit(own));
    expect([permit.route, permit.until, permit.obligations.watermark, trail.lines]).toEqual(['R0', Infinity, false, ['decided permit']]);
    expect(clock.pending).toBe(0);
    records.role = undefined;
    await gate.recheck({ person: id<PersonId>('mai') });
    expect([permit.signal.aborted, trail.lines]).toEqual([true, ['decided permit', 'ended revoked']]);
    expect(refused(await gate.admit(own))).toBe('consent-refused');
  });
});

describe('limits', () => {
  test('no more at one time than the grant says, and an ended one makes room', async () => {
    const { gate, trail } = gateScene();
    const answers = await Promise.all([1, 2, 3].map(() => gate.admit(request)));
    expect(answers.map((answer) => ('refused' in answer ? answer.error.code : 'permit'))).toEqual(['permit', 'permit', 'too-many-requests']);
    expect(trail.entries.at(-1)).toMatchObject({ decision: { effect: 'deny', why: [{ code: 'LIMIT', grant: 'g1' }, { code: 'NO_GRANT' }] } });
    await gate.end(permitted(answers[0]!), 'viewer');
    permitted(await gate.admit(request));
  });

  test('no more in one day, however many ask at once', async () => {
    const { gate, records } = gateScene({ grants: [{ ...standing, limits: { ...standing.limits, maxConcurrent: 99 } }] });
    const answers = await Promise.all(Array.from({ length: 9 }, () => gate.admit(request)));
    expect([answers.filter((answer) => !('refused' in answer)).length, records.today]).toEqual([5, 5]);
  });

  test('another grant that covers the whole ask takes over where one is used up', async () => {
    const { gate } = gateScene({ grants: [{ ...standing, limits: { ...standing.limits, maxConcurrent: 1 } }, { ...standing, id: id('g2') }] });
    const grants = await Promise.all([1, 2, 3, 4].map(async () => gate.admit(request)));
    expect([gate.open().map(({ grant }) => grant), grants.length]).toEqual([['g1', 'g2', 'g2'], 4]);
  });
});

describe('the approval of one ask', () => {
  test('opens once: used at admission, and a second session needs a second yes', async () => {
    const { gate, records } = gateScene({ grants: [eachTime] });
    expect(refused(await gate.admit(request))).toBe('needs-approval');
    records.change({ approvals: [approvalOf(liveAsk, eachTime)] });
    const permit = permitted(await gate.admit(request));
    expect([permit.route, records.state.approvals[0]!.usedAt]).toEqual(['R2', noon]);
    await gate.end(permit, 'viewer');
    expect(refused(await gate.admit(request))).toBe('needs-approval');
  });

  test('opens once when two come at the same time', async () => {
    const { gate, trail } = gateScene({ grants: [eachTime], approvals: [approvalOf(liveAsk, eachTime)] });
    const answers = await Promise.all([gate.admit(request), gate.admit(request)]);
    expect(answers.map((answer) => ('refused' in answer ? answer.error.code : 'permit'))).toEqual(['permit', 'needs-approval']);
    expect(trail.lines.toSorted()).toEqual(['decided ask', 'decided permit']);
  });

  test('having been used does not end the session that used it; being taken back does', async () => {
    const { gate, records } = gateScene({ grants: [eachTime], approvals: [approvalOf(liveAsk, eachTime)] });
    const permit = permitted(await gate.admit(request));
    await gate.recheck();
    expect(gate.vouches(permit)).toBe(true);
    records.change({ approvals: [] });
    await gate.recheck();
    expect([permit.signal.aborted, permit.signal.reason]).toEqual([true, 'expired']);
  });

  test('marked by somebody else in between, it opens nothing and the log says so', async () => {
    const { gate, records, trail } = gateScene({ grants: [eachTime], approvals: [approvalOf(liveAsk, eachTime)] });
    records.markApprovalUsed = async () => false;
    expect([refused(await gate.admit(request)), trail.lines]).toEqual(['needs-approval', ['decided permit', 'ended refused']]);
  });
});

test('an approval ends its session at its own end, even within the session length', async () => {
  const approval = { ...approvalOf(liveAsk, eachTime), until: noon + minutes(4) };
  const { gate, clock } = gateScene({ grants: [eachTime], approvals: [approval] });
  const permit = permitted(await gate.admit(request));
  expect(permit.until).toBe(noon + minutes(4));
  await clock.advance(minutes(4));
  expect(permit.signal.reason).toBe('expired');
});

test('a permit that would last months is closed on its day and not before', async () => {
  const long = { ...standing, limits: { ...standing.limits, maxSessionMs: days(400) } };
  const { gate, clock } = gateScene({ grants: [long] });
  const permit = permitted(await gate.admit(request));
  await clock.advance(days(90) - hours(1));
  expect(permit.signal.aborted).toBe(false);
  await clock.advance(hours(1));
  expect(permit.signal.reason).toBe('expired');
});
