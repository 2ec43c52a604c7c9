import { describe, expect, it } from 'vitest';
import type { FeedStats } from '../domain/media.ts';
import { StreamGauge } from './stream-gauge.ts';

const start = 1_000_000;
const stats = (packets: number, lost: number): FeedStats => ({ packets, lost, bytes: 0, units: 0 }) as FeedStats;
/** 10 pictures a second of 1,000 bytes, a key picture each 2 s, and the packets that came by then. */
function play(gauge: StreamGauge, seconds: number, packetsAt: (ms: number) => FeedStats = () => stats(0, 0), from = start): void {
  for (let ms = 0; ms < seconds * 1_000; ms += 100) gauge.add({ track: 'video', key: ms % 2_000 === 0, size: 1_000 }, from + ms, () => packetsAt(ms));
}

describe('the figures of a stream', () => {
  it('are unknown before anything came', () => {
    expect(new StreamGauge().read(start, undefined)).toEqual({ bitrate: null, fps: null, lossRate: null, gop: null, keyAt: null, reconnects: 0, since: null });
  });
  it('are of the last whole seconds, and of the last whole group of pictures', () => {
    const gauge = new StreamGauge();
    play(gauge, 8);
    expect(gauge.read(start + 7_900, stats(800, 0))).toEqual({ bitrate: 80_000, fps: 10, lossRate: 0, gop: { pictures: 20, ms: 2_000 }, keyAt: start + 6_000, reconnects: 0, since: start });
  });
  it('count sound in the bits and not in the pictures', () => {
    const gauge = new StreamGauge();
    play(gauge, 4);
    for (let ms = 0; ms < 4_000; ms += 100) gauge.add({ track: 'audio', key: false, size: 100 }, start + 2_000 + ms, () => undefined);
    const { bitrate, fps } = gauge.read(start + 4_000, undefined);
    expect([bitrate, fps]).toEqual([Math.round((3 * 10_000 + 2 * 1_000 - 0) * 8 / 3), 10]);
  });
  it('tell the loss of the last minute, not of the whole day', () => {
    const gauge = new StreamGauge();
    // Half of all is lost in the first 30 s; then one of a hundred.
    const at = (ms: number): FeedStats => (ms < 30_000 ? stats(ms / 10, ms / 10) : stats(3_000 + (ms - 30_000) * 0.099, 3_000 + (ms - 30_000) * 0.001));
    play(gauge, 30, at);
    const early = gauge.read(start + 30_000, at(29_999)).lossRate ?? 0;
    for (let ms = 30_000; ms <= 120_000; ms += 2_000) gauge.add({ track: 'video', key: true, size: 1_000 }, start + ms, () => at(ms));
    expect([early, gauge.read(start + 120_000, at(120_000)).lossRate]).toEqual([0.5, expect.closeTo(0.01, 3)]);
  });
  it('begin anew with each connection, and count how often that was', () => {
    const gauge = new StreamGauge();
    play(gauge, 8);
    gauge.ended();
    const away = gauge.read(start + 9_000, undefined);
    play(gauge, 3, undefined, start + 60_000);
    const { reconnects, since, fps, gop } = gauge.read(start + 63_000, undefined);
    expect([away.fps, away.since, reconnects, since, fps, gop]).toEqual([null, null, 1, start + 60_000, 10, { pictures: 20, ms: 2_000 }]);
  });
});
