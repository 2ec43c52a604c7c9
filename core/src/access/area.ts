import { HubError } from '../sdk/errors.ts';
import { bearing, turnBetween } from './bearing.ts';
import { boxAround, metresBetween, type Point } from './near-cameras.ts';
import { onPlane } from './plane.ts';
import { circleAround } from './polygon.ts';
import { coneMeets } from './view-cone.ts';

/** As it is asked for: a circle, or corners in order. */
export type Ground = (Point & { readonly radiusM: number }) | { readonly corners: readonly Point[] };
/** A circle on the ground; with corners what lies within them, and the circle is the least around them. */
export interface Area extends Point {
  readonly radiusM: number;
  readonly corners?: readonly Point[] | undefined;
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
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** @throws HubError `area-shape` for corners that enclose nothing or cross, `area-too-wide`, `bad-request` for a circle that is none or too wide */
export function areaOf(ground: Ground): Area {
  if ('radiusM' in ground) {
    if (!Number.isInteger(ground.radiusM) || ground.radiusM < 1 || ground.radiusM > widestArea) throw new HubError('bad-request', 'An area is at most 300 m around its middle.');
    return ground;
  }
  const circle = circleAround(ground.corners);
  if (!circle) throw new HubError('area-shape', 'These corners are no area.');
  if (circle.radiusM > widestArea) throw new HubError('area-too-wide', 'The corners lie further apart than a circle of 300 m.');
  return { ...circle, corners: ground.corners };
}

/** Stands in the area, or looks into it from just outside; never from further than the widest area. Pure. */
export function sees(eye: Eye, area: Area): boolean {
  const away = metresBetween(eye, area);
  if (area.corners) return away <= widestArea && looksInto(eye, area, area.corners);
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

function looksInto(eye: Eye, middle: Point, corners: readonly Point[]): boolean {
  const spot = onPlane(middle);
  return coneMeets({ at: spot(eye), direction: eye.direction, degrees: eye.viewDegrees ?? usualView, reachM }, corners.map(spot));
}

/** Where rows are looked for: a little more than can see the area. */
export function boxOf(area: Area): ReturnType<typeof boxAround> {
  return boxAround(area, area.radiusM + reachM);
}
