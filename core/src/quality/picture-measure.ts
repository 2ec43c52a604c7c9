import { signatureOf, type SceneSignature } from './scene-signature.ts';

/** Every picture is looked at in this size. */
export const lookWidth = 160;
export const lookHeight = 90;
/** One byte of brightness a cell; in a look, two planes of colour of the same size follow (yuv444p). */
export const planeBytes = lookWidth * lookHeight;
export const lookBytes = planeBytes * 3;

/** By which light the scene is seen: a camera that sees by infrared sends no colour. */
export const lights = ['day', 'dim', 'infrared'] as const;
export type Light = (typeof lights)[number];
const dimBelow = 50;
const colourless = 0.8;

/** What is measured of one picture. None of it can be turned back into a picture. */
export interface PictureMeasure {
  /** Mean brightness, 0 black .. 255 white. */
  readonly mean: number;
  /** Standard deviation of the brightness. */
  readonly spread: number;
  /** Mean absolute Laplacian: how fine the picture is drawn. */
  readonly detail: number;
  readonly signature: SceneSignature;
  readonly light: Light;
}

/** Pure. @param look `lookBytes`: brightness, then colour */
export function measure(look: Uint8Array): PictureMeasure {
  const gray = brightnessOf(look);
  let [sum, squares] = [0, 0];
  for (const value of gray) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / gray.length;
  const light = colourOf(look) < colourless ? 'infrared' : mean < dimBelow ? 'dim' : 'day';
  return { mean, light, spread: Math.sqrt(Math.max(0, squares / gray.length - mean * mean)), detail: detailOf(gray), signature: signatureOf(gray, lookWidth, lookHeight) };
}

export const brightnessOf = (look: Uint8Array): Uint8Array => look.subarray(0, planeBytes);

/** Mean distance from gray. */
function colourOf(look: Uint8Array): number {
  let sum = 0;
  for (let at = planeBytes; at < look.length; at += 1) sum += Math.abs(look[at]! - 128);
  return look.length > planeBytes ? sum / (look.length - planeBytes) : 0;
}

function detailOf(gray: Uint8Array): number {
  let sum = 0;
  for (let y = 1; y < lookHeight - 1; y += 1) {
    for (let at = y * lookWidth + 1; at < (y + 1) * lookWidth - 1; at += 1) {
      sum += Math.abs(4 * gray[at]! - gray[at - 1]! - gray[at + 1]! - gray[at - lookWidth]! - gray[at + lookWidth]!);
    }
  }
  return sum / ((lookWidth - 2) * (lookHeight - 2));
}

/** How far two pictures are apart, in levels of brightness: on the whole, and where most. */
export function difference(a: Uint8Array, b: Uint8Array): { readonly mean: number; readonly most: number } {
  let [sum, most] = [0, 0];
  for (let at = 0; at < a.length; at += 1) {
    const apart = Math.abs(a[at]! - b[at]!);
    sum += apart;
    if (apart > most) most = apart;
  }
  return { mean: sum / a.length, most };
}
