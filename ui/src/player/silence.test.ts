import { expect, it } from 'vitest';
import { silenceOf, type Shown } from './silence.ts';

const silent: Shown = { path: 'mse', openFor: 13_000, frameAgo: undefined, hasBytes: true, keysOnly: false };
it.each<readonly [string, Partial<Shown>, ReturnType<typeof silenceOf>]>([
  ['bytes come and no picture', {}, 'silent'],
  ['it has only just opened', { openFor: 3_000 }, undefined],
  ['the first picture may take a slow device longer', { openFor: 9_000 }, undefined],
  ['nothing comes: that is the camera', { hasBytes: false }, undefined],
  ['the last picture is a while ago, and bytes come', { openFor: 60_000, frameAgo: 9_000 }, 'silent'],
  ['the last picture is a moment ago', { openFor: 60_000, frameAgo: 900 }, undefined],
  ['key pictures are seconds apart', { keysOnly: true, openFor: 60_000, frameAgo: 12_000 }, undefined],
  ['but not for ever', { keysOnly: true, openFor: 60_000, frameAgo: 26_000 }, 'silent'],
  ['somebody came back to it just now', { openFor: 1_000, frameAgo: 50_000 }, undefined],
  ['WebRTC that never got through', { path: 'webrtc', hasBytes: false }, 'unreachable'],
  ['WebRTC that did, of a camera that went away', { path: 'webrtc', hasBytes: false, openFor: 60_000, frameAgo: 9_000 }, undefined],
  ['a playlist that is still short', { path: 'hls', hasBytes: false }, undefined],
  ['a playlist that stays empty', { path: 'hls', hasBytes: false, openFor: 26_000 }, 'unreachable'],
  ['stills come when they come', { path: 'stills', hasBytes: false, openFor: 90_000 }, undefined],
])('%s', (_name, change, expected) => {
  expect(silenceOf({ ...silent, ...change })).toBe(expected);
});
