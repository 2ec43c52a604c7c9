import { turnBetween } from './bearing.ts';
import type { Spot } from './plane.ts';
import { contains, edgesOf } from './polygon.ts';

/** What a camera sees of the ground, without what stands in the way: a sector of a disc. */
export interface ViewCone {
  readonly at: Spot;
  /** Of its middle, compass degrees; undefined: all round. */
  readonly direction: number | undefined;
  /** How wide, degrees. */
  readonly degrees: number;
  readonly reachM: number;
}
const hair = 1e-9;

/** Whether any ground within the corners is seen. Exact: they meet where the camera stands inside, or some edge enters the sector. Pure. */
export function coneMeets(cone: ViewCone, corners: readonly Spot[]): boolean {
  const seen = corners.map(({ x, y }) => ({ x: x - cone.at.x, y: y - cone.at.y }));
  return contains(seen, { x: 0, y: 0 }) || edgesOf(seen).some(([from, to]) => edgeEnters(from, to, cone));
}

/** An edge as the camera at 0, 0 has it: cut to the disc, then looked at wherever it can have crossed a side of the sector. */
function edgeEnters(from: Spot, to: Spot, { direction, degrees, reachM }: ViewCone): boolean {
  const way = { x: to.x - from.x, y: to.y - from.y };
  const [a, b, c] = [way.x ** 2 + way.y ** 2, from.x * way.x + from.y * way.y, from.x ** 2 + from.y ** 2 - reachM ** 2];
  const root = b * b - a * c;
  if (root < 0 || a === 0) return false;
  const [first, last] = [Math.max(0, (-b - Math.sqrt(root)) / a), Math.min(1, (-b + Math.sqrt(root)) / a)];
  if (first > last) return false;
  if (direction === undefined || degrees >= 360) return true;
  const isSeen = (share: number): boolean => {
    const [x, y] = [from.x + share * way.x, from.y + share * way.y];
    return (x === 0 && y === 0) || turnBetween(direction, (Math.atan2(x, y) * 180) / Math.PI) <= degrees / 2 + hair;
  };
  const crossings = [direction - degrees / 2, direction + degrees / 2].map((compass) => {
    const angle = (compass * Math.PI) / 180;
    const [x, y] = [Math.sin(angle), Math.cos(angle)];
    return -(x * from.y - y * from.x) / (x * way.y - y * way.x);
  }).filter((share) => share > first && share < last);
  const changes = [first, ...crossings, last].toSorted((one, other) => one - other);
  // Between two of these it is either seen all along or nowhere.
  return changes.some((share, n) => isSeen(share) || isSeen((share + (changes[n + 1] ?? share)) / 2));
}
