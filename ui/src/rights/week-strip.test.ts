import { describe, expect, it } from 'vitest';
import { daysOf } from './week-strip.ts';

const hour = 3_600_000;
const midnights = (...lengths: number[]): number[] => lengths.reduce<number[]>((list, length) => [...list, (list.at(-1) ?? 0) + length * hour], [0]);

describe('the strip of a week', () => {
  it('cuts what runs over midnight, and tells what is over', () => {
    const days = daysOf([{ from: 22 * hour, to: 30 * hour, effect: 'permit' }], midnights(...Array.from({ length: 8 }, () => 24)), 12 * hour);
    expect([days.length, days[0], days[1]]).toEqual([7,
      { start: 0, past: 0.5, pieces: [{ left: 22 / 24, width: 1 - 22 / 24, effect: 'permit', from: 22 * hour, to: 24 * hour }] },
      { start: 24 * hour, past: 0, pieces: [{ left: 0, width: 0.25, effect: 'permit', from: 24 * hour, to: 30 * hour }] }]);
  });

  it('keeps to its day where the clock changes', () => {
    const [long] = daysOf([{ from: 0, to: 25 * hour, effect: 'ask' }], midnights(25, 24, 24, 24, 24, 24, 24, 24), 0);
    expect(long?.pieces).toEqual([{ left: 0, width: 1, effect: 'ask', from: 0, to: 25 * hour }]);
  });

  it('is empty for nobody', () => {
    expect(daysOf([], midnights(...Array.from({ length: 8 }, () => 24)), 0).every(({ pieces }) => pieces.length === 0)).toBe(true);
  });
});
