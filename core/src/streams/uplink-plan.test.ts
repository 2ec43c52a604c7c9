import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pace } from './pace.ts';
import { firstFitting, planFor, rankOf, roomFor, type FarViewer } from './uplink-plan.ts';

const takes = { all: 1_000, keys: 200, stills: 50 };
const viewer = (id: number, rank: number, pace: Pace = 'all', more: Partial<FarViewer> = {}): FarViewer => ({ id, rank, since: id * 1_000, pace, kbps: takes[pace], takes, ...more });
const plan = (viewers: readonly FarViewer[], cap: number, mayRise = true): object => Object.fromEntries(planFor(viewers, cap, mayRise));

describe('the order on a narrow line', () => {
  it('is the house, an emergency, what was agreed to once, what is standing', () => {
    expect((['R1', 'R4', 'R3', 'R2', 'R0'] as const).toSorted((a, b) => rankOf(a) - rankOf(b))).toEqual(['R0', 'R3', 'R4', 'R2', 'R1']);
  });

  it.each<[string, readonly FarViewer[], number, boolean, object]>([
    ['nothing changes while all fits', [viewer(1, 0), viewer(2, 3)], 2_000, true, {}],
    ['the standing permission gives way before the emergency, and that before the house', [viewer(1, 0), viewer(2, 1), viewer(3, 3)], 2_200, true, { 3: 'keys' }],
    ['then the emergency', [viewer(1, 0), viewer(2, 1), viewer(3, 3)], 1_400, true, { 3: 'keys', 2: 'keys' }],
    ['the house last of all', [viewer(1, 0), viewer(2, 1), viewer(3, 3)], 600, true, { 3: 'keys', 2: 'keys', 1: 'keys' }],
    ['stills only when everybody has key pictures', [viewer(1, 0), viewer(2, 1), viewer(3, 3)], 460, true, { 3: 'stills', 2: 'keys', 1: 'keys' }],
    ['the heaviest of one rank first', [viewer(1, 3, 'all', { kbps: 3_000, takes: { all: 3_000, keys: 500, stills: 100 } }), viewer(2, 3)], 2_000, true, { 1: 'keys' }],
    ['of equals the newest', [viewer(1, 3), viewer(2, 3)], 1_500, true, { 2: 'keys' }],
    ['nobody rises while the line is nearly full', [viewer(1, 0), viewer(2, 3, 'keys')], 1_600, true, {}],
    ['nobody rises to where she would have to go down again', [viewer(1, 0), viewer(2, 3, 'keys')], 2_200, true, {}],
    ['one rises where there is plenty, the best first', [viewer(1, 3, 'keys'), viewer(2, 0, 'keys'), viewer(3, 3, 'stills')], 5_000, true, { 2: 'all' }],
    ['from stills to key pictures first', [viewer(1, 0, 'stills')], 5_000, true, { 1: 'keys' }],
    ['not before the time', [viewer(1, 0, 'stills')], 5_000, false, {}],
  ])('%s', (_, viewers, cap, mayRise, changes) => {
    expect(plan(viewers, cap, mayRise)).toEqual(changes);
  });

  it('never leaves more on the line than fits, unless all have stills; and never moves anybody up and down at once', () => {
    const pace = fc.constantFrom<Pace>('all', 'keys', 'stills');
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(3), pace), { maxLength: 12 }), fc.integer({ min: 64, max: 8_000 }), (who, cap) => {
      const viewers = who.map(([rank, at], id) => viewer(id, rank, at));
      const changes = planFor(viewers, cap, true);
      const after = viewers.map(({ id, pace: was }) => changes.get(id) ?? was);
      const use = after.reduce((sum, each) => sum + takes[each], 0);
      expect(use <= cap || after.every((each) => each === 'stills')).toBe(true);
    }));
  });
});

describe('the room for one more', () => {
  it('is what is left, for who is of the house also what others would give up', () => {
    const others = [viewer(1, 3), viewer(2, 0)];
    expect([roomFor(0, others, 2_000), roomFor(3, others, 4_000), roomFor(1, others, 2_000)]).toEqual([950, 1_000, 450]);
  });
  it('takes the first choice that fits', () => {
    const choices = [{ kbps: 1_000, name: 'all' }, { kbps: 200, name: 'keys' }, { kbps: 50, name: 'stills' }];
    expect([2_000, 300, 60, 40].map((room) => firstFitting(choices, room)?.name)).toEqual(['all', 'keys', 'stills', undefined]);
  });
});
