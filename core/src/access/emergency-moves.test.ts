import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../consent/decide.ts';
import { emergency as emergencyPreset } from '../consent/presets.ts';
import type { Ask, ConsentState, Grant } from '../domain/consent.ts';
import { emergencyStatuses, type EmergencyStatus } from '../domain/emergency.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import type { UnitRole } from '../domain/people.ts';
import { hours, minutes, seconds } from '../domain/time.ts';
import { advance, legalMoves, whyNotDeclare, type EmergencyAct, type EmergencyLife, type OfficeHolder } from './emergency-moves.ts';

const noon = Date.UTC(2026, 10, 21, 5);
const ward = id<UnitId>('ward');
const holder = (person: string, role: UnitRole, unit = ward): OfficeHolder => ({ person: id<PersonId>(person), unit, role });
const an = holder('an', 'duty_officer');
const binh = holder('binh', 'investigator');
const chi = holder('chi', 'unit_leader');
const dung = holder('dung', 'unit_leader');
const em = holder('em', 'duty_officer');
const other = holder('far', 'investigator', id<UnitId>('other'));
const well = { suspended: false, clockTrusted: true };

const declared: EmergencyLife = { status: 'declared', unit: ward, lasts: minutes(30), declared: { by: an.person, role: an.role, at: noon, lapsesAt: noon + minutes(5) } };
const opened = { by: binh.person, role: binh.role, at: noon + minutes(1), until: noon + minutes(31) } as const;
const ended = { at: noon + minutes(31), why: 'time', reviewDue: noon + minutes(31) + hours(72) } as const;
function lifeIn(status: EmergencyStatus): EmergencyLife {
  if (['declared', 'lapsed', 'withdrawn'].includes(status)) return { ...declared, status };
  if (status === 'running') return { ...declared, status, opened };
  return { ...declared, status, opened, ended };
}
const soon = noon + minutes(2);
const second = (by: OfficeHolder, more: object = {}): EmergencyAct => ({ do: 'second', by, at: soon, declarer: 'duty_officer', unit: well, ...more });
const look = (more: object = {}): EmergencyAct => ({ do: 'look', at: soon, declarerServes: true, seconderServes: true, open: 3, unit: well, ...more });
const said = (life: EmergencyLife, act: EmergencyAct): string => {
  const answer = advance(life, act);
  return 'refused' in answer ? answer.refused : answer.life === life ? 'nothing' : `${answer.life.status}${answer.life.status === 'ended' && answer.life.ended ? ` ${answer.life.ended.why}` : ''}`;
};

describe('the moves of an emergency', () => {
  const acts: Readonly<Record<string, EmergencyAct>> = {
    second: second(binh), close: { do: 'end', by: an, at: soon }, 'review well': { do: 'review', by: dung, at: soon, verdict: 'justified' }, 'review ill': { do: 'review', by: dung, at: soon, verdict: 'unjustified' },
    'look soon': look(), 'look late': look({ at: noon + minutes(40) }), 'look after 4 days': look({ at: noon + hours(96) }),
  };
  test('are these and no others, in every state', () => {
    const table = Object.fromEntries(emergencyStatuses.map((status) => [status, Object.values(acts).map((act) => said(lifeIn(status), act)).join(' | ')]));
    expect(table).toEqual({
      declared: 'running | withdrawn | conflict | conflict | nothing | lapsed | lapsed',
      lapsed: 'emergency-over | emergency-over | conflict | conflict | nothing | nothing | nothing',
      withdrawn: 'emergency-over | emergency-over | conflict | conflict | nothing | nothing | nothing',
      running: 'emergency-over | ended officer | conflict | conflict | nothing | ended time | ended time',
      ended: 'emergency-over | emergency-over | justified | unjustified | nothing | nothing | unreviewed',
      justified: 'emergency-over | emergency-over | conflict | conflict | nothing | nothing | nothing',
      unjustified: 'emergency-over | emergency-over | conflict | conflict | nothing | nothing | nothing',
      unreviewed: 'emergency-over | emergency-over | justified | unjustified | nothing | nothing | nothing',
    });
  });

  test.each<readonly [string, EmergencyAct, string]>([
    ['herself', second(an), 'emergency-second'],
    ['herself in another role', second({ ...an, role: 'investigator' }), 'emergency-second'],
    ['somebody else of the same role', second(em), 'emergency-second'],
    ['somebody of the role she was moved to since', second(binh, { declarer: 'investigator' }), 'emergency-second'],
    ['somebody of another unit', second(other), 'not-found'],
    ['somebody when she serves no more', second(binh, { declarer: undefined }), 'emergency-over'],
    ['somebody after 5 minutes', second(binh, { at: noon + minutes(5) }), 'emergency-over'],
    ['somebody before it was declared', second(binh, { at: noon - 1 }), 'emergency-over'],
    ['somebody of a suspended unit', second(binh, { unit: { ...well, suspended: true } }), 'emergency-suspended'],
    ['somebody while the clock is not believed', second(binh, { unit: { ...well, clockTrusted: false } }), 'clock-untrusted'],
    ['a leader', second(chi), 'running'],
    ['an investigator, at the last millisecond', second(binh, { at: noon + minutes(5) - 1 }), 'running'],
  ])('confirmed by %s', (_who, act, outcome) => {
    expect(said(declared, act)).toBe(outcome);
  });

  test.each<readonly [string, object, string]>([
    ['its time is over', { at: opened.until }, 'ended time'], ['its time is not over', { at: opened.until - 1 }, 'nothing'], ['who declared it serves no more', { declarerServes: false }, 'ended membership'], ['who confirmed it serves no more', { seconderServes: false }, 'ended membership'],
    ['the unit is suspended', { unit: { ...well, suspended: true } }, 'ended suspended'], ['the clock is not believed', { unit: { ...well, clockTrusted: false } }, 'ended clock'], ['the clock stands before its beginning', { at: opened.at - 1 }, 'ended clock'],
    ['every owner stopped', { open: 0 }, 'ended owner'],
  ])('while it runs, when %s', (_when, circumstances, outcome) => {
    expect(said(lifeIn('running'), look(circumstances))).toBe(outcome);
  });

  test('it is closed by the two who opened it or a leader, and by nobody else', () => {
    expect([an, binh, chi, em, other].map((by) => said(lifeIn('running'), { do: 'end', by, at: soon }))).toEqual(['ended officer', 'ended officer', 'ended leader', 'not-allowed', 'not-found']);
  });

  test('it is reviewed by a leader who had no part in it, and by nobody else', () => {
    const byLeader: EmergencyLife = { ...lifeIn('ended'), opened: { ...opened, by: chi.person, role: 'unit_leader' } };
    expect([chi, dung, binh, other, holder('far', 'unit_leader', id<UnitId>('other'))].map((by) => said(byLeader, { do: 'review', by, at: soon, verdict: 'justified' }))).toEqual(['emergency-reviewer', 'justified', 'not-allowed', 'not-found', 'not-found']);
  });

  test('a review is not in time once its time is over: it was missed first', () => {
    expect(['ended', 'unreviewed'].map((status) => said(lifeIn(status as EmergencyStatus), { do: 'review', by: dung, at: ended.reviewDue, verdict: 'justified' }))).toEqual(['conflict', 'justified']);
  });

  test('a unit may declare one unless it is suspended, has used them up, has one waiting, tries too often, or the clock is off', () => {
    const few = { thisMonth: 9, most: 10, waiting: false, lately: 5 };
    expect([whyNotDeclare(well, few), whyNotDeclare({ ...well, suspended: true }, few), whyNotDeclare({ ...well, clockTrusted: false }, few), whyNotDeclare(well, { ...few, thisMonth: 10 }), whyNotDeclare(well, { ...few, most: 0 }), whyNotDeclare(well, { ...few, waiting: true }), whyNotDeclare(well, { ...few, lately: 6 })])
      .toEqual([undefined, 'emergency-suspended', 'clock-untrusted', 'emergency-quota', 'emergency-quota', 'conflict', 'too-many-requests']);
  });
});

// Anybody does anything at any time; the engine is asked after every step.
describe('whatever anybody does, in whatever order', () => {
  const people = [an, binh, chi, dung, em, other, holder('an', 'investigator'), holder('binh', 'duty_officer')];
  const who = fc.constantFrom(...people);
  const standing = fc.record({ suspended: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }), clockTrusted: fc.oneof({ weight: 19, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }) });
  const step = fc.record({
    wait: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 0, max: seconds(50) }) }, { weight: 3, arbitrary: fc.integer({ min: minutes(3), max: minutes(45) }) }, { weight: 1, arbitrary: fc.constantFrom(-minutes(10), hours(73), hours(73)) }),
    act: fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('second' as const), by: who, declarer: fc.constantFrom<(UnitRole | undefined)[]>('duty_officer', 'duty_officer', 'duty_officer', 'investigator', undefined), unit: standing }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), by: who }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('review' as const), by: who, verdict: fc.constantFrom('justified' as const, 'unjustified' as const) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const), declarerServes: fc.oneof({ weight: 15, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }), seconderServes: fc.oneof({ weight: 15, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }), open: fc.constantFrom(3, 3, 3, 3, 3, 3, 1, 1, 1, 0), unit: standing }) },
    ),
  });
  const grant: Grant = { ...emergencyPreset({ who: { unit: ward }, cameras: [id<CameraId>('gate')], from: noon - hours(1), tz: 'Asia/Ho_Chi_Minh' }), id: id<GrantId>('g'), version: 1, owner: id<OwnerId>('house') };
  const rendition = { maxHeight: 720, maxFps: 15, audio: false, masks: new Set<never>() };
  const ask = (action: 'live' | 'clip' | 'playback', now: number, more: object = {}): Ask => ({ who: { person: em.person, units: [ward], roles: ['duty_officer'], certs: [] }, camera: id<CameraId>('gate'), action, rendition: { ...rendition, ...more }, purpose: 'crime', ...(action === 'live' ? {} : { footage: [now - seconds(50), now - seconds(10)] as const }) });
  const stateOf = (life: EmergencyLife): ConsentState => ({
    camera: id<CameraId>('gate'), owner: grant.owner, grants: [grant], restrictions: [], approvals: [], cases: [], clockTrusted: true,
    emergencies: life.status === 'running' && life.opened ? [{ id: 'e', grant: grant.id, declaredBy: life.declared.by, secondedBy: life.opened.by, cameras: [id<CameraId>('gate')], from: life.opened.at, until: life.opened.until }] : [],
  });

  test('nothing opens without a second, different person of another role, nor for more than 30 minutes, nor a clip or a sound; and what is over stays over', () => {
    const seen = { opened: 0, permits: 0, reviewed: 0, missed: 0 };
    fc.assert(fc.property(fc.array(step, { minLength: 6, maxLength: 24 }), (steps) => {
      let life = declared;
      let now = noon;
      for (const { wait, act } of steps) {
        now += wait;
        const before = life;
        const answer = advance(before, { ...act, at: now } as EmergencyAct);
        if ('refused' in answer) continue;
        ({ life } = answer);
        if (life.status !== before.status) expect(Object.values(legalMoves[before.status])).toContain(life.status);
        if (before.status !== 'declared') expect(life.opened).toEqual(before.opened);
        if (life.status === 'running' && before.status === 'declared') seen.opened += 1;
        if (life.status === 'unreviewed' && before.status === 'ended') seen.missed += 1;
        if (life.opened) {
          const { opened: open, declared: first } = life;
          expect([open.by !== first.by, open.role !== first.role, open.until - open.at <= minutes(30), open.at < first.lapsesAt]).toEqual([true, true, true, true]);
        }
        if (life.review && !before.review) {
          seen.reviewed += 1;
          expect([life.review.by === life.declared.by, life.review.by === life.opened?.by]).toEqual([false, false]);
        }
        const state = stateOf(life);
        const live = decide(state, ask('live', now), now);
        if (live.effect === 'permit') {
          seen.permits += 1;
          expect([life.status, now < (life.opened?.at ?? 0) + minutes(30), live.holdsUntil <= (life.opened?.at ?? 0) + minutes(30), live.obligations.watermark, live.obligations.audio]).toEqual(['running', true, true, true, false]);
        }
        expect([decide(state, ask('clip', now), now).effect, decide(state, ask('live', now, { audio: true }), now).effect]).toEqual(['deny', 'deny']);
      }
    }), { numRuns: 4_000, seed: 20_261_122 });
    expect([seen.opened > 500, seen.permits > 800, seen.reviewed > 60, seen.missed > 100]).toEqual([true, true, true, true]);
  });

  test('recorded pictures begin a minute before it, and no earlier', () => {
    const life = lifeIn('running');
    const playback = (from: number): string => decide(stateOf(life), { ...ask('playback', soon), footage: [from, from + seconds(20)] }, soon).effect;
    expect([playback(opened.at - seconds(60)), playback(opened.at - seconds(60) - 1), playback(opened.at + seconds(30))]).toEqual(['permit', 'deny', 'permit']);
  });
});
