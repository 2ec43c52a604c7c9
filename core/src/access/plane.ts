import type { Point } from './near-cameras.ts';

/** Metres east (x) and north (y) of a middle, on the plane that touches the earth there; within a kilometre good to a decimetre. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}
const metresPerDegree = (6_371_008.8 * Math.PI) / 180;
const shrink = (latitude: number): number => Math.cos((latitude * Math.PI) / 180);

export function onPlane(middle: Point): (point: Point) => Spot {
  const wide = metresPerDegree * shrink(middle.latitude);
  // Across the date line too.
  return ({ latitude, longitude }) => ({ x: ((((longitude - middle.longitude) % 360) + 540) % 360 - 180) * wide, y: (latitude - middle.latitude) * metresPerDegree });
}

export function offPlane(middle: Point, { x, y }: Spot): Point {
  const longitude = middle.longitude + x / (metresPerDegree * shrink(middle.latitude));
  return { latitude: middle.latitude + y / metresPerDegree, longitude: ((longitude % 360) + 540) % 360 - 180 };
}
