import { boxAround, metresBetween, type Point } from './near-cameras.ts';

export interface Area extends Point {
  readonly radiusM: number;
}
/** Where a camera stands and what it sees: `direction` in compass degrees; without one, all round. */
export interface Eye extends Point {
  readonly direction: number | undefined;
  /** How wide, degrees. */
  readonly viewDegrees: number | undefined;
}
/** CONSENT and EVIDENCE: of one request. */
export const widestArea = 300;
export const mostCameras = 8;
/** So far an ordinary camera shows a person. */
const reachM = 50;
/** Of a camera whose owner said where it looks and not how wide. */
const usualView = 90;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** Compass degrees from one place to another, [0, 360). */
export function bearing(from: Point, to: Point): number {
  const [lat1, lat2, dLon] = [radians(from.latitude), radians(to.latitude), radians(to.longitude - from.longitude)];
  const angle = degrees(Math.atan2(Math.sin(dLon) * Math.cos(lat2), Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(dLon)));
  return (angle + 360) % 360;
}

/** The least turn between two directions, [0, 180]. */
export function turnBetween(a: number, b: number): number {
  const turn = Math.abs(a - b) % 360;
  return turn > 180 ? 360 - turn : turn;
}

/** Stands in the area, or looks into it from just outside; never from further than the widest area. Pure. */
export function sees(eye: Eye, area: Area): boolean {
  const away = metresBetween(eye, area);
  if (away <= area.radiusM) return true;
  if (away > Math.min(area.radiusM + reachM, widestArea)) return false;
  return faces(eye, area, degrees(Math.asin(area.radiusM / away)));
}

/** Those that see it, the nearest first; those that look at the middle before those that look away. */
export function nearest<E extends Eye>(eyes: readonly E[], area: Area): readonly E[] {
  const rank = (eye: E): number => metresBetween(eye, area) + (faces(eye, area, 0) ? 0 : area.radiusM);
  return eyes.filter((eye) => sees(eye, area)).map((eye) => ({ eye, at: rank(eye) })).toSorted((a, b) => a.at - b.at).map(({ eye }) => eye);
}

function faces({ direction, viewDegrees = usualView, ...eye }: Eye, area: Point, slack: number): boolean {
  return direction === undefined || turnBetween(direction, bearing(eye, area)) <= viewDegrees / 2 + slack;
}

/** Where rows are looked for: a little more than can see the area. */
export function boxOf(area: Area): ReturnType<typeof boxAround> {
  return boxAround(area, area.radiusM + reachM);
}
