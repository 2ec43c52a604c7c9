import { describe, expect, it } from 'vitest';
import { leftOf, stepOf, trimOf } from './trim.ts';

const footage = { from: 1_000_000, to: 1_600_000 };
const clip = { action: 'clip' as const, footage, maxHeight: 720, audio: true };

describe('what is left of a request', () => {
  it.each([
    [{}, footage], [{ from: 1_200_000 }, { from: 1_200_000, to: 1_600_000 }], [{ from: 0, to: 9_999_999 }, footage], [{ from: 1_500_000, to: 1_400_000 }, { from: 1_500_000, to: 1_501_000 }], [{ from: 1_700_000 }, { from: 1_599_000, to: 1_600_000 }],
  ])('of %o is %o', (draft, left) => {
    expect(leftOf(footage, draft)).toEqual(left);
  });

  it('is sent only where it is less', () => {
    expect([trimOf(clip, {}), trimOf(clip, { from: 1_100_000, small: true, quiet: true }), trimOf({ ...clip, audio: false, maxHeight: 240 }, { small: true, quiet: true, minutes: 5 }), trimOf({ ...clip, action: 'live', footage: null }, { minutes: 5 })])
      .toEqual([{}, { footage: { from: 1_100_000, to: 1_600_000 }, maxHeight: 360, audio: false }, {}, { minutes: 5 }]);
  });

  it('moves in seconds, in tens for long footage', () => {
    expect([stepOf(footage), stepOf({ from: 0, to: 600_001 })]).toEqual([1_000, 10_000]);
  });
});
