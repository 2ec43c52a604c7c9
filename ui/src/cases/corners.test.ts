import { describe, expect, it } from 'vitest';
import { firstCorners, gridOf, mostCorners, readCorners, toPosition, toSpot, windowOf, withCorner, withMiddle, without, writeCorners } from './corners.ts';

const market = { latitude: 20.4463, longitude: 106.3366 };

describe('corners of an area on the plan', () => {
  it('are written a line each and read back to the decimetre', () => {
    const corners = [{ x: 12.3, y: -45.6 }, { x: 250, y: 0 }, { x: 0, y: 300.1 }];
    const again = readCorners(market, `\n${writeCorners(market, corners)}\n\n`);
    expect(Array.isArray(again) && again.every(({ x, y }, n) => Math.hypot(x - (corners[n]?.x ?? 0), y - (corners[n]?.y ?? 0)) < 0.2)).toBe(true);
    expect([toSpot(market, market), toPosition(market, { x: 0, y: 111.195 }).latitude]).toEqual([{ x: 0, y: 0 }, 20.4473]);
  });

  it.each([['20.4463, 106.3366\nmột góc\n20.4464, 106.3366', 2], ['95, 106', 1], ['', []]])('%o says which line is wrong: %o', (text, said) => {
    expect(readCorners(market, text)).toEqual(said);
  });

  it('are added on the nearest edge or in the middle of the longest, and taken away down to three', () => {
    expect([withCorner(firstCorners, { x: 40, y: 0 }), withMiddle([{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 0, y: 30 }]).at, without(firstCorners, 1).length, without(without(firstCorners, 1), 0).length]).toEqual([{ corners: [...firstCorners.slice(0, 2), { x: 40, y: 0 }, ...firstCorners.slice(2)], at: 2 }, 2, 3, 3]);
    const full = Array.from({ length: mostCorners }, (_, n) => ({ x: n, y: n * n }));
    expect([withCorner(full, { x: 0, y: 9 }).at, withMiddle(full).at]).toEqual([-1, -1]);
  });

  it('lie in the window with the place of the case, and about eight lines cross it', () => {
    expect([windowOf(firstCorners), windowOf([{ x: 400, y: 0 }, { x: 500, y: 0 }, { x: 500, y: 100 }])]).toEqual([{ middle: { x: 0, y: 0 }, half: 60 }, { middle: { x: 250, y: 50 }, half: 337.5 }]);
    expect([60, 100, 337.5, 2_000, 9_000].map(gridOf)).toEqual([20, 20, 100, 500, 1_000]);
  });
});
