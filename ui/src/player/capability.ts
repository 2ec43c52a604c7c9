import type { Means, Plays } from './choose-path.ts';

/** High profile, level 4.0; Main profile, level 4.0: what cameras send. */
const probes: readonly (readonly [Plays[number], string])[] = [
  ['h264', 'video/mp4; codecs="avc1.640028"'],
  ['h265', 'video/mp4; codecs="hvc1.1.6.L120.90"'],
];
/** What is asked of a browser; a test gives its own. */
export interface Asked {
  /** Of MediaSource or ManagedMediaSource; undefined where there is neither. */
  readonly isTypeSupported: ((type: string) => boolean) | undefined;
  readonly hasPeerConnection: boolean;
  /** `HTMLMediaElement.canPlayType`. */
  canPlayType(type: string): string;
  readonly hasCanvas: boolean;
}

/** How this browser can take live pictures. */
export function meansOf({ isTypeSupported, hasPeerConnection, canPlayType, hasCanvas }: Asked): Means {
  const plays = isTypeSupported ? probes.filter(([, type]) => isTypeSupported(type)).map(([codec]) => codec) : [];
  // "maybe" is what every browser answers that can; Chromium's own HLS lags by many seconds, so where there is MSE it is not counted.
  const nativeHls = canPlayType('application/vnd.apple.mpegurl') !== '' && plays.length === 0;
  return { mse: isTypeSupported !== undefined, plays, webrtc: hasPeerConnection, nativeHls, canvas: hasCanvas };
}

type MediaSourceClass = typeof MediaSource;
/** On an iPhone there is only ManagedMediaSource; elsewhere it is of no more use than MediaSource. */
export function mediaSourceClass(): MediaSourceClass | undefined {
  const { MediaSource: usual, ManagedMediaSource: managed } = globalThis as { MediaSource?: MediaSourceClass; ManagedMediaSource?: MediaSourceClass };
  return usual ?? managed;
}

export function browserMeans(): Means {
  const media = mediaSourceClass();
  return meansOf({
    isTypeSupported: media && ((type) => media.isTypeSupported(type)),
    hasPeerConnection: 'RTCPeerConnection' in globalThis,
    canPlayType: (type) => document.createElement('video').canPlayType(type),
    hasCanvas: 'createImageBitmap' in globalThis && 'HTMLCanvasElement' in globalThis,
  });
}
