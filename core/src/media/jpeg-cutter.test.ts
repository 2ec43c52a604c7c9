import { describe, expect, it } from 'vitest';
import { JpegCutter } from './jpeg-cutter.ts';

const picture = (...inner: number[]): Uint8Array => Uint8Array.of(0xff, 0xd8, ...inner, 0xff, 0xd9);
const one = picture(1, 2, 0xff, 0x00, 0xd9, 0xff, 0xd0, 3);
const two = picture(4, 0xd8, 5);

describe('a cutter of JPEGs', () => {
  it('finds the same pictures wherever the row was cut', () => {
    const row = Buffer.concat([one, two, one]);
    for (let size = 1; size <= row.length; size += 1) {
      const cutter = new JpegCutter();
      const found: Uint8Array[] = [];
      for (let at = 0; at < row.length; at += size) found.push(...cutter.push(row.subarray(at, at + size)));
      expect(found.map((each) => [...each])).toEqual([[...one], [...two], [...one]]);
    }
  });

  it('leaves out what does not begin as one, and finds the next', () => {
    const cutter = new JpegCutter();
    expect(cutter.push(Buffer.concat([Uint8Array.of(9, 9, 0xff, 0xd9), two])).map((each) => [...each])).toEqual([[...two]]);
  });

  it('never keeps more than 8 MiB of one that does not end, and goes on after it', () => {
    const cutter = new JpegCutter();
    const endless = new Uint8Array(1024 * 1024).fill(7);
    expect(cutter.push(Uint8Array.of(0xff, 0xd8))).toEqual([]);
    for (let n = 0; n < 9; n += 1) expect(cutter.push(endless)).toEqual([]);
    // What is left of the large one does not begin as a picture.
    expect(cutter.push(Uint8Array.of(0xff, 0xd9))).toEqual([]);
    expect(cutter.push(two).map((each) => [...each])).toEqual([[...two]]);
  });
});
