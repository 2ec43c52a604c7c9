import type { Failure, Path } from './choose-path.ts';

/** What a player showed of one connection so far. Times in ms. */
export interface Shown {
  readonly path: Path;
  /** Since the viewing opened, or somebody came back to it. */
  readonly openFor: number;
  /** Since its last frame; undefined before the first. */
  readonly frameAgo: number | undefined;
  /** Media arrived since that frame, or at all. */
  readonly hasBytes: boolean;
  readonly keysOnly: boolean;
}
const patience = 8_000;
/** The first takes a slow device longer: it fetches and starts a decoder. */
const firstPatience = 12_000;
/** Key pictures of some cameras are ten seconds apart, and a playlist begins with whole segments. */
const longPatience = 25_000;

/** Whether a way has shown itself to be of no use here: media comes and nothing is seen, or its own line never opened. Undefined: it goes on. */
export function silenceOf({ path, openFor, frameAgo, hasBytes, keysOnly }: Shown): Failure | undefined {
  if (path === 'stills') return undefined;
  const limit = keysOnly || path === 'hls' ? longPatience : frameAgo === undefined ? firstPatience : patience;
  if (Math.min(openFor, frameAgo ?? Infinity) < limit) return undefined;
  if (hasBytes) return 'silent';
  // By the hub's own socket silence is the camera's; a line of its own that never brought anything did not open.
  return frameAgo === undefined && (path === 'webrtc' || path === 'hls') ? 'unreachable' : undefined;
}
