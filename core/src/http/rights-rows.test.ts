import { describe, expect, it } from 'vitest';
import { midnights } from './rights-rows.ts';

const lengths = (tz: string, at: string): number[] => {
  const days = midnights(tz, Date.parse(at), 8);
  return days.slice(1).map((end, day) => (end - (days[day] ?? 0)) / 3_600_000);
};

describe('the days of the strip', () => {
  it.each([
    ['Asia/Ho_Chi_Minh', '2026-11-22T05:00Z', [24, 24, 24, 24, 24, 24, 24, 24]],
    ['America/New_York', '2026-10-30T12:00Z', [24, 24, 25, 24, 24, 24, 24, 24]],
    ['America/New_York', '2027-03-12T12:00Z', [24, 24, 23, 24, 24, 24, 24, 24]],
    ['Europe/London', '2026-10-24T22:30Z', [24, 25, 24, 24, 24, 24, 24, 24]],
    ['Australia/Lord_Howe', '2026-10-02T12:00Z', [24, 24, 23.5, 24, 24, 24, 24, 24]],
  ])('of %s from %s are as long as the wall clock makes them', (tz, at, hours) => {
    expect(lengths(tz, at)).toEqual(hours);
  });

  it('begin with the day it is there, at its midnight', () => {
    const [first = 0] = midnights('Asia/Ho_Chi_Minh', Date.parse('2026-11-21T17:30Z'), 8);
    expect([new Date(first).toISOString(), new Date(midnights('America/New_York', Date.parse('2026-11-01T05:30Z'), 8)[0] ?? 0).toISOString()]).toEqual(['2026-11-21T17:00:00.000Z', '2026-11-01T04:00:00.000Z']);
  });

  it('go on where no clock shows midnight', () => {
    const days = midnights('America/Havana', Date.parse('2027-03-12T12:00Z'), 8);
    expect(days.slice(1).every((end, day) => end > (days[day] ?? 0) && [23, 24, 25].includes((end - (days[day] ?? 0)) / 3_600_000))).toBe(true);
  });
});
