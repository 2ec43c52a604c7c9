import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { FragmentWriter, type LiveFragment } from './fragment-writer.ts';
import { h264HighSets, h264Sets } from './parameter-sets.fixture.ts';

const video = { codec: 'h264', clockRate: 90_000, parameterSets: h264Sets } as const;
const withSound: MediaFormat = { video, audio: { codec: 'aac', clockRate: 48_000, channels: 1, config: Uint8Array.of(0x11, 0x88) } };

function unit(track: 'video' | 'audio', ticks: number, at: number): AccessUnit {
  return { track, ticks, at, key: false, parts: [Uint8Array.of(1)], size: 1 };
}
function place(units: readonly AccessUnit[]): [start: number, end: number][] {
  const fragments: LiveFragment[] = [];
  const writer = new FragmentWriter(withSound, (live) => fragments.push(live), { audio: true });
  for (const each of units) writer.write(each);
  writer.flush();
  return fragments.map((live) => [live.decodeTicks, live.decodeTicks + live.duration]);
}

describe('the line of time of a live stream', () => {
  it('sends a picture at once, as long as the one before it was', () => {
    expect(place([0, 3_600, 7_200].map((ticks) => unit('video', ticks, 0)))).toEqual([[0, 3_000], [3_600, 7_200], [7_200, 10_800]]);
  });
  it('gives back what a picture took too much', () => {
    expect(place([0, 3_600, 7_200, 9_000, 12_600].map((ticks) => unit('video', ticks, 0)))).toEqual([[0, 3_000], [3_600, 7_200], [7_200, 10_800], [10_800, 10_801], [12_600, 16_200]]);
  });
  it('goes on without a hole after the camera\'s clock jumps', () => {
    expect(place([90_000_000, 90_003_600, 5, 3_605, 90_000_005].map((ticks) => unit('video', ticks, 0)))).toEqual([[0, 3_000], [3_600, 7_200], [7_200, 10_800], [10_800, 14_400], [14_400, 18_000]]);
  });
  it('keeps a pause of some seconds', () => {
    expect(place([0, 3_600, 453_600].map((ticks) => unit('video', ticks, 0)))).toEqual([[0, 3_000], [3_600, 7_200], [453_600, 457_200]]);
  });
  it('puts sound where the wall clock says', () => {
    const sounds = [0, 1, 2].map((n) => unit('audio', 77_000 + n * 1_024, 10_500 + Math.round(n * 21.33)));
    expect(place([unit('video', 0, 10_000), ...sounds])).toEqual([[0, 3_000], [24_000, 27_072]]);
  });
  it('drops sound from before the first picture', () => {
    expect(place([unit('audio', 0, 9_000), unit('video', 0, 10_000), unit('audio', 48_000, 9_500)])).toEqual([[0, 3_000]]);
  });
  it('goes on where another writer ended, in a new format', () => {
    const old = new FragmentWriter(withSound, () => {});
    for (const ticks of [0, 3_600]) old.write(unit('video', ticks, 0));
    const fragments: LiveFragment[] = [];
    const next = new FragmentWriter(withSound, (live) => fragments.push(live), { startSeconds: old.endSeconds });
    next.write(unit('video', 555, 0));
    expect(fragments.map((live) => live.decodeTicks)).toEqual([7_200]);
  });
  it.each([['without', h264Sets], ['with', h264HighSets]])('never steps back nor overlaps, whatever the times are, %s B pictures', (_, parameterSets) => {
    const step = fc.record({ track: fc.constantFrom('video' as const, 'audio' as const), by: fc.oneof(fc.integer({ min: -20_000, max: 20_000 }), fc.integer({ min: -(2 ** 40), max: 2 ** 40 })), wait: fc.integer({ min: -2_000, max: 12_000 }) });
    fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const fragments: LiveFragment[] = [];
      const writer = new FragmentWriter({ ...withSound, video: { ...video, parameterSets } }, (live) => fragments.push(live), { audio: true });
      const ticks = { video: 0, audio: 0 };
      let at = 1_700_000_000_000;
      for (const { track, by, wait } of steps) writer.write(unit(track, (ticks[track] += by), (at += wait)));
      writer.flush();
      const ends = { video: 0, audio: 0 };
      for (const live of fragments) {
        expect(live.decodeTicks).toBeGreaterThanOrEqual(ends[live.track]);
        expect(live.duration).toBeGreaterThan(0);
        ends[live.track] = live.decodeTicks + live.duration;
      }
    }), { numRuns: 300 });
  });
});
