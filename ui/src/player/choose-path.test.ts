import { describe, expect, it } from 'vitest';
import { pathsFor, type Means, type Path, type Situation } from './choose-path.ts';

const full: Means = { mse: true, plays: ['h264', 'h265'], webrtc: true, nativeHls: false, canvas: true };
const none: Means = { mse: false, plays: [], webrtc: false, nativeHls: false, canvas: true };
const hub = new Set(['mse', 'webrtc', 'hls', 'mpeg1', 'mjpeg']);
const usual: Situation = { means: full, transports: hub, codec: 'h264', preference: 'auto', own: true, once: false, failed: new Set() };
const all: readonly Path[] = ['mse', 'webrtc', 'hls', 'mpeg1', 'mjpeg', 'stills'];

describe('which way a picture comes', () => {
  it.each<readonly [string, Partial<Situation>, readonly Path[]]>([
    ['a usual browser', {}, all],
    ['a hub that was not asked yet', { transports: undefined }, all],
    ['a hub without WebRTC', { transports: new Set(['mse', 'mpeg1', 'mjpeg', 'hls']) }, ['mse', 'hls', 'mpeg1', 'mjpeg', 'stills']],
    ['an iPhone without any media source', { means: { ...full, mse: false, plays: [], nativeHls: true } }, ['webrtc', 'hls', 'mpeg1', 'mjpeg', 'stills']],
    ['a browser with nothing but a canvas', { means: none }, ['mpeg1', 'mjpeg', 'stills']],
    ['a browser without even that', { means: { ...none, canvas: false } }, ['stills']],
    ['and its officer sees nothing', { means: { ...none, canvas: false }, own: false }, []],
    ['MSE without a codec it could play', { means: { ...full, plays: [] } }, ['webrtc', 'mpeg1', 'mjpeg', 'stills']],
    ['an H.265 camera does not go by WebRTC', { codec: 'h265' }, ['mse', 'hls', 'mpeg1', 'mjpeg', 'stills']],
    ['somebody from outside gets no stills', { own: false }, all.filter((path) => path !== 'stills')],
    ['the lowest delay chosen', { preference: 'delay' }, ['webrtc', 'mse', 'mpeg1', 'mjpeg', 'hls', 'stills']],
    ['saving data chosen', { preference: 'data' }, ['mse', 'webrtc', 'hls', 'mjpeg', 'mpeg1', 'stills']],
    ['an approval for one viewing is not risked on what may not connect', { preference: 'delay', once: true, own: false }, ['mse', 'mpeg1', 'mjpeg', 'webrtc', 'hls']],
    ['what failed is passed over', { failed: new Set<Path>(['mse', 'hls']) }, ['webrtc', 'mpeg1', 'mjpeg', 'stills']],
    ['everything failed', { failed: new Set(all) }, []],
  ])('%s', (_name, change, expected) => {
    expect(pathsFor({ ...usual, ...change })).toEqual(expected);
  });

  it('trying one after the other ends', () => {
    const failed = new Set<Path>();
    const tried: Path[] = [];
    for (let next = pathsFor(usual)[0]; next; next = pathsFor({ ...usual, failed })[0]) {
      tried.push(next);
      failed.add(next);
    }
    expect(tried).toEqual(all);
  });
});
