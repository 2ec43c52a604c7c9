import type { Instant } from '../domain/time.ts';
import { fragment, videoTrackId } from '../media/fmp4.ts';
import { boxesIn, type BoxPlace } from '../media/fmp4-read.ts';
import { samplesOf } from '../media/fragment-samples.ts';
import type { InitFacts } from './init-facts.ts';

/** Where a group of pictures belongs on the line of a session. */
export interface Placement {
  readonly init: InitFacts;
  /** When its first key picture was taken. */
  readonly at: Instant;
  /** Where the next one begins; of the last group, where its file ends. */
  readonly to: Instant;
  /** Wall clock of media time 0. */
  readonly origin: Instant;
  readonly sound: boolean;
  /** Only the key picture, shown until the next. */
  readonly keys: boolean;
  /** The last picture is shown until `to` where that is a little later: files follow each other by the wall clock, pictures by the camera's. */
  readonly closes?: boolean;
  readonly sequence: () => number;
}
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly track: number;
  /** Of the 64 bits of `tfdt`, and of the number in `mfhd`. */
  readonly timeAt: number;
  readonly sequenceAt: number;
  readonly ticks: number;
  /** `trun`, to say how long a single picture is shown. */
  readonly run: BoxPlace | undefined;
}
/** A longer rest is a gap and shown as one. */
const closesUpTo = 1_000;

/**
 * Fragments of one group (or of a small film of several) with decode times that are wall clock minus origin, in each track's timescale. Sound goes with its pictures.
 * Undefined where there is no picture in it, or a box that cannot be moved.
 */
export function placeGroup(group: Uint8Array, where: Placement): Buffer | undefined {
  const copy = Buffer.from(group);
  const pieces = piecesOf(copy);
  const first = pieces.find(({ track }) => track === videoTrackId);
  if (!first) return undefined;
  const { init: { videoScale, audioScale }, at, origin } = where;
  const shift = Math.round(((at - origin) * videoScale) / 1_000) - first.ticks;
  if (where.keys) {
    const only = keyOnly(copy.subarray(first.start, first.end), first.ticks + shift, Math.max(1, Math.round(((where.to - at) * videoScale) / 1_000)), where.sequence());
    if (only) return only;
  }
  const kept = pieces.filter(({ track }) => track === videoTrackId || (where.sound && audioScale !== undefined));
  for (const piece of kept) {
    const by = piece.track === videoTrackId ? shift : Math.round((shift / videoScale) * (audioScale ?? 1));
    const ticks = piece.ticks + by;
    if (ticks < 0) return undefined;
    copy.writeUInt32BE(where.sequence() >>> 0, piece.sequenceAt);
    copy.writeUInt32BE(Math.floor(ticks / 2 ** 32), piece.timeAt);
    copy.writeUInt32BE(ticks % 2 ** 32, piece.timeAt + 4);
  }
  if (where.closes) close(copy, kept.findLast(({ track }) => track === videoTrackId), shift, where);
  return kept.length === pieces.length && pieces[0]?.start === 0 ? copy : Buffer.concat(kept.map(({ start, end }) => copy.subarray(start, end)));
}

function keyOnly(piece: Uint8Array, decodeTicks: number, duration: number, sequence: number): Buffer | undefined {
  const [picture] = samplesOf(piece);
  if (!picture?.key || picture.track !== 'video') return undefined;
  const { bytes, shownTicks } = picture;
  return Buffer.from(fragment(sequence, [{ track: 'video', decodeTicks, duration, shownAfter: shownTicks - picture.decodeTicks, key: true, parts: [bytes], size: bytes.length }]));
}

/** The last picture is shown until the file's end, so that a player finds no hole where there is none. */
function close(copy: Buffer, last: Piece | undefined, shift: number, { init: { videoScale }, to, origin }: Placement): void {
  const run = last?.run;
  if (!last || !run || run.size < 24) return;
  // One picture, its own duration the first of its fields (ISO/IEC 14496-12 §8.8.8).
  const flags = copy.readUInt32BE(run.offset + 8) & 0xffffff;
  if (!(flags & 0x100) || !(flags & 1) || flags & 4 || copy.readUInt32BE(run.offset + 12) !== 1) return;
  const durationAt = run.offset + 20;
  const wanted = Math.round(((to - origin) * videoScale) / 1_000) - (last.ticks + shift);
  const duration = copy.readUInt32BE(durationAt);
  if (wanted > duration && wanted - duration <= (closesUpTo * videoScale) / 1_000) copy.writeUInt32BE(wanted, durationAt);
}

/** Whole fragments of one track each, as the recorder and ffmpeg with `separate_moof` write them. */
function piecesOf(bytes: Buffer): Piece[] {
  const pieces: Piece[] = [];
  let moof: BoxPlace | undefined;
  for (const box of boxesIn(bytes)) {
    if (box.type === 'mdat' && moof) {
      const piece = pieceOf(bytes, moof, box.offset + box.size);
      if (piece) pieces.push(piece);
    }
    moof = box.type === 'moof' ? box : undefined;
  }
  return pieces;
}

function pieceOf(bytes: Buffer, moof: BoxPlace, end: number): Piece | undefined {
  let sequenceAt = 0;
  let track = 0;
  let timeAt = 0;
  let run: BoxPlace | undefined;
  for (const box of boxesIn(bytes, moof.offset + moof.headerSize, moof.offset + moof.size)) {
    if (box.type === 'mfhd' && box.size >= 16) sequenceAt = box.offset + 12;
    if (box.type !== 'traf') continue;
    // Two tracks in one fragment cannot be told apart.
    if (track !== 0) return undefined;
    for (const inner of boxesIn(bytes, box.offset + box.headerSize, box.offset + box.size)) {
      if (inner.type === 'tfhd' && inner.size >= 16) track = bytes.readUInt32BE(inner.offset + 12);
      if (inner.type === 'tfdt' && inner.size >= 20 && bytes[inner.offset + 8] === 1) timeAt = inner.offset + 12;
      if (inner.type === 'trun') run = inner;
    }
  }
  if (sequenceAt === 0 || track === 0 || timeAt === 0) return undefined;
  return { start: moof.offset, end, track, timeAt, sequenceAt, run, ticks: bytes.readUInt32BE(timeAt) * 2 ** 32 + bytes.readUInt32BE(timeAt + 4) };
}
