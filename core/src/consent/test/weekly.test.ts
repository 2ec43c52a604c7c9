import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Weekly } from '../../domain/consent.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { inWeekly, nextChange } from '../weekly.ts';
import { runs, weekly, zones } from './arbitraries.fixture.ts';

const quarter = minutes(15);
const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** From before a transition to well after it; Apia left out the whole of 30 December 2011. */
const starts: Record<(typeof zones)[number], number> = {
  'Asia/Ho_Chi_Minh': Date.UTC(2026, 0, 1), 'America/New_York': Date.UTC(2026, 1, 1), 'Europe/London': Date.UTC(2026, 2, 1), 'Australia/Lord_Howe': Date.UTC(2026, 2, 1), 'Pacific/Apia': Date.UTC(2011, 8, 1), 'Africa/Casablanca': Date.UTC(2026, 1, 1),
};
const gridLength = days(300) / quarter;

/** What clocks in the zone show, quarter hour by quarter hour, by another way than the code under test. */
function wallClock(tz: string, start: number): readonly (readonly [weekday: number, minute: number])[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: tz, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return Array.from({ length: gridLength }, (_, at) => {
    const shown = format.format(start + at * quarter);
    return [names.indexOf(shown.slice(0, 3)), Number(shown.slice(-5, -3)) * 60 + Number(shown.slice(-2))] as const;
  });
}

/** CONSENT §4, word for word. */
function shows({ windows }: Weekly, [weekday, minute]: readonly [number, number]): boolean {
  return windows.some((window) => {
    const on = (day: number): boolean => window.days.includes((day + 7) % 7);
    return window.to > window.from ? on(weekday) && window.from <= minute && minute < window.to : (on(weekday) && minute >= window.from) || (on(weekday - 1) && minute < window.to);
  });
}

describe.each(zones)('13. in %s', (tz) => {
  const start = starts[tz];
  const clock = wallClock(tz, start);

  test('the next boundary is the one found by trying every quarter of an hour', () => {
    let found = 0;
    fc.assert(fc.property(weekly, fc.nat(gridLength - days(25) / quarter), (hoursOfWeek, at) => {
      const week = { ...hoursOfWeek, tz };
      const inside = shows(week, clock[at]!);
      expect(inWeekly(week, start + at * quarter)).toBe(inside);
      let next = at + 1;
      while (next < gridLength && shows(week, clock[next]!) === inside) next += 1;
      expect(nextChange(week, start + at * quarter)).toBe(next === gridLength ? Infinity : start + next * quarter);
      if (next < gridLength) found += 1;
    }), runs);
    expect(found).toBeGreaterThan(1_000);
  });

  test('between two boundaries, to the millisecond, nothing changes', () => {
    fc.assert(fc.property(weekly, fc.nat(days(250)), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (hoursOfWeek, offset, part) => {
      const week = { ...hoursOfWeek, tz };
      const from = start + offset;
      const to = Math.min(nextChange(week, from), from + days(30));
      expect(inWeekly(week, from + Math.floor((to - from) * part))).toBe(inWeekly(week, from));
    }), runs);
  });
});

const local = (text: string): number => Date.parse(`${text}+07:00`);
const everyDay = [0, 1, 2, 3, 4, 5, 6];

test('14. Monday 22:00-06:00 holds on Tuesday 05:59, not on Tuesday 06:00 and not on Monday 05:59', () => {
  const week: Weekly = { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [1], from: 1_320, to: 360 }] };
  expect(['2026-11-23T05:59', '2026-11-23T21:59', '2026-11-23T22:00', '2026-11-24T05:59', '2026-11-24T06:00', '2026-11-24T22:00'].map((text) => inWeekly(week, local(text)))).toEqual([false, false, true, true, false, false]);
  expect(nextChange(week, local('2026-11-24T06:00'))).toBe(local('2026-11-30T22:00'));
});

test('15. a window without length is never, one of 24 hours on every day is always', () => {
  const never: Weekly[] = [{ tz: 'Europe/London', windows: [] }, { tz: 'Europe/London', windows: [{ days: [], from: 0, to: 1_440 }] }, { tz: 'Europe/London', windows: [{ days: everyDay, from: 1_440, to: 0 }] }];
  const always: Weekly[] = [{ tz: 'Europe/London', windows: [{ days: everyDay, from: 0, to: 1_440 }] }, { tz: 'Europe/London', windows: [{ days: everyDay, from: 600, to: 600 }] }, { tz: 'Europe/London', windows: [{ days: everyDay, from: 0, to: 720 }, { days: everyDay, from: 720, to: 1_440 }] }];
  fc.assert(fc.property(fc.nat(days(900)), (offset) => {
    const t = Date.UTC(2025, 0, 1) + offset;
    for (const week of never) expect([inWeekly(week, t), nextChange(week, t)]).toEqual([false, Infinity]);
    for (const week of always) expect([inWeekly(week, t), nextChange(week, t)]).toEqual([true, Infinity]);
  }), runs);
});

test('16. in a zone without transitions whole weeks change nothing', () => {
  fc.assert(fc.property(weekly, fc.nat(days(400)), fc.integer({ min: 1, max: 60 }), (hoursOfWeek, offset, weeks) => {
    const week = { ...hoursOfWeek, tz: 'Asia/Ho_Chi_Minh' };
    const t = Date.UTC(2026, 0, 1) + offset;
    expect(inWeekly(week, t + weeks * days(7))).toBe(inWeekly(week, t));
    expect(nextChange(week, t + weeks * days(7))).toBe(nextChange(week, t) + weeks * days(7));
  }), runs);
});

test('in a repeated hour the window is open twice, in a skipped hour never', () => {
  const week: Weekly = { tz: 'America/New_York', windows: [{ days: everyDay, from: 60, to: 120 }] };
  const back = Date.parse('2026-11-01T05:00Z'); // 01:00 EDT, and 01:00 EST an hour later
  expect([inWeekly(week, back), inWeekly(week, back + hours(1)), nextChange(week, back)]).toEqual([true, true, back + hours(2)]);
  const skipped: Weekly = { tz: 'America/New_York', windows: [{ days: [0], from: 120, to: 180 }] };
  const forth = Date.parse('2026-03-08T06:00Z'); // 02:00 EST is 03:00 EDT
  expect(nextChange(skipped, forth)).toBe(Date.parse('2026-03-15T06:00Z'));
});

test('an unknown zone is never open and never will be', () => {
  const week: Weekly = { tz: 'Asia/Atlantis', windows: [{ days: everyDay, from: 0, to: 1_440 }] };
  expect([inWeekly(week, 0), nextChange({ ...week, windows: [{ days: [1], from: 0, to: 10 }] }, 0)]).toEqual([false, Infinity]);
});
