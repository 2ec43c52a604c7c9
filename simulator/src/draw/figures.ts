import { shade } from './canvas.ts';
import type { Canvas, Rgb } from './canvas.ts';
import { pick } from './random.ts';

/** Everything that moves is painted heading right with its feet at (0, 0) of its own units; `step` is the pose. */
export type Figure = { readonly left: number; readonly width: number; readonly height: number; paint(canvas: Canvas, x: number, y: number, step: number): void };

const CLOTHES: readonly [Rgb, ...Rgb[]] = [[198, 74, 66], [62, 104, 160], [236, 196, 84], [92, 142, 96], [232, 228, 220], [120, 88, 146], [222, 128, 150]];
const PAINTS: readonly [Rgb, ...Rgb[]] = [[188, 52, 48], [236, 236, 232], [58, 84, 128], [52, 54, 60], [176, 182, 188], [220, 190, 70]];
const SKIN: Rgb = [222, 176, 142];
const TYRE: Rgb = [34, 34, 38];

const wheel = (canvas: Canvas, x: number, y: number, radius: number): void => {
  canvas.ellipse(x, y, radius, radius, TYRE);
  canvas.ellipse(x, y, radius * 0.55, radius * 0.55, [160, 164, 168]);
};

const rider = (canvas: Canvas, x: number, y: number, shirt: Rgb, helmet: Rgb, reaches: boolean): void => {
  canvas.polygon([[x - 7, y - 22], [x + 4, y - 22], [x + 13, y - 14], [x + 12, y - 4], [x + 7, y - 4], [x + 6, y - 12], [x - 6, y - 15]], [58, 62, 78]);
  canvas.polygon([[x - 8, y - 20], [x + 3, y - 20], [x + 5, y - 40], [x - 5, y - 42]], shirt);
  if (reaches) canvas.line([[x + 2, y - 37], [x + 10, y - 29], [x + 19, y - 31]], 3.6, shade(shirt, -0.12));
  canvas.ellipse(x + 2, y - 46, 4.6, 5.4, SKIN);
  canvas.ellipse(x + 1, y - 49, 6.4, 5, helmet);
};

export const scooter = (random: () => number): Figure => {
  const [body, shirt, helmet] = [pick(PAINTS, random), pick(CLOTHES, random), pick(PAINTS, random)];
  const passenger = random() < 0.35 ? pick(CLOTHES, random) : undefined;
  return {
    left: -30, width: 64, height: 62,
    paint: (canvas, x, y) => {
      canvas.ellipse(x, y - 1, 29, 4, [20, 20, 24], 0.35);
      wheel(canvas, x - 19, y - 8, 8.5);
      wheel(canvas, x + 21, y - 8, 8.5);
      canvas.polygon([[x - 26, y - 17], [x - 2, y - 18], [x + 2, y - 8], [x + 13, y - 8], [x + 15, y - 28], [x + 20, y - 28], [x + 20, y - 10], [x + 14, y - 4], [x - 12, y - 4], [x - 20, y - 9]], body);
      canvas.polygon([[x - 26, y - 17], [x - 2, y - 18], [x - 1, y - 14], [x - 24, y - 13]], shade(body, 0.25));
      canvas.rect(x - 22, y - 21, 22, 4, [40, 38, 40]);
      canvas.line([[x + 13, y - 31], [x + 20, y - 31]], 2.4, [36, 36, 40]);
      canvas.ellipse(x + 22, y - 25, 2.4, 3, [255, 244, 200]);
      canvas.rect(x - 28, y - 17, 3, 3, [210, 40, 36]);
      if (passenger !== undefined) rider(canvas, x - 15, y, passenger, shade(helmet, -0.3), false);
      rider(canvas, x - 2, y, shirt, helmet, true);
    },
  };
};

export const car = (random: () => number): Figure => {
  const body = pick(PAINTS, random);
  const isTaxi = random() < 0.3;
  const paint: Rgb = isTaxi ? [64, 150, 84] : body;
  return {
    left: -72, width: 146, height: 58,
    paint: (canvas, x, y) => {
      canvas.ellipse(x, y - 1, 72, 5, [20, 20, 24], 0.38);
      canvas.polygon([[x - 68, y - 11], [x - 66, y - 28], [x - 44, y - 33], [x - 26, y - 50], [x + 18, y - 50], [x + 40, y - 32], [x + 64, y - 28], [x + 69, y - 11]], paint);
      canvas.polygon([[x - 68, y - 18], [x + 68, y - 18], [x + 69, y - 10], [x - 68, y - 10]], shade(paint, -0.22));
      canvas.polygon([[x - 38, y - 33], [x - 23, y - 46], [x - 6, y - 46], [x - 6, y - 32]], [88, 112, 126]);
      canvas.polygon([[x - 1, y - 46], [x + 16, y - 46], [x + 33, y - 32], [x - 1, y - 32]], [98, 124, 138]);
      canvas.polygon([[x - 36, y - 33], [x - 22, y - 45], [x - 16, y - 45], [x - 28, y - 33]], [150, 172, 182]);
      canvas.rect(x - 4, y - 32, 1.2, 20, shade(paint, -0.35));
      canvas.rect(x + 4, y - 27, 8, 2, shade(paint, -0.35));
      canvas.ellipse(x + 63, y - 22, 4.6, 3.2, [255, 248, 214]);
      canvas.ellipse(x - 66, y - 23, 2.8, 3.6, [206, 44, 38]);
      if (isTaxi) canvas.rect(x - 10, y - 55, 18, 5, [250, 216, 86]);
      wheel(canvas, x - 42, y - 11, 11.5);
      wheel(canvas, x + 42, y - 11, 11.5);
    },
  };
};

export const minibus = (random: () => number): Figure => {
  const stripe = pick(PAINTS, random);
  return {
    left: -90, width: 184, height: 88,
    paint: (canvas, x, y) => {
      canvas.ellipse(x, y - 1, 90, 6, [20, 20, 24], 0.38);
      canvas.polygon([[x - 86, y - 12], [x - 86, y - 76], [x - 80, y - 80], [x + 74, y - 80], [x + 84, y - 66], [x + 88, y - 12]], [240, 240, 234]);
      canvas.rect(x - 86, y - 38, 173, 12, stripe);
      for (let at = -78; at < 50; at += 26) canvas.rect(x + at, y - 72, 22, 26, [86, 110, 124]);
      canvas.polygon([[x + 56, y - 72], [x + 74, y - 72], [x + 82, y - 56], [x + 83, y - 44], [x + 56, y - 44]], [104, 132, 146]);
      canvas.ellipse(x + 83, y - 22, 4, 4, [255, 248, 214]);
      wheel(canvas, x - 54, y - 12, 12.5);
      wheel(canvas, x + 54, y - 12, 12.5);
    },
  };
};

export const walker = (random: () => number): Figure => {
  const [shirt, trousers] = [pick(CLOTHES, random), shade(pick(PAINTS, random), -0.35)];
  const kind = random();
  return {
    left: -26, width: 52, height: 64,
    paint: (canvas, x, y, step) => {
      const swing = [5, 0, -5, 0][step % 4] ?? 0;
      canvas.ellipse(x, y - 1, 11, 2.6, [40, 36, 34], 0.32);
      canvas.line([[x, y - 24], [x + swing, y - 1]], 5, trousers);
      canvas.line([[x, y - 24], [x - swing, y - 1]], 5, shade(trousers, -0.2));
      canvas.polygon([[x - 6, y - 22], [x + 6, y - 22], [x + 6, y - 43], [x - 5, y - 43]], shirt);
      canvas.line([[x, y - 41], [x - swing * 0.9, y - 25]], 3.6, shade(shirt, -0.15));
      canvas.ellipse(x + 1, y - 48, 4.8, 5.6, SKIN);
      canvas.ellipse(x, y - 51, 5.2, 3.6, [44, 36, 34]);
      if (kind < 0.55) canvas.polygon([[x - 11, y - 49], [x + 12, y - 49], [x + 0.5, y - 59]], [236, 218, 170]); // nón lá
      if (kind > 0.28) return;
      canvas.line([[x - 22, y - 41], [x + 22, y - 42]], 2, [138, 96, 58]); // a vendor's shoulder pole
      for (const end of [-20, 20]) {
        canvas.line([[x + end - 5, y - 20], [x + end, y - 41], [x + end + 5, y - 20]], 0.8, [120, 92, 64]);
        canvas.polygon([[x + end - 8, y - 21], [x + end + 8, y - 21], [x + end + 5, y - 13], [x + end - 5, y - 13]], [186, 142, 84]);
        canvas.ellipse(x + end, y - 22, 7, 3, end < 0 ? [96, 160, 72] : [236, 150, 52]);
      }
    },
  };
};
