import { describe, expect, it } from 'vitest';
import { fragment } from '../media/fmp4.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import type { ViewFragment } from '../streams/view.ts';
import { playlistOf } from './playlist.ts';
import { readPlaylist, type ReadPlaylist } from './read-playlist.fixture.ts';
import { thinned } from './segment.ts';
import { HlsSegmenter, partTargetFor } from './segmenter.ts';

const media = { video: { codec: 'h264' as const, clockRate: 90_000, parameterSets: [] } };

function scene() {
  const clock = new FakeClock();
  const segmenter = new HlsSegmenter(clock, clock);
  let ticks = 0;
  let init = Uint8Array.of(1);
  segmenter.format({ init, media });
  return {
    clock, segmenter,
    /** So many pictures, a key picture every `gop`. */
    play: async (pictures: number, fps: number, gop: number): Promise<void> => {
      for (let n = 0; n < pictures; n += 1) {
        const duration = 90_000 / fps;
        const key = n % gop === 0;
        const bytes = fragment(n + 1, [{ track: 'video', decodeTicks: ticks, duration, key, parts: [Uint8Array.of(0, 0, 0, 1, 7)], size: 5 }]);
        const one: ViewFragment = { track: 'video', key, at: clock.now(), decodeTicks: ticks, duration, bytes };
        segmenter.media(one);
        // Another viewer of the same picture feeds the same.
        segmenter.media(one);
        ticks += duration;
        await clock.advance(1_000 / fps);
      }
    },
    change: (): void => {
      init = Uint8Array.of(init[0] ?? 0, 2);
      segmenter.format({ init, media });
    },
    read: (pace: 'all' | 'keys' = 'all'): ReadPlaylist => readPlaylist(playlistOf({ segments: segmenter.listed, open: segmenter.open, target: segmenter.target ?? 0, partTarget: segmenter.partTarget, pace })),
  };
}

describe('a segmenter', () => {
  it.each([[0.04, 0.5], [0.1, 0.5], [0.2, 1], [1 / 3, 1], [1, 1], [1.5, undefined], [2, 2], [3, undefined]])('cuts pictures of %f s into parts of %s s', (picture, target) => {
    expect(partTargetFor(picture)).toBe(target);
  });

  it.each([
    ['a key picture every two seconds', 25, 50, 2, 0.5], ['every second', 10, 10, 2, 0.5], ['every four', 15, 60, 4, 0.5], ['every twelve: cut in the middle', 10, 120, 6, 0.5], ['a picture a second', 1, 2, 2, 1], ['five a second', 5, 10, 2, 1],
  ])('keeps the rules for %s', async (_, fps, gop, target, partTarget) => {
    const { play, read, segmenter } = scene();
    for (let seconds = 0; seconds < 40; seconds += gop / fps) {
      await play(gop, fps, gop);
      if (segmenter.target !== undefined) read();
    }
    const { segments, target: told, partTarget: part, mediaSequence } = read();
    const length = segments.reduce((sum, each) => sum + each.seconds, 0);
    const times = segments.map(({ at }) => at);
    expect([told, part, mediaSequence > 0, length >= told * 6, times.every((at, n) => n === 0 || Math.abs(at - (times[n - 1] ?? 0) - (segments[n - 1]?.seconds ?? 0) * 1_000) <= 1)]).toEqual([target, partTarget, true, true, true]);
  });

  it('says so when the camera changes, and when it is away; nothing is counted anew', async () => {
    const { play, read, change, segmenter, clock } = scene();
    await play(40, 10, 20);
    change();
    await play(40, 10, 20);
    segmenter.waiting();
    segmenter.waiting();
    await clock.advance(4_500);
    const away = read().segments.map(({ gap, discontinuity, map }) => [gap, discontinuity, map]);
    change();
    await play(40, 10, 20);
    const back = read();
    const left = clock.pending;
    expect(away).toEqual([[false, false, 'i0.mp4'], [false, false, 'i0.mp4'], [false, true, 'i1.mp4'], [false, false, 'i1.mp4'], [true, false, 'i1.mp4'], [true, false, 'i1.mp4']]);
    expect([back.segments.map(({ gap, discontinuity, map }) => [gap, discontinuity, map]).at(-1), back.discontinuitySequence, back.mediaSequence, left]).toEqual([[false, true, 'i2.mp4'], 0, 1, 0]);
    await play(80, 10, 20);
    // What fell out of the list is still counted (RFC 8216bis §4.4.3.3).
    expect([read().discontinuitySequence > 0, read().mediaSequence]).toEqual([true, 5]);
  });

  it('offers no more parts once pictures are rarer than it said', async () => {
    const { play, read } = scene();
    await play(40, 10, 20);
    await play(4, 1, 2);
    const { partTarget, openParts, hint } = read();
    expect([partTarget, openParts, hint]).toEqual([undefined, [], undefined]);
  });

  it('keeps so much and no more', async () => {
    const { play, segmenter } = scene();
    await play(600, 10, 20);
    const first = segmenter.listed[0]?.msn ?? 0;
    expect([segmenter.listed.length, segmenter.segment(first - 4)?.msn, segmenter.segment(first - 5)]).toEqual([6, first - 4, undefined]);
  });

  it('does not gather sound without end while no picture comes', async () => {
    const { play, segmenter, clock } = scene();
    await play(25, 10, 20);
    const sound = new Uint8Array(100);
    for (let n = 0; n < 5_000; n += 1) segmenter.media({ track: 'audio', key: false, at: clock.now(), decodeTicks: n * 4_800, duration: 4_800, bytes: sound });
    await play(41, 10, 20);
    expect(Math.max(...segmenter.listed.map(({ parts }) => parts.reduce((sum, { fragments }) => sum + fragments.length, 0)))).toBeLessThan(1_000);
  });

  it('gives the same time in key pictures alone, without a hole', async () => {
    const { play, segmenter, read } = scene();
    await play(41, 10, 10);
    const spans = segmenter.listed.flatMap((segment) => thinned(segment, false)).map((bytes) => mapFmp4(bytes).fragments[0]?.runs[0]).map((run) => [run?.baseDecodeTicks, run?.duration]);
    const stills = segmenter.listed.flatMap((segment) => thinned(segment, true)).map((bytes) => mapFmp4(bytes).fragments[0]?.runs[0]).map((run) => [run?.baseDecodeTicks, run?.duration]);
    expect([spans, stills, read('keys').partTarget]).toEqual([[[0, 90_000], [90_000, 90_000], [180_000, 90_000], [270_000, 90_000]], [[0, 180_000], [180_000, 180_000]], undefined]);
  });

  it('tells each who waits once', async () => {
    const { play, segmenter } = scene();
    let told = 0;
    segmenter.onChange(() => { told += 1; });
    segmenter.onChange(() => { told += 10; })[Symbol.dispose]();
    await play(40, 10, 20);
    expect(told).toBe(1);
  });
});
