import type { Instant, Segment } from '@matpho/core/sdk';
import { restamped, type Fragment, type SegmentBytes } from './boxes.ts';

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}
/** One recorded file, taken apart. */
export interface Piece extends SegmentBytes {
  readonly segment: Segment;
}
/** Files of one camera follow each other within this; more is a gap, and stays one. */
const gapMs = 500;

/** What of a piece belongs to [from, to), in whole groups of pictures around it. Undefined when nothing does. */
export function within(piece: Piece, { from, to }: Span, after: Instant): { readonly fragments: readonly Fragment[]; readonly start: Fragment; readonly span: Span } | undefined {
  const pictures = piece.fragments.filter(({ track }) => track.isVideo);
  const origin = pictures[0];
  if (!origin) return undefined;
  const shown = (fragment: Fragment): Instant => piece.segment.from + (secondsOf(fragment) - secondsOf(origin)) * 1_000;
  const ends = (fragment: Fragment): Instant => shown(fragment) + (fragment.duration * 1_000) / fragment.track.scale;
  // What an earlier file showed already is not shown again.
  const keys = pictures.filter((fragment) => fragment.key && shown(fragment) >= after - gapMs);
  const start = keys.findLast((fragment) => shown(fragment) <= from) ?? keys[0];
  const stop = keys.find((fragment) => shown(fragment) >= to);
  if (!start || start === stop || shown(start) >= to) return undefined;
  const stopAt = stop ? shown(stop) : Infinity;
  // Sound may come a little before the first picture of its file; then it belongs to the end of the file before.
  const kept = piece.fragments.filter((fragment) => (shown(fragment) >= shown(start) || (!fragment.track.isVideo && start === origin)) && (fragment.track.isVideo ? shown(fragment) < stopAt : ends(fragment) <= stopAt + 1));
  const last = kept.findLast(({ track }) => track.isVideo) ?? start;
  const span = { from: Math.round(shown(start)), to: Math.round(ends(last)) };
  return span.to > from ? { fragments: kept, start, span } : undefined;
}

/** The line of one file: begins at 0, goes on without a step from piece to piece, and keeps gaps as gaps. */
export class FileLine {
  readonly #ends = new Map<number, number>();
  #begin: Instant | undefined;
  #end: number | undefined;
  #sequence = 0;

  /** The fragments of a piece at their new times. */
  *place({ fragments, start, span }: { readonly fragments: readonly Fragment[]; readonly start: Fragment; readonly span: Span }): Generator<Buffer> {
    const { scale } = start.track;
    this.#begin ??= span.from;
    const wanted = Math.round(((span.from - this.#begin) * scale) / 1_000);
    const end = this.#end ?? 0;
    const base = wanted - end > (gapMs * scale) / 1_000 ? wanted : end;
    for (const fragment of fragments) {
      const { track } = fragment;
      const ticks = track === start.track ? fragment.ticks - start.ticks + base : Math.round((secondsOf(fragment) - secondsOf(start) + base / scale) * track.scale);
      // Sound that would lie over other sound, or before the first picture, is left out.
      const earliest = this.#ends.get(track.id) ?? 0;
      if (!track.isVideo && ticks < earliest - track.scale / 20) continue;
      const at = Math.max(ticks, earliest);
      this.#ends.set(track.id, at + fragment.duration);
      if (track.isVideo) this.#end = at + fragment.duration;
      yield restamped(fragment, ++this.#sequence, at);
    }
  }
}

function secondsOf({ ticks, track }: Fragment): number {
  return ticks / track.scale;
}
