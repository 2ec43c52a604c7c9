import { expect, it } from 'vitest';
import { linesNeeded } from './lines-needed.ts';

it.each([
  ['a card on a phone', { width: 358, height: 201 }, 3, 720],
  ['a card on a desk', { width: 340, height: 191 }, 1, 576],
  ['a tile of four', { width: 640, height: 360 }, 1, 576],
  ['the camera page on a desk', { width: 880, height: 495 }, 1, 1_080],
  ['a whole screen', { width: 1_920, height: 1_080 }, 1, 2_160],
  ['a whole screen of many pixels', { width: 3_840, height: 2_160 }, 2, undefined],
  ['a phone held upright, whole screen', { width: 390, height: 844 }, 3, 1_080],
  ['not laid out yet', { width: 0, height: 0 }, 2, undefined],
] as const)('%s', (_name, box, density, expected) => {
  expect(linesNeeded(box, density)).toBe(expected);
});
