import type { RedactionRegion } from '@matpho/core/api';
import { firstShape, placed, type Point, type Shape } from '../masks/points.ts';

export const mostRegions = 16;

/** Where a region lies at an instant, also outside its time: corners go straight from one shape to the next. */
export function shapeAt({ shapes }: Pick<RedactionRegion, 'shapes'>, at: number): Shape {
  const next = shapes.findIndex((shape) => shape.at > at);
  const after = next < 0 ? undefined : shapes[next];
  const before = next < 0 ? shapes.at(-1) : shapes[next - 1];
  if (!before || !after) return (before ?? after)?.polygon ?? firstShape;
  const along = (at - before.at) / (after.at - before.at);
  return before.polygon.map((point, n) => placed(between(point, after.polygon[n] ?? point, along)));
}
export function covers({ from, to }: Pick<RedactionRegion, 'from' | 'to'>, at: number): boolean {
  return at >= from && at < to;
}

/** In the middle of the picture, all the time. */
export function newRegion(from: number, to: number, at: number, effect: RedactionRegion['effect'] = 'blur'): RedactionRegion {
  return { effect, from, to, shapes: [{ at, polygon: firstShape.map((point) => ({ ...point })) }] };
}

/** The region with this shape at this instant. A corner more or less is one more or less in every shape, at the same place of its outline. */
export function withShape(region: RedactionRegion, at: number, shape: Shape): RedactionRegion {
  const before = shapeAt(region, at);
  const change = shape.length - before.length;
  const corner = change === 0 ? -1 : (change > 0 ? shape : before).findIndex((point, n) => !same(point, (change > 0 ? before : shape)[n]));
  const shapes = region.shapes.filter((each) => each.at !== at).map((each) => ({ at: each.at, polygon: change === 0 ? each.polygon : adjusted(each.polygon, corner, change) }));
  return { ...region, shapes: [...shapes, { at, polygon: shape.map(placed) }].toSorted((a, b) => a.at - b.at) };
}
/** One of its places in time forgotten; the last one stays. */
export function withoutShape(region: RedactionRegion, at: number): RedactionRegion {
  const shapes = region.shapes.filter((each) => each.at !== at);
  return shapes.length === 0 ? region : { ...region, shapes };
}
/** Begins or ends here; never empty. */
export function cutTo(region: RedactionRegion, edge: 'from' | 'to', at: number): RedactionRegion {
  if (edge === 'from') return at < region.to ? { ...region, from: at } : region;
  return at > region.from ? { ...region, to: at } : region;
}

function adjusted(polygon: readonly Point[], corner: number, change: number): Point[] {
  if (change < 0) return polygon.filter((_, n) => n !== corner);
  const [a, b] = [polygon[(corner + polygon.length - 1) % polygon.length], polygon[corner % polygon.length]];
  return a && b ? [...polygon.slice(0, corner), placed(between(a, b, 0.5)), ...polygon.slice(corner)] : [...polygon];
}
function between(a: Point, b: Point, along: number): Point {
  return { x: a.x + (b.x - a.x) * along, y: a.y + (b.y - a.y) * along };
}
function same(a: Point, b: Point | undefined): boolean {
  return b !== undefined && Math.abs(a.x - b.x) < 1e-9 && Math.abs(a.y - b.y) < 1e-9;
}
