import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';

/** The ffmpeg that makes and judges test material. */
export const ffmpegBin = [process.env['FFMPEG_BIN'], '/usr/bin/ffmpeg'].find((path) => path && existsSync(path)) ?? 'ffmpeg';

export function ffmpeg(args: readonly string[], input?: Uint8Array): Buffer {
  return execFileSync(ffmpegBin, ['-v', 'error', '-threads', '1', ...args], { input, maxBuffer: 64 * 1024 * 1024, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** What ffmpeg says of a file it decodes whole: its errors, and one line `stream,pts,duration` per packet. */
export function decode(file: Uint8Array): { readonly errors: string; readonly frames: readonly { readonly stream: number; readonly ticks: number; readonly duration: number }[] } {
  let errors = '';
  let listed = '';
  try {
    listed = ffmpeg(['-xerror', '-i', 'pipe:0', '-map', '0', '-c:a', 'pcm_s16le', '-c:v', 'rawvideo', '-fps_mode', 'passthrough', '-enc_time_base', '-1', '-f', 'framehash', '-hash', 'crc32', 'pipe:1'], file).toString();
  } catch (error) {
    errors = String(error);
  }
  const frames = listed.split('\n').filter((line) => /^\d/.test(line)).map((line) => line.split(',').map(Number)).map(([stream = 0, , ticks = 0, duration = 0]) => ({ stream, ticks, duration }));
  return { errors, frames };
}

/** NAL units of an Annex B stream, without start codes. */
export function splitNals(stream: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) starts.push(at);
  return starts.map((start, i) => {
    let end = starts[i + 1] ?? stream.length;
    while (end > start + 3 && stream[end - 1] === 0) end--;
    return stream.subarray(start + 3, end);
  });
}

export function makeH264(extra: readonly string[] = ['-bf', '0'], size = '160x90'): Buffer {
  return ffmpeg(['-f', 'lavfi', '-i', `testsrc=s=${size}:r=25:d=2`, '-c:v', 'libx264', '-preset', 'ultrafast', '-x264-params', 'slices=1', '-pix_fmt', 'yuv420p', '-g', '25', ...extra, '-f', 'h264', 'pipe:1']);
}
export function makeH265(): Buffer {
  return ffmpeg(['-f', 'lavfi', '-i', 'testsrc=s=160x90:r=25:d=1', '-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-x265-params', 'log-level=none:bframes=0:keyint=10:pools=1', '-f', 'hevc', 'pipe:1']);
}

/** Format and units of a stream with one slice per picture, at 25 pictures per second. */
export function unitsOf(codec: 'h264' | 'h265', stream: Buffer, shown: (n: number) => number = (n) => n * 3_600): { format: MediaFormat; units: AccessUnit[] } {
  const kindOf = (nal: Buffer): number => (codec === 'h264' ? (nal[0] ?? 0) & 31 : ((nal[0] ?? 0) >> 1) & 63);
  const nals = splitNals(stream);
  const isSet = (nal: Buffer): boolean => (codec === 'h264' ? [7, 8] : [32, 33, 34]).includes(kindOf(nal));
  const parameterSets = [...new Map(nals.filter(isSet).map((nal) => [nal.toString('hex'), nal])).values()];
  const pictures = nals.filter((nal) => (codec === 'h264' ? [1, 5].includes(kindOf(nal)) : kindOf(nal) < 32));
  const units = pictures.map((nal, n): AccessUnit => {
    const size = Buffer.allocUnsafe(4);
    size.writeUInt32BE(nal.length);
    const key = codec === 'h264' ? kindOf(nal) === 5 : kindOf(nal) >= 16 && kindOf(nal) <= 21;
    return { track: 'video', ticks: shown(n), at: 1_000_000 + n * 40, key, parts: [size, nal], size: nal.length + 4 };
  });
  return { format: { video: { codec, clockRate: 90_000, parameterSets } }, units };
}

/** AAC frames at 48 kHz without their ADTS headers (ISO/IEC 13818-7 §6.2). */
export function makeAac(): { config: Uint8Array; units: AccessUnit[] } {
  const stream = ffmpeg(['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=2', '-c:a', 'aac', '-b:a', '32k', '-f', 'adts', 'pipe:1']);
  const units: AccessUnit[] = [];
  for (let at = 0; at + 7 <= stream.length; ) {
    const size = ((stream.readUInt8(at + 3) & 3) << 11) | (stream.readUInt8(at + 4) << 3) | (stream.readUInt8(at + 5) >> 5);
    const n = units.length;
    units.push({ track: 'audio', ticks: 5_000_000 + n * 1_024, at: 1_000_000 + Math.round((n * 1_024) / 48), key: true, parts: [stream.subarray(at + 7, at + size)], size: size - 7 });
    at += size;
  }
  return { config: Buffer.from('1188', 'hex'), units };
}
