import { broken } from './bit-reader.ts';

export interface BoxPlace {
  readonly type: string;
  /** Of the box's first byte, within the bytes given. */
  readonly offset: number;
  /** With the header. */
  readonly size: number;
  readonly headerSize: number;
}
export interface TrackRun {
  readonly trackId: number;
  readonly baseDecodeTicks: number;
  readonly duration: number;
  readonly samples: number;
  /** The first sample is a sync sample. */
  readonly key: boolean;
}
/** One `moof` with the `mdat` after it. */
export interface FragmentPlace {
  readonly offset: number;
  readonly size: number;
  readonly sequence: number;
  readonly runs: readonly TrackRun[];
}
export interface Fmp4Map {
  /** `ftyp` and `moov`, when they are there. */
  readonly init?: { readonly offset: number; readonly size: number };
  readonly fragments: readonly FragmentPlace[];
  /** End of the last whole fragment (or of the init segment): a torn file is cut here. */
  readonly wholeBytes: number;
}

const smallest: Readonly<Record<string, number>> = { tfhd: 16, tfdt: 16, trun: 16 };
const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) * 0x1000000) + (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
const longWord = (bytes: Uint8Array, at: number): number => word(bytes, at) * 2 ** 32 + word(bytes, at + 4);

/** The whole boxes from `from` to `to`, in order; stops at the first that is torn or not a box. Always ends: every box is at least its header long. */
export function* boxesIn(bytes: Uint8Array, from = 0, to = bytes.length): Generator<BoxPlace> {
  for (let offset = from; offset + 8 <= to; ) {
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const short = word(bytes, offset);
    if (short === 1 && offset + 16 > to) return;
    const headerSize = short === 1 ? 16 : 8;
    const size = short === 1 ? longWord(bytes, offset + 8) : short;
    if (size < headerSize || offset + size > to || !/^[\x20-\x7e\xa9]{4}$/.test(type)) return;
    yield { type, offset, size, headerSize };
    offset += size;
  }
}

/** Lists what a file of fragments holds. Hostile or torn bytes shorten the list; nothing throws. */
export function mapFmp4(bytes: Uint8Array): Fmp4Map {
  const fragments: FragmentPlace[] = [];
  let start: number | undefined;
  let init: Fmp4Map['init'];
  let moof: BoxPlace | undefined;
  let wholeBytes = 0;
  for (const box of boxesIn(bytes)) {
    const end = box.offset + box.size;
    if (box.type === 'ftyp') start = box.offset;
    if (box.type === 'moov') {
      init = { offset: start ?? box.offset, size: end - (start ?? box.offset) };
      wholeBytes = end;
    }
    if (box.type === 'mdat' && moof) {
      const place = readFragment(bytes, moof, end);
      if (!place) break;
      fragments.push(place);
      wholeBytes = end;
    }
    moof = box.type === 'moof' ? box : undefined;
  }
  return { ...(init ? { init } : {}), fragments, wholeBytes };
}

function readFragment(bytes: Uint8Array, moof: BoxPlace, end: number): FragmentPlace | undefined {
  let sequence = 0;
  const runs: TrackRun[] = [];
  for (const box of children(bytes, moof)) {
    if (box.type === 'mfhd') {
      if (box.size < 16) return undefined;
      sequence = word(bytes, box.offset + 12);
    }
    if (box.type !== 'traf') continue;
    const run = readRun(bytes, box);
    if (!run) return undefined;
    runs.push(run);
  }
  return runs.length === 0 ? undefined : { offset: moof.offset, size: end - moof.offset, sequence, runs };
}

/** Reads track fragments as `fragment` writes them, ISO/IEC 14496-12 §8.8.7, §8.8.8, §8.8.12: every sample with its own duration and flags. */
function readRun(bytes: Uint8Array, traf: BoxPlace): TrackRun | undefined {
  let trackId = 0;
  let baseDecodeTicks = 0;
  let duration = 0;
  let samples = 0;
  let key = false;
  for (const box of children(bytes, traf)) {
    const at = box.offset + 8;
    if ((smallest[box.type] ?? 0) > box.size || (box.type === 'tfdt' && bytes[at] === 1 && box.size < 20)) return undefined;
    if (box.type === 'tfhd') trackId = word(bytes, at + 4);
    if (box.type === 'tfdt') baseDecodeTicks = bytes[at] === 1 ? longWord(bytes, at + 4) : word(bytes, at + 4);
    if (box.type !== 'trun') continue;
    const flags = word(bytes, at) & 0xffffff;
    const count = word(bytes, at + 4);
    const stride = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
    const first = at + 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
    if (!(flags & 0x100) || !(flags & 0x400) || first + count * stride > box.offset + box.size) return undefined;
    if (samples === 0 && count > 0) key = (word(bytes, first + (flags & 0x200 ? 8 : 4)) & 0x10000) === 0;
    for (let i = 0; i < count; i++) duration += word(bytes, first + i * stride);
    samples += count;
  }
  return { trackId, baseDecodeTicks, duration, samples, key };
}

/** Ticks per second by track id, from an init segment. @throws HubError `camera-broken-answer` where there is no track */
export function readTimescales(init: Uint8Array): ReadonlyMap<number, number> {
  const scales = new Map<number, number>();
  for (const moov of boxesIn(init)) {
    if (moov.type !== 'moov') continue;
    for (const trak of children(init, moov)) {
      if (trak.type !== 'trak') continue;
      let id = 0;
      for (const box of children(init, trak)) {
        if (box.type === 'tkhd') id = word(init, box.offset + (init[box.offset + 8] === 1 ? 28 : 20));
        if (box.type !== 'mdia') continue;
        for (const inner of children(init, box)) if (inner.type === 'mdhd') scales.set(id, word(init, inner.offset + (init[inner.offset + 8] === 1 ? 28 : 20)));
      }
    }
  }
  if (scales.size === 0) throw broken('The init segment names no track.');
  return scales;
}

/**
 * A copy of one fragment with another sequence number and other decode times, for joining segments into one file.
 * @param shift ticks to add, by track id
 * @throws HubError `camera-broken-answer` when the bytes are not one whole fragment, or a time would be negative
 */
export function restampFragment(fragment: Uint8Array, sequence: number, shift: ReadonlyMap<number, number>): Uint8Array {
  const [place] = mapFmp4(fragment).fragments;
  if (!place || place.offset !== 0) throw broken('This is not one whole fragment.');
  const out = Buffer.from(fragment);
  for (const moof of boxesIn(out)) {
    // Only of this one is it known that its boxes are whole.
    if (moof.offset !== place.offset) continue;
    for (const box of children(out, moof)) {
      if (box.type === 'mfhd') out.writeUInt32BE(sequence >>> 0, box.offset + 12);
      if (box.type === 'traf') restampRun(out, box, shift);
    }
  }
  return out;
}

function restampRun(out: Buffer, traf: BoxPlace, shift: ReadonlyMap<number, number>): void {
  let by = 0;
  for (const box of children(out, traf)) {
    if (box.type === 'tfhd') by = shift.get(word(out, box.offset + 12)) ?? 0;
    if (box.type !== 'tfdt') continue;
    const long = out[box.offset + 8] === 1;
    const at = box.offset + 12;
    const ticks = (long ? longWord(out, at) : word(out, at)) + by;
    if (ticks < 0 || !Number.isSafeInteger(ticks) || (!long && ticks >= 2 ** 32)) throw broken('The fragment cannot be moved to this time.');
    if (long) out.writeUInt32BE(Math.floor(ticks / 2 ** 32), at);
    out.writeUInt32BE(ticks % 2 ** 32, long ? at + 4 : at);
  }
}

function children(bytes: Uint8Array, parent: BoxPlace): Generator<BoxPlace> {
  return boxesIn(bytes, parent.offset + parent.headerSize, parent.offset + parent.size);
}
