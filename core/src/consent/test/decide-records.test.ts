import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Ask, ConsentState, Decision, Effect } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { OwnerId, PersonId, RestrictionId } from '../../domain/ids.ts';
import { hours } from '../../domain/time.ts';
import { decide } from '../decide.ts';
import { camera, grant, restriction, runs, scene } from './arbitraries.fixture.ts';
import type { Scene } from './arbitraries.fixture.ts';

const rank: Record<Effect, number> = { deny: 0, ask: 1, permit: 2 };
const permits = new Map<string, number>();

/** Runs the body on 4,000 scenes and fails if too few of them were permitted to mean anything. */
function holds(name: string, atLeast: number, body: (scene: Scene, decision: Decision, pick: fc.GeneratorValue) => boolean | void): void {
  test(name, () => {
    let permitted = 0;
    fc.assert(fc.property(scene, fc.gen(), (given, pick) => {
      const decision = decide(given.state, given.ask, given.now);
      // `false`: the scene says nothing about this invariant, and does not count.
      if (body(given, decision, pick) !== false && decision.effect === 'permit') permitted += 1;
    }), runs);
    permits.set(name, permitted);
    expect(permitted).toBeGreaterThanOrEqual(atLeast);
  });
}
afterAll(() => expect([...permits.values()].reduce((sum, each) => sum + each, 0)).toBeGreaterThan(18_000));

describe('records can be taken away, added and shuffled', () => {
  holds('1. removing any grant never raises the effect', 1_300, ({ state, ask, now }, { effect }) => {
    for (const gone of state.grants) {
      expect(rank[decide({ ...state, grants: state.grants.filter((each) => each !== gone) }, ask, now).effect]).toBeLessThanOrEqual(rank[effect]);
    }
  });

  holds('2. adding or widening a restriction never raises the effect', 1_300, ({ state, ask, now }, { effect }, pick) => {
    const more = pick(() => restriction);
    expect(rank[decide({ ...state, restrictions: [...state.restrictions, more] }, ask, now).effect]).toBeLessThanOrEqual(rank[effect]);
    const narrow = decide({ ...state, restrictions: [more] }, ask, now).effect;
    const { cap: _cap, hours: _hours, ...always } = more;
    for (const wider of [{ ...more, scope: {} }, always, { ...more, from: more.from - hours(9), until: more.until + hours(9) }]) {
      expect(rank[decide({ ...state, restrictions: [wider] }, ask, now).effect]).toBeLessThanOrEqual(rank[narrow]);
    }
  });

  holds('3. no grants, no permit', 1_300, ({ state, ask, now }) => {
    expect(decide({ ...state, grants: [] }, ask, now).effect).toBe('deny');
  });

  holds('4. a permit still holds with only its covering grant left', 1_300, ({ state, ask, now }, decision) => {
    if (decision.effect !== 'permit') return;
    const alone = decide({ ...state, grants: state.grants.filter((each) => each.id === decision.grant) }, ask, now);
    expect([alone.effect, alone.grant, alone.obligations]).toEqual(['permit', decision.grant, decision.obligations]);
  });

  holds('5. the order of records does not matter', 1_300, ({ state, ask, now }, { effect, grant: by, obligations, holdsUntil, why }, pick) => {
    const shuffled = <T>(records: readonly T[]): readonly T[] => pick(() => fc.shuffledSubarray([...records], { minLength: records.length }));
    const other: ConsentState = { ...state, grants: shuffled(state.grants), restrictions: shuffled(state.restrictions), approvals: shuffled(state.approvals), emergencies: shuffled(state.emergencies), cases: shuffled(state.cases) };
    const again = decide(other, ask, now);
    expect([again.effect, again.grant, again.obligations, again.holdsUntil]).toEqual([effect, by, obligations, holdsUntil]);
    expect(again.why.map((each) => JSON.stringify(each)).toSorted()).toEqual(why.map((each) => JSON.stringify(each)).toSorted());
  });

  holds('6. after all is revoked there is no permit at any later time', 1_300, ({ state, ask, now }, _, pick) => {
    const later = now + pick(() => fc.nat(hours(24 * 40)));
    const revoked = { ...state, grants: state.grants.map((each) => ({ ...each, revokedAt: now })) };
    expect(decide(revoked, ask, later).effect).toBe('deny');
  });

  holds('25. a pause of everything dominates', 1_300, ({ state, ask, now }) => {
    const paused = decide({ ...state, restrictions: [...state.restrictions, { id: id<RestrictionId>('pause'), kind: 'pause', scope: {}, from: now, until: now + 1 }] }, ask, now);
    expect(paused.effect).toBe('deny');
    if (state.clockTrusted && ask.camera === camera) expect(paused.why).toContainEqual({ code: 'RESTRICTED', restriction: 'pause' });
  });
});

describe('whose records and whose asks', () => {
  holds('21. another household changes nothing, whatever it writes', 1_300, ({ state, ask, now }, decision, pick) => {
    const other = id<OwnerId>('neighbours');
    const theirs = pick(() => fc.array(grant, { maxLength: 3 })).map((each) => ({ ...each, owner: other }));
    const blocks = pick(() => fc.array(restriction, { maxLength: 3 })).map((each) => ({ ...each, scope: { ...each.scope, owner: other } }));
    expect(decide({ ...state, grants: [...theirs, ...state.grants], restrictions: [...blocks, ...state.restrictions] }, ask, now)).toEqual(decision);
    expect(decide({ ...state, owner: other }, ask, now).effect).toBe('deny');
  });

  holds('22. two officers with equal units, roles and certificates are one where no record names a person', 300, ({ state, ask, now }) => {
    const nameless: ConsentState = { ...state, approvals: [], grants: state.grants.filter(({ who }) => who.person === undefined), restrictions: state.restrictions.filter(({ scope }) => scope.who?.person === undefined) };
    const decision = decide(nameless, ask, now);
    expect(decide(nameless, { ...ask, who: { ...ask.who, person: id<PersonId>('somebody else') } }, now)).toEqual(decision);
    return decision.effect === 'permit';
  });

  holds('deleting a unit, a role or a certificate of the asker only ever removes access', 1_300, ({ state, ask, now }, { effect }) => {
    const { restrictions: _, ...rest } = state;
    const free = { ...rest, restrictions: state.restrictions.filter(({ scope }) => scope.who === undefined) };
    const before = free.restrictions.length === state.restrictions.length ? effect : decide(free, ask, now).effect;
    for (const who of [{ ...ask.who, units: [] }, { ...ask.who, roles: [] }, { ...ask.who, certs: [] }]) {
      expect(rank[decide(free, { ...ask, who }, now).effect]).toBeLessThanOrEqual(rank[before]);
    }
  });

  holds('9. there is sound only if the one grant itself says sound', 1_300, ({ state, ask, now }, decision) => {
    const loud: Ask = { ...ask, rendition: { ...ask.rendition, audio: true } };
    for (const each of [decision, decide(state, loud, now)]) {
      if (each.effect === 'permit' && each.obligations.audio) expect(state.grants.find((one) => one.id === each.grant)?.what.audio).toBe(true);
    }
  });

  holds('10. the masks a grant requires are among those delivered', 1_300, ({ state, ask }, decision) => {
    if (decision.effect !== 'permit') return;
    const required = state.grants.find((each) => each.id === decision.grant)!.what.masks;
    expect(decision.obligations.masks).toEqual(expect.arrayContaining([...required]));
    expect(decision.obligations.masks).toEqual([...ask.rendition.masks].toSorted());
  });

  holds('7. an ask for less stays permitted', 500, ({ state, ask, now }, decision, pick) => {
    const by = state.grants.find((each) => each.id === decision.grant);
    if (decision.effect !== 'permit' || by?.mode === 'ask') return false;
    expect(decide(state, weaker(ask, pick), now).effect).toBe('permit');
    return true;
  });

  holds('8. an ask for more is never permitted where less is denied for scope, time or reason', 1_300, ({ state, ask, now }, _, pick) => {
    const less = decide(state, weaker(ask, pick), now);
    const codes = new Set(['SCOPE', 'REVOKED', 'OUTSIDE_VALIDITY', 'OUTSIDE_SCHEDULE', 'PURPOSE', 'CASE_REQUIRED', 'NO_GRANT', 'CLOCK']);
    if (less.effect === 'deny' && less.why.every(({ code }) => codes.has(code))) expect(decide(state, ask, now).effect).toBe('deny');
  });
});

function weaker(ask: Ask, pick: fc.GeneratorValue): Ask {
  const part = (): number => pick(() => fc.double({ min: 0.1, max: 1, noNaN: true }));
  const { maxHeight, maxFps, audio, masks } = ask.rendition;
  const rendition = { maxHeight: maxHeight * part(), maxFps: maxFps * part(), audio: audio && pick(fc.boolean), masks: new Set([...masks, ...pick(() => fc.constantFrom([], [...masks]))]) };
  if (!ask.footage) return { ...ask, rendition };
  const [from, to] = ask.footage;
  const start = from + Math.floor((to - from) * 0.9 * part());
  return { ...ask, rendition, footage: [Math.min(start, to - 1), to] };
}

test('the generators make an ask worth making: near half are permitted, and every kind of grant permits some', () => {
  const effects: Record<string, number> = {};
  fc.assert(fc.property(scene, ({ state, ask, now }) => {
    const { effect, grant: by } = decide(state, ask, now);
    const mode = state.grants.find((each) => each.id === by)?.mode ?? '';
    effects[effect] = (effects[effect] ?? 0) + 1;
    effects[`${effect} ${mode}`] = (effects[`${effect} ${mode}`] ?? 0) + 1;
  }), runs);
  expect(effects['permit']).toBeGreaterThan(1_200);
  expect(effects['ask']).toBeGreaterThan(120);
  for (const mode of ['standing', 'ask', 'emergency']) expect(effects[`permit ${mode}`]).toBeGreaterThan(120);
});
