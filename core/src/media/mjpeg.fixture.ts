import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { ffmpeg } from './clips.fixture.ts';
import { FragmentWriter } from './fragment-writer.ts';

/** JPEG files one after another, as ffmpeg's muxer writes them. */
export function jpegs(count: number): Buffer[] {
  const all = ffmpeg(['-f', 'lavfi', '-i', `testsrc=s=160x96:r=10:d=${count / 10}`, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-f', 'mjpeg', 'pipe:1']);
  const starts: number[] = [];
  for (let at = all.indexOf('ffd8ff', 0, 'hex'); at >= 0; at = all.indexOf('ffd8ff', at + 2, 'hex')) starts.push(at);
  return starts.map((start, i) => all.subarray(start, starts[i + 1] ?? all.length));
}
/** Ten pictures a second. */
export function jpegUnits(pictures: readonly Buffer[]): { format: MediaFormat; units: AccessUnit[] } {
  const [first = Buffer.alloc(0)] = pictures;
  const at = first.indexOf('ffc0', 0, 'hex');
  const frame = first.subarray(at, at + 2 + first.readUInt16BE(at + 2));
  return {
    format: { video: { codec: 'mjpeg', clockRate: 90_000, parameterSets: [frame] } },
    units: pictures.map((jpeg, n) => ({ track: 'video', ticks: n * 9_000, at: 1_000 + n * 100, key: true, parts: [jpeg], size: jpeg.length })),
  };
}
/** As the recorder writes it: one track in a fragment. */
export function fileOf(format: MediaFormat, units: readonly AccessUnit[]): Buffer {
  const pieces: Uint8Array[] = [];
  const writer = new FragmentWriter(format, ({ bytes }) => void pieces.push(bytes), { audio: true });
  const init = writer.init();
  for (const unit of units) writer.write(unit);
  writer.flush();
  return Buffer.concat([init, ...pieces]);
}
