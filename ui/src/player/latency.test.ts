import { describe, expect, it } from 'vitest';
import { correct, startAt, trimBefore } from './latency.ts';

describe('staying near now', () => {
  it.each([
    ['small lag plays on at normal speed', 9.9, 1, { rate: 1 }],
    ['lag just at the limit is left alone', 9.7000001, 1, { rate: 1 }],
    ['above 0.3 s it plays a little faster', 9.6, 1, { rate: 1.1 }],
    ['once faster it stays faster until the lag is small', 9.8, 1.1, { rate: 1.1 }],
    ['and then goes back to normal', 9.86, 1.1, { rate: 1 }],
    ['above 1 s it jumps', 8.9, 1.1, { rate: 1, seekTo: 9.9 }],
    ['before the first buffered frame it jumps', 1, 1, { rate: 1, seekTo: 9.9 }],
    ['far ahead of the newest frame (the timeline restarted) it jumps', 20, 1, { rate: 1, seekTo: 9.9 }],
  ])('%s', (_name, currentTime, rate, expected) => {
    expect(correct({ start: 5, end: 10 }, currentTime, rate)).toEqual(expected);
  });

  it('starts 0.1 s behind the newest frame, never before the oldest', () => {
    expect([startAt({ start: 5, end: 10 }), startAt({ start: 9.95, end: 10 })]).toEqual([9.9, 9.95]);
  });

  it('keeps 10 s behind the picture and removes in strides, not for every fragment', () => {
    expect([trimBefore(0, 15), trimBefore(0, 19.9), trimBefore(0, 20.1)]).toEqual([undefined, undefined, 10.100000000000001]);
  });
});
