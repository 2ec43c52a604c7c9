import { expect, it } from 'vitest';
import { bearingTo, nameOf, whole } from './direction.ts';

it.each([[0, 'north'], [22, 'north'], [23, 'northEast'], [90, 'east'], [200, 'south'], [270, 'west'], [338, 'north'], [359, 'north']])('%i° is %s', (degrees, name) => {
  expect(nameOf(degrees)).toBe(name);
});

it('reads a bearing from a point on the dial, to 5 degrees', () => {
  expect([bearingTo(0, -9), bearingTo(9, 0), bearingTo(0, 9), bearingTo(-9, 0), bearingTo(9, -9), bearingTo(1, -30), bearingTo(-1, -90)]).toEqual([0, 90, 180, 270, 45, 0, 0]);
  expect([whole(-5), whole(360), whole(725)]).toEqual([355, 0, 5]);
});
