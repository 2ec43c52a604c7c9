/** A place in the picture: 0,0 its upper left corner, 1,1 its lower right. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Shape = readonly Point[];
export const mostPoints = 24;
export const fewestPoints = 3;

const kept = (share: number): number => Math.round(Math.max(0, Math.min(1, share)) * 10_000) / 10_000;
/** Inside the picture, to the ten thousandth that the hub keeps. */
export const placed = ({ x, y }: Point): Point => ({ x: kept(x), y: kept(y) });

/** Where a new area begins: in the middle, to be pulled where it belongs. */
export const firstShape: Shape = [{ x: 0.3, y: 0.3 }, { x: 0.7, y: 0.3 }, { x: 0.7, y: 0.7 }, { x: 0.3, y: 0.7 }];

export function moved(shape: Shape, at: number, to: Point): Shape {
  return shape.map((point, n) => (n === at ? placed(to) : point));
}
/** All of it, as far as the picture's edges let it go. */
export function shifted(shape: Shape, by: Point): Shape {
  const room = (axis: 'x' | 'y'): number => Math.max(-Math.min(...shape.map((point) => point[axis])), Math.min(1 - Math.max(...shape.map((point) => point[axis])), by[axis]));
  const [x, y] = [room('x'), room('y')];
  return shape.map((point) => placed({ x: point.x + x, y: point.y + y }));
}
export function without(shape: Shape, at: number): Shape {
  return shape.length <= fewestPoints ? shape : shape.filter((_, n) => n !== at);
}
/** A new corner on the edge nearest to where she pressed. */
export function withPoint(shape: Shape, point: Point): { readonly shape: Shape; readonly at: number } {
  if (shape.length >= mostPoints) return { shape, at: -1 };
  const at = nearestEdge(shape, point) + 1;
  return { shape: [...shape.slice(0, at), placed(point), ...shape.slice(at)], at };
}
/** A new corner in the middle of the longest edge, for those who do not press. */
export function withMiddle(shape: Shape): { readonly shape: Shape; readonly at: number } {
  const longest = longestEdge(shape);
  const [a, b] = [shape[longest], shape[(longest + 1) % shape.length]];
  if (!a || !b || shape.length >= mostPoints) return { shape, at: -1 };
  return { shape: [...shape.slice(0, longest + 1), placed({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }), ...shape.slice(longest + 1)], at: longest + 1 };
}
export function contains(shape: Shape, { x, y }: Point): boolean {
  return shape.reduce((isIn, a, n) => {
    const b = shape[(n + 1) % shape.length] ?? a;
    return (a.y > y) !== (b.y > y) && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x) ? !isIn : isIn;
  }, false);
}

/** The number of the corner at which the edge begins. */
export function nearestEdge(shape: Shape, point: Point): number {
  const distances = shape.map((from, n) => toEdge(point, from, shape[(n + 1) % shape.length] ?? from));
  return distances.indexOf(Math.min(...distances));
}
export function longestEdge(shape: Shape): number {
  const lengths = shape.map((from, n) => span(from, shape[(n + 1) % shape.length] ?? from));
  return lengths.indexOf(Math.max(...lengths));
}
function span(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
function toEdge(point: Point, a: Point, b: Point): number {
  const length = span(a, b);
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length ** 2));
  return span(point, { x: a.x + along * (b.x - a.x), y: a.y + along * (b.y - a.y) });
}
