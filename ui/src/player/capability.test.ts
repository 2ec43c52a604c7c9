import { expect, it } from 'vitest';
import { meansOf, type Asked } from './capability.ts';

const chromium: Asked = { isTypeSupported: (type) => type.includes('avc1'), hasPeerConnection: true, canPlayType: () => '', hasCanvas: true };
it.each<readonly [string, Partial<Asked>, object]>([
  ['a browser without HEVC', {}, { mse: true, plays: ['h264'], webrtc: true, nativeHls: false, canvas: true }],
  ['a browser with both', { isTypeSupported: () => true }, { mse: true, plays: ['h264', 'h265'], webrtc: true, nativeHls: false, canvas: true }],
  ['a browser without either codec', { isTypeSupported: () => false }, { mse: true, plays: [], webrtc: true, nativeHls: false, canvas: true }],
  ['an iPhone of before', { isTypeSupported: undefined, canPlayType: () => 'maybe' }, { mse: false, plays: [], webrtc: true, nativeHls: true, canvas: true }],
  ['one that has HLS of its own and MSE as well', { canPlayType: () => 'maybe' }, { mse: true, plays: ['h264'], webrtc: true, nativeHls: false, canvas: true }],
  ['one with nothing', { isTypeSupported: undefined, hasPeerConnection: false, hasCanvas: false }, { mse: false, plays: [], webrtc: false, nativeHls: false, canvas: false }],
])('%s', (_name, change, expected) => {
  expect(meansOf({ ...chromium, ...change })).toEqual(expected);
});
