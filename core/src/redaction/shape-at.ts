import type { Polygon } from '../domain/mask.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import type { Instant } from '../domain/time.ts';

/** Where a region lies at an instant; undefined while it covers nothing. Between two shapes each corner goes straight and evenly; before the first and after the last it stays. */
export function shapeAt({ from, to, shapes }: RedactionRegion, at: Instant): Polygon | undefined {
  if (at < from || at >= to) return undefined;
  const next = shapes.findIndex((shape) => shape.at > at);
  const after = next < 0 ? undefined : shapes[next];
  const before = next < 0 ? shapes.at(-1) : shapes[next - 1];
  if (!before || !after) return (before ?? after)?.polygon;
  const along = (at - before.at) / (after.at - before.at);
  return before.polygon.map(({ x, y }, corner) => {
    const goal = after.polygon[corner] ?? { x, y };
    return { x: x + (goal.x - x) * along, y: y + (goal.y - y) * along };
  });
}

/** Whether any of it lies in [from, to). */
export function touches(regions: readonly RedactionRegion[], from: Instant, to: Instant): boolean {
  return regions.some((region) => region.from < to && region.to > from);
}
