import { HubError, type AudioTrack, type VideoTrack } from '@matpho/core/sdk';
import type { SdpMedia, SdpPayload, SessionDescription } from './sdp.ts';

export interface AacLayout {
  readonly sizeBits: number;
  readonly indexBits: number;
  readonly frameLength: number;
}
export interface ChosenVideo extends VideoTrack {
  readonly payloadType: number;
  readonly control: string;
  /** Of JPEG pictures too large for RFC 2435 to say. */
  readonly size?: { readonly width: number; readonly height: number };
}
export interface ChosenAudio extends AudioTrack {
  readonly payloadType: number;
  readonly control: string;
  /** For AAC, RFC 3640 §3.3.6. */
  readonly layout?: AacLayout;
}
export interface ChosenTracks {
  readonly video: ChosenVideo;
  readonly audio?: ChosenAudio;
}

const mostSets = 16;
const longestSet = 4_096;

/** The first picture the hub knows, and the first sound. @throws HubError `camera-no-video` */
export function chooseTracks(description: SessionDescription): ChosenTracks {
  const video = first(description, 'video', toVideo);
  if (!video) throw new HubError('camera-no-video', 'The camera describes no H.264, H.265 or MJPEG stream.');
  const audio = first(description, 'audio', toAudio);
  return { video, ...(audio ? { audio } : {}) };
}

function first<T>(description: SessionDescription, kind: string, take: (payload: SdpPayload, media: SdpMedia) => T | undefined): T | undefined {
  for (const media of description.media) {
    if (media.kind !== kind) continue;
    for (const payload of media.payloads) {
      const track = take(payload, media);
      if (track) return track;
    }
  }
  return undefined;
}

const videoCodecs: Readonly<Record<string, ChosenVideo['codec']>> = { H264: 'h264', H265: 'h265', HEVC: 'h265', JPEG: 'mjpeg' };

/** Some servers leave the name of the coding out: its parameters tell, and without any it can only be H.264. */
function codecOf({ type, encoding, parameters }: SdpPayload): ChosenVideo['codec'] | undefined {
  if (encoding !== '' || type < 96) return videoCodecs[encoding];
  return parameters.has('sprop-vps') || parameters.has('sprop-sps') ? 'h265' : 'h264';
}

function toVideo(payload: SdpPayload, { control, size }: SdpMedia): ChosenVideo | undefined {
  const codec = codecOf(payload);
  if (!codec) return undefined;
  if (codec === 'mjpeg') return { codec, clockRate: 90_000, parameterSets: [], payloadType: payload.type, control, ...(size ? { size } : {}) };
  const names = codec === 'h264' ? ['sprop-parameter-sets'] : ['sprop-vps', 'sprop-sps', 'sprop-pps'];
  const parameterSets = names.flatMap((name) => (payload.parameters.get(name) ?? '').split(',')).slice(0, mostSets).map(decodeSet).filter((nal) => nal.length > 2 && nal.length <= longestSet);
  return { codec, clockRate: payload.clockRate > 0 ? payload.clockRate : 90_000, parameterSets, payloadType: payload.type, control };
}

/** Some cameras leave the start code on. */
function decodeSet(text: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64');
  const code = bytes.subarray(0, 4).indexOf('000001', 0, 'hex');
  return code >= 0 ? bytes.subarray(code + 3) : bytes;
}

function toAudio(payload: SdpPayload, { control }: SdpMedia): ChosenAudio | undefined {
  const about = { payloadType: payload.type, control, clockRate: payload.clockRate, channels: payload.channels };
  if (about.clockRate < 1 || about.channels < 1 || about.channels > 8) return undefined;
  if (payload.encoding === 'PCMA') return { codec: 'pcma', ...about };
  if (payload.encoding === 'PCMU') return { codec: 'pcmu', ...about };
  // RFC 7587 §7: always 48,000 and 2 in the description, whatever is inside.
  if (payload.encoding === 'OPUS') return { codec: 'opus', ...about, clockRate: 48_000, channels: 2 };
  return payload.encoding === 'MPEG4-GENERIC' ? toAac(payload, about) : undefined;
}

function toAac({ parameters }: SdpPayload, about: Omit<ChosenAudio, 'codec'>): ChosenAudio | undefined {
  const hex = parameters.get('config') ?? '';
  if (!/^([0-9a-f]{2}){2,64}$/i.test(hex)) return undefined;
  const bits = (name: string, usual: number): number => Number(parameters.get(name) ?? usual);
  const config = Buffer.from(hex, 'hex');
  // frameLengthFlag of the AudioSpecificConfig, where the rate is not spelt out (ISO/IEC 14496-3 §4.4.1).
  const short = ((config.readUInt16BE(0) >> 7) & 15) !== 15 && ((config[1] ?? 0) & 4) !== 0;
  const layout = { sizeBits: bits('sizelength', 13), indexBits: bits('indexlength', 3), frameLength: short ? 960 : 1024 };
  if (!(layout.sizeBits >= 1 && layout.sizeBits <= 16 && layout.indexBits >= 0 && layout.indexBits <= 8)) return undefined;
  return { codec: 'aac', ...about, config, layout };
}
