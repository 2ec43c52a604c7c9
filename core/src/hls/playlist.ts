import type { Pace } from '../streams/pace.ts';
import { hasKey, type HlsPart, type HlsSegment } from './segment.ts';

export interface PlaylistFacts {
  /** Whole segments, oldest first; at least one. */
  readonly segments: readonly HlsSegment[];
  /** The one being written. */
  readonly open: HlsSegment | undefined;
  readonly target: number;
  /** Undefined: no parts are offered. */
  readonly partTarget: number | undefined;
  readonly pace: Pace;
}
/** Parts are listed this close to the end (RFC 8216bis §6.2.2). */
const partsTargets = 3;

export const mapName = (map: number): string => `i${map}.mp4`;
export const segmentName = (msn: number): string => `s${msn}.m4s`;
export const partName = (msn: number, part: number): string => `p${msn}.${part}.m4s`;

/** A media playlist for low-latency players and for those that know nothing of parts (RFC 8216bis §4.4). Pure. */
export function playlistOf({ segments, open, target, partTarget, pace }: PlaylistFacts): string {
  const low = pace === 'all' ? partTarget : undefined;
  const first = segments[0] ?? open;
  // Three parts (RFC 8216bis §4.4.3.8), and a little for pictures that come late.
  const control = ['CAN-BLOCK-RELOAD=YES', ...(low === undefined ? [] : [`PART-HOLD-BACK=${(low * 3.2).toFixed(3)}`]), `HOLD-BACK=${(target * 3).toFixed(3)}`];
  const lines = ['#EXTM3U', '#EXT-X-VERSION:8', `#EXT-X-TARGETDURATION:${target}`, `#EXT-X-SERVER-CONTROL:${control.join(',')}`, ...(low === undefined ? [] : [`#EXT-X-PART-INF:PART-TARGET=${low.toFixed(3)}`]), `#EXT-X-MEDIA-SEQUENCE:${first?.msn ?? 0}`];
  const before = first ? first.discontinuities - (first.discontinuity ? 1 : 0) : 0;
  if (before > 0) lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${before}`);
  let map: number | undefined;
  let left = segments.reduce((sum, { seconds }) => sum + seconds, 0);
  for (const segment of segments) {
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.map !== map && !segment.gap) {
      map = segment.map;
      lines.push(`#EXT-X-MAP:URI="${mapName(map)}"`);
    }
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.at).toISOString()}`);
    if (low !== undefined && segment.partsCount && left <= target * partsTargets) lines.push(...partLines(segment));
    if (segment.gap || (pace !== 'all' && !hasKey(segment))) lines.push('#EXT-X-GAP');
    lines.push(`#EXTINF:${segment.seconds.toFixed(5)},`, segmentName(segment.msn));
    left -= segment.seconds;
  }
  if (open && low !== undefined && open.partsCount) {
    if (open.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
    if (open.map !== map) lines.push(`#EXT-X-MAP:URI="${mapName(open.map)}"`);
    if (open.parts.length > 0) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(open.at).toISOString()}`);
    lines.push(...partLines(open), `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${hintOf(open, segments.at(-1))}"`);
  }
  return `${lines.join('\n')}\n`;
}

/** The part that comes next: where groups of pictures are of one length, it is known when a segment is done before its last picture is. */
function hintOf(open: HlsSegment, before: HlsSegment | undefined): string {
  const isFull = before !== undefined && !before.gap && open.parts.length >= before.parts.length;
  return isFull ? partName(open.msn + 1, 0) : partName(open.msn, open.parts.length);
}
function partLines({ msn, parts }: HlsSegment): string[] {
  return parts.map((part: HlsPart, at) => `#EXT-X-PART:DURATION=${part.seconds.toFixed(5)},URI="${partName(msn, at)}"${part.independent ? ',INDEPENDENT=YES' : ''}`);
}
