import { readAacConfig } from '../media/aac-config.ts';
import { audioTrackId, videoTrackId } from '../media/fmp4.ts';
import { boxesIn, readTimescales, type BoxPlace } from '../media/fmp4-read.ts';
import { readH264 } from '../media/h264-parameters.ts';
import { readH265 } from '../media/h265-parameters.ts';
import type { VideoCodec } from '../domain/media.ts';

/** What an init segment says of itself to a player. */
export interface InitFacts {
  readonly width: number;
  readonly height: number;
  /** RFC 6381, `avc1.640028`; undefined where no browser plays it in fMP4. */
  readonly video: string | undefined;
  readonly codec: VideoCodec | undefined;
  /** RFC 6381; undefined where there is no sound, or none that a browser plays in fMP4. */
  readonly audio: string | undefined;
  readonly videoScale: number;
  readonly audioScale: number | undefined;
}
interface Entry {
  readonly type: string;
  readonly box: BoxPlace;
}
const videoHead = 8 + 78;
const audioHead = 8 + 28;

/** Undefined for bytes that name no picture track. @throws HubError `camera-broken-answer` for parameter sets that are not valid */
export function initFacts(init: Uint8Array): InitFacts | undefined {
  const bytes = Buffer.from(init.buffer, init.byteOffset, init.length);
  let video: (Entry & { readonly width: number; readonly height: number }) | undefined;
  let audio: Entry | undefined;
  for (const trak of all(bytes, 'moov', 'trak')) {
    const tkhd = inside(bytes, trak).find(({ type }) => type === 'tkhd');
    const entry = entryOf(bytes, trak);
    if (!tkhd || !entry) continue;
    const track = bytes.readUInt32BE(tkhd.offset + (bytes[tkhd.offset + 8] === 1 ? 28 : 20));
    // Width and height, 16.16 fixed point, are its last words (ISO/IEC 14496-12 §8.3.2).
    const end = tkhd.offset + tkhd.size;
    if (track === videoTrackId) video = { ...entry, width: bytes.readUInt16BE(end - 8), height: bytes.readUInt16BE(end - 4) };
    if (track === audioTrackId) audio = entry;
  }
  if (!video) return undefined;
  const scales = readTimescales(bytes);
  const coded = pictureCoding(bytes, video);
  return {
    width: video.width, height: video.height, video: coded?.codecs, codec: coded?.codec,
    audio: audio && soundCoding(bytes, audio), videoScale: scales.get(videoTrackId) ?? 1, audioScale: scales.get(audioTrackId),
  };
}

function pictureCoding(bytes: Buffer, { type, box }: Entry): { readonly codec: VideoCodec; readonly codecs: string } | undefined {
  const record = inside(bytes, box, videoHead).find((each) => each.type === 'avcC' || each.type === 'hvcC');
  if (!record) return undefined;
  const at = record.offset + 8;
  if (record.type === 'avcC') {
    // AVCDecoderConfigurationRecord, ISO/IEC 14496-15 §5.3.3.1: five bytes, the count of sets, and each behind its length.
    const length = bytes.readUInt16BE(at + 6);
    return { codec: 'h264', codecs: readH264(bytes.subarray(at + 8, at + 8 + length)).codecs.replace('avc1', type) };
  }
  const sps = hevcSps(bytes.subarray(at, record.offset + record.size));
  return sps && { codec: 'h265', codecs: readH265(sps).codecs.replace(/^hvc1|^hev1/, type) };
}

/** HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 §8.3.3.1: 22 bytes, then arrays of NAL units by type; 33 is a sequence parameter set. */
function hevcSps(record: Buffer): Buffer | undefined {
  let at = 23;
  for (let arrays = record[22] ?? 0; arrays > 0 && at + 3 <= record.length; arrays -= 1) {
    const type = (record[at] ?? 0) & 0x3f;
    let count = record.readUInt16BE(at + 1);
    at += 3;
    for (; count > 0 && at + 2 <= record.length; count -= 1) {
      const length = record.readUInt16BE(at);
      if (type === 33) return record.subarray(at + 2, at + 2 + length);
      at += 2 + length;
    }
  }
  return undefined;
}

function soundCoding(bytes: Buffer, { type, box }: Entry): string | undefined {
  if (type === 'Opus') return 'opus';
  if (type !== 'mp4a') return undefined;
  const esds = inside(bytes, box, audioHead).find((each) => each.type === 'esds');
  const config = esds && decoderConfig(bytes.subarray(esds.offset + 12, esds.offset + esds.size));
  return config && readAacConfig(config).codecs;
}

/** AudioSpecificConfig inside ES_Descriptor and DecoderConfigDescriptor, ISO/IEC 14496-1 §7.2.6. */
function decoderConfig(bytes: Buffer): Buffer | undefined {
  for (let at = 0; at + 2 <= bytes.length;) {
    const tag = bytes[at++];
    let length = 0;
    for (let more = true; more && at < bytes.length;) {
      const byte = bytes[at++] ?? 0;
      length = length * 128 + (byte & 0x7f);
      more = byte >= 0x80;
    }
    if (tag === 5) return bytes.subarray(at, at + length);
    // Their own fields, and then what is inside them.
    at += tag === 3 ? 3 : tag === 4 ? 13 : length;
  }
  return undefined;
}

function entryOf(bytes: Buffer, trak: BoxPlace): Entry | undefined {
  const step = (parent: BoxPlace | undefined, type: string): BoxPlace | undefined => parent && inside(bytes, parent).find((each) => each.type === type);
  const stsd = step(step(step(step(trak, 'mdia'), 'minf'), 'stbl'), 'stsd');
  const box = stsd && inside(bytes, stsd, 16)[0];
  return box && { type: box.type, box };
}
function all(bytes: Buffer, outer: string, type: string): BoxPlace[] {
  return [...boxesIn(bytes)].filter((each) => each.type === outer).flatMap((each) => inside(bytes, each).filter((inner) => inner.type === type));
}
function inside(bytes: Buffer, parent: BoxPlace, head = parent.headerSize): BoxPlace[] {
  return [...boxesIn(bytes, parent.offset + head, parent.offset + parent.size)];
}
