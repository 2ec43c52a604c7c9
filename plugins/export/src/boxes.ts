import { HubError } from '@matpho/core/sdk';

/** A box of ISO/IEC 14496-12 §4.2, by its place in the bytes. */
export interface Box {
  /** Its four letters as a number: there are hundreds of them in a second of footage. */
  readonly type: number;
  readonly offset: number;
  readonly end: number;
  /** First byte after the header. */
  readonly body: number;
}
export interface Track {
  readonly id: number;
  /** Ticks per second. */
  readonly scale: number;
  readonly isVideo: boolean;
  readonly usual: Usual;
}
/** What holds for samples that say nothing themselves. */
interface Usual {
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}
/** One coded picture or block of sound, by its place in the file. */
export interface Sample {
  readonly at: number;
  readonly size: number;
  readonly duration: number;
  readonly key: boolean;
  /** Shown this much after it is decoded, ticks. */
  readonly shownAfter: number;
}
/** One `moof` and its `mdat`, of one track. */
export interface Fragment {
  readonly track: Track;
  readonly ticks: number;
  readonly duration: number;
  readonly key: boolean;
  readonly samples: readonly Sample[];
}
export interface SegmentBytes {
  readonly bytes: Buffer;
  readonly init: Buffer;
  readonly fragments: readonly Fragment[];
}

export const fourLetters = (type: string): number => Buffer.from(type, 'latin1').readUInt32BE(0);
const [moov, mvex, trex, trak, tkhd, mdia, mdhd, hdlr, moof, mdat, traf, tfhd, tfdt, trun, vide] = ['moov', 'mvex', 'trex', 'trak', 'tkhd', 'mdia', 'mdhd', 'hdlr', 'moof', 'mdat', 'traf', 'tfhd', 'tfdt', 'trun', 'vide'].map(fourLetters);

export function damaged(what: string): HubError {
  return new HubError('footage-damaged', `The recording cannot be joined: ${what}.`);
}

/** Whole boxes in order. Always ends: each is at least its header long. @throws HubError `footage-damaged` */
export function boxesIn(bytes: Buffer, from: number, to: number): readonly Box[] {
  const boxes: Box[] = [];
  for (let offset = from; offset < to; ) {
    if (offset + 8 > to) throw damaged('it ends inside a box');
    const short = bytes.readUInt32BE(offset);
    if (short === 1 && offset + 16 > to) throw damaged('it ends inside a box');
    const header = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(bytes.readBigUInt64BE(offset + 8)) : short;
    if (size < header || offset + size > to) throw damaged('it ends inside a box');
    boxes.push({ type: bytes.readUInt32BE(offset + 4), offset, end: offset + size, body: offset + header });
    offset += size;
  }
  return boxes;
}

/** Takes a recorded file apart without copying it. @throws HubError `footage-damaged` */
export function readSegment(bytes: Buffer): SegmentBytes {
  try {
    return parse(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw new HubError('footage-damaged', 'The recording cannot be joined: a box is too short.', { cause });
    throw cause;
  }
}

function parse(bytes: Buffer): SegmentBytes {
  const fragments: Fragment[] = [];
  let tracks: ReadonlyMap<number, Track> | undefined;
  let initEnd = 0;
  let last: Box | undefined;
  for (const box of boxesIn(bytes, 0, bytes.length)) {
    if (box.type === moov) {
      tracks = readTracks(bytes, box);
      initEnd = box.end;
    }
    if (box.type === mdat && last && tracks) fragments.push(readFragment(bytes, last, box.end, tracks));
    last = box.type === moof ? box : undefined;
  }
  if (!tracks) throw damaged('it has no init segment');
  return { bytes, init: bytes.subarray(0, initEnd), fragments };
}

function readTracks(bytes: Buffer, box: Box): ReadonlyMap<number, Track> {
  const usual = new Map<number, Usual>();
  const inMoov = boxesIn(bytes, box.body, box.end);
  for (const each of inMoov) {
    if (each.type !== mvex) continue;
    for (const { type, body } of boxesIn(bytes, each.body, each.end)) {
      if (type === trex) usual.set(bytes.readUInt32BE(body + 4), { duration: bytes.readUInt32BE(body + 12), size: bytes.readUInt32BE(body + 16), flags: bytes.readUInt32BE(body + 20) });
    }
  }
  const tracks = new Map<number, Track>();
  for (const each of inMoov) {
    if (each.type !== trak) continue;
    let id = 0;
    let scale = 0;
    let isVideo = false;
    for (const part of boxesIn(bytes, each.body, each.end)) {
      if (part.type === tkhd) id = bytes.readUInt32BE(part.body + (bytes[part.body] === 1 ? 20 : 12));
      if (part.type !== mdia) continue;
      for (const inner of boxesIn(bytes, part.body, part.end)) {
        if (inner.type === mdhd) scale = bytes.readUInt32BE(inner.body + (bytes[inner.body] === 1 ? 20 : 12));
        if (inner.type === hdlr) isVideo = bytes.readUInt32BE(inner.body + 8) === vide;
      }
    }
    if (scale === 0) throw damaged('a track has no clock');
    tracks.set(id, { id, scale, isVideo, usual: usual.get(id) ?? { duration: 0, size: 0, flags: 0 } });
  }
  return tracks;
}

/** ISO/IEC 14496-12 §8.8.7 (tfhd), §8.8.8 (trun), §8.8.12 (tfdt). @param end of its `mdat` */
function readFragment(bytes: Buffer, box: Box, end: number, tracks: ReadonlyMap<number, Track>): Fragment {
  let found: Fragment | undefined;
  for (const each of boxesIn(bytes, box.body, box.end)) {
    if (each.type !== traf) continue;
    if (found) throw damaged('a fragment holds two tracks');
    found = readRun(bytes, each, { from: box.offset, end }, tracks);
  }
  if (!found) throw damaged('a fragment has no track');
  return found;
}

function readRun(bytes: Buffer, box: Box, fragment: { readonly from: number; readonly end: number }, tracks: ReadonlyMap<number, Track>): Fragment {
  const samples: Sample[] = [];
  let track: Track | undefined;
  let usual: Usual = { duration: 0, size: 0, flags: 0 };
  let ticks = Number.NaN;
  let duration = 0;
  let next = 0;
  for (const { type, body } of boxesIn(bytes, box.body, box.end)) {
    const flags = bytes.readUInt32BE(body) & 0xffffff;
    if (type === tfhd) {
      track = tracks.get(bytes.readUInt32BE(body + 4));
      // A place counted from the start of the file would be wrong in another file.
      if (!track || flags & 0x1) throw damaged('a fragment cannot be moved');
      let at = body + 8 + (flags & 0x2 ? 4 : 0);
      const word = (flag: number, otherwise: number): number => (flags & flag ? bytes.readUInt32BE((at += 4) - 4) : otherwise);
      usual = { duration: word(0x8, track.usual.duration), size: word(0x10, track.usual.size), flags: word(0x20, track.usual.flags) };
    }
    if (type === tfdt) ticks = bytes[body] === 1 ? Number(bytes.readBigUInt64BE(body + 4)) : bytes.readUInt32BE(body + 4);
    if (type !== trun) continue;
    const count = bytes.readUInt32BE(body + 4);
    let at = body + 8;
    if (flags & 0x1) next = fragment.from + bytes.readInt32BE((at += 4) - 4);
    const firstFlags = flags & 0x4 ? bytes.readUInt32BE((at += 4) - 4) : undefined;
    const stride = ((flags >> 8) & 1) * 4 + ((flags >> 9) & 1) * 4 + ((flags >> 10) & 1) * 4 + ((flags >> 11) & 1) * 4;
    // Each sample is at least one byte, said or not.
    if (at + count * stride > box.end || count > fragment.end - fragment.from) throw damaged('a fragment is too short for its samples');
    for (let i = 0; i < count; i += 1) {
      const lasts = flags & 0x100 ? bytes.readUInt32BE((at += 4) - 4) : usual.duration;
      const size = flags & 0x200 ? bytes.readUInt32BE((at += 4) - 4) : usual.size;
      const own = flags & 0x400 ? bytes.readUInt32BE((at += 4) - 4) : usual.flags;
      const shownAfter = flags & 0x800 ? bytes.readInt32BE((at += 4) - 4) : 0;
      if (next < fragment.from || next + size > fragment.end) throw damaged('a fragment is too short for its samples');
      samples.push({ at: next, size, duration: lasts, key: ((i === 0 && firstFlags !== undefined ? firstFlags : own) & 0x10000) === 0, shownAfter });
      next += size;
      duration += lasts;
    }
  }
  if (!track || Number.isNaN(ticks)) throw damaged('a fragment has no time');
  return { track, ticks, duration, key: samples[0]?.key ?? false, samples };
}
