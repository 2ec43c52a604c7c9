import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offPlane, onPlane, type Spot } from './plane.ts';
import { circleAround, contains, isArea, leastCircle, squareMetres } from './polygon.ts';

const corner = (x: number, y: number): Spot => ({ x, y });
const square = [corner(0, 0), corner(20, 0), corner(20, 20), corner(0, 20)];
const market = { latitude: 20.4463, longitude: 106.3366 };
/** A star around 0, 0: as many corners as distances, at even turns, so that no edge crosses another. */
const star = (distances: readonly number[]): Spot[] => distances.map((far, n) => {
  const angle = (n / distances.length) * 2 * Math.PI;
  return corner(far * Math.cos(angle), far * Math.sin(angle));
});
const stars = fc.array(fc.double({ min: 20, max: 250, noNaN: true }), { minLength: 3, maxLength: 32 }).map(star);

describe('corners of an area', () => {
  it.each<[string, readonly Spot[], boolean]>([
    ['a square', square, true], ['the same way round the other way', square.toReversed(), true], ['a triangle', [corner(0, 0), corner(30, 0), corner(0, 30)], true],
    ['an L', [corner(0, 0), corner(40, 0), corner(40, 10), corner(10, 10), corner(10, 40), corner(0, 40)], true],
    ['two corners', [corner(0, 0), corner(30, 0)], false], ['a bow tie', [corner(0, 0), corner(20, 20), corner(20, 0), corner(0, 20)], false],
    ['a line', [corner(0, 0), corner(30, 0), corner(60, 0)], false], ['the same corner twice', [corner(0, 0), corner(0, 0), corner(30, 0), corner(0, 30)], false],
    ['a spike that goes back on itself', [corner(0, 0), corner(40, 0), corner(20, 0), corner(20, 20)], false], ['an edge that touches a far corner', [corner(0, 0), corner(40, 0), corner(40, 40), corner(20, 0), corner(0, 40)], false],
    ['a speck', [corner(0, 0), corner(9, 0), corner(9, 9), corner(0, 9)], false], ['not a number', [corner(0, 0), corner(Number.NaN, 0), corner(9, 90)], false],
    ['33 corners', star(Array.from({ length: 33 }, () => 100)), false], ['32 corners', star(Array.from({ length: 32 }, () => 100)), true],
  ])('%s: %#', (_, corners, good) => {
    expect(isArea(corners)).toBe(good);
  });

  it('lie in their least circle, which two or three of them touch: 300 stars', () => {
    fc.assert(fc.property(stars, (corners) => {
      const { middle, radius } = leastCircle(corners);
      const far = corners.map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y));
      expect([far.every((each) => each <= radius + 1e-6), far.filter((each) => each > radius - 1e-4).length >= 2, isArea(corners)]).toEqual([true, true, true]);
      // None can be smaller than half the widest span, nor larger than what that span would need of three corners (Jung's theorem).
      const widest = Math.max(...corners.flatMap((a) => corners.map((b) => Math.hypot(a.x - b.x, a.y - b.y))));
      expect(radius >= widest / 2 - 1e-6 && radius <= widest / Math.sqrt(3) + 1e-6).toBe(true);
    }), { numRuns: 300, seed: 11 });
  });

  it('on the ground have the circle that holds them; wherever on earth, also across the date line', () => {
    for (const middle of [market, { latitude: -33.9, longitude: 18.4 }, { latitude: 10, longitude: 179.9999 }, { latitude: 64, longitude: -179.9999 }]) {
      const circle = circleAround([corner(-100, -50), corner(100, -50), corner(100, 50), corner(-100, 50)].map((spot) => offPlane(middle, spot)));
      const { x, y } = onPlane(middle)(circle ?? market);
      expect([circle?.radiusM, Math.abs(x) < 0.01 && Math.abs(y) < 0.01]).toEqual([112, true]);
    }
    expect([circleAround([market, market, market]), circleAround([])]).toEqual([undefined, undefined]);
  });

  it('hold what is in them, whichever way round they are named', () => {
    fc.assert(fc.property(stars, fc.integer({ min: 0, max: 359 }), fc.double({ min: 0, max: 2, noNaN: true }), (corners, turn, share) => {
      // Along the way to a corner all is in, up to that corner.
      const [to] = corners.slice(turn % corners.length);
      if (!to || Math.abs(share - 1) < 0.001) return;
      expect([contains(corners, corner(to.x * share, to.y * share)), contains(corners.toReversed(), corner(to.x * share, to.y * share))]).toEqual([share < 1, share < 1]);
    }), { numRuns: 500, seed: 3 });
    expect(squareMetres(square)).toBe(400);
  });
});
