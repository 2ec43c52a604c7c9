import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Emergency, Grant } from '../../domain/consent.ts';
import { days, minutes } from '../../domain/time.ts';
import { decide } from '../decide.ts';
import { inWeekly } from '../weekly.ts';
import { runs, scene } from './arbitraries.fixture.ts';
import type { Scene } from './arbitraries.fixture.ts';

const covering = ({ state }: Scene, grant: Grant['id'] | undefined): Grant | undefined => state.grants.find(({ id }) => id === grant);

test('11. and 12. the effect is one and the same until holdsUntil, says so all along, and then is another', () => {
  const seen = { permit: 0, ask: 0, deny: 0, ends: 0 };
  fc.assert(fc.property(scene, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), ({ state, ask, now }, part) => {
    const { effect, holdsUntil } = decide(state, ask, now);
    seen[effect] += 1;
    expect(holdsUntil).toBeGreaterThan(now);
    const span = Math.min(holdsUntil, now + days(60)) - now;
    const within = [0.001, 0.1, 0.5, part, 0.999].map((share) => now + Math.floor(span * share));
    for (const t of [...within, now + span - 1]) {
      const again = decide(state, ask, t);
      expect([again.effect, again.holdsUntil]).toEqual([effect, holdsUntil]);
    }
    if (holdsUntil !== Infinity) {
      seen.ends += 1;
      expect(decide(state, ask, holdsUntil).effect).not.toBe(effect);
    }
  }), runs);
  expect(seen.permit).toBeGreaterThan(600);
  expect(seen.ask).toBeGreaterThan(60);
  expect(seen.deny).toBeGreaterThan(200);
  expect(seen.ends).toBeGreaterThan(900);
});

test('11. no refusal claims to last over a moment at which somebody looking minute by minute is permitted', () => {
  let opened = 0;
  fc.assert(fc.property(scene, fc.array(fc.nat(days(12)), { minLength: 12, maxLength: 12 }), ({ state, ask, now }, offsets) => {
    const { effect, holdsUntil } = decide(state, ask, now);
    for (const offset of offsets) {
      const then = decide(state, ask, now + offset).effect;
      if (then === effect) continue;
      opened += 1;
      expect(holdsUntil).toBeLessThanOrEqual(now + offset);
    }
  }), runs);
  expect(opened).toBeGreaterThan(2_000);
});

test('19. nothing is delivered that was filmed outside the footage range, hours or lookback', () => {
  let permitted = 0;
  fc.assert(fc.property(scene, fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 8, maxLength: 8 }), (given, parts) => {
    const { ask, state, now } = given;
    const decision = decide(state, ask, now);
    const footage = covering(given, decision.grant)?.when.footage;
    const films = ask.footage !== undefined || ask.action === 'live' || ask.action === 'snapshot' || ask.action === 'event';
    if (decision.effect !== 'permit' || !films || (ask.footage === undefined && footage === undefined)) return;
    permitted += 1;
    const [from, to] = ask.footage ?? [now, now + 1];
    for (const filmed of [from, to - 1, ...parts.map((part) => from + Math.floor((to - from) * part))]) {
      expect(filmed).toBeGreaterThanOrEqual(Math.max(footage?.from ?? 0, now - (footage?.lookbackMs ?? 0)));
      expect(filmed).toBeLessThan(footage?.until ?? Infinity);
      expect(filmed).toBeLessThanOrEqual(now);
      expect(inWeekly(footage?.hours, filmed)).toBe(true);
    }
  }), { ...runs, numRuns: 6_000 });
  expect(permitted).toBeGreaterThan(700);
});

test('20. permitted times lie within the windows of the grants', () => {
  let permitted = 0;
  fc.assert(fc.property(scene, fc.array(fc.integer({ min: -days(6), max: days(20) }), { minLength: 5, maxLength: 5 }), (given, offsets) => {
    for (const t of offsets.map((offset) => given.now + offset)) {
      const decision = decide(given.state, given.ask, t);
      if (decision.effect !== 'permit') continue;
      permitted += 1;
      const { from, until, access } = covering(given, decision.grant)!.when;
      expect([from <= t, t < until, inWeekly(access, t)]).toEqual([true, true, true]);
    }
  }), runs); // 10,000 samples
  expect(permitted).toBeGreaterThan(1_000);
});

test('17. an emergency needs a second, different person, ends within 30 minutes, and takes away neither clip nor sound', () => {
  let permitted = 0;
  fc.assert(fc.property(scene, (given) => {
    const { state, ask, now } = given;
    const decision = decide(state, ask, now);
    const grant = covering(given, decision.grant);
    if (decision.effect !== 'permit' || grant?.mode !== 'emergency') return;
    permitted += 1;
    const declared = state.emergencies.find((each) => each.grant === grant.id)!;
    expect(declared.secondedBy).toBeDefined();
    expect(declared.secondedBy).not.toBe(declared.declaredBy);
    expect(now - declared.from).toBeLessThan(minutes(30));
    expect(['clip', 'talk']).not.toContain(ask.action);
    expect(decision.obligations).toMatchObject({ audio: false, watermark: true, store: 'none' });
    const alone = (change: Partial<Emergency>): string => {
      const { secondedBy: _, ...rest } = declared;
      return decide({ ...state, grants: [grant], emergencies: [{ ...rest, ...change }] }, ask, now).effect;
    };
    expect([alone({}), alone({ secondedBy: declared.declaredBy }), alone({ secondedBy: declared.secondedBy! })]).toEqual(['deny', 'deny', 'permit']);
    expect(decide({ ...state, grants: [grant] }, ask, declared.from + minutes(30)).effect).toBe('deny');
    expect(decide({ ...state, grants: [grant] }, { ...ask, action: 'clip', footage: [now - 1_000, now] }, now).effect).toBe('deny');
    expect(decide({ ...state, grants: [grant] }, { ...ask, rendition: { ...ask.rendition, audio: true } }, now).effect).toBe('deny');
  }), { ...runs, numRuns: 6_000 });
  expect(permitted).toBeGreaterThan(200);
});

test('18. an approval is good for its grant, version, person, camera and very ask, and not once it was used', () => {
  let permitted = 0;
  fc.assert(fc.property(scene, (given) => {
    const { state, ask, now } = given;
    const decision = decide(state, ask, now);
    const grant = covering(given, decision.grant);
    if (decision.effect !== 'permit' || grant?.mode !== 'ask') return;
    permitted += 1;
    const approvals = state.approvals.filter((each) => each.grant === grant.id);
    const withOnly = (change: object, asked = ask): string => decide({ ...state, grants: [grant], approvals: approvals.map((each) => ({ ...each, ...change })) }, asked, now).effect;
    expect(withOnly({})).toBe('permit');
    for (const change of [{ grant: 'another' }, { version: grant.version + 7 }, { person: 'another' }, { camera: 'another' }, { askHash: 'f'.repeat(64) }, { usedAt: now }, { until: now }, { from: now + 1, until: now + 9 }]) expect(withOnly(change)).toBe('ask');
    expect(withOnly({}, { ...ask, rendition: { ...ask.rendition, maxFps: ask.rendition.maxFps / 2 } })).toBe('ask');
  }), { ...runs, numRuns: 6_000 });
  expect(permitted).toBeGreaterThan(200);
});
