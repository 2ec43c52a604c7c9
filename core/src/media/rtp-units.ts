import type { AudioCodec, AudioTrack, MediaFormat, RtpUnit, VideoCodec, VideoTrack } from '../domain/media.ts';
import { samplesOf } from './fragment-samples.ts';

/** With RTP, UDP and IPv6 headers, SRTP's tag and a tunnel it stays below 1,280 bytes, which every path carries (RFC 8200 §5). */
export const mostPayload = 1_180;
/** What 13 bits can say, RFC 3640 §3.3.6. */
const longestAac = 0x1fff;

/** The fragment as RTP payloads. The key picture's parameter sets are sent with it, so that whoever joins there can decode. */
export function rtpUnitsOf(fragment: Uint8Array, format: MediaFormat): readonly RtpUnit[] {
  const units: RtpUnit[] = [];
  for (const { track, shownTicks: ticks, key, bytes } of samplesOf(fragment)) {
    if (track === 'audio') addSound(format.audio, ticks, bytes, units);
    else if (format.video.codec !== 'mjpeg') units.push({ track, ticks, key, payloads: videoPayloads(format.video, bytes, key) });
  }
  return units.filter(({ payloads }) => payloads.length > 0);
}

function addSound(sound: AudioTrack | undefined, ticks: number, bytes: Uint8Array, into: RtpUnit[]): void {
  if (!sound) return;
  const isG711 = sound.codec === 'pcma' || sound.codec === 'pcmu';
  // A block too long for one packet is as well several: a byte of each channel is a tick.
  const room = isG711 ? mostPayload - (mostPayload % sound.channels) : bytes.length;
  for (let at = 0; at < bytes.length; at += room) into.push({ track: 'audio', ticks: ticks + (isG711 ? at / sound.channels : 0), key: false, payloads: audioPayloads(sound.codec, bytes.subarray(at, at + room)) });
}

/** Made once for all who send the same fragment on. */
export class RtpUnitsCache {
  readonly #made = new WeakMap<Uint8Array, { readonly format: MediaFormat['video']; readonly units: readonly RtpUnit[] }>();

  of(fragment: Uint8Array, format: MediaFormat): readonly RtpUnit[] {
    const known = this.#made.get(fragment);
    if (known?.format === format.video) return known.units;
    const units = rtpUnitsOf(fragment, format);
    this.#made.set(fragment, { format: format.video, units });
    return units;
  }
}

/** RFC 6184 (single NAL unit, FU-A) and RFC 7798 (single NAL unit, FU). */
function videoPayloads({ codec, parameterSets }: VideoTrack, sample: Uint8Array, key: boolean): readonly Uint8Array[] {
  const payloads: Uint8Array[] = [];
  if (key) for (const set of parameterSets) split(codec, set, payloads);
  const data = Buffer.from(sample.buffer, sample.byteOffset, sample.length);
  for (let at = 0; at + 4 <= data.length;) {
    const size = data.readUInt32BE(at);
    const nal = data.subarray(at + 4, at + 4 + size);
    // Parameter sets inside a picture are the same ones again.
    if (nal.length > 0 && !(key && isParameterSet(codec, nal))) split(codec, nal, payloads);
    at += 4 + size;
  }
  return payloads;
}

function isParameterSet(codec: VideoCodec, nal: Uint8Array): boolean {
  const first = nal[0] ?? 0;
  if (codec === 'h264') return (first & 0x1f) === 7 || (first & 0x1f) === 8;
  const type = (first >> 1) & 0x3f;
  return type >= 32 && type <= 34;
}

/** RFC 6184 §5.8; RFC 7798 §4.4.3. */
function split(codec: VideoCodec, nal: Uint8Array, into: Uint8Array[]): void {
  if (nal.length <= mostPayload) {
    into.push(nal);
    return;
  }
  const first = nal[0] ?? 0;
  const header = codec === 'h264' ? 1 : 2;
  const room = mostPayload - header - 1;
  for (let at = header; at < nal.length; at += room) {
    const end = Math.min(nal.length, at + room);
    const edge = (at === header ? 0x80 : 0) | (end === nal.length ? 0x40 : 0);
    const piece = Buffer.allocUnsafe(header + 1 + end - at);
    if (codec === 'h264') {
      piece[0] = (first & 0xe0) | 28;
      piece[1] = edge | (first & 0x1f);
    } else {
      piece[0] = (first & 0x81) | (49 << 1);
      piece[1] = nal[1] ?? 1;
      piece[2] = edge | ((first >> 1) & 0x3f);
    }
    piece.set(nal.subarray(at, end), header + 1);
    into.push(piece);
  }
}

/** G.711 (RFC 3551 §4.5.14) and Opus (RFC 7587) as they are; AAC behind one 13 + 3 bit header (RFC 3640 §3.3.6), fragments of one frame where it is large. */
function audioPayloads(codec: AudioCodec, frame: Uint8Array): readonly Uint8Array[] {
  if (frame.length === 0) return [];
  if (codec === 'aac' && frame.length > longestAac) return [];
  if (codec !== 'aac') return frame.length > mostPayload ? [] : [frame];
  const payloads: Uint8Array[] = [];
  const room = mostPayload - 4;
  for (let at = 0; at < frame.length; at += room) {
    const piece = Buffer.alloc(4 + Math.min(room, frame.length - at));
    piece.writeUInt16BE(16, 0);
    piece.writeUInt16BE((frame.length << 3) & 0xffff, 2);
    piece.set(frame.subarray(at, at + room), 4);
    payloads.push(piece);
  }
  return payloads;
}
