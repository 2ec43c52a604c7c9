import type { Canvas } from './canvas.ts';

/** A picture in planar YUV 4:2:0, BT.601 limited range: what cameras and encoders use. Sizes are even. */
export interface YuvPicture {
  readonly width: number;
  readonly height: number;
  /** Y, then U, then V. */
  readonly bytes: Buffer;
}

/** A cut-out figure: premultiplied YUV with alpha (0..255) at both resolutions. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
  readonly lumaAlpha: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly chromaAlpha: Uint8Array;
}

/** Premultiplied: the offsets of 16 and 128 are scaled by the alpha too. */
const toYuv = (r: number, g: number, b: number, a: number): [number, number, number] => [
  16 * a + 0.257 * r + 0.504 * g + 0.098 * b,
  128 * a - 0.148 * r - 0.291 * g + 0.439 * b,
  128 * a + 0.439 * r - 0.368 * g - 0.071 * b,
];

const whole = (plane: Float32Array): Uint8Array => Uint8Array.from(plane, Math.round);

const convert = (canvas: Canvas): Sprite => {
  const { width, height } = canvas;
  const half = width / 2;
  const planes = { luma: new Uint8Array(width * height), lumaAlpha: new Uint8Array(width * height) };
  const chroma = [new Float32Array((half * height) / 2), new Float32Array((half * height) / 2), new Float32Array((half * height) / 2)] as const;
  const pixel: [number, number, number, number] = [0, 0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      canvas.pixel(x, y, pixel);
      const [luma, u, v] = toYuv(...pixel);
      planes.luma[y * width + x] = Math.round(luma);
      planes.lumaAlpha[y * width + x] = Math.round(pixel[3] * 255);
      const at = (y >> 1) * half + (x >> 1);
      chroma[0][at] = (chroma[0][at] ?? 0) + u / 4;
      chroma[1][at] = (chroma[1][at] ?? 0) + v / 4;
      chroma[2][at] = (chroma[2][at] ?? 0) + (pixel[3] * 255) / 4;
    }
  }
  const [u, v, chromaAlpha] = chroma;
  return { width, height, ...planes, u: whole(u), v: whole(v), chromaAlpha: whole(chromaAlpha) };
};

export const toSprite = (canvas: Canvas): Sprite => convert(canvas);

export const toPicture = (canvas: Canvas): YuvPicture => {
  const { width, height, luma, u, v } = convert(canvas);
  return { width, height, bytes: Buffer.concat([luma, u, v]) };
};

/** Lays a figure over a picture; positions are rounded to even pixels so that colour stays on its edges. */
export const blit = (picture: YuvPicture, sprite: Sprite, atX: number, atY: number): void => {
  const [x, y] = [Math.round(atX / 2) * 2, Math.round(atY / 2) * 2];
  const size = picture.width * picture.height;
  const half = picture.width / 2;
  blend(picture.bytes, 0, picture.width, picture.height, sprite.luma, sprite.lumaAlpha, sprite.width, x, y);
  blend(picture.bytes, size, half, picture.height / 2, sprite.u, sprite.chromaAlpha, sprite.width / 2, x / 2, y / 2);
  blend(picture.bytes, size + size / 4, half, picture.height / 2, sprite.v, sprite.chromaAlpha, sprite.width / 2, x / 2, y / 2);
};

const blend = (bytes: Buffer, base: number, width: number, height: number, from: Uint8Array, alphas: Uint8Array, columns: number, x: number, y: number): void => {
  const rows = alphas.length / columns;
  const left = Math.max(0, -x);
  const right = Math.min(columns, width - x);
  for (let row = Math.max(0, -y); row < rows && row + y < height; row += 1) {
    let to = base + (row + y) * width + x + left;
    for (let at = row * columns + left; at < row * columns + right; at += 1, to += 1) {
      const alpha = alphas[at] ?? 0;
      if (alpha === 0) continue;
      if (alpha === 255) bytes[to] = from[at] ?? 0;
      else bytes[to] = (from[at] ?? 0) + (((bytes[to] ?? 0) * (255 - alpha)) >> 8);
    }
  }
};
