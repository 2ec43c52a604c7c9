import { expect, it } from 'vitest';
import { contains, firstShape, mostPoints, moved, shifted, withMiddle, without, withPoint, type Shape } from './points.ts';

it('puts a new corner on the edge nearest to where she pressed', () => {
  expect(withPoint(firstShape, { x: 0.5, y: 0.1 })).toEqual({ shape: [firstShape[0], { x: 0.5, y: 0.1 }, firstShape[1], firstShape[2], firstShape[3]], at: 1 });
  expect(withPoint(firstShape, { x: 0.1, y: 0.5 }).at).toBe(4);
  expect(withMiddle([{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0.5, y: 0.2 }])).toEqual({ shape: [{ x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 1, y: 0 }, { x: 0.5, y: 0.2 }], at: 1 });
});

it('keeps a corner inside the picture, and the area whole when all of it is pulled', () => {
  expect(moved(firstShape, 0, { x: -0.2, y: 1.7 })[0]).toEqual({ x: 0, y: 1 });
  expect(shifted(firstShape, { x: 0.9, y: -0.1 })).toEqual([{ x: 0.6, y: 0.2 }, { x: 1, y: 0.2 }, { x: 1, y: 0.6 }, { x: 0.6, y: 0.6 }]);
});

it('never has fewer than three corners, nor more than the hub takes', () => {
  const three = firstShape.slice(0, 3);
  expect([without(three, 0), without(firstShape, 3).length]).toEqual([three, 3]);
  let shape: Shape = firstShape;
  for (let n = 0; n < 40; n += 1) shape = withMiddle(shape).shape;
  expect([shape.length, withPoint(shape, { x: 0, y: 0 }).at, withMiddle(shape).at]).toEqual([mostPoints, -1, -1]);
});

it('knows its inside', () => {
  expect([contains(firstShape, { x: 0.5, y: 0.5 }), contains(firstShape, { x: 0.2, y: 0.5 })]).toEqual([true, false]);
});
