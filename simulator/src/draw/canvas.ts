export type Rgb = readonly [number, number, number];
export type Point = readonly [number, number];

/** Lightens (towards 1) or darkens (towards -1) a colour. */
export const shade = (colour: Rgb, by: number): Rgb => mix(colour, by > 0 ? [255, 255, 255] : [0, 0, 0], Math.abs(by));

const mix = (from: Rgb, to: Rgb, part: number): Rgb => [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];

/**
 * A small painter: flat shapes with alpha, in scene units, drawn at several samples per pixel and averaged at the end,
 * so that edges are smooth. Alpha is premultiplied.
 */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #samples: number;
  readonly #scale: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #cells: Float32Array;

  /** @param scale pixels per scene unit */
  constructor(width: number, height: number, scale: number, samples: number) {
    this.width = width;
    this.height = height;
    this.#samples = samples;
    this.#scale = scale * samples;
    this.#columns = width * samples;
    this.#rows = height * samples;
    this.#cells = new Float32Array(this.#columns * this.#rows * 4);
  }

  rect(x: number, y: number, width: number, height: number, colour: Rgb, alpha = 1): void {
    this.polygon([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], colour, alpha);
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, colour: Rgb, alpha = 1): void {
    const s = this.#scale;
    for (let row = Math.ceil((y - radiusY) * s); row < (y + radiusY) * s; row += 1) {
      const part = 1 - ((row + 0.5) / s - y) ** 2 / radiusY ** 2;
      if (part <= 0) continue;
      const half = radiusX * Math.sqrt(part);
      this.#span(row, (x - half) * s, (x + half) * s, colour, alpha);
    }
  }

  line(points: readonly Point[], thickness: number, colour: Rgb, alpha = 1): void {
    for (let i = 1; i < points.length; i += 1) {
      const [[x1, y1], [x2, y2]] = [points[i - 1] ?? [0, 0], points[i] ?? [0, 0]];
      const length = Math.hypot(x2 - x1, y2 - y1) || 1;
      const [nx, ny] = [((y2 - y1) / length) * (thickness / 2), ((x1 - x2) / length) * (thickness / 2)];
      this.polygon([[x1 + nx, y1 + ny], [x2 + nx, y2 + ny], [x2 - nx, y2 - ny], [x1 - nx, y1 - ny]], colour, alpha);
    }
  }

  gradient(x: number, y: number, width: number, height: number, top: Rgb, bottom: Rgb): void {
    const s = this.#scale;
    for (let row = Math.round(y * s); row < Math.round((y + height) * s); row += 1) {
      const part = (row / s - y) / height;
      this.#span(row, x * s, (x + width) * s, mix(top, bottom, part), 1);
    }
  }

  /** Even-odd fill, one span at a time. */
  polygon(points: readonly Point[], colour: Rgb, alpha = 1): void {
    const s = this.#scale;
    const ys = points.map(([, y]) => y * s);
    const last = Math.min(this.#rows, Math.ceil(Math.max(...ys)));
    for (let row = Math.max(0, Math.floor(Math.min(...ys))); row < last; row += 1) {
      const centre = row + 0.5;
      const crossings: number[] = [];
      for (const [i, [x1, y1]] of points.entries()) {
        const [x2, y2] = points[(i + 1) % points.length] ?? [0, 0];
        if (y1 * s <= centre === y2 * s <= centre) continue;
        crossings.push((x1 + ((centre / s - y1) / (y2 - y1)) * (x2 - x1)) * s);
      }
      crossings.sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2) this.#span(row, crossings[i] ?? 0, crossings[i + 1] ?? 0, colour, alpha);
    }
  }

  #span(row: number, from: number, to: number, [red, green, blue]: Rgb, alpha: number): void {
    if (row < 0 || row >= this.#rows) return;
    const end = Math.min(this.#columns, Math.round(to));
    const keep = 1 - alpha;
    const cells = this.#cells;
    for (let column = Math.max(0, Math.round(from)); column < end; column += 1) {
      const at = (row * this.#columns + column) * 4;
      cells[at] = (cells[at] ?? 0) * keep + red * alpha;
      cells[at + 1] = (cells[at + 1] ?? 0) * keep + green * alpha;
      cells[at + 2] = (cells[at + 2] ?? 0) * keep + blue * alpha;
      cells[at + 3] = (cells[at + 3] ?? 0) * keep + alpha;
    }
  }

  /** One pixel: red, green, blue (0..255, premultiplied) and alpha (0..1). */
  pixel(x: number, y: number, into: [number, number, number, number]): void {
    into.fill(0);
    const n = this.#samples;
    for (let row = y * n; row < y * n + n; row += 1) {
      for (let column = x * n; column < x * n + n; column += 1) {
        const at = (row * this.#columns + column) * 4;
        for (let part = 0; part < 4; part += 1) into[part] = (into[part] ?? 0) + (this.#cells[at + part] ?? 0) / (n * n);
      }
    }
  }
}
