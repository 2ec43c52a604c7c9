import type { Instant } from '../domain/time.ts';
import { lasting } from '../streams/pace.ts';

/** One fragment of the hub's own fMP4, shared by all who fetch it: not to be written into. */
export interface HlsFragment {
  readonly track: 'video' | 'audio';
  readonly bytes: Uint8Array;
  readonly key: boolean;
  /** In the track's clock rate. */
  readonly decodeTicks: number;
  readonly duration: number;
}
/** RFC 8216bis §4.4.4.9. */
export interface HlsPart {
  readonly fragments: readonly HlsFragment[];
  readonly seconds: number;
  /** A decoder can start in it. */
  readonly independent: boolean;
}
export interface HlsSegment {
  /** Media sequence number, RFC 8216bis §3. */
  readonly msn: number;
  /** Wall clock of its first picture. */
  readonly at: Instant;
  /** Which init segment it stands on. */
  readonly map: number;
  /** Another coding or another line of time than the one before. */
  readonly discontinuity: boolean;
  /** Such changes up to and with this one. */
  readonly discontinuities: number;
  /** The camera sent nothing. */
  readonly gap: boolean;
  readonly parts: readonly HlsPart[];
  /** Whether the parts keep the sizes that were announced. */
  readonly partsCount: boolean;
  readonly startTicks: number;
  /** Ticks its last picture ends at; undefined while it is being written. */
  readonly endTicks: number | undefined;
  readonly seconds: number;
}

export function bytesOf(parts: readonly HlsPart[]): number {
  return parts.reduce((sum, { fragments }) => fragments.reduce((inner, { bytes }) => inner + bytes.length, sum), 0);
}
export function wholeOf(segment: HlsSegment): readonly Uint8Array[] {
  return segment.parts.flatMap(({ fragments }) => fragments.map(({ bytes }) => bytes));
}
export function hasKey({ parts }: HlsSegment): boolean {
  return parts.some(({ independent }) => independent);
}

/**
 * The same stretch of time in key pictures alone, each shown until the next, and its sound: for a line with little room. Pure.
 * @param only the first one of them
 */
export function thinned({ parts, startTicks, endTicks }: HlsSegment, only: boolean): readonly Uint8Array[] {
  const fragments = parts.flatMap((part) => part.fragments);
  const keys = fragments.filter(({ track, key }) => track === 'video' && key).slice(0, only ? 1 : undefined);
  const pictures = keys.map(({ bytes, decodeTicks, duration }, at) => {
    const from = at === 0 ? startTicks : decodeTicks;
    const to = keys[at + 1]?.decodeTicks ?? endTicks ?? decodeTicks + duration;
    return lasting(bytes, from, to - from);
  });
  return [...pictures, ...fragments.filter(({ track }) => track === 'audio').map(({ bytes }) => bytes)];
}
