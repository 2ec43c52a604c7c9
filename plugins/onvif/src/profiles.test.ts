import { describe, expect, it } from 'vitest';
import { chooseProfiles, parseProfiles, type MediaProfile } from './profiles.ts';

const profile = (token: string, codec: MediaProfile['codec'], width: number, height: number, videoSource = 'lens'): MediaProfile => ({ token, codec, width, height, videoSource, hasAudio: false });
const chosen = (...list: readonly MediaProfile[]): readonly (string | undefined)[] => {
  const choice = chooseProfiles(list);
  return [choice?.main.token, choice?.sub?.token];
};

describe('choosing streams', () => {
  it('takes the largest as main and the smallest as sub', () => {
    expect(chosen(profile('b', 'h264', 1280, 720), profile('c', 'h264', 640, 360), profile('a', 'h265', 2560, 1440))).toEqual(['a', 'c']);
  });
  it('leaves JPEG out, however large, where there is something else', () => {
    expect(chosen(profile('j', 'mjpeg', 3840, 2160), profile('a', 'h264', 640, 360))).toEqual(['a', undefined]);
    expect(chosen(profile('j', 'mjpeg', 3840, 2160), profile('k', 'mjpeg', 640, 360))).toEqual(['j', 'k']);
    expect(chooseProfiles([profile('j', 'other', 3840, 2160)])).toBeUndefined();
  });
  it('takes no sub narrower than 320, and none of another lens', () => {
    expect(chosen(profile('a', 'h264', 1280, 720), profile('t', 'h264', 176, 144), profile('x', 'h264', 640, 360, 'other lens'))).toEqual(['a', undefined]);
    expect(chosen(profile('a', 'h264', 1280, 720), profile('s', 'h264', 320, 240))).toEqual(['a', 's']);
  });
  it('keeps the first of equals, and works without known sizes', () => {
    expect(chosen(profile('a', 'h264', 0, 0), profile('b', 'h264', 0, 0))).toEqual(['a', undefined]);
  });
});

describe('reading profiles', () => {
  it('keeps what is a stream and leaves out the rest', () => {
    expect(parseProfiles([
      { $: { token: 7 }, name: 'x', videoEncoderConfiguration: { encoding: 'h.264', resolution: { width: 1280, height: 720 }, rateControl: { frameRateLimit: 15 } }, audioEncoderConfiguration: { encoding: 'G711' } },
      { $: { token: 'no size' }, videoEncoderConfiguration: { encoding: 'HEVC', resolution: 'big', rateControl: { frameRateLimit: -1 } } },
      { $: { token: 'no encoder' } }, { $: {} }, null, 'garbage', { videoEncoderConfiguration: { encoding: 'H264' } },
    ])).toEqual([
      { token: '7', codec: 'h264', width: 1280, height: 720, fps: 15, hasAudio: true },
      { token: 'no size', codec: 'h265', width: 0, height: 0, hasAudio: false },
    ]);
  });
  it('makes nothing of garbage', () => {
    expect([undefined, null, 'x', 7, {}].map(parseProfiles)).toEqual([[], [], [], [], []]);
  });
});
