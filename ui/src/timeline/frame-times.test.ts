import { describe, expect, it } from 'vitest';
import { frameTimesOf, timescaleOf } from './frame-times.ts';

const bytes = (...parts: (number | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part >>> 24, (part >>> 16) & 255, (part >>> 8) & 255, part & 255] : [...part])));
const box = (kind: string, ...parts: (number | Uint8Array)[]): Uint8Array => {
  const inside = bytes(...parts);
  return bytes(inside.length + 8, Uint8Array.from(kind, (letter) => letter.charCodeAt(0)), inside);
};
const buffer = (one: Uint8Array): ArrayBuffer => Uint8Array.from(one).buffer;
const trak = (id: number, timescale: number): Uint8Array => box('trak', box('tkhd', 0, 0, 0, id), box('mdia', box('mdhd', 0, 0, 0, timescale)));

describe('when the pictures of a fragment are shown', () => {
  it('the timescale is that of the video track, wherever it stands', () => {
    expect([timescaleOf(buffer(box('moov', trak(2, 8_000), trak(1, 90_000)))), timescaleOf(buffer(box('moov', trak(2, 8_000)))), timescaleOf(new ArrayBuffer(3))]).toEqual([90_000, undefined, undefined]);
  });

  it('by the length of each, and by the usual length where none is given', () => {
    const each = box('moof', box('traf', box('tfhd', 0, 1), box('tfdt', 0, 90_000), box('trun', 0x300, 3, 3_600, 1, 7_200, 1, 3_600, 1)));
    const usual = box('moof', box('traf', box('tfhd', 0x8, 1, 9_000), box('tfdt', 0x01000000, 0, 180_000), box('trun', 0x201, 2, 0, 5, 5)));
    expect(frameTimesOf(buffer(bytes(each, box('mdat', 1, 2), usual)), 90_000)).toEqual([1_000, 1_040, 1_120, 2_000, 2_100]);
  });

  it('in the order they are shown, which need not be that of decoding', () => {
    const moof = box('moof', box('traf', box('tfhd', 0x8, 1, 1_000), box('tfdt', 0, 0), box('trun', 0x01000800, 3, 0, 1_000, -1_000)));
    expect(frameTimesOf(buffer(moof), 1_000)).toEqual([0, 1_000, 2_000]);
  });

  it('of sound, and of bytes that are no fragment, there are none', () => {
    const sound = box('moof', box('traf', box('tfhd', 0x8, 2, 1_000), box('tfdt', 0, 0), box('trun', 0, 3)));
    const short = box('moof', box('traf', box('tfhd', 0), box('tfdt', 0), box('trun', 0x100)));
    expect([sound, short, Uint8Array.of(1, 2, 3), new Uint8Array(64)].map((each) => frameTimesOf(buffer(each), 1_000))).toEqual([[], [], [], []]);
  });
});
