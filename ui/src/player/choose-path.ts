import type { LiveHello } from '@matpho/core/api';

/** The ways a live picture reaches this page. `stills` needs nothing but pictures. */
export const paths = ['mse', 'webrtc', 'hls', 'mpeg1', 'mjpeg', 'stills'] as const;
export type Path = (typeof paths)[number];
export const preferences = ['auto', 'delay', 'data'] as const;
/** What the person wants of every picture on this device: `delay`, the lowest; `data`, the least of it. */
export type Preference = (typeof preferences)[number];
export type Plays = NonNullable<LiveHello['plays']>;

/** What this browser has. */
export interface Means {
  /** MediaSource, or ManagedMediaSource as on an iPhone. */
  readonly mse: boolean;
  /** Codecs it takes by Media Source Extensions. */
  readonly plays: Plays;
  readonly webrtc: boolean;
  /** `<video src="….m3u8">`. */
  readonly nativeHls: boolean;
  readonly canvas: boolean;
}
export interface Situation {
  readonly means: Means;
  /** What the hub has; undefined while it has not been asked: it says no before it asks the owner's terms. */
  readonly transports: ReadonlySet<string> | undefined;
  /** What the camera sends, where it is known. */
  readonly codec: 'h264' | 'h265' | undefined;
  readonly preference: Preference;
  /** Only the house is shown stills. */
  readonly own: boolean;
  /** An approval good for one viewing is used: what might fail after the hello comes last. */
  readonly once: boolean;
  /** Failed in this viewing, or lately in this browser. */
  readonly failed: ReadonlySet<Path>;
}

const orders: Readonly<Record<Preference, readonly Path[]>> = {
  auto: ['mse', 'webrtc', 'hls', 'mpeg1', 'mjpeg', 'stills'],
  delay: ['webrtc', 'mse', 'mpeg1', 'mjpeg', 'hls', 'stills'],
  // MPEG-1 costs the line twice what H.264 does; one JPEG a second or two costs little.
  data: ['mse', 'webrtc', 'hls', 'mjpeg', 'mpeg1', 'stills'],
};
/** Their media goes another way than the hello, and whether that way is open shows only after it. */
const venturesOut: ReadonlySet<Path> = new Set<Path>(['webrtc', 'hls']);

/** The ways worth trying, best first; empty when there is none. Pure: the same situation gives the same order. */
export function pathsFor(situation: Situation): readonly Path[] {
  const able = orders[situation.preference].filter((path) => isAble(path, situation) && !situation.failed.has(path));
  if (!situation.once) return able;
  return [...able.filter((path) => !venturesOut.has(path)), ...able.filter((path) => venturesOut.has(path))];
}

function isAble(path: Path, { means, transports, codec, own }: Situation): boolean {
  const hub = transports === undefined || transports.has(path);
  switch (path) {
    // Of what this browser does not play the hub makes H.264, or says no before anything is spent.
    case 'mse': return hub && means.mse && means.plays.length > 0;
    // No browser is sure to take H.265 by WebRTC.
    case 'webrtc': return hub && means.webrtc && codec !== 'h265';
    case 'hls': return hub && (means.nativeHls || (means.mse && means.plays.length > 0));
    case 'mpeg1':
    case 'mjpeg': return hub && means.canvas;
    case 'stills': return own;
  }
}

/** Why a way was left. */
export type Failure = 'unsupported' | 'decode' | 'silent' | 'unreachable';
/** How long a way is passed over after it failed, in ms; 0: in this viewing only. */
export const passedOver: Readonly<Record<Failure, number>> = {
  // The hub may have the plugin tomorrow, or another camera.
  unsupported: 0,
  decode: 24 * 3_600_000,
  silent: 3_600_000,
  // Another network, another answer.
  unreachable: 10 * 60_000,
};
