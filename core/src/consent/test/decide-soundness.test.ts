import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { Ask, ConsentState, Grant, ReasonCode } from '../../domain/consent.ts';
import { days } from '../../domain/time.ts';
import { decide } from '../decide.ts';
import { decideForMember } from '../owner-access.ts';
import { refusalClass } from '../reasons.ts';
import { runs, scene } from './arbitraries.fixture.ts';

afterEach(() => vi.restoreAllMocks());

test('23. is pure: the same answer with no clock and no dice, and nothing it was given is changed', () => {
  let permitted = 0;
  fc.assert(fc.property(scene, ({ state, ask, now }) => {
    const before = structuredClone({ state, ask });
    const first = structuredClone(decide(state, ask, now));
    vi.spyOn(Date, 'now').mockImplementation(() => { throw new Error('looked at the clock'); });
    vi.spyOn(Math, 'random').mockImplementation(() => { throw new Error('threw dice'); });
    const second = structuredClone(decide(deepFrozen(state), deepFrozen(ask), now));
    vi.restoreAllMocks();
    expect(second).toEqual(first);
    expect({ state, ask }).toEqual(before);
    if (first.effect === 'permit') permitted += 1;
  }), runs);
  expect(permitted).toBeGreaterThan(600);
});

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}

test('23. is total: whatever it is given, it answers, and never with a permit', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true });
  fc.assert(fc.property(anything, anything, anything, (state, ask, now) => {
    const decision = decide(state as ConsentState, ask as Ask, now as number);
    expect([decision.effect, decision.holdsUntil]).toEqual(['deny', Infinity]);
    expect(decideForMember('owner', 'live', [], now as number, ask as Ask).effect).toBe('deny');
  }), runs);
  let reached = 0;
  fc.assert(fc.property(scene, anything, fc.constantFrom('grants', 'restrictions', 'approvals', 'emergencies', 'cases', 'clockTrusted', 'owner', 'camera'), ({ state, ask, now }, junk, field) => {
    const decision = decide({ ...state, [field]: Array.isArray(junk) || !Array.isArray(state[field]) ? junk : [...state[field], junk] } as ConsentState, ask, now);
    if (decision.effect === 'permit') reached += 1;
    expect(decision.holdsUntil).toBeGreaterThan(0);
  }), runs);
  expect(reached).toBeGreaterThan(100);
});

const breakages: readonly ((grant: Grant) => object)[] = [
  (g) => ({ ...g, mode: 'always' }), (g) => ({ ...g, what: { ...g.what, actions: [...g.what.actions, 'watch'] } }), (g) => ({ ...g, why: { ...g.why, purposes: [...g.why.purposes, 'other'] } }),
  (g) => ({ ...g, who: { ...g.who, role: 'mayor' } }), (g) => ({ ...g, limits: { ...g.limits, store: 'cloud' } }), (g) => ({ ...g, limits: { ...g.limits, maxSessionMs: NaN } }),
  (g) => ({ ...g, what: { ...g.what, maxHeight: NaN } }), (g) => ({ ...g, what: { ...g.what, maxFps: Infinity } }), (g) => ({ ...g, what: { ...g.what, masks: [7] } }),
  (g) => ({ ...g, when: { ...g.when, until: g.when.from } }), (g) => ({ ...g, when: { ...g.when, from: NaN } }), (g) => ({ ...g, when: { ...g.when, until: Infinity } }), (g) => ({ ...g, when: { ...g.when, from: g.when.from + 0.5 } }),
  (g) => ({ ...g, when: { ...g.when, access: { tz: 'Mars/Olympus', windows: [] } } }), (g) => ({ ...g, when: { ...g.when, access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [7], from: 0, to: 1_440 }] } } }),
  (g) => ({ ...g, when: { ...g.when, access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [1], from: -1, to: 1_441 }] } } }), (g) => ({ ...g, when: { ...g.when, footage: { from: 9, until: 9, lookbackMs: 1 } } }), (g) => ({ ...g, when: { ...g.when, footage: { lookbackMs: NaN } } }),
];

test('24. a grant with an unknown word, zone, NaN or reversed interval counts as absent, and that is the reason', () => {
  let permitted = 0;
  fc.assert(fc.property(scene, fc.constantFrom(...breakages), ({ state, ask, now }, broken) => {
    const [first, ...others] = state.grants;
    if (decide({ ...state, grants: [first!] }, ask, now).effect !== 'permit') return;
    permitted += 1;
    const without = decide({ ...state, grants: others }, ask, now);
    const decision = decide({ ...state, grants: [broken(first!) as Grant, ...others] }, ask, now);
    expect([decision.effect, decision.grant, decision.holdsUntil]).toEqual([without.effect, without.grant, without.holdsUntil]);
    // A role nobody has is out of scope before it is unknown.
    if ((broken(first!) as Grant).who.role === first!.who.role) expect(decision.why).toContainEqual({ code: 'INVALID', grant: first!.id });
  }), { ...runs, numRuns: 4_000 });
  expect(permitted).toBeGreaterThan(800);
});

test('24. a restriction, approval or emergency that is broken counts as absent too', () => {
  let seen = 0;
  fc.assert(fc.property(scene, fc.constantFrom({ from: NaN }, { until: NaN }, { from: 9, until: 9 }), ({ state, ask, now }, broken) => {
    if (!state.clockTrusted || ask.camera !== state.camera) return;
    for (const kind of ['restrictions', 'approvals', 'emergencies'] as const) {
      const without = decide({ ...state, [kind]: [] }, ask, now);
      const decision = decide({ ...state, [kind]: state[kind].map((each) => ({ ...each, ...broken })) }, ask, now);
      expect([decision.effect, decision.grant]).toEqual([without.effect, without.grant]);
      if (kind === 'restrictions' && state.restrictions.length > 0) {
        seen += 1;
        expect(decision.why).toContainEqual({ code: 'INVALID', restriction: state.restrictions[0]!.id });
      }
    }
  }), runs);
  expect(seen).toBeGreaterThan(400);
});

test('a restriction without an end is sound: a pause never falls away for being endless', () => {
  fc.assert(fc.property(scene, ({ state, ask, now }) => {
    const pause = { id: 'p' as never, kind: 'pause' as const, scope: {}, from: now - 1, until: Infinity };
    const decision = decide({ ...state, restrictions: [pause] }, ask, now);
    expect([decision.effect, decision.holdsUntil]).toEqual(['deny', Infinity]);
  }), runs);
});

type Repair = (grant: Grant, ask: Ask, now: number) => Grant;
const repairs: Partial<Record<ReasonCode, Repair>> = {
  SCOPE: (g, ask) => ({ ...g, what: { ...g.what, actions: [...g.what.actions, ask.action] } }),
  REVOKED: ({ revokedAt: _, ...g }) => g,
  OUTSIDE_VALIDITY: (g, _ask, now) => ({ ...g, when: { ...g.when, from: now - 1, until: now + 1 } }),
  OUTSIDE_SCHEDULE: ({ when: { access: _, ...when }, ...g }) => ({ ...g, when }),
  PURPOSE: (g, ask) => ({ ...g, why: { ...g.why, purposes: [ask.purpose] } }),
  CASE_REQUIRED: (g) => ({ ...g, why: { ...g.why, caseRequired: false } }),
  RESOLUTION: (g) => ({ ...g, what: { ...g.what, maxHeight: 9_999 } }),
  FPS: (g) => ({ ...g, what: { ...g.what, maxFps: 999 } }),
  AUDIO: (g) => ({ ...g, mode: g.mode === 'emergency' ? 'ask' : g.mode, what: { ...g.what, audio: true } }),
  MASK: (g) => ({ ...g, what: { ...g.what, masks: [] } }),
  LOOKBACK: (g) => ({ ...g, when: { ...g.when, footage: { ...g.when.footage, lookbackMs: days(999) } } }),
  FOOTAGE_RANGE: (g) => ({ ...g, when: { ...g.when, footage: { lookbackMs: days(999) } } }),
  NEEDS_APPROVAL: (g) => ({ ...g, mode: 'standing' }),
  NO_EMERGENCY: (g) => ({ ...g, mode: 'standing' }),
};

test('29. the reason given, once repaired alone, changes that grant\'s verdict', () => {
  const seen = new Map<ReasonCode, number>();
  fc.assert(fc.property(scene, ({ state, ask, now }) => {
    const [grant] = state.grants;
    const { why } = decide({ ...state, grants: [grant!] }, ask, now);
    const code = why.find((each) => each.grant === grant!.id && each.code !== 'INVALID')?.code;
    if (code === undefined || (code === 'SCOPE' && grant!.mode === 'emergency')) return;
    const after = decide({ ...state, grants: [repairs[code]!(grant!, ask, now)] }, ask, now);
    expect(after.why).not.toContainEqual({ code, grant: grant!.id });
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }), { ...runs, numRuns: 8_000 });
  for (const code of Object.keys(repairs) as ReasonCode[]) expect.soft(seen.get(code) ?? 0, code).toBeGreaterThan(10);
});

test('THREATS 25: what an officer hears is the same for hours, a pause, a revocation, an expiry and nothing given at all', () => {
  const classOf = (code: ReasonCode): unknown => refusalClass({ effect: 'deny', why: [{ code }] });
  const household: readonly ReasonCode[] = ['OUTSIDE_SCHEDULE', 'RESTRICTED', 'REVOKED', 'OUTSIDE_VALIDITY', 'NO_GRANT', 'FOOTAGE_RANGE', 'SCOPE'];
  expect(new Set(household.map(classOf))).toEqual(new Set(['not_shared']));
  expect([classOf('RESOLUTION'), classOf('CLOCK'), classOf('INVALID'), refusalClass({ effect: 'ask', why: [{ code: 'OUTSIDE_SCHEDULE' }, { code: 'NEEDS_APPROVAL' }] }), refusalClass({ effect: 'permit', why: [] })])
    .toEqual(['ask_differently', 'not_now', 'invalid', 'needs_owner', undefined]);
  expect(refusalClass({ effect: 'deny', why: [{ code: 'INVALID', grant: 'g' as never }] })).toBe('not_shared');
});
