/** A place in the picture: 0,0 its upper left corner, 1,1 its lower right. */
export interface MaskPoint {
  readonly x: number;
  readonly y: number;
}
export type Polygon = readonly MaskPoint[];
/** Covered from `from` to `to` of the picture's width. */
export interface CoverSpan {
  readonly from: number;
  readonly to: number;
}
/** What is painted over, band by band from the top; every band has the same height, and its spans are in order and apart. */
export type MaskCover = readonly (readonly CoverSpan[])[];

/** Fine enough that a band is 4 lines of a 720-line picture. */
export const coverBands = 180;
/** Far less than a pixel: what the last digits of a double say. */
const hair = 1e-6;

/**
 * Everything a polygon touches, never less: a band is covered wherever any line in it crosses the polygon's inside or one of its edges.
 * So no point of a polygon is left open, whatever the size of the picture. Edges that cross each other leave no hole.
 */
export function coverOf(polygons: readonly Polygon[], bands = coverBands): MaskCover {
  return Array.from({ length: bands }, (_, band) => {
    const [top, bottom] = [band / bands, (band + 1) / bands];
    return merged(polygons.flatMap((polygon) => [...insideAt(polygon, top), ...edgesWithin(polygon, top, bottom)]));
  });
}

/** Whether all that `smaller` paints over is painted over by `larger` too. */
export function containsCover(larger: MaskCover, smaller: MaskCover): boolean {
  return smaller.every((spans, band) => spans.every(({ from, to }) => (larger[band] ?? []).some((span) => span.from <= from + hair && to - hair <= span.to)));
}

export function mergedCover(covers: readonly MaskCover[]): MaskCover {
  const bands = Math.max(0, ...covers.map(({ length }) => length));
  return Array.from({ length: bands }, (_, band) => merged(covers.flatMap((cover) => cover[band] ?? [])));
}

/** Where a level line lies inside, by the non-zero rule: going round twice is still inside. */
function insideAt(polygon: Polygon, y: number): CoverSpan[] {
  const crossings = edges(polygon).flatMap(([a, b]) => {
    if ((a.y <= y) === (b.y <= y)) return [];
    return [{ x: a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x), turn: a.y < b.y ? 1 : -1 }];
  }).toSorted((a, b) => a.x - b.x);
  const spans: CoverSpan[] = [];
  let winding = 0;
  for (const [at, { x, turn }] of crossings.entries()) {
    winding += turn;
    const next = crossings[at + 1];
    if (winding !== 0 && next) spans.push({ from: x, to: next.x });
  }
  return spans;
}

/** How far each edge reaches sideways within the band. */
function edgesWithin(polygon: Polygon, top: number, bottom: number): CoverSpan[] {
  return edges(polygon).flatMap(([a, b]) => {
    const [high, low] = a.y <= b.y ? [a, b] : [b, a];
    if (low.y < top || high.y > bottom) return [];
    const xAt = (y: number): number => (low.y === high.y ? high.x : high.x + ((y - high.y) / (low.y - high.y)) * (low.x - high.x));
    const ends = low.y === high.y ? [high.x, low.x] : [xAt(Math.max(top, high.y)), xAt(Math.min(bottom, low.y))];
    return [{ from: Math.min(...ends), to: Math.max(...ends) }];
  });
}

function edges(polygon: Polygon): (readonly [MaskPoint, MaskPoint])[] {
  return polygon.flatMap((point, at) => {
    const next = polygon[(at + 1) % polygon.length];
    return next ? [[point, next] as const] : [];
  });
}

function merged(spans: readonly CoverSpan[]): CoverSpan[] {
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && from <= last.to + hair) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}
