import { expect, it } from 'vitest';
import { usesEvents, weekOf } from './recording-week.ts';

const window = (days: number[], from: number, to: number, mode: 'continuous' | 'events' | 'off') => ({ days, from, to, mode });

it('draws a night that crosses midnight on both of its days, also from Saturday into Sunday', () => {
  const week = weekOf({ otherwise: 'off', windows: [window([6], 1_320, 360, 'continuous')] });
  expect([week[6], week[0], week[1]]).toEqual([
    [{ from: 0, to: 1_320, mode: 'off' }, { from: 1_320, to: 1_440, mode: 'continuous' }],
    [{ from: 0, to: 360, mode: 'continuous' }, { from: 360, to: 1_440, mode: 'off' }],
    [{ from: 0, to: 1_440, mode: 'off' }],
  ]);
});
it('lets the first of windows that overlap count', () => {
  expect(weekOf({ otherwise: 'continuous', windows: [window([1], 720, 780, 'off'), window([1], 480, 1_080, 'events')] })[1]).toEqual([
    { from: 0, to: 480, mode: 'continuous' }, { from: 480, to: 720, mode: 'events' }, { from: 720, to: 780, mode: 'off' }, { from: 780, to: 1_080, mode: 'events' }, { from: 1_080, to: 1_440, mode: 'continuous' },
  ]);
});
it('fills a whole day, and knows what waits for events', () => {
  const hours = { tz: 'Asia/Ho_Chi_Minh', otherwise: 'off' as const, windows: [window([2], 0, 1_440, 'events')] };
  expect([weekOf(hours)[2], usesEvents('continuous', hours), usesEvents('off', hours), usesEvents('events', null), usesEvents('events', { ...hours, windows: [window([2], 0, 1_440, 'continuous')] })])
    .toEqual([[{ from: 0, to: 1_440, mode: 'events' }], true, false, true, false]);
});
