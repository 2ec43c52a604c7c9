import type { Point } from './near-cameras.ts';
import { offPlane, onPlane, type Spot } from './plane.ts';

/** Of one area; and square metres, so that none is a line or a speck that feels out one house. */
export const fewestCorners = 3;
export const mostCorners = 32;
const leastArea = 100;
/** Far less than anybody draws. */
const hair = 1e-6;

export interface Circle {
  readonly middle: Spot;
  readonly radius: number;
}

/** Whether the corners, in order, are the edge of one piece of ground: no edge touches another but at their common corner. Pure. */
export function isArea(corners: readonly Spot[]): boolean {
  if (corners.length < fewestCorners || corners.length > mostCorners || !corners.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))) return false;
  const edges = edgesOf(corners);
  const isSimple = edges.every(([a, b], n) => edges.every(([c, d], m) => {
    if (m <= n) return true;
    if (m === n + 1) return !isOn(d, a, b) && !isOn(a, c, d);
    if (n === 0 && m === edges.length - 1) return !isOn(c, a, b) && !isOn(b, c, d);
    return !meets(a, b, c, d);
  }));
  return isSimple && squareMetres(corners) >= leastArea;
}

/** By the shoelace formula. */
export function squareMetres(corners: readonly Spot[]): number {
  return Math.abs(edgesOf(corners).reduce((sum, [a, b]) => sum + a.x * b.y - b.x * a.y, 0)) / 2;
}

/** Even-odd rule; on an edge is either. */
export function contains(corners: readonly Spot[], { x, y }: Spot): boolean {
  return edgesOf(corners).reduce((isIn, [a, b]) => ((a.y > y) !== (b.y > y) && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x) ? !isIn : isIn), false);
}

/** The smallest circle around all of them: that of two or three of the corners. There are at most 32, so each is tried. */
export function leastCircle(corners: readonly Spot[]): Circle {
  let best: Circle = { middle: { x: 0, y: 0 }, radius: Infinity };
  const consider = (circle: Circle | undefined): void => {
    if (circle && circle.radius < best.radius && corners.every((corner) => far(corner, circle.middle) <= circle.radius + hair)) best = circle;
  };
  corners.forEach((a, n) => corners.slice(n + 1).forEach((b, m) => {
    consider({ middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, radius: far(a, b) / 2 });
    for (const c of corners.slice(n + m + 2)) consider(throughThree(a, b, c));
  }));
  return best;
}

/** Corners on the ground, as their least circle: its middle, and its radius in whole metres that hold it. Undefined where they are no area. */
export function circleAround(corners: readonly Point[]): (Point & { readonly radiusM: number }) | undefined {
  const [first] = corners;
  if (!first || corners.length > mostCorners) return undefined;
  const spots = corners.map(onPlane(first));
  if (!isArea(spots)) return undefined;
  const { middle, radius } = leastCircle(spots);
  return { ...offPlane(first, middle), radiusM: Math.max(1, Math.ceil(radius - 0.01)) };
}

export function edgesOf(corners: readonly Spot[]): readonly (readonly [Spot, Spot])[] {
  return corners.flatMap((corner, n) => {
    const next = corners[(n + 1) % corners.length];
    return next ? [[corner, next] as const] : [];
  });
}

function throughThree(a: Spot, b: Spot, c: Spot): Circle | undefined {
  const [bx, by, cx, cy] = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y];
  const twice = 2 * (bx * cy - by * cx);
  if (Math.abs(twice) < hair) return undefined;
  const [bb, cc] = [bx * bx + by * by, cx * cx + cy * cy];
  const middle = { x: a.x + (cy * bb - by * cc) / twice, y: a.y + (bx * cc - cx * bb) / twice };
  return { middle, radius: far(a, middle) };
}

const far = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y);
/** Positive where c lies to the left of the way from a to b; 0 on it. */
function side(a: Spot, b: Spot, c: Spot): number {
  const turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  return Math.abs(turn) < hair ? 0 : Math.sign(turn);
}
function isOn(point: Spot, a: Spot, b: Spot): boolean {
  return side(a, b, point) === 0 && point.x >= Math.min(a.x, b.x) - hair && point.x <= Math.max(a.x, b.x) + hair && point.y >= Math.min(a.y, b.y) - hair && point.y <= Math.max(a.y, b.y) + hair;
}
function meets(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  return (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) || isOn(c, a, b) || isOn(d, a, b) || isOn(a, c, d) || isOn(b, c, d);
}
