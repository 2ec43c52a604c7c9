import { lookBytes, lookHeight, lookWidth, planeBytes } from './picture-measure.ts';

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A street of house fronts as a look: brightness, and a little colour. */
export function scene(seed: number, colour = 20): Uint8Array {
  const random = randomOf(seed);
  const look = new Uint8Array(lookBytes).fill(128);
  look.fill(120, 0, planeBytes);
  look.fill(128 + colour, planeBytes, planeBytes * 2);
  for (let house = 0; house < 70; house += 1) {
    const [x, y, w, h, light] = [random() * lookWidth, random() * lookHeight, 4 + random() * 24, 4 + random() * 18, 60 + random() * 140];
    for (let row = Math.floor(y); row < Math.min(lookHeight, y + h); row += 1) look.fill(light, row * lookWidth + Math.floor(x), row * lookWidth + Math.floor(Math.min(lookWidth, x + w)));
  }
  return look;
}
/** What a sensor adds, another each time. */
export function noisy(look: Uint8Array, seed: number, levels = 4): Uint8Array {
  const random = randomOf(seed + 7_919);
  return changed(look, (value) => value + (random() - 0.5) * 2 * levels);
}
export function changed(look: Uint8Array, to: (value: number, x: number, y: number) => number): Uint8Array {
  const out = Uint8Array.from(look);
  for (let at = 0; at < planeBytes; at += 1) out[at] = Math.max(0, Math.min(255, Math.round(to(look[at]!, at % lookWidth, Math.floor(at / lookWidth)))));
  return out;
}
export const shifted = (look: Uint8Array, by: number): Uint8Array => changed(look, (_, x, y) => look[y * lookWidth + ((x + by) % lookWidth)]!);
export function blurred(look: Uint8Array, radius: number): Uint8Array {
  return changed(look, (_, x, y) => {
    let [sum, count] = [0, 0];
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        const [u, v] = [x + dx, y + dy];
        if (u < 0 || v < 0 || u >= lookWidth || v >= lookHeight) continue;
        sum += look[v * lookWidth + u]!;
        count += 1;
      }
    }
    return sum / count;
  });
}
/** A lorry in front of part of the picture. */
export const hidden = (look: Uint8Array, share: number, light = 90): Uint8Array => changed(look, (value, x) => (x < lookWidth * share ? light : value));
export const flat = (light: number): Uint8Array => changed(scene(1), () => light);
