import { describe, expect, it } from 'vitest';
import { withPoint, without } from '../masks/points.ts';
import { covers, cutTo, newRegion, shapeAt, withoutShape, withShape } from './regions.ts';

const square = [{ x: 0, y: 0 }, { x: 0.2, y: 0 }, { x: 0.2, y: 0.2 }, { x: 0, y: 0.2 }];
const moved = square.map(({ x, y }) => ({ x: x + 0.4, y }));
const region = { ...newRegion(0, 10_000, 0), shapes: [{ at: 1_000, polygon: square }, { at: 5_000, polygon: moved }] };

describe('a region that moves', () => {
  it('lies between its places, and stays before the first and after the last', () => {
    expect([0, 1_000, 3_000, 5_000, 9_000].map((at) => shapeAt(region, at)[0]?.x)).toEqual([0, 0, 0.2, 0.4, 0.4]);
  });
  it('has another place where it is moved, and the same one twice is one', () => {
    const once = withShape(region, 3_000, square);
    expect(once.shapes.map(({ at }) => at)).toEqual([1_000, 3_000, 5_000]);
    expect(withShape(once, 3_000, moved).shapes.map(({ polygon }) => polygon[0]?.x)).toEqual([0, 0.4, 0.4]);
    expect(withoutShape(once, 3_000).shapes).toEqual(region.shapes);
    expect(withoutShape(newRegion(0, 1, 0), 0).shapes).toHaveLength(1);
  });
  it('has the same corners everywhere when one is added or taken away', () => {
    const { shape, at } = withPoint(shapeAt(region, 1_000), { x: 0.1, y: 0 });
    const more = withShape(region, 1_000, shape);
    expect([at, more.shapes.map(({ polygon }) => polygon.length), more.shapes[1]?.polygon[1]]).toEqual([1, [5, 5], { x: 0.5, y: 0 }]);
    expect(withShape(more, 1_000, without(shapeAt(more, 1_000), 1)).shapes).toEqual(region.shapes);
  });
  it('begins and ends where it is told, and is never nothing', () => {
    expect([cutTo(region, 'from', 2_000).from, cutTo(region, 'to', 2_000).to, cutTo(region, 'to', 0).to, cutTo(region, 'from', 10_000).from]).toEqual([2_000, 2_000, 10_000, 0]);
    expect([covers(region, 0), covers(region, 10_000)]).toEqual([true, false]);
  });
});
