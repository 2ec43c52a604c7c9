import { describe, expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { Turns, type Waiter } from './turns.ts';

function line() {
  const turns = new Turns<string>();
  const begun: string[] = [];
  const refused: string[] = [];
  const places = new Map<string, number>();
  const join = (key: string, waiter: Partial<Waiter> = {}): void => {
    turns.wait(key, { person: key, standing: 'outside', obliged: false, signal: new AbortController().signal, told: (place) => places.set(key, place), ...waiter })
      .then(() => begun.push(key), (failure: unknown) => refused.push(`${key} ${failure instanceof HubError ? failure.code : String(failure)}`));
  };
  /** So many may begin. */
  const begin = async (room: number): Promise<readonly string[]> => {
    let left = room;
    turns.advance(() => (left -= 1) >= 0, () => {});
    await Promise.resolve();
    await Promise.resolve();
    return [...begun];
  };
  return { turns, begun, refused, places, join, begin };
}

describe('the line in front of what a machine manages', () => {
  it('lets an emergency go first, then the house, then others; what is obliged before comfort; then who came first', async () => {
    const { join, begin, places } = line();
    join('officer, comfort');
    join('officer, obliged', { obliged: true });
    join('owner, comfort', { standing: 'house' });
    join('owner, obliged', { standing: 'house', obliged: true });
    join('emergency', { standing: 'emergency', obliged: true });
    join('officer, later');
    expect(Object.fromEntries(places)).toEqual({ 'emergency': 1, 'owner, obliged': 2, 'owner, comfort': 3, 'officer, obliged': 4, 'officer, comfort': 5, 'officer, later': 6 });
    expect(await begin(2)).toEqual(['emergency', 'owner, obliged']);
    expect(await begin(9)).toEqual(['emergency', 'owner, obliged', 'owner, comfort', 'officer, obliged', 'officer, comfort', 'officer, later']);
  });

  it('lets nobody take all of it: others come in between, and a fifth of one person is refused', async () => {
    const { join, begin, refused } = line();
    for (const key of ['a1', 'a2', 'a3', 'a4', 'a5']) join(key, { person: 'a' });
    join('b1', { person: 'b' });
    expect(await begin(9)).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
    expect(refused).toEqual(['a5 renditions-busy']);
  });

  it('is bounded; who has a better claim takes the place of the last', async () => {
    const { join, begin, refused, turns } = line();
    for (let at = 0; at < 64; at += 1) join(`${at}`);
    join('one too many');
    join('an emergency', { standing: 'emergency' });
    expect(turns.waiting).toBe(64);
    const begun = await begin(64);
    expect([begun[0], begun[1], begun.length, refused]).toEqual(['an emergency', '0', 64, ['one too many renditions-busy', '63 renditions-busy']]);
  });
});
