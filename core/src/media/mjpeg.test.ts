import { describe, expect, it } from 'vitest';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { decode, ffmpeg } from './clips.fixture.ts';
import { describeVideo, mimeOf } from './describe-track.ts';
import { FragmentWriter } from './fragment-writer.ts';
import { fileOf, jpegs, jpegUnits } from './mjpeg.fixture.ts';
import { rtpUnitsOf } from './rtp-units.ts';
import { sampleKinds } from './sample-kinds.ts';

describe('MJPEG in fMP4', () => {
  it('is decoded by ffmpeg, picture for picture', () => {
    const { format, units } = jpegUnits(jpegs(8));
    expect(describeVideo(format.video)).toEqual({ width: 160, height: 96, codecs: 'mp4v.6C', reorderDepth: 0, mime: 'video/mp4; codecs="mp4v.6C"' });
    const { errors, frames } = decode(fileOf(format, units));
    expect([errors, frames.map(({ ticks }) => ticks)]).toEqual(['', units.map(({ ticks }) => ticks)]);
  });
  it('is no RTP the hub sends on: players of RTP get it made anew', () => {
    const { format, units } = jpegUnits(jpegs(1));
    const pieces: Uint8Array[] = [];
    const writer = new FragmentWriter(format, ({ bytes }) => void pieces.push(bytes));
    for (const unit of units) writer.write(unit);
    expect(pieces.flatMap((piece) => rtpUnitsOf(piece, format))).toEqual([]);
  });
  it.each([['none', []], ['cut short', [Buffer.from('ffc00011', 'hex')]], ['of no size', [Buffer.from('ffc0001108000000a003012200021100031100', 'hex')]], ['of a size no camera has', [Buffer.from('ffc00011084001ffff03012200021100031100', 'hex')]], ['of another kind', [Buffer.from('ffc2001108006000a003012200021100031100', 'hex')]]])(
    'with a frame header that is %s is refused', (_, parameterSets) => {
      expect(() => describeVideo({ codec: 'mjpeg', clockRate: 90_000, parameterSets })).toThrow('JPEG frame header');
    });
});

describe('G.711 in fMP4', () => {
  it.each([['pcma', 'alaw'], ['pcmu', 'mulaw']] as const)('of %s is in files, where ffmpeg hears it, and not in what browsers are told', (codec, name) => {
    const sound = ffmpeg(['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=8000:duration=0.8', '-c:a', `pcm_${name}`, '-f', name, 'pipe:1']);
    const { format: { video }, units } = jpegUnits(jpegs(8));
    const format: MediaFormat = { video, audio: { codec, clockRate: 8_000, channels: 1 } };
    const sounds = Array.from({ length: 40 }, (_, n): AccessUnit => ({ track: 'audio', ticks: 77_000 + n * 160, at: 1_000 + n * 20, key: true, parts: [sound.subarray(n * 160, (n + 1) * 160)], size: 160 }));
    const file = fileOf(format, [...units, ...sounds].toSorted((a, b) => a.at - b.at || (a.track === 'video' ? -1 : 1)));
    const { errors, frames } = decode(file);
    expect([errors, frames.filter(({ stream }) => stream === 1).reduce((sum, { duration }) => sum + duration, 0)]).toEqual(['', 6_400]);
    expect(ffmpeg(['-i', 'pipe:0', '-map', '0:a', '-c', 'copy', '-f', name, 'pipe:1'], file).equals(sound.subarray(0, 6_400))).toBe(true);
    expect(mimeOf(format, { audio: true })).toBe(mimeOf({ video }));
    expect([...sampleKinds(file)]).toEqual(['mp4v', codec === 'pcma' ? 'alaw' : 'ulaw']);
    expect([...sampleKinds(file.subarray(0, 300))]).toEqual([]);
  });
});
