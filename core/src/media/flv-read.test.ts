import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ffmpeg, makeH264 } from './clips.fixture.ts';
import { describeVideo } from './describe-track.ts';
import { FlvReader, type FlvNews } from './flv-read.ts';

describe('FLV from ffmpeg', () => {
  let flv: Buffer;
  let whole: FlvNews[];
  beforeAll(() => {
    flv = ffmpeg(['-f', 'h264', '-framerate', '25', '-i', 'pipe:0', '-c:v', 'copy', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'], makeH264());
    whole = new FlvReader().push(flv);
  });

  it('is its format, then every picture with its time', () => {
    const [format, ...units] = whole;
    expect(format?.kind === 'format' && describeVideo(format.video)).toMatchObject({ width: 160, height: 90 });
    const pictures = units.flatMap((news) => (news.kind === 'unit' ? [news.unit] : []));
    expect([pictures.length, pictures[0]?.key, pictures.filter(({ key }) => key).length, pictures.slice(0, 4).map(({ ticks }) => ticks)]).toEqual([50, true, 2, [0, 3_600, 7_200, 10_800]]);
    expect(pictures.every(({ parts, size }) => parts.length === 1 && parts[0]?.length === size && Buffer.from(parts[0] ?? []).readUInt32BE(0) < size)).toBe(true);
  });

  it('is the same wherever it is cut', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 40, max: 3_000 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      const reader = new FlvReader();
      const news: FlvNews[] = [];
      // Within the first tag's head, too.
      news.push(...reader.push(flv.subarray(0, 7)), ...reader.push(flv.subarray(7, 15)));
      for (let at = 15, n = 0; at < flv.length; n += 1) {
        const size = sizes[n % sizes.length] ?? 1;
        news.push(...reader.push(flv.subarray(at, at + size)));
        at += size;
      }
      expect(news).toEqual(whole);
    }), { numRuns: 40 });
  });

  it('that is none, or says it is larger than any picture, is refused', () => {
    expect(() => new FlvReader().push(Buffer.alloc(20, 7))).toThrow(expect.objectContaining({ code: 'camera-broken-answer' }));
    const huge = Buffer.from(flv.subarray(0, 40));
    huge.writeUIntBE(0xff_ff_ff, 14, 3);
    expect(() => new FlvReader().push(huge)).toThrow(expect.objectContaining({ code: 'camera-broken-answer' }));
    expect(() => fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        new FlvReader().push(Buffer.concat([flv.subarray(0, 13), bytes]));
      } catch (error) {
        expect(error).toMatchObject({ code: 'camera-broken-answer' });
      }
    }), { numRuns: 2_000 })).not.toThrow();
  });
});
