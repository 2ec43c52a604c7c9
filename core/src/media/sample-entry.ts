import type { AudioTrack, VideoTrack } from '../domain/media.ts';
import { readAacConfig } from './aac-config.ts';
import { box, fullBox, u16, u32, zeros } from './boxes.ts';
import { describeVideo } from './describe-track.ts';
import { avcRecord } from './h264-parameters.ts';
import { hevcRecord } from './h265-parameters.ts';

/** `avc1` or `hvc1`, ISO/IEC 14496-15 §5.4.2.1 and §8.4.1.1; `mp4v` for JPEG, ISO/IEC 14496-14 §5.6. */
export function videoEntry(track: VideoTrack): Buffer {
  const { width, height } = describeVideo(track);
  const { name, record } = configuration(track);
  return box(name, zeros(6), u16(1), zeros(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), zeros(32), u16(0x18, 0xffff), record);
}

function configuration(track: VideoTrack): { readonly name: string; readonly record: Buffer } {
  if (track.codec === 'mjpeg') return { name: 'mp4v', record: streamDescriptor(jpegPictures) };
  if (track.codec === 'h264') return { name: 'avc1', record: box('avcC', avcRecord(track.parameterSets)) };
  return { name: 'hvc1', record: box('hvcC', hevcRecord(track.parameterSets)) };
}

/** `mp4a`, `Opus`, `alaw` or `ulaw` (as registered at mp4ra.org); undefined for what fMP4 does not carry. */
export function audioEntry(track: AudioTrack): Buffer | undefined {
  if (track.codec === 'opus') return box('Opus', soundHead(track.channels, 48_000), opusRecord(track.channels));
  if (track.codec === 'pcma' || track.codec === 'pcmu') return box(track.codec === 'pcma' ? 'alaw' : 'ulaw', soundHead(track.channels, track.clockRate));
  if (track.codec !== 'aac' || !track.config) return undefined;
  const { channels, sampleRate } = readAacConfig(track.config);
  return box('mp4a', soundHead(channels, sampleRate), streamDescriptor(aacSound, track.config));
}

function soundHead(channels: number, sampleRate: number): Buffer {
  // The rate is 16.16 fixed point: above 65,535 Hz it cannot be said, and players take it from the configuration.
  return Buffer.concat([zeros(6), u16(1), zeros(8), u16(channels, 16, 0, 0), u32(sampleRate > 0xffff ? 0 : sampleRate * 0x10000)]);
}

/** `dOps`, Encapsulation of Opus in ISO Base Media File Format §4.3.2. RTP carries channel mapping family 0 only (RFC 7587 §4). */
function opusRecord(channels: number): Buffer {
  return box('dOps', Buffer.from([0, channels]), u16(312), u32(48_000), u16(0), Buffer.from([0]));
}

/** Object type and stream type with its reserved bit, ISO/IEC 14496-1 tables 5 and 6. */
const aacSound = Buffer.from([0x40, 0x15]);
const jpegPictures = Buffer.from([0x6c, 0x11]);

/** `esds`, ISO/IEC 14496-1 §7.2.6: elementary stream, decoder configuration, AudioSpecificConfig. */
function streamDescriptor(kind: Uint8Array, config?: Uint8Array): Buffer {
  const decoder = descriptor(4, kind, zeros(3), u32(0, 0), ...(config ? [descriptor(5, config)] : []));
  return fullBox('esds', 0, 0, descriptor(3, u16(2), zeros(1), decoder, descriptor(6, Buffer.from([2]))));
}

function descriptor(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
}
