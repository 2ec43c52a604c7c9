import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action, Ask, ConsentState, Effect, Grant, Interval } from '../../domain/consent.ts';
import { id, type GrantId, type PersonId, type RestrictionId, type UnitId } from '../../domain/ids.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { decide } from '../decide.ts';
import { nights } from '../presets.ts';
import { rightsOf, weekAhead, type HolderRights } from '../rights.ts';
import { anyCase, meant, type Office } from '../rights-holders.ts';
import { allMissing } from '../rights-why.ts';
import { camera, masks, noon, owner, people, runs, scene, units } from './arbitraries.fixture.ts';

const offices: readonly Office[] = [{ unit: units[0], person: people[0], role: 'duty_officer' }, { unit: units[1], person: people[1], role: 'unit_leader' }, { unit: units[0], person: people[2], role: 'investigator' }];
const rank: Record<Effect, number> = { deny: 0, ask: 1, permit: 2 };
const at = ({ week }: HolderRights, t: number): Effect => week.find(({ from, to }) => from <= t && t < to)?.effect ?? 'deny';

/** Everything a holder could try at one moment, asked of the engine with all the grants there are. */
function tried(state: ConsentState, { holder }: HolderRights, t: number, footage: readonly Interval[]): Effect {
  const opened: ConsentState = { ...state, cases: [...state.cases, { caseNo: anyCase, unit: holder.unit, from: 0, until: 8.64e15 }] };
  let best: Effect = 'deny';
  for (const grant of state.grants.filter((each) => meant(each, holder))) {
    for (const action of grant.what.actions.filter((each) => ['live', 'snapshot', 'playback', 'clip'].includes(each))) {
      for (const purpose of grant.why.purposes) {
        for (const filmed of action === 'playback' || action === 'clip' ? footage : [undefined]) {
          const rendition = { maxHeight: Math.min(grant.what.maxHeight, 360), maxFps: 1, audio: false, masks: new Set(masks) };
          const ask: Ask = { who: holder.asker, camera, action, rendition, purpose, caseNo: anyCase, ...(filmed && { footage: filmed }) };
          const { effect } = decide(opened, ask, t);
          if (effect === 'permit') return effect;
          if (rank[effect] > rank[best]) best = effect;
        }
      }
    }
  }
  return best;
}

describe('the week ahead', () => {
  test('is what the engine answers to anybody who tries at any instant of it', () => {
    const seen = { permit: 0, ask: 0, deny: 0 };
    fc.assert(fc.property(scene, fc.array(fc.nat(weekAhead - 1), { minLength: 4, maxLength: 4 }), fc.array(fc.nat(days(9)), { minLength: 3, maxLength: 3 }), ({ state, now }, offsets, ago) => {
      for (const row of rightsOf(state, offices, now).holders) {
        for (const t of [now, ...offsets.map((offset) => now + offset), ...row.week.slice(0, 3).flatMap(({ from, to }) => [from, to - 1])]) {
          // Newest footage, of the edges of the hours too, and at random back to nine days.
          const footage = [1, 900_000, ...ago].flatMap((back): Interval[] => (back < 1 ? [] : [[t - back, t - back + 1], [Math.ceil((t - back) / 900_000) * 900_000 - 1, Math.ceil((t - back) / 900_000) * 900_000]]));
          const effect = tried(state, row, t, footage);
          const told = at(row, t);
          seen[told] += 1;
          // A try may miss the one minute that was filmed inside the hours; what it finds must be told.
          expect(rank[told]).toBeGreaterThanOrEqual(rank[effect]);
          if (state.grants.every(({ when }) => when.footage?.hours === undefined && when.footage?.until === undefined && when.footage?.from === undefined)) expect(told).toBe(effect);
        }
      }
    }), { ...runs, numRuns: 250 });
    expect(seen.permit).toBeGreaterThan(1_200);
    expect(seen.ask).toBeGreaterThan(200);
    expect(seen.deny).toBeGreaterThan(700);
  }, 120_000);

  test('says nothing twice, and nothing of the past', () => {
    fc.assert(fc.property(scene, ({ state, now }) => {
      for (const { week } of rightsOf(state, offices, now).holders) {
        for (const [i, { from, to, effect }] of week.entries()) {
          const before = week[i - 1];
          expect([from >= now, to > from, to <= now + weekAhead, before === undefined || before.to < from || (before.to === from && before.effect !== effect)]).toEqual([true, true, true, true]);
        }
      }
    }), { ...runs, numRuns: 300 });
  });
});

describe('what they can see right now', () => {
  test('is permitted by the engine as it is told, for every purpose, until the moment that is told', () => {
    let permits = 0;
    let ends = 0;
    fc.assert(fc.property(scene, ({ state, now }) => {
      for (const row of rightsOf(state, offices, now).holders) {
        for (const right of row.rights) {
          const grant = state.grants.find((each) => each.id === right.grant)!;
          const opened: ConsentState = { ...state, grants: [grant], cases: [...state.cases, { caseNo: anyCase, unit: row.holder.unit, from: 0, until: 8.64e15 }] };
          for (const action of right.actions.filter((each) => each !== 'playback' && each !== 'clip')) {
            for (const purpose of right.purposes) {
              const ask: Ask = { who: row.holder.asker, camera, action, rendition: right.rendition, purpose, caseNo: anyCase };
              expect(decide(opened, ask, now).effect).toBe(right.effect);
              permits += 1;
            }
            const least: Ask = { who: row.holder.asker, camera, action, rendition: { maxHeight: 1, maxFps: 1, audio: false, masks: new Set(masks) }, purpose: right.purposes[0]!, caseNo: anyCase };
            expect(decide(opened, least, now).holdsUntil).toBeGreaterThanOrEqual(right.until);
            if (right.until !== Infinity) ends += 1;
          }
        }
        expect(row.effect).toBe(row.rights.some(({ effect }) => effect === 'permit') ? 'permit' : row.rights.length > 0 ? 'ask' : 'deny');
        const seen = row.rights.filter(({ actions: given }) => given.some((action) => ['live', 'snapshot', 'playback', 'clip'].includes(action))).map(({ effect }) => rank[effect]);
        expect(rank[at(row, now)]).toBe(Math.max(0, ...seen));
      }
    }), { ...runs, numRuns: 600 });
    expect(permits).toBeGreaterThan(2_000);
    expect(ends).toBeGreaterThan(400);
  }, 120_000);

  const choice = { who: { unit: units[0] }, cameras: [camera], from: noon - days(1), tz: 'Asia/Ho_Chi_Minh' };
  const night: Grant = { ...nights(choice), id: id<GrantId>('night'), version: 1, owner };
  const only = (...grants: Grant[]): ConsentState => ({ camera, owner, grants, restrictions: [], approvals: [], emergencies: [], cases: [], clockTrusted: true });

  test('a night grant at noon is shut by its hours alone, and opens at ten', () => {
    const [row] = rightsOf(only(night), offices, noon).holders;
    expect([row?.effect, row?.shut, row?.week.length]).toEqual(['deny', [{ grant: 'night', missing: [{ code: 'OUTSIDE_SCHEDULE' }], opensAt: noon + hours(10) }], 7]);
    expect(row?.week[0]).toEqual({ from: noon + hours(10), to: noon + hours(18), effect: 'permit' });
  });

  test('sets apart whom the grants set apart: the unit, its leader, one officer', () => {
    const { holders } = rightsOf(only(night, { ...night, id: id<GrantId>('lead'), who: { unit: units[0], role: 'unit_leader' } }, { ...night, id: id<GrantId>('chi'), who: { person: people[2] } }, { ...night, id: id<GrantId>('nobody'), who: { person: id<PersonId>('left') } }), offices, noon);
    expect(holders.map(({ holder, shut }) => [holder.unit, holder.role, holder.person, shut.map(({ grant }) => grant)])).toEqual([
      ['ward', undefined, undefined, ['night']], ['ward', 'unit_leader', undefined, ['night', 'lead']], ['ward', undefined, 'chi', ['night', 'chi']],
    ]);
  });

  test('tells of a pause, of hours kept private, and of what an ended grant no longer gives', () => {
    const always: Grant = { ...night, when: { from: noon - days(1), until: noon + days(2) } };
    const paused = { ...only(always), restrictions: [{ id: id<RestrictionId>('p'), kind: 'pause' as const, scope: { owner }, from: noon, until: noon + hours(3) }] };
    const [row] = rightsOf(paused, offices, noon).holders;
    expect([row?.shut, rightsOf(paused, offices, noon).restrictions, rightsOf(only({ ...always, when: { from: 0, until: noon } }), offices, noon).holders]).toEqual([
      [{ grant: 'night', missing: [{ code: 'RESTRICTED', restriction: { id: 'p', kind: 'pause' } }], opensAt: noon + hours(3) }], [{ restriction: 'p', kind: 'pause', now: true, until: noon + hours(3) }], [],
    ]);
  });

  test('a grant of clips alone, with hours of filming, is open as long as there is footage it lets out', () => {
    const clips: Grant = { ...night, what: { ...night.what, actions: ['clip'] }, when: { from: noon - days(3), until: noon + days(60), footage: { lookbackMs: hours(2), hours: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 60 }] } } } };
    const [row] = rightsOf(only(clips), offices, noon).holders;
    // Midnight in Vietnam is twelve hours after noon; what was filmed till one o'clock is had till three.
    expect(row?.week[0]).toEqual({ from: noon + hours(12) + 1, to: noon + hours(15), effect: 'permit' });
  });
});

describe('why not, with all that is wanting', () => {
  test('repaired one after the other in the engine\'s order, the grant permits or wants only a person', () => {
    let several = 0;
    fc.assert(fc.property(scene, ({ state, ask, now }) => {
      const grant = state.grants[0]!;
      const missing = allMissing(state, grant, ask, now);
      const { effect, why } = decide({ ...state, grants: [grant] }, ask, now);
      expect(missing.length === 0).toBe(effect === 'permit');
      if (missing.length > 1) several += 1;
      if (effect !== 'permit' && why[0] !== undefined) expect(missing.map(({ code }) => code)).toContain(effect === 'ask' ? 'NEEDS_APPROVAL' : why[0].code);
      expect(new Set(missing.map(({ code, restriction }) => `${code} ${restriction?.id ?? ''}`)).size).toBe(missing.length);
    }), { ...runs, numRuns: 2_000 });
    expect(several).toBeGreaterThan(150);
  });

  test('of a grant with everything wrong, everything is named', () => {
    const grant: Grant = { ...nights({ who: { unit: units[0] }, cameras: [camera], from: noon + days(1), tz: 'Asia/Ho_Chi_Minh' }), id: id<GrantId>('g'), version: 1, owner, mode: 'ask', why: { purposes: ['crime'], caseRequired: true } };
    const ask: Ask = { who: { person: people[0], units: [id<UnitId>('ward')], roles: [], certs: [] }, camera, action: 'clip' as Action, rendition: { maxHeight: 1_080, maxFps: 60, audio: true, masks: new Set() }, purpose: 'missing_person', footage: [noon - minutes(9), noon - minutes(8)] };
    const state: ConsentState = { camera, owner, grants: [grant], restrictions: [{ id: id<RestrictionId>('p'), kind: 'pause', scope: {}, from: 0, until: noon + 1 }], approvals: [], emergencies: [], cases: [], clockTrusted: false };
    expect(allMissing(state, grant, ask, noon).map(({ code }) => code)).toEqual(['CLOCK', 'RESTRICTED', 'SCOPE', 'OUTSIDE_VALIDITY', 'OUTSIDE_SCHEDULE', 'PURPOSE', 'CASE_REQUIRED', 'RESOLUTION', 'FPS', 'AUDIO', 'LOOKBACK', 'NEEDS_APPROVAL']);
  });
});
