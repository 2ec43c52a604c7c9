import { describe, expect, it } from 'vitest';
import type { RecordingHours, RecordingMode, RecordingPlan } from '../domain/recording.ts';
import { alwaysOn, hoursProblem, modeAt, modeHoldsUntil, neverOn, recordedUntil } from './plan.ts';

const weekdays = [1, 2, 3, 4, 5];
const everyDay = [0, 1, 2, 3, 4, 5, 6];
const plan = (windows: RecordingHours['windows'], otherwise: RecordingMode = 'off', tz = 'Asia/Ho_Chi_Minh'): RecordingPlan => ({ ...alwaysOn, hours: { tz, otherwise, windows } });
const night = plan([{ days: everyDay, from: 22 * 60, to: 6 * 60, mode: 'continuous' }], 'events');
const shop = plan([{ days: weekdays, from: 12 * 60, to: 13 * 60, mode: 'off' }, { days: weekdays, from: 8 * 60, to: 18 * 60, mode: 'events' }]);
/** 02:00 comes twice on 2026-10-25 and is skipped on 2026-03-29. */
const berlin = plan([{ days: [0], from: 2 * 60, to: 3 * 60, mode: 'continuous' }], 'off', 'Europe/Berlin');

describe('how a camera is recorded at an instant', () => {
  it.each<[string, RecordingPlan, string, RecordingMode]>([
    ['no hours: always the same', alwaysOn, '2026-11-21T03:00+07:00', 'continuous'],
    ['off whatever the hours say', { ...night, mode: 'off' }, '2026-11-21T23:00+07:00', 'off'],
    ['before a window that crosses midnight', night, '2026-11-21T21:59:59.999+07:00', 'events'],
    ['from its first moment', night, '2026-11-21T22:00+07:00', 'continuous'],
    ['after midnight', night, '2026-11-22T00:30+07:00', 'continuous'],
    ['not at its end', night, '2026-11-22T06:00+07:00', 'events'],
    ['a night that began on a Friday lasts into Saturday', plan([{ days: [5], from: 22 * 60, to: 360, mode: 'continuous' }]), '2026-11-21T05:00+07:00', 'continuous'],
    ['and the night of Saturday is none', plan([{ days: [5], from: 22 * 60, to: 360, mode: 'continuous' }]), '2026-11-21T23:00+07:00', 'off'],
    ['the first of windows that overlap', shop, '2026-11-23T12:30+07:00', 'off'],
    ['the next one beside it', shop, '2026-11-23T13:00+07:00', 'events'],
    ['neither on a Sunday', shop, '2026-11-22T12:30+07:00', 'off'],
    ['an hour that comes twice, first', berlin, '2026-10-25T02:30+02:00', 'continuous'],
    ['an hour that comes twice, again', berlin, '2026-10-25T02:30+01:00', 'continuous'],
    ['a skipped hour: before', berlin, '2026-03-29T01:59+01:00', 'off'],
    ['a skipped hour: after', berlin, '2026-03-29T03:00+02:00', 'off'],
    ['a zone nobody knows: outside of all windows', plan([{ days: everyDay, from: 0, to: 1_440, mode: 'continuous' }], 'events', 'Mars/Phobos'), '2026-11-21T03:00+07:00', 'events'],
  ])('%s', (_, given, at, mode) => {
    expect(modeAt(given, Date.parse(at))).toBe(mode);
  });

  it.each<[string, RecordingPlan, string, string | undefined]>([
    ['without hours it holds for ever', alwaysOn, '2026-11-21T03:00+07:00', undefined],
    ['off holds for ever', neverOn, '2026-11-21T03:00+07:00', undefined],
    ['until the window begins', night, '2026-11-21T12:00+07:00', '2026-11-21T22:00+07:00'],
    ['until it ends, a day later', night, '2026-11-21T22:00+07:00', '2026-11-22T06:00+07:00'],
    ['over a weekend', shop, '2026-11-20T18:00+07:00', '2026-11-23T08:00+07:00'],
    ['an hour that comes twice is one stretch', berlin, '2026-10-25T02:00+02:00', '2026-10-25T03:00+01:00'],
  ])('%s', (_, given, at, until) => {
    expect(modeHoldsUntil(given, Date.parse(at))).toBe(until === undefined ? Infinity : Date.parse(until));
  });

  it.each([
    ['until the window is over', shop, '2026-11-23T17:30+07:00', '2026-11-23T18:00+07:00'],
    ['not at all outside of it', shop, '2026-11-23T12:30+07:00', '2026-11-23T12:30+07:00'],
    ['over windows that meet, of whatever modes', plan([{ days: [6], from: 0, to: 1_440, mode: 'events' }, { days: [0], from: 0, to: 60, mode: 'continuous' }], 'off'), '2026-11-21T23:00+07:00', '2026-11-22T01:00+07:00'],
    ['for ever without hours', alwaysOn, '2026-11-21T23:00+07:00', undefined],
    ['never when it is off', neverOn, '2026-11-21T23:00+07:00', '2026-11-21T23:00+07:00'],
  ])('is recorded %s', (_, given, at, until) => {
    expect(recordedUntil(given, Date.parse(at))).toBe(until === undefined ? Infinity : Date.parse(until));
  });

  it('never changes before it said, through a year with two changes of the clock', () => {
    for (const given of [night, shop, berlin, plan([{ days: [6], from: 23 * 60, to: 60, mode: 'events' }], 'continuous', 'America/St_Johns')]) {
      let at = Date.parse('2026-01-01T00:00Z');
      while (at < Date.parse('2027-01-01T00:00Z')) {
        const until = modeHoldsUntil(given, at);
        expect(until).toBeGreaterThan(at);
        for (const probe of [at, at + (until - at) / 2, until - 1]) expect(modeAt(given, probe)).toBe(modeAt(given, at));
        at = until;
      }
    }
  });

  it('knows hours that cannot be kept', () => {
    const good = { tz: 'Asia/Ho_Chi_Minh', otherwise: 'off', windows: [{ days: [1], from: 0, to: 1_440, mode: 'events' }] } as const;
    expect([hoursProblem(good), hoursProblem({ ...good, tz: 'Mars' }), hoursProblem({ ...good, windows: [{ days: [1], from: 60, to: 60, mode: 'off' }] })]).toEqual([undefined, 'zone', 'window']);
  });
});
