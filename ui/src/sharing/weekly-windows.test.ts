import { describe, expect, it } from 'vitest';
import { clockOf, minutesOf, moved, toggled } from './weekly-windows.ts';

describe('a window of hours', () => {
  const night = { days: [1, 2], from: 1320, to: 360 };
  it.each([['22:00', 1320], ['00:00', 0], ['23:59', 1439], ['24:00', undefined], ['', undefined], ['7:00', undefined]])('reads %s', (clock, minutes) => {
    expect(minutesOf(clock)).toBe(minutes);
  });
  it('is written as a clock', () => {
    expect([clockOf(1320), clockOf(0), clockOf(1440), clockOf(65)]).toEqual(['22:00', '00:00', '00:00', '01:05']);
  });
  it('moves one end, to the end of the day at midnight', () => {
    expect([moved(night, 'from', '23:30'), moved(night, 'to', '00:00'), moved(night, 'from', '00:00'), moved(night, 'to', 'x')]).toEqual([{ ...night, from: 1410 }, { ...night, to: 1440 }, { ...night, from: 0 }, night]);
  });
  it('takes a day in and leaves one out, but not the last', () => {
    expect([toggled(night, 0).days, toggled(night, 1).days, toggled({ ...night, days: [3] }, 3).days]).toEqual([[0, 1, 2], [2], [3]]);
  });
});
