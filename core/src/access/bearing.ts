import type { Point } from './near-cameras.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Compass degrees from one place to another, [0, 360). */
export function bearing(from: Point, to: Point): number {
  const [lat1, lat2, dLon] = [radians(from.latitude), radians(to.latitude), radians(to.longitude - from.longitude)];
  const angle = (Math.atan2(Math.sin(dLon) * Math.cos(lat2), Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(dLon)) * 180) / Math.PI;
  return (angle + 360) % 360;
}

/** The least turn between two directions, [0, 180]. */
export function turnBetween(a: number, b: number): number {
  const turn = Math.abs(a - b) % 360;
  return turn > 180 ? 360 - turn : turn;
}
