import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Polygon } from '../domain/mask.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import { coverLevels, coverLevelsOf } from './cover-picture.ts';
import { shapeAt, touches } from './shape-at.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const region = fc.integer({ min: 3, max: 8 }).chain((corners) => fc.record({
  effect: fc.constantFrom('blur' as const, 'fill' as const), from: fc.integer({ min: 0, max: 5_000 }), length: fc.integer({ min: 1, max: 20_000 }),
  shapes: fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 25_000 }), polygon: fc.array(fc.record({ x: share, y: share }), { minLength: corners, maxLength: corners }) }), { minLength: 1, maxLength: 6, selector: ({ at }) => at }),
})).map(({ effect, from, length, shapes }): RedactionRegion => ({ effect, from, to: from + length, shapes: shapes.toSorted((a, b) => a.at - b.at) }));

it('goes straight from shape to shape, passes through each, and is nowhere outside its time', () => {
  fc.assert(fc.property(region, fc.integer({ min: -100, max: 30_000 }), (given, at) => {
    const shape = shapeAt(given, at);
    expect(shape === undefined).toBe(at < given.from || at >= given.to);
    expect(touches([given], at, at + 1)).toBe(shape !== undefined);
    if (!shape) return;
    const before = given.shapes.findLast((each) => each.at <= at) ?? given.shapes[0];
    const after = given.shapes.find((each) => each.at >= at) ?? given.shapes.at(-1);
    shape.forEach((corner, n) => {
      for (const axis of ['x', 'y'] as const) {
        const [a, b] = [before?.polygon[n]?.[axis] ?? Number.NaN, after?.polygon[n]?.[axis] ?? Number.NaN];
        const span = (after?.at ?? 0) - (before?.at ?? 0);
        expect(corner[axis]).toBeCloseTo(span === 0 ? a : (a * ((after?.at ?? 0) - at) + b * (at - (before?.at ?? 0))) / span, 9);
      }
    });
  }), { numRuns: 300 });
});

const size = { width: 64, height: 36 };
const square = (x: number): Polygon => [{ x, y: 0.25 }, { x: x + 0.25, y: 0.25 }, { x: x + 0.25, y: 0.75 }, { x, y: 0.75 }];
const moving: RedactionRegion = { effect: 'fill', from: 1_000, to: 3_000, shapes: [{ at: 1_000, polygon: square(0) }, { at: 3_000, polygon: square(0.5) }] };

it('covers all a region touches in every picture that is shown while it lasts', () => {
  const columns = (from: number, to: number): readonly number[] | undefined => {
    const levels = coverLevelsOf([moving], from, to, size);
    return levels && [...levels.subarray(18 * 64, 19 * 64)].flatMap((level, x) => (level === coverLevels.fill ? [x] : []));
  };
  expect([columns(960, 1_000), columns(3_000, 3_040)]).toEqual([undefined, undefined]);
  // A picture that is still shown when it begins, and one in the middle of its way.
  expect(columns(980, 1_020)).toEqual(Array.from({ length: 16 }, (_, x) => x));
  expect(columns(2_000, 2_040)).toEqual(Array.from({ length: 16 }, (_, x) => x + 16));
});

it('fills where both effects meet', () => {
  const levels = coverLevelsOf([moving, { ...moving, effect: 'blur', shapes: [{ at: 0, polygon: square(0.125) }] }], 1_000, 1_040, size);
  expect([4, 12, 20, 30].map((x) => levels?.[18 * 64 + x])).toEqual([coverLevels.fill, coverLevels.fill, coverLevels.blur, coverLevels.none]);
});
