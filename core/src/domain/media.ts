import type { Instant } from './time.ts';

export type VideoCodec = 'h264' | 'h265';
export type AudioCodec = 'aac' | 'pcma' | 'pcmu' | 'opus';

/** A video track as the camera sends it. */
export interface VideoTrack {
  readonly codec: VideoCodec;
  /** Ticks per second of `AccessUnit.ticks`; 90,000 for RTP video. */
  readonly clockRate: number;
  /** Raw NAL units without start codes: SPS and PPS (H.264), VPS, SPS and PPS (H.265). */
  readonly parameterSets: readonly Uint8Array[];
}
export interface AudioTrack {
  readonly codec: AudioCodec;
  readonly clockRate: number;
  readonly channels: number;
  /** AudioSpecificConfig (ISO/IEC 14496-3) for AAC. */
  readonly config?: Uint8Array;
}
export interface MediaFormat {
  readonly video: VideoTrack;
  readonly audio?: AudioTrack;
}

/** One coded picture, or one block of coded sound. */
export interface AccessUnit {
  readonly track: 'video' | 'audio';
  /** RTP time unwrapped past 32 bits, in the track's clock rate. */
  readonly ticks: number;
  /** Wall clock of capture: by RTCP sender report where there is one, else of arrival. */
  readonly at: Instant;
  /** A decoder can start here. */
  readonly key: boolean;
  /** Video: NAL units, each preceded by its length in 4 bytes big-endian. Audio: one raw frame. The pieces are to be written one after another. */
  readonly parts: readonly Uint8Array[];
  /** Bytes of all parts. */
  readonly size: number;
}

export interface FeedStats {
  readonly packets: number;
  readonly lost: number;
  readonly bytes: number;
  readonly units: number;
}
