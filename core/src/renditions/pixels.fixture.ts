import type { Polygon } from '../domain/mask.ts';
import { ffmpeg } from '../media/clips.fixture.ts';

/** Brightness of every place in a picture, 0 to 255. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}
type Place = (x: number, y: number) => boolean;
/** What a codec makes of plain black. */
const dark = 40;

/** Every picture of a file, decoded by ffmpeg, at the size named. */
export function framesOf(file: Uint8Array, width: number, height: number, demuxer: readonly string[] = []): Frame[] {
  const raw = ffmpeg([...demuxer, '-i', 'pipe:0', '-an', '-fps_mode', 'passthrough', '-vf', `scale=${width}:${height}:flags=neighbor:out_range=full,format=gray`, '-f', 'rawvideo', 'pipe:1'], file);
  const size = width * height;
  return Array.from({ length: Math.floor(raw.length / size) }, (_, at) => ({ width, height, grey: raw.subarray(at * size, (at + 1) * size) }));
}

/** Whether a pixel lies inside, at least `margin` pixels from every edge; outside and at least that far for a negative one counts as not outside. */
export function inside(polygon: Polygon, width: number, height: number, margin: number): Place {
  const points = polygon.map(({ x, y }) => ({ x: x * width, y: y * height }));
  const edges = points.map((a, at) => [a, points[(at + 1) % points.length] ?? a] as const);
  return (x, y) => {
    const [cx, cy] = [x + 0.5, y + 0.5];
    let isIn = false;
    let nearest = Infinity;
    for (const [a, b] of edges) {
      if ((a.y > cy) !== (b.y > cy) && cx < a.x + ((cy - a.y) / (b.y - a.y)) * (b.x - a.x)) isIn = !isIn;
      const along = Math.max(0, Math.min(1, ((cx - a.x) * (b.x - a.x) + (cy - a.y) * (b.y - a.y)) / Math.max(1e-9, (b.x - a.x) ** 2 + (b.y - a.y) ** 2)));
      nearest = Math.min(nearest, Math.hypot(cx - a.x - along * (b.x - a.x), cy - a.y - along * (b.y - a.y)));
    }
    return margin >= 0 ? isIn && nearest >= margin : isIn || nearest < -margin;
  };
}

/** Share of the chosen pixels that are dark. NaN where none is chosen. */
export function darkOf(frame: Frame, where: Place): number {
  return share(frame, where, (grey) => grey <= dark);
}
/** Share of the chosen pixels that are not. */
export function litOf(frame: Frame, where: Place): number {
  return share(frame, where, (grey) => grey > dark);
}

function share({ width, height, grey }: Frame, where: Place, counts: (grey: number) => boolean): number {
  let [chosen, counted] = [0, 0];
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) {
    if (!where(x, y)) continue;
    chosen += 1;
    if (counts(grey[y * width + x] ?? 0)) counted += 1;
  }
  return counted / chosen;
}
