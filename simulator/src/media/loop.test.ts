import { describe, expect, it } from 'vitest';
import { Ffmpeg } from './ffmpeg.ts';
import { LoopedAudio, LoopedVideo } from './loop.ts';
import type { VideoLoop } from './loop.ts';
import { Metronome } from './metronome.ts';
import type { AudioUnit, VideoUnit } from './unit.ts';

const loop: VideoLoop = {
  format: { codec: 'h264', width: 16, height: 16, fps: 50, sets: { vps: [], sps: [], pps: [] } },
  periodMs: 80,
  pictures: [0, 1, 2, 3].map((i) => ({ sendMs: i * 20, ptsMs: i * 20, key: i === 0 || i === 2, nals: [Buffer.from([i])] })),
};
const gaps = (units: readonly (VideoUnit | AudioUnit)[]): number[] => units.slice(1).map(({ ptsMs }, i) => Math.round((ptsMs - (units[i]?.ptsMs ?? 0)) * 10) / 10);

/** Plays until `count` units have come. */
const collect = <T>(count: number, play: (sink: (unit: T) => void) => () => void): Promise<T[]> => new Promise((resolve) => {
  const units: T[] = [];
  const stop = play((unit) => {
    units.push(unit);
    if (units.length < count) return;
    stop();
    resolve(units.slice(0, count));
  });
});

describe('a loop', () => {
  it('starts at a key picture and goes over its seam without a jump in time', async () => {
    const source = new LoopedVideo(() => Promise.resolve(loop), new Metronome(), new Ffmpeg('none'), 0.3);
    await source.format();
    const units = await collect<VideoUnit>(9, (sink) => source.play(sink));
    expect(units.map(({ nals }) => nals[0]?.[0])).toEqual([2, 3, 0, 1, 2, 3, 0, 1, 2]);
    expect(gaps(units)).toEqual(Array.from({ length: 8 }, () => 20));
  });

  it('of sound does so too', async () => {
    const source = new LoopedAudio({ format: { codec: 'pcma', sampleRate: 8_000, channels: 1 }, frameMs: 20, frames: [Buffer.from([1]), Buffer.from([2])] }, new Metronome());
    const units = await collect<AudioUnit>(5, (sink) => source.play(sink));
    expect(units.map(({ frame }) => frame[0])).toEqual([1, 2, 1, 2, 1]);
    expect(gaps(units)).toEqual([20, 20, 20, 20]);
  });
});
