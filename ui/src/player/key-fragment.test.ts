import { describe, expect, it } from 'vitest';
import { startsWithKey } from './key-fragment.ts';

const words = (...values: number[]): number[] => values.flatMap((value) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const box = (name: string, ...parts: number[][]): number[] => {
  const body = parts.flat();
  return [...words(8 + body.length), ...[...name].map((letter) => letter.charCodeAt(0)), ...body];
};
const fragment = (track: number, trun: number[], tfhd: number[] = words(0x020000, track)): ArrayBuffer =>
  new Uint8Array([...box('moof', box('mfhd', words(0, 1)), box('traf', box('tfhd', tfhd), box('tfdt', words(0x01000000, 0, 0)), box('trun', trun))), ...box('mdat', [1, 2, 3])]).buffer;
const key = 0x02000000;
const other = 0x01010000;

describe('whether a fragment begins with a key picture', () => {
  it.each([
    ['flags of every sample, key', fragment(1, words(0x00000701, 1, 100, 3_600, 3, key)), true],
    ['flags of every sample, not a key', fragment(1, words(0x00000701, 1, 100, 3_600, 3, other)), false],
    ['first sample flags', fragment(1, words(0x00000205, 1, 100, key, 3)), true],
    ['default flags of the track', fragment(1, words(0x00000201, 1, 100, 3), words(0x020020, 1, key)), true],
    ['default flags say it depends on others', fragment(1, words(0x00000201, 1, 100, 3), words(0x020020, 1, other)), false],
    ['sound only', fragment(2, words(0x00000701, 1, 100, 1_024, 3, key)), false],
    ['an init segment', new Uint8Array(box('ftyp', words(1, 2))).buffer, false],
    ['cut short', fragment(1, words(0x00000701, 1, 100, 3_600, 3, key)).slice(0, 40), false],
    ['a box that claims more than there is', new Uint8Array(words(0x7fffffff, 0x6d6f6f66, 0, 0)).buffer, false],
    ['nothing', new ArrayBuffer(0), false],
  ])('%s', (_name, bytes, expected) => {
    expect(startsWithKey(bytes)).toBe(expected);
  });
});
