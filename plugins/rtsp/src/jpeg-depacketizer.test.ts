import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JpegDepacketizer, type StatedSize } from './jpeg-depacketizer.ts';
import { quantizationTables } from './jpeg-tables.ts';

const ffmpeg = [process.env['FFMPEG_BIN'], '/usr/bin/ffmpeg'].find((path) => path && existsSync(path)) ?? 'ffmpeg';
interface Head { readonly offset?: number; readonly type?: number; readonly quality?: number; readonly width?: number; readonly height?: number; readonly field?: number }
function payload({ offset = 0, type = 1, quality = 50, width = 16, height = 8, field = 0 }: Head, ...rest: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([field, offset >> 16, (offset >> 8) & 255, offset & 255, type, quality, width / 8, height / 8]), ...rest]);
}
const tablesHead = (tables: Buffer, precision = 0): Buffer => Buffer.concat([Buffer.from([0, precision, tables.length >> 8, tables.length & 255]), tables]);
interface Sent { readonly bytes: Buffer; readonly ticks?: number; readonly marker?: boolean; readonly gap?: boolean }
function run(sent: readonly Sent[], stated?: StatedSize): { formats: Buffer[]; pictures: { ticks: number; bytes: Buffer }[] } {
  const formats: Buffer[] = [];
  const pictures: { ticks: number; bytes: Buffer }[] = [];
  const depacketizer = new JpegDepacketizer({ format: ([frame]) => void formats.push(Buffer.from(frame ?? [])), picture: (ticks, _, bytes) => void pictures.push({ ticks, bytes: Buffer.from(bytes) }) }, stated);
  for (const { bytes, ticks = 0, marker = true, gap = false } of sent) {
    if (gap) depacketizer.gap();
    depacketizer.packet(bytes, 0, bytes.length, ticks, marker);
  }
  return { formats, pictures };
}
/** The segments of a JPEG file up to its coded data, by marker. */
function segments(jpeg: Buffer): Map<string, Buffer[]> {
  const found = new Map<string, Buffer[]>();
  for (let at = 2; at + 4 <= jpeg.length;) {
    const marker = jpeg.toString('hex', at, at + 2);
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    found.set(marker, [...found.get(marker) ?? [], jpeg.subarray(at + 4, end)]);
    at = end;
    if (marker === 'ffda') found.set('data', [jpeg.subarray(end)]);
    if (marker === 'ffda') break;
  }
  return found;
}

/** A picture of ffmpeg as RFC 2435 sends it. */
function fromFfmpeg(): { jpeg: Buffer; parts: (size: number, quality?: number) => Sent[] } {
  const jpeg = execFileSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=160x96:r=1:d=1', '-c:v', 'mjpeg', '-huffman', 'default', '-pix_fmt', 'yuvj420p', '-q:v', '3', '-f', 'mjpeg', 'pipe:1']);
  const found = segments(jpeg);
  const tables = Buffer.concat((found.get('ffdb') ?? []).flatMap((body) => Array.from({ length: body.length / 65 }, (_, n) => body.subarray(n * 65 + 1, n * 65 + 65))));
  const [data = Buffer.alloc(0)] = found.get('data') ?? [];
  return {
    jpeg,
    parts: (size, quality = 255) => Array.from({ length: Math.ceil(data.length / size) }, (_, n) => ({
      bytes: payload({ offset: n * size, quality, width: 160, height: 96 }, n === 0 && quality >= 128 ? tablesHead(tables) : Buffer.alloc(0), data.subarray(n * size, (n + 1) * size)),
      marker: (n + 1) * size >= data.length,
    })),
  };
}
const rawOf = (jpeg: Buffer): Buffer => execFileSync(ffmpeg, ['-v', 'error', '-xerror', '-f', 'mjpeg', '-i', 'pipe:0', '-f', 'rawvideo', 'pipe:1'], { input: jpeg });

describe('JPEG packets become pictures', () => {
  it('of 4:2:2 say so in their frame header', () => {
    const [frame] = run([{ bytes: payload({ type: 0 }, Buffer.from([1])) }]).formats;
    expect(frame?.toString('hex')).toBe('ffc00011080008001003012100021101031101');
  });
  it('that decode to the same pixels', () => {
    const { jpeg, parts } = fromFfmpeg();
    const { formats, pictures } = run(parts(700));
    expect([formats.length, pictures.length]).toEqual([1, 1]);
    expect(rawOf(pictures[0]?.bytes ?? Buffer.alloc(0)).equals(rawOf(jpeg))).toBe(true);
  });
  it('with restart markers, type 64 and up (§3.1.7)', () => {
    const parts = [{ bytes: payload({ type: 65 }, Buffer.from([0, 4, 0xff, 0xff]), Buffer.from([1, 2, 3])) }];
    const { pictures: [picture] } = run(parts);
    expect([segments(picture?.bytes ?? Buffer.alloc(0)).get('ffdd'), picture?.bytes.toString('hex').endsWith('003f00010203ffd9')]).toEqual([[Buffer.from([0, 4])], true]);
  });
  it('with the tables a quality stands for', () => {
    expect([50, 10, 99].map((quality) => [...quantizationTables(quality).subarray(0, 4)])).toEqual([[16, 11, 12, 14], [80, 55, 60, 70], [1, 1, 1, 1]]);
    const { pictures: [picture] } = run([{ bytes: payload({ quality: 75 }, Buffer.from([1])) }]);
    expect(segments(picture?.bytes ?? Buffer.alloc(0)).get('ffdb')).toEqual([Buffer.concat([Buffer.from([0]), quantizationTables(75).subarray(0, 64)]), Buffer.concat([Buffer.from([1]), quantizationTables(75).subarray(64)])]);
  });
  it('with tables of 16 bits, and one table for all', () => {
    const wide = Buffer.alloc(128, 1);
    const { pictures: [picture] } = run([{ bytes: payload({ quality: 200 }, tablesHead(wide, 1), Buffer.from([1])) }]);
    const found = segments(picture?.bytes ?? Buffer.alloc(0));
    expect([found.get('ffdb'), found.get('ffc0')?.[0]?.toString('hex')]).toEqual([[Buffer.concat([Buffer.from([0x10]), wide])], '080008001003012200021100031100']);
  });
  it('with tables that were sent once only (§4.2)', () => {
    const tables = Buffer.alloc(128, 7);
    const { pictures } = run([{ bytes: payload({ quality: 130 }, tablesHead(tables), Buffer.from([1])) }, { bytes: payload({ quality: 130 }, tablesHead(Buffer.alloc(0)), Buffer.from([2])), ticks: 1 }]);
    expect(pictures.map(({ bytes }) => segments(bytes).get('ffdb')?.[0]?.[1])).toEqual([7, 7]);
  });
  it('of another size, announced before them', () => {
    const { formats, pictures } = run([{ bytes: payload({}, Buffer.from([1])) }, { bytes: payload({}, Buffer.from([1])), ticks: 1 }, { bytes: payload({ width: 2_040, height: 96 }, Buffer.from([1])), ticks: 2 }]);
    expect([formats.map((frame) => [frame.readUInt16BE(7), frame.readUInt16BE(5)]), pictures.length]).toEqual([[[16, 8], [2_040, 96]], 3]);
  });
  it('larger than the header can say, where the description does', () => {
    const large = { bytes: payload({ width: 0, height: 0 }, Buffer.from([1])) };
    expect([run([large]).pictures.length, run([large], { width: 2_560, height: 1_440 }).formats.map((frame) => [frame.readUInt16BE(7), frame.readUInt16BE(5)])]).toEqual([0, [[2_560, 1_440]]]);
  });
  it.each<[string, Sent[], number]>([
    ['one with a hole', [{ bytes: payload({}, Buffer.from([1])), marker: false }, { bytes: payload({ offset: 9 }, Buffer.from([1])) }], 0],
    ['one whose start is lost, but the next', [{ bytes: payload({ offset: 5 }, Buffer.from([1])) }, { bytes: payload({}, Buffer.from([1])), ticks: 1 }], 1],
    ['one with a lost packet the header does not show', [{ bytes: payload({}, Buffer.from([1])), marker: false }, { bytes: payload({ offset: 1 }, Buffer.from([1])), gap: true }], 0],
    ['one of another kind', [{ bytes: payload({ type: 2 }, Buffer.from([1])) }, { bytes: payload({ type: 128 }, Buffer.from([1])) }], 0],
    ['one of a quality that stands for nothing', [{ bytes: payload({ quality: 0 }, Buffer.from([1])) }, { bytes: payload({ quality: 100 }, Buffer.from([1])) }], 0],
    ['one with tables nobody sent', [{ bytes: payload({ quality: 255 }, tablesHead(Buffer.alloc(0)), Buffer.from([1])) }], 0],
    ['one with tables that are cut', [{ bytes: payload({ quality: 255 }, Buffer.from([0, 0, 0, 128, 1])) }], 0],
    ['the second field of one', [{ bytes: payload({}, Buffer.from([1])) }, { bytes: payload({ field: 2 }, Buffer.from([1])) }], 1],
  ])('but not %s', (_, sent, count) => {
    expect(run(sent).pictures.length).toBe(count);
  });
  it('of any bytes without throwing, and never more than came in', () => {
    const piece = fc.record({
      bytes: fc.oneof(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)), fc.tuple(fc.nat(40), fc.constantFrom(0, 1, 64, 65, 7), fc.constantFrom(1, 50, 99, 128, 255), fc.uint8Array({ maxLength: 300 })).map(([offset, type, quality, rest]) => payload({ offset, type, quality }, Buffer.from(rest)))),
      ticks: fc.nat(2), marker: fc.boolean(), gap: fc.boolean(),
    });
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (sent) => {
      const { pictures } = run(sent);
      const came = sent.reduce((sum, { bytes }) => sum + bytes.length, 0);
      for (const { bytes } of pictures) {
        expect(bytes.length).toBeLessThanOrEqual(came + 1_282);
        expect([bytes.readUInt16BE(0), bytes.readUInt16BE(bytes.length - 2)]).toEqual([0xffd8, 0xffd9]);
      }
    }), { numRuns: 1_000 });
  });
});
