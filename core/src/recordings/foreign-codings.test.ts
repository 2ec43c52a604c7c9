import { describe, expect, it } from 'vitest';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import type { Clip } from '../domain/recording.ts';
import { FfmpegRunner } from '../ffmpeg/ffmpeg-runner.ts';
import { decode, ffmpeg, ffmpegBin } from '../media/clips.fixture.ts';
import { fileOf, jpegs, jpegUnits } from '../media/mjpeg.fixture.ts';
import { sampleKinds } from '../media/sample-kinds.ts';
import { remakeArguments } from '../renditions/remake.ts';
import { software } from '../renditions/encoder.ts';
import { jpegOf } from '../streams/picture.ts';
import { conditioned } from './conditioned-clip.ts';
import { joinedFilm } from './joined-film.ts';

const real = new FfmpegRunner({ path: ffmpegBin, version: 'test', from: 'PATH' });
const { signal } = new AbortController();

/** A second of MJPEG with A-law sound. */
function recorded(): Buffer {
  const { format: { video }, units } = jpegUnits(jpegs(10));
  const format: MediaFormat = { video, audio: { codec: 'pcma', clockRate: 8_000, channels: 1 } };
  const sounds = Array.from({ length: 50 }, (_, n): AccessUnit => ({ track: 'audio', ticks: n * 160, at: 1_000 + n * 20, key: true, parts: [Buffer.alloc(160, 0xd5)], size: 160 }));
  return fileOf(format, [...units, ...sounds].toSorted((a, b) => a.at - b.at || (a.track === 'video' ? -1 : 1)));
}
async function* segmentsOf(...files: readonly Buffer[]): Clip['segments'] {
  for (const [n, bytes] of files.entries()) {
    yield { segment: { camera: 'c' as never, from: 1_000 + n * 1_000, to: 2_000 + n * 1_000, bytes: bytes.length, sha256: '' }, bytes: (async function* once() { yield bytes; })() };
  }
}

describe('footage of a camera that sends MJPEG and G.711', () => {
  it('is made anew under an owner\'s conditions, with its sound in a coding that MP4 writers know', async () => {
    const made: Buffer[] = [];
    for await (const { bytes } of conditioned(segmentsOf(recorded()), { maxHeight: 48, maxFps: 30, audio: true, watermark: false }, [], { ffmpeg: real, mark: '', remade: () => {} }, signal)) {
      for await (const part of bytes) made.push(Buffer.from(part));
    }
    const file = Buffer.concat(made);
    expect([[...sampleKinds(file)], decode(file).errors]).toEqual([['avc1', 'mp4a'], '']);
  });
  it('is joined into a film that browsers play', async () => {
    const clip = { camera: 'c' as never, from: 1_000, to: 3_000, listed: [], segments: segmentsOf(recorded(), recorded()) };
    const { film, seconds } = await joinedFilm(real, clip, signal);
    const { errors, frames } = decode(film);
    expect([[...sampleKinds(film)], errors, frames.length, seconds]).toEqual([['avc1'], '', 20, 2]);
  });
  it('is made anew for live viewers', () => {
    const flv = ffmpeg(remakeArguments({ cover: [], maxHeight: 96, maxFps: 10, mark: '' }, 10, software), recorded());
    const listed = ffmpeg(['-f', 'flv', '-i', 'pipe:0', '-f', 'framecrc', 'pipe:1'], flv).toString();
    expect(listed.split('\n').filter((line) => line.startsWith('0,')).length).toBeGreaterThan(5);
  });
  it('gives its still', async () => {
    const { format: { video }, units: [unit] } = jpegUnits(jpegs(1));
    if (!unit) throw new Error('no picture');
    const still = Buffer.from(await jpegOf(real, video, unit, { signal, maxHeight: 48 }));
    expect(still.readUInt16BE(0)).toBe(0xffd8);
  });
});
