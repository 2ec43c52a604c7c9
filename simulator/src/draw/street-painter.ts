import { Canvas } from './canvas.ts';
import { car, minibus, scooter, walker } from './figures.ts';
import type { Figure } from './figures.ts';
import { TEXT_ROWS, textCells } from './font.ts';
import { pick, seeded } from './random.ts';
import { SCENE, paintStreet } from './street-scene.ts';
import { blit, toPicture, toSprite } from './yuv.ts';
import type { Sprite, YuvPicture } from './yuv.ts';

interface Actor { readonly poses: readonly Sprite[]; readonly y: number; readonly left: number; readonly speed: number; readonly start: number; readonly span: number }

const LANES = [
  { y: 392, scale: 0.78, direction: 1, speed: [22, 34], kinds: [walker], count: 3 },
  { y: 384, scale: 0.74, direction: -1, speed: [20, 30], kinds: [walker], count: 2 },
  { y: 440, scale: 0.86, direction: -1, speed: [105, 150], kinds: [scooter, scooter, scooter, car], count: 4 },
  { y: 506, scale: 1.12, direction: 1, speed: [120, 175], kinds: [scooter, scooter, scooter, car, minibus], count: 5 },
] as const;

/** Draws one camera's street: the background once, then what moves, the camera's name and its running clock. */
export class StreetPainter {
  readonly #background: YuvPicture;
  readonly #actors: readonly Actor[];
  readonly #zoneMinutes: number;
  readonly #cell: number;

  /** @param zoneMinutes the clock's time zone, east of UTC. Width and height are even. */
  constructor(width: number, height: number, seed: number, name: string, zoneMinutes: number) {
    const random = seeded(seed);
    const scale = width / SCENE.width;
    const canvas = new Canvas(width, height, scale, 2);
    paintStreet(canvas, random);
    this.#background = toPicture(canvas);
    this.#actors = LANES.flatMap((lane) => Array.from({ length: lane.count }, (_, i) => makeActor(lane, i, scale, random)));
    this.#zoneMinutes = zoneMinutes;
    this.#cell = Math.max(1, Math.round(width / 480));
    this.#write(this.#background, name, 'left');
  }

  /** Draws the moment `wallMs` of the camera's clock, into `bytes` when given (width * height * 1.5 of them). */
  paint(wallMs: number, bytes: Buffer = Buffer.allocUnsafe(this.#background.bytes.length)): YuvPicture {
    this.#background.bytes.copy(bytes);
    const picture = { ...this.#background, bytes };
    for (const actor of this.#actors) {
      const way = (((actor.start + (actor.speed * wallMs) / 1_000) % actor.span) + actor.span) % actor.span;
      const pose = actor.poses[Math.floor(wallMs / 140) % actor.poses.length];
      if (pose !== undefined) blit(picture, pose, way + actor.left, actor.y);
    }
    const local = new Date(wallMs + this.#zoneMinutes * 60_000).toISOString();
    this.#write(picture, `${local.slice(8, 10)}-${local.slice(5, 7)}-${local.slice(0, 4)} ${local.slice(11, 19)}`, 'right');
    return picture;
  }

  /** White on a darkened strip, as cameras burn it in. */
  #write({ bytes, width }: YuvPicture, text: string, side: 'left' | 'right'): void {
    const cell = this.#cell;
    const { columns, cells } = textCells(text.slice(0, 40));
    const box = (columns + 3) * cell;
    const [left, top] = [side === 'left' ? 6 * cell : width - box - 6 * cell, 4 * cell];
    for (let y = top; y < top + (TEXT_ROWS + 1) * cell; y += 1) {
      for (let x = left; x < left + box; x += 1) bytes[y * width + x] = (bytes[y * width + x] ?? 0) * 0.36;
    }
    for (const [column, row] of cells) {
      for (let y = 0; y < cell; y += 1) bytes.fill(235, (top + row * cell + cell + y) * width + left + (column + 2) * cell, (top + row * cell + cell + y) * width + left + (column + 3) * cell);
    }
  }
}

const makeActor = (lane: (typeof LANES)[number], index: number, scale: number, random: () => number): Actor => {
  const kinds: readonly [(random: () => number) => Figure, ...((random: () => number) => Figure)[]] = lane.kinds;
  const figure = pick(kinds, random)(random);
  const factor = lane.scale * scale;
  const even = (length: number): number => Math.ceil((length * factor) / 2) * 2 + 2;
  const poseCount = kinds[0] === walker ? 4 : 1;
  const poses = Array.from({ length: poseCount }, (_, step) => {
    const canvas = new Canvas(even(figure.width), even(figure.height + 6), factor, 3);
    figure.paint(canvas, -figure.left, figure.height, step);
    const sprite = toSprite(canvas);
    return lane.direction === 1 ? sprite : mirror(sprite);
  });
  const width = poses[0]?.width ?? 0;
  const span = (SCENE.width + 500) * scale; // one for all, so that gaps stay
  const [slow, fast] = lane.speed;
  // One speed per lane and even gaps: nobody drives through anybody.
  const speed = (slow + (fast - slow) * 0.5) * scale * lane.direction;
  return { poses, y: Math.round((lane.y - figure.height * lane.scale) * scale), left: -width, speed, start: ((index + random() * 0.2) / lane.count) * span, span };
};

const flip = (plane: Uint8Array, columns: number): Uint8Array => plane.map((_, at) => plane[at - (at % columns) + columns - 1 - (at % columns)] ?? 0);

const mirror = (sprite: Sprite): Sprite => {
  return {
    ...sprite, luma: flip(sprite.luma, sprite.width), lumaAlpha: flip(sprite.lumaAlpha, sprite.width),
    u: flip(sprite.u, sprite.width / 2), v: flip(sprite.v, sprite.width / 2), chromaAlpha: flip(sprite.chromaAlpha, sprite.width / 2),
  };
};
