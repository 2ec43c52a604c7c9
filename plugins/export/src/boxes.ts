import { HubError } from '@matpho/core/sdk';

/** A box of ISO/IEC 14496-12 §4.2, by its place in the bytes. */
export interface Box {
  readonly type: string;
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
  readonly usualDuration: number;
  readonly usualFlags: number;
}
/** One `moof` and its `mdat`, of one track. */
export interface Fragment {
  readonly bytes: Buffer;
  readonly track: Track;
  readonly ticks: number;
  readonly duration: number;
  readonly key: boolean;
  /** Where the sequence number and the time stand in `bytes`. */
  readonly sequenceAt: number;
  readonly timeAt: number;
  readonly isLong: boolean;
}
export interface SegmentBytes {
  readonly init: Buffer;
  readonly fragments: readonly Fragment[];
}

function damaged(what: string): HubError {
  return new HubError('footage-damaged', `The recording cannot be joined: ${what}.`);
}

/** Whole boxes in order. Always ends: each is at least its header long. @throws HubError `footage-damaged` */
export function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  for (let offset = from; offset < to; ) {
    if (offset + 8 > to) throw damaged('it ends inside a box');
    const short = bytes.readUInt32BE(offset);
    if (short === 1 && offset + 16 > to) throw damaged('it ends inside a box');
    const header = short === 1 ? 16 : 8;
    const size = short === 1 ? Number(bytes.readBigUInt64BE(offset + 8)) : short;
    if (size < header || offset + size > to) throw damaged('it ends inside a box');
    yield { type: bytes.toString('latin1', offset + 4, offset + 8), offset, end: offset + size, body: offset + header };
    offset += size;
  }
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
  let moof: Box | undefined;
  for (const box of boxesIn(bytes, 0, bytes.length)) {
    if (box.type === 'moov') {
      tracks = readTracks(bytes, box);
      initEnd = box.end;
    }
    if (box.type === 'mdat' && moof && tracks) fragments.push(readFragment(bytes.subarray(moof.offset, box.end), tracks));
    moof = box.type === 'moof' ? box : undefined;
  }
  if (!tracks) throw damaged('it has no init segment');
  return { init: bytes.subarray(0, initEnd), fragments };
}

function readTracks(bytes: Buffer, moov: Box): ReadonlyMap<number, Track> {
  const usual = new Map<number, { duration: number; flags: number }>();
  for (const mvex of boxesIn(bytes, moov.body, moov.end)) {
    if (mvex.type !== 'mvex') continue;
    for (const trex of boxesIn(bytes, mvex.body, mvex.end)) {
      if (trex.type === 'trex') usual.set(bytes.readUInt32BE(trex.body + 4), { duration: bytes.readUInt32BE(trex.body + 12), flags: bytes.readUInt32BE(trex.body + 20) });
    }
  }
  const tracks = new Map<number, Track>();
  for (const trak of boxesIn(bytes, moov.body, moov.end)) {
    if (trak.type !== 'trak') continue;
    let id = 0;
    let scale = 0;
    let isVideo = false;
    for (const box of boxesIn(bytes, trak.body, trak.end)) {
      if (box.type === 'tkhd') id = bytes.readUInt32BE(box.body + (bytes[box.body] === 1 ? 20 : 12));
      if (box.type !== 'mdia') continue;
      for (const inner of boxesIn(bytes, box.body, box.end)) {
        if (inner.type === 'mdhd') scale = bytes.readUInt32BE(inner.body + (bytes[inner.body] === 1 ? 20 : 12));
        if (inner.type === 'hdlr') isVideo = bytes.toString('latin1', inner.body + 8, inner.body + 12) === 'vide';
      }
    }
    if (scale === 0) throw damaged('a track has no clock');
    tracks.set(id, { id, scale, isVideo, usualDuration: usual.get(id)?.duration ?? 0, usualFlags: usual.get(id)?.flags ?? 0 });
  }
  return tracks;
}

/** ISO/IEC 14496-12 §8.8.5 (mfhd), §8.8.7 (tfhd), §8.8.8 (trun), §8.8.12 (tfdt). */
function readFragment(bytes: Buffer, tracks: ReadonlyMap<number, Track>): Fragment {
  let sequenceAt = 0;
  let found: Omit<Fragment, 'bytes' | 'sequenceAt'> | undefined;
  const moofEnd = bytes.readUInt32BE(0);
  for (const box of boxesIn(bytes, 8, moofEnd)) {
    if (box.type === 'mfhd') sequenceAt = box.body + 4;
    if (box.type !== 'traf') continue;
    if (found) throw damaged('a fragment holds two tracks');
    found = readRun(bytes, box, tracks);
  }
  if (!found || sequenceAt === 0) throw damaged('a fragment has no track');
  return { ...found, bytes, sequenceAt };
}

function readRun(bytes: Buffer, traf: Box, tracks: ReadonlyMap<number, Track>): Omit<Fragment, 'bytes' | 'sequenceAt'> {
  let track: Track | undefined;
  let usualDuration = 0;
  let usualFlags = 0;
  let timeAt = 0;
  let duration = 0;
  let key: boolean | undefined;
  for (const { type, body } of boxesIn(bytes, traf.body, traf.end)) {
    const flags = bytes.readUInt32BE(body) & 0xffffff;
    if (type === 'tfhd') {
      track = tracks.get(bytes.readUInt32BE(body + 4));
      // A place counted from the start of the file would be wrong in another file.
      if (!track || flags & 0x1) throw damaged('a fragment cannot be moved');
      let at = body + 8 + (flags & 0x2 ? 4 : 0);
      usualDuration = flags & 0x8 ? bytes.readUInt32BE(at) : track.usualDuration;
      at += (flags & 0x8 ? 4 : 0) + (flags & 0x10 ? 4 : 0);
      usualFlags = flags & 0x20 ? bytes.readUInt32BE(at) : track.usualFlags;
    }
    if (type === 'tfdt') timeAt = body + 4;
    if (type !== 'trun') continue;
    const count = bytes.readUInt32BE(body + 4);
    let at = body + 8 + (flags & 0x1 ? 4 : 0);
    const firstFlags = flags & 0x4 ? bytes.readUInt32BE(at) : undefined;
    at += flags & 0x4 ? 4 : 0;
    const stride = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
    const flagsAt = (flags & 0x100 ? 4 : 0) + (flags & 0x200 ? 4 : 0);
    if (at + count * stride > traf.end) throw damaged('a fragment is too short for its samples');
    if (count > 0) key ??= ((firstFlags ?? (flags & 0x400 ? bytes.readUInt32BE(at + flagsAt) : usualFlags)) & 0x10000) === 0;
    if (flags & 0x100) for (let i = 0; i < count; i += 1) duration += bytes.readUInt32BE(at + i * stride);
    else duration += count * usualDuration;
  }
  if (!track || timeAt === 0) throw damaged('a fragment has no time');
  const isLong = bytes[timeAt - 4] === 1;
  return { track, ticks: isLong ? Number(bytes.readBigUInt64BE(timeAt)) : bytes.readUInt32BE(timeAt), duration, key: key ?? false, timeAt, isLong };
}

/** A copy with another number and time. @throws HubError `footage-damaged` for a time that does not fit */
export function restamped({ bytes, sequenceAt, timeAt, isLong }: Fragment, sequence: number, ticks: number): Buffer {
  if (ticks < 0 || (!isLong && ticks >= 2 ** 32)) throw damaged('a time does not fit');
  const out = Buffer.from(bytes);
  out.writeUInt32BE(sequence >>> 0, sequenceAt);
  if (isLong) out.writeBigUInt64BE(BigInt(ticks), timeAt);
  else out.writeUInt32BE(ticks, timeAt);
  return out;
}
