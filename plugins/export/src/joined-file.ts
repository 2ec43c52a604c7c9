import type { Instant, Segment } from '@matpho/core/sdk';
import type { Fragment, SegmentBytes } from './boxes.ts';
import { boxHeader, MovieIndex } from './movie-index.ts';

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

/** One film while it is written: begins at 0, goes on without a step from piece to piece, keeps gaps as gaps, and ends with its index. */
export class Film {
  readonly #ends = new Map<number, number>();
  readonly #index: MovieIndex;
  #begin: Instant | undefined;
  #end: number | undefined;
  /** Bytes written. */
  #bytes = 0;
  constructor(init: Buffer) {
    this.#index = new MovieIndex(init);
  }

  /** What any player knows it by (ISO/IEC 14496-12 §4.3). */
  head(): Buffer {
    return this.#written(Buffer.concat([boxHeader('ftyp', 20), Buffer.from('isom'), Buffer.from([0, 0, 2, 0]), Buffer.from('isomiso2mp41')]));
  }
  /** The samples of a piece, as one `mdat`. Undefined where all of it is left out. */
  piece(bytes: Buffer, { fragments, start, span }: { readonly fragments: readonly Fragment[]; readonly start: Fragment; readonly span: Span }): Buffer | undefined {
    const { scale } = start.track;
    this.#begin ??= span.from;
    const wanted = Math.round(((span.from - this.#begin) * scale) / 1_000);
    const end = this.#end ?? 0;
    const base = wanted - end > (gapMs * scale) / 1_000 ? wanted : end;
    const kept: Buffer[] = [];
    let at = this.#bytes + 8;
    this.#index.part();
    for (const fragment of fragments) {
      const { track, samples } = fragment;
      const ticks = track === start.track ? fragment.ticks - start.ticks + base : Math.round((secondsOf(fragment) - secondsOf(start) + base / scale) * track.scale);
      // Sound that would lie over other sound, or before the first picture, is left out.
      const earliest = this.#ends.get(track.id) ?? 0;
      const first = samples[0];
      if (!first || (!track.isVideo && ticks < earliest - track.scale / 20)) continue;
      const begins = Math.max(ticks, earliest);
      this.#index.add(fragment, begins, at);
      this.#ends.set(track.id, begins + fragment.duration);
      if (track.isVideo) this.#end = begins + fragment.duration;
      const size = samples.reduce((sum, sample) => sum + sample.size, 0);
      if (samples.every((sample, n) => n === 0 || sample.at === (samples[n - 1]?.at ?? 0) + (samples[n - 1]?.size ?? 0))) kept.push(bytes.subarray(first.at, first.at + size));
      else kept.push(...samples.map((sample) => bytes.subarray(sample.at, sample.at + sample.size)));
      at += size;
    }
    return kept.length === 0 ? undefined : this.#written(Buffer.concat([boxHeader('mdat', at - this.#bytes - 8), ...kept]));
  }
  tail(note?: string): Buffer {
    return this.#written(this.#index.box(note));
  }

  #written(bytes: Buffer): Buffer {
    this.#bytes += bytes.length;
    return bytes;
  }
}

function secondsOf({ ticks, track }: Fragment): number {
  return ticks / track.scale;
}
