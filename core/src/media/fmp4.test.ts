import { describe, expect, it } from 'vitest';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { decode, makeAac, makeH264, makeH265, unitsOf } from './clips.fixture.ts';
import { carriesAudio, fragment, initSegment, type Sample } from './fmp4.ts';
import { FragmentWriter, type LiveFragment } from './fragment-writer.ts';

function write(format: MediaFormat, units: readonly AccessUnit[], audio = false): { file: Buffer; fragments: LiveFragment[] } {
  const fragments: LiveFragment[] = [];
  const writer = new FragmentWriter(format, (live) => fragments.push(live), { audio });
  for (const unit of units) writer.write(unit);
  writer.flush();
  return { file: Buffer.concat([writer.init(), ...fragments.map((live) => live.bytes)]), fragments };
}

describe('the fMP4 that is written', () => {
  it('plays as H.264, each picture at its time', () => {
    const { format, units } = unitsOf('h264', makeH264());
    const { file, fragments } = write(format, units);
    const { errors, frames } = decode(file);
    expect({ errors, ticks: frames.map((frame) => frame.ticks) }).toEqual({ errors: '', ticks: units.map((unit) => unit.ticks) });
    expect(fragments.map((live) => live.key)).toEqual(units.map((unit) => unit.key));
  });

  it('plays as H.265', () => {
    const { format, units } = unitsOf('h265', makeH265());
    const { errors, frames } = decode(write(format, units).file);
    expect({ errors, count: frames.length }).toEqual({ errors: '', count: 25 });
  });

  it('plays B pictures in their order', () => {
    const stream = makeH264(['-bf', '2', '-x264-params', 'slices=1:b-adapt=0:b-pyramid=none']);
    // I0 P3 B1 B2 P6 B4 B5 ..., with an I picture every 25 that closes its group.
    const shown: number[] = [];
    for (let group = 0; group < 2; group++) shown.push(...[0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11, 15, 13, 14, 18, 16, 17, 21, 19, 20, 24, 22, 23].map((n) => (group * 25 + n) * 3_600));
    const { format, units } = unitsOf('h264', stream, (n) => shown[n] ?? 0);
    const { file, fragments } = write(format, units);
    const { errors, frames } = decode(file);
    const ticks = frames.map((frame) => frame.ticks);
    expect(errors).toBe('');
    expect(ticks).toEqual(Array.from({ length: 50 }, (_, n) => n * 3_600));
    for (const [i, live] of fragments.entries()) expect(live.decodeTicks).toBeGreaterThanOrEqual((fragments[i - 1]?.decodeTicks ?? 0) + (fragments[i - 1]?.duration ?? 0));
  });

  it('plays picture and sound together, the sound in batches', () => {
    const { format, units } = unitsOf('h264', makeH264());
    const sound = makeAac();
    const both = { ...format, audio: { codec: 'aac', clockRate: 48_000, channels: 1, config: sound.config } } as const;
    const mixed = [...units, ...sound.units].toSorted((a, b) => a.at - b.at);
    const { file, fragments } = write(both, mixed, true);
    const { errors, frames } = decode(file);
    const inSound = frames.filter((frame) => frame.stream === 1);
    expect({ errors, pictures: frames.length - inSound.length }).toEqual({ errors: '', pictures: 50 });
    expect(inSound.length).toBeGreaterThan(90);
    expect(fragments.filter((live) => live.track === 'audio').length).toBeLessThan(25);
  });

  it('can hold many samples of both tracks in one fragment', () => {
    const { format, units } = unitsOf('h264', makeH264());
    const sound = makeAac();
    const both: MediaFormat = { ...format, audio: { codec: 'aac', clockRate: 48_000, channels: 1, config: sound.config } };
    const samples = [...units, ...sound.units].map((unit): Sample => (unit.track === 'video' ? { ...unit, decodeTicks: unit.ticks, duration: 3_600 } : { ...unit, decodeTicks: unit.ticks - 5_000_000, duration: 1_024 }));
    const { errors, frames } = decode(Buffer.concat([initSegment(both, { audio: true }), fragment(1, samples)]));
    expect({ errors, count: frames.filter((frame) => frame.stream === 0).length }).toEqual({ errors: '', count: 50 });
    expect(frames.some((frame) => frame.stream === 1)).toBe(true);
  });

  it('carries Opus', () => {
    const { format, units } = unitsOf('h264', makeH264());
    expect(carriesAudio({ ...format, audio: { codec: 'aac', clockRate: 8_000, channels: 1 } })).toBe(false);
    const opus: MediaFormat = { ...format, audio: { codec: 'opus', clockRate: 48_000, channels: 2 } };
    // A 20 ms silence, RFC 6716 §3.1: CELT, full band, stereo.
    const silence = Uint8Array.of(0xfc, 0xff, 0xfe);
    const sounds = Array.from({ length: 100 }, (_, n): AccessUnit => ({ track: 'audio', ticks: n * 960, at: 1_000_000 + n * 20, key: true, parts: [silence], size: 3 }));
    const { errors, frames } = decode(write(opus, [...units, ...sounds].toSorted((a, b) => a.at - b.at), true).file);
    expect(errors).toBe('');
    expect(frames.some((frame) => frame.stream === 1)).toBe(true);
  });
});
