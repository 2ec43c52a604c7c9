import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsCover, coverBands, coverOf, mergedCover, type MaskCover, type Polygon } from './mask.ts';

const square: Polygon = [{ x: 0.25, y: 0.25 }, { x: 0.75, y: 0.25 }, { x: 0.75, y: 0.75 }, { x: 0.25, y: 0.75 }];
/** Goes round the middle twice. */
const star: Polygon = [0, 2, 4, 1, 3].map((n) => ({ x: 0.5 + 0.4 * Math.sin((n * 2 * Math.PI) / 5), y: 0.5 - 0.4 * Math.cos((n * 2 * Math.PI) / 5) }));
const isCovered = (cover: MaskCover, x: number, y: number): boolean => (cover[Math.min(cover.length - 1, Math.max(0, Math.floor(y * cover.length)))] ?? []).some(({ from, to }) => from <= x && x <= to);
/** As the editor rounds them. */
const place = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000);
const point = fc.record({ x: place, y: place });
const polygon = fc.array(point, { minLength: 3, maxLength: 12 });

describe('the cover of a mask', () => {
  it('is the polygon, and a band more where it begins and ends', () => {
    const cover = coverOf([square]);
    expect([cover.length, cover.findIndex((spans) => spans.length > 0), cover.findLastIndex((spans) => spans.length > 0), cover[90]]).toEqual([coverBands, 44, 135, [{ from: 0.25, to: 0.75 }]]);
    expect([isCovered(cover, 0.2, 0.5), isCovered(cover, 0.5, 0.2), isCovered(cover, 0.5, 0.5)]).toEqual([false, false, true]);
  });

  it('leaves no hole where edges cross', () => {
    expect(isCovered(coverOf([star]), 0.5, 0.5)).toBe(true);
  });

  it('holds every point between any two points of a triangle of the polygon, however many bands there are', () => {
    fc.assert(fc.property(point, point, point, place, place, fc.constantFrom(180, 90, 45), (a, b, c, s, t, bands) => {
      const [u, v] = s + t > 1 ? [1 - s, 1 - t] : [s, t];
      const inside = { x: a.x + u * (b.x - a.x) + v * (c.x - a.x), y: a.y + u * (b.y - a.y) + v * (c.y - a.y) };
      // A last digit of a double is less than any pixel; the painter widens each span by two.
      const cover = coverOf([[a, b, c]], bands).map((spans) => spans.map(({ from, to }) => ({ from: from - 1e-6, to: to + 1e-6 })));
      expect(isCovered(cover, inside.x, inside.y)).toBe(true);
    }), { numRuns: 4_000 });
  });

  it('of more polygons contains each of theirs, and of fewer bands is never less', () => {
    fc.assert(fc.property(polygon, polygon, (one, other) => {
      const both = coverOf([one, other]);
      expect([containsCover(both, coverOf([one])), containsCover(both, coverOf([other])), containsCover(mergedCover([coverOf([one]), coverOf([other])]), both)]).toEqual([true, true, true]);
      const coarse = coverOf([one], 45);
      expect(coverOf([one]).every((spans, band) => spans.every(({ from, to }) => (coarse[Math.floor(band / 4)] ?? []).some((span) => span.from <= from + 1e-6 && to - 1e-6 <= span.to)))).toBe(true);
    }), { numRuns: 150 });
  });

  it('of a smaller polygon does not contain that of a larger', () => {
    const smaller = square.map(({ x, y }) => ({ x: x === 0.75 ? 0.74 : x, y }));
    expect([containsCover(coverOf([square]), coverOf([smaller])), containsCover(coverOf([smaller]), coverOf([square]))]).toEqual([true, false]);
  });
});
