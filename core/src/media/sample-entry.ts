import type { AudioTrack, VideoTrack } from '../domain/media.ts';
import { readAacConfig } from './aac-config.ts';
import { box, fullBox, u16, u32, zeros } from './boxes.ts';
import { describeVideo } from './describe-track.ts';
import { avcRecord } from './h264-parameters.ts';
import { hevcRecord } from './h265-parameters.ts';

/** `avc1` or `hvc1`, ISO/IEC 14496-15 §5.4.2.1 and §8.4.1.1. */
export function videoEntry(track: VideoTrack): Buffer {
  const { width, height } = describeVideo(track);
  const record = track.codec === 'h264' ? box('avcC', avcRecord(track.parameterSets)) : box('hvcC', hevcRecord(track.parameterSets));
  return box(track.codec === 'h264' ? 'avc1' : 'hvc1', zeros(6), u16(1), zeros(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), zeros(32), u16(0x18, 0xffff), record);
}

/** `mp4a` or `Opus`; undefined for what fMP4 does not carry. */
export function audioEntry(track: AudioTrack): Buffer | undefined {
  if (track.codec === 'opus') return box('Opus', soundHead(track.channels, 48_000), opusRecord(track.channels));
  if (track.codec !== 'aac' || !track.config) return undefined;
  const { channels, sampleRate } = readAacConfig(track.config);
  return box('mp4a', soundHead(channels, sampleRate), streamDescriptor(track.config));
}

function soundHead(channels: number, sampleRate: number): Buffer {
  // The rate is 16.16 fixed point: above 65,535 Hz it cannot be said, and players take it from the configuration.
  return Buffer.concat([zeros(6), u16(1), zeros(8), u16(channels, 16, 0, 0), u32(sampleRate > 0xffff ? 0 : sampleRate * 0x10000)]);
}

/** `dOps`, Encapsulation of Opus in ISO Base Media File Format §4.3.2. RTP carries channel mapping family 0 only (RFC 7587 §4). */
function opusRecord(channels: number): Buffer {
  return box('dOps', Buffer.from([0, channels]), u16(312), u32(48_000), u16(0), Buffer.from([0]));
}

/** `esds`, ISO/IEC 14496-1 §7.2.6: elementary stream, decoder configuration, AudioSpecificConfig. */
function streamDescriptor(config: Uint8Array): Buffer {
  const decoder = descriptor(4, Buffer.from([0x40, 0x15]), zeros(3), u32(0, 0), descriptor(5, config));
  return fullBox('esds', 0, 0, descriptor(3, u16(2), zeros(1), decoder, descriptor(6, Buffer.from([2]))));
}

function descriptor(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
}
