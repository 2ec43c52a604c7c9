import type { AudioTrack, MediaFormat, VideoTrack } from '../domain/media.ts';
import { readAacConfig } from './aac-config.ts';
import { broken } from './bit-reader.ts';
import { readH264, type VideoParameters } from './h264-parameters.ts';
import { readH265 } from './h265-parameters.ts';
import { readJpegFrame } from './jpeg-frame.ts';

export interface VideoDescription extends VideoParameters {
  /** For `MediaSource.isTypeSupported`: `video/mp4; codecs="avc1.640028"`. */
  readonly mime: string;
}

/** @throws HubError `camera-broken-answer` when the parameter sets are missing or not valid. */
export function describeVideo(track: VideoTrack): VideoDescription {
  const { width, height, codecs, fps, reorderDepth } = parametersOf(track);
  return { width, height, codecs, ...(fps === undefined ? {} : { fps }), ...(reorderDepth === undefined ? {} : { reorderDepth }), mime: `video/mp4; codecs="${codecs}"` };
}

function parametersOf(track: VideoTrack): VideoParameters {
  if (track.codec === 'mjpeg') return readJpegFrame(track.parameterSets[0]);
  const sps = track.parameterSets.find((nal) => (track.codec === 'h264' ? ((nal[0] ?? 0) & 0x1f) === 7 : (((nal[0] ?? 0) >> 1) & 0x3f) === 33));
  if (!sps) throw broken('The video track has no sequence parameter set.');
  return track.codec === 'h264' ? readH264(sps) : readH265(sps);
}

/** RFC 6381 name of a sound that browsers play in fMP4; undefined for G.711, which none does (files and RTP carry it). */
export function audioCodecs(track: AudioTrack): string | undefined {
  if (track.codec === 'opus') return 'opus';
  if (track.codec !== 'aac' || !track.config) return undefined;
  return readAacConfig(track.config).codecs;
}

/** The type of what `initSegment` writes with the same options for a browser. */
export function mimeOf(format: MediaFormat, options?: { readonly audio: boolean }): string {
  const video = describeVideo(format.video).codecs;
  const audio = options?.audio && format.audio ? audioCodecs(format.audio) : undefined;
  return `video/mp4; codecs="${audio === undefined ? video : `${video}, ${audio}`}"`;
}
