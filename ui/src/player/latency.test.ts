import { describe, expect, it } from 'vitest';
import { correct, lagFor, ranDry, ranWell, startAt, trimBefore, type Margin } from './latency.ts';

describe('staying near now', () => {
  it.each([
    ['small lag plays on at normal speed', 9.9, 1, { rate: 1 }],
    ['lag just at the limit is left alone', 9.8000001, 1, { rate: 1 }],
    ['above 0.2 s it plays a little faster', 9.78, 1, { rate: 1.1 }],
    ['once faster it stays faster until the lag is small', 9.85, 1.1, { rate: 1.1 }],
    ['and then goes back to normal', 9.89, 1.1, { rate: 1 }],
    ['above 1 s it jumps', 8.99, 1.1, { rate: 1, seekTo: 9.9 }],
    ['nearer than it wants to be, it plays a little slower', 9.97, 1, { rate: 0.95 }],
    ['until there is enough in hand', 9.92, 0.95, { rate: 0.95 }],
    ['and then at normal speed', 9.9, 0.95, { rate: 1 }],
    ['before the first buffered frame it jumps', 1, 1, { rate: 1, seekTo: 9.9 }],
    ['far ahead of the newest frame (the timeline restarted) it jumps', 20, 1, { rate: 1, seekTo: 9.9 }],
  ])('%s', (_name, currentTime, rate, expected) => {
    expect(correct({ start: 5, end: 10 }, currentTime, rate)).toEqual(expected);
  });

  it('starts 0.1 s behind the newest frame, never before the oldest', () => {
    expect([startAt({ start: 5, end: 10 }), startAt({ start: 9.95, end: 10 })]).toEqual([9.9, 9.95]);
  });

  it.each([[0.04, 0, 0.1], [1 / 12, 0, 1 / 6], [1, 0, 0.25], [0.04, 0.2, 0.3]])('frames every %s s, and %s s more for the line: %s s behind', (step, margin, lag) => {
    expect(lagFor(step, margin)).toBeCloseTo(lag);
    expect(correct({ start: 5, end: 10 }, 10 - lag - 0.05, 1, lag)).toEqual({ rate: 1 });
    expect(correct({ start: 5, end: 10 }, 10 - lag - 0.15, 1, lag)).toEqual({ rate: 1.1 });
    expect(correct({ start: 5, end: 10 }, 8.99, 1, lag)).toEqual({ rate: 1, seekTo: 10 - lag });
  });

  it('stays further behind each time it ran dry, up to a limit, and comes nearer again after a while that went well', () => {
    let margin: Margin = { seconds: 0, at: 0 };
    const seen: number[] = [];
    for (const now of [1_000, 1_200, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000]) seen.push((margin = ranDry(margin, now)).seconds);
    for (const now of [10_000, 14_100, 14_200, 20_000]) seen.push((margin = ranWell(margin, now)).seconds);
    expect(seen.map((seconds) => Number(seconds.toFixed(2)))).toEqual([0.05, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.4, 0.4, 0.35, 0.35, 0.3]);
  });

  it('keeps 10 s behind the picture and removes in strides, not for every fragment', () => {
    expect([trimBefore(0, 15), trimBefore(0, 19.9), trimBefore(0, 20.1)]).toEqual([undefined, undefined, 10.100000000000001]);
  });
});
