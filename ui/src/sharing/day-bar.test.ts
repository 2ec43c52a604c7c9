import { describe, expect, it } from 'vitest';
import { hoursText, stretchesOf } from './day-bar.ts';

const weekly = (...windows: [from: number, to: number][]) => ({ tz: 'Asia/Ho_Chi_Minh', windows: windows.map(([from, to]) => ({ days: [0, 1], from, to })) });

describe('the picture of a day', () => {
  it.each([
    ['no hours mean the whole day', null, [{ from: 0, to: 1440 }], ''],
    ['a night crosses midnight', weekly([1320, 360]), [{ from: 0, to: 360 }, { from: 1320, to: 1440 }], '22:00–06:00'],
    ['an afternoon', weekly([780, 1050]), [{ from: 780, to: 1050 }], '13:00–17:30'],
    ['windows that touch are one', weekly([480, 720], [720, 1080]), [{ from: 480, to: 1080 }], '08:00–18:00'],
    ['until midnight', weekly([1200, 1440]), [{ from: 1200, to: 1440 }], '20:00–24:00'],
    ['equal ends are 24 h from there', weekly([360, 360]), [{ from: 0, to: 1440 }], ''],
    ['a night and a noon', weekly([1380, 300], [720, 780]), [{ from: 0, to: 300 }, { from: 720, to: 780 }, { from: 1380, to: 1440 }], '12:00–13:00, 23:00–05:00'],
  ])('%s', (_name, access, stretches, text) => {
    expect([stretchesOf(access), hoursText(stretchesOf(access))]).toEqual([stretches, text]);
  });
});
