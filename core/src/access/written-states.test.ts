import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHeld, isOpen, legalMoves, moved, overdueOf, writtenMoves, writtenStates, type WrittenMove, type WrittenSide, type WrittenState } from './written-states.ts';

const sides: readonly WrittenSide[] = ['owner', 'unit', 'hub'];

describe('a written request', () => {
  it('knows these moves and no other', () => {
    const all = writtenStates.flatMap((state) => writtenMoves.flatMap((move) => sides.flatMap((side) => {
      const next = moved(state, move, [side]);
      return 'to' in next ? [`${state} -${side} ${move}-> ${next.to}`] : [];
    })));
    expect(all).toEqual([
      'received -owner check-> checking', 'received -owner refuse-> refused', 'received -unit withdraw-> withdrawn',
      'checking -owner ask-> clarifying', 'checking -owner refuse-> refused', 'checking -owner execute-> executing', 'checking -unit withdraw-> withdrawn',
      'clarifying -unit answer-> checking', 'clarifying -owner refuse-> refused', 'clarifying -unit withdraw-> withdrawn',
      'executing -owner check-> checking', 'executing -hub finish-> delivered', 'executing -hub fail-> checking', 'executing -unit withdraw-> withdrawn',
      'delivered -owner recall-> recalled', 'delivered -unit destroy-> closed', 'recalled -unit destroy-> closed',
    ]);
  });

  it('says to another side that the move is not its own, and to the right side that it is not the time', () => {
    expect([moved('checking', 'execute', ['unit']), moved('received', 'execute', ['unit']), moved('received', 'execute', ['owner']), moved('refused', 'refuse', ['owner']), moved('checking', 'finish', ['owner', 'unit']), moved('checking', 'ask', [])])
      .toEqual([{ refused: 'not-allowed' }, { refused: 'not-allowed' }, { refused: 'conflict' }, { refused: 'conflict' }, { refused: 'not-allowed' }, { refused: 'not-allowed' }]);
  });

  it('is never delivered but by her own hand, whatever the unit and the hub do', () => {
    // Half of the steps are taken from those that are legal where it stands, else hardly any history gets far.
    const step = fc.record({ wild: fc.boolean(), pick: fc.nat(9), move: fc.constantFrom(...writtenMoves), side: fc.constantFrom(...sides) });
    let delivered = 0;
    fc.assert(fc.property(fc.array(step, { minLength: 6, maxLength: 40 }), (steps) => {
      let state: WrittenState = 'received';
      let hasChecked = false;
      let hasExecuted = false;
      for (const { wild, pick, ...any } of steps) {
        const legal = (Object.keys(legalMoves[state]) as WrittenMove[]).toSorted();
        const picked = legal[pick % legal.length];
        const move = wild || picked === undefined ? any.move : picked;
        const side = wild || picked === undefined ? any.side : legalMoves[state][picked]?.by ?? 'hub';
        const before = state;
        const next = moved(state, move, [side]);
        if (!('to' in next)) continue;
        state = next.to;
        if (side === 'owner' && move === 'check') hasChecked = true;
        if (move === 'execute') hasExecuted = side === 'owner';
        // Nothing comes back from an end, and nothing that was let go is locked again.
        expect(Object.keys(legalMoves[before]).length).toBeGreaterThan(0);
        if (!isHeld(before)) expect(isHeld(state)).toBe(false);
        if (state === 'delivered') {
          delivered += 1;
          expect([hasChecked, hasExecuted]).toEqual([true, true]);
        }
      }
    }), { numRuns: 4_000 });
    expect(delivered).toBeGreaterThan(60);
  });

  it('reaches every state, and from every open one an end', () => {
    const reach = (from: WrittenState, seen = new Set<WrittenState>([from])): ReadonlySet<WrittenState> => {
      for (const { to } of Object.values(legalMoves[from])) if (!seen.has(to)) reach(to, seen.add(to));
      return seen;
    };
    expect([...reach('received')].toSorted()).toEqual([...writtenStates].toSorted());
    const ends = writtenStates.filter((state) => Object.keys(legalMoves[state]).length === 0);
    expect([ends, writtenStates.filter((state) => ![...reach(state)].some((each) => ends.includes(each)))]).toEqual([['refused', 'withdrawn', 'closed'], []]);
  });

  it.each<[WrittenState, number, number | null, string | undefined]>([
    ['received', 1_000, null, undefined], ['received', 1_001, null, 'answer'], ['clarifying', 1_001, null, 'answer'], ['executing', 1_001, null, 'answer'],
    ['delivered', 2_001, null, undefined], ['delivered', 2_000, 900, undefined], ['delivered', 2_001, 900, 'destruction'], ['recalled', 2_001, 900, 'destruction'],
    ['refused', 9_999, null, undefined], ['withdrawn', 9_999, null, undefined], ['closed', 9_999, 900, undefined],
  ])('that is %s is late at %i, first fetched at %s: %s', (status, now, first_fetched_at, late) => {
    expect(overdueOf({ status, deadline_at: 1_000, destroy_by: 2_000, first_fetched_at }, now)).toBe(late);
  });

  it('waits for an answer in exactly the states in which one can still be refused or delivered', () => {
    const canEnd = (state: WrittenState): boolean => (['refuse', 'execute', 'finish'] satisfies WrittenMove[]).some((move) => legalMoves[state][move] !== undefined);
    expect(writtenStates.filter(isOpen)).toEqual(writtenStates.filter(canEnd));
  });
});
