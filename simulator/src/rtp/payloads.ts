import { readJpeg } from '../media/jpeg.ts';
import { nalRole } from '../media/nal.ts';
import type { AudioCodec, AudioUnit, VideoCodec, VideoUnit } from '../media/unit.ts';

/** One RTP payload: a few header bytes of the payload format, then pieces of the coded unit. */
export type Payload = readonly Buffer[];

const SPLIT = { start: 0x80, end: 0x40 };

/** RFC 6184: STAP-A for the parameter sets (§5.7.1), single NAL units (§5.6), FU-A for the rest (§5.8). */
export const h264Payloads = (nals: readonly Buffer[], maxBytes: number): Payload[] => {
  const { sets, rest } = partSets('h264', nals);
  const payloads: Payload[] = [];
  const together = sets.reduce((sum, nal) => sum + 2 + nal.length, 1);
  if (sets.length > 1 && together <= maxBytes) {
    const importance = Math.max(...sets.map((nal) => (nal[0] ?? 0) & 0x60));
    payloads.push([Buffer.from([importance | 24]), ...sets.flatMap(withSize)]);
  } else {
    payloads.push(...sets.map((nal) => [nal]));
  }
  for (const nal of rest) {
    if (nal.length <= maxBytes) {
      payloads.push([nal]);
      continue;
    }
    const first = nal[0] ?? 0;
    for (let at = 1; at < nal.length; at += maxBytes - 2) {
      const end = Math.min(nal.length, at + maxBytes - 2);
      const flags = (at === 1 ? SPLIT.start : 0) | (end === nal.length ? SPLIT.end : 0);
      payloads.push([Buffer.from([(first & 0xe0) | 28, (first & 0x1f) | flags]), nal.subarray(at, end)]);
    }
  }
  return payloads;
};

/** RFC 7798: an aggregation packet for the parameter sets (§4.4.2), single NAL units (§4.4.1), fragmentation units (§4.4.3). */
export const h265Payloads = (nals: readonly Buffer[], maxBytes: number): Payload[] => {
  const { sets, rest } = partSets('h265', nals);
  const payloads: Payload[] = [];
  const together = sets.reduce((sum, nal) => sum + 2 + nal.length, 2);
  if (sets.length > 1 && together <= maxBytes) payloads.push([Buffer.from([48 << 1, 1]), ...sets.flatMap(withSize)]);
  else payloads.push(...sets.map((nal) => [nal]));
  for (const nal of rest) {
    if (nal.length <= maxBytes) {
      payloads.push([nal]);
      continue;
    }
    const first = nal[0] ?? 0;
    for (let at = 2; at < nal.length; at += maxBytes - 3) {
      const end = Math.min(nal.length, at + maxBytes - 3);
      const flags = (at === 2 ? SPLIT.start : 0) | (end === nal.length ? SPLIT.end : 0);
      payloads.push([Buffer.from([(first & 0x81) | (49 << 1), nal[1] ?? 1, ((first >> 1) & 0x3f) | flags]), nal.subarray(at, end)]);
    }
  }
  return payloads;
};

const partSets = (codec: VideoCodec, nals: readonly Buffer[]): { sets: Buffer[]; rest: Buffer[] } => {
  const isSet = (nal: Buffer): boolean => ['vps', 'sps', 'pps'].includes(nalRole(codec, nal));
  return { sets: nals.filter(isSet), rest: nals.filter((nal) => !isSet(nal)) };
};

const withSize = (nal: Buffer): [Buffer, Buffer] => {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(nal.length);
  return [size, nal];
};

/** RFC 3640 §3.3.6, mode AAC-hbr: one access unit per packet behind a 13 + 3 bit AU header, or fragments of one. */
export const aacPayloads = (frame: Buffer, maxBytes: number): Payload[] => {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(16);
  header.writeUInt16BE(frame.length << 3, 2);
  const payloads: Payload[] = [];
  for (let at = 0; at < frame.length; at += maxBytes - 4) payloads.push([header, frame.subarray(at, at + maxBytes - 4)]);
  return payloads;
};

/** RFC 2435: the coded data in pieces, each behind where it belongs; the tables go with the first (§3.1.8, Q of 255). */
export const jpegPayloads = (file: Buffer, maxBytes: number): Payload[] => {
  const { width, height, type, tables, restart, data } = readJpeg(file);
  const markers = restart === undefined ? [] : [restart, Buffer.from([0xff, 0xff])];
  const quantisation = Buffer.concat([Buffer.from([0, 0, tables.length >> 8, tables.length & 0xff]), tables]);
  const payloads: Payload[] = [];
  for (let at = 0; at < data.length;) {
    const before = [Buffer.from([0, at >> 16, (at >> 8) & 0xff, at & 0xff, type + (restart === undefined ? 0 : 64), 255, Math.ceil(width / 8), Math.ceil(height / 8)]), ...markers, ...(at === 0 ? [quantisation] : [])];
    const end = Math.min(data.length, at + maxBytes - before.reduce((sum, piece) => sum + piece.length, 0));
    payloads.push([...before, data.subarray(at, end)]);
    at = end;
  }
  return payloads;
};

export const payloadsOf = (unit: VideoUnit | AudioUnit, codec: VideoCodec | AudioCodec, maxBytes: number): Payload[] => {
  if (unit.kind === 'video' && codec === 'mjpeg') return unit.nals.flatMap((file) => jpegPayloads(file, maxBytes));
  if (unit.kind === 'video') return codec === 'h265' ? h265Payloads(unit.nals, maxBytes) : h264Payloads(unit.nals, maxBytes);
  return codec === 'aac' ? aacPayloads(unit.frame, maxBytes) : [[unit.frame]];
};
