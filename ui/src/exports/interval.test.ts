import { describe, expect, it } from 'vitest';
import { faultOf, fromLocal, toLocal } from './interval.ts';

const hour = 3_600_000;
describe('an interval to export', () => {
  it.each([
    ['an hour that has passed', 0, hour, undefined],
    ['exactly two hours', 0, 2 * hour, undefined],
    ['longer', 0, 2 * hour + 1, 'tooLong'],
    ['backwards', hour, hour, 'wrongOrder'],
    ['not over yet', 9.5 * hour, 10 * hour + 1, 'future'],
    ['a missing end', 0, Number.NaN, 'missing'],
  ])('%s', (_name, from, to, fault) => {
    expect(faultOf(from, to, 10 * hour)).toBe(fault);
  });

  it('reads back what it wrote, in any zone', () => {
    const at = Date.UTC(2026, 10, 21, 7, 5, 9);
    expect(fromLocal(toLocal(at))).toBe(at);
    expect(fromLocal('')).toBeNaN();
  });
});
