import type { Instant } from './time.ts';

export type VideoCodec = 'h264' | 'h265' | 'mjpeg';
export type AudioCodec = 'aac' | 'pcma' | 'pcmu' | 'opus';

/** A video track as the camera sends it. */
export interface VideoTrack {
  readonly codec: VideoCodec;
  /** Ticks per second of `AccessUnit.ticks`; 90,000 for RTP video. */
  readonly clockRate: number;
  /** Raw NAL units without start codes: SPS and PPS (H.264), VPS, SPS and PPS (H.265). MJPEG: the frame header of its pictures, a SOF0 segment (ITU-T T.81 §B.2.2). */
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
  /** Video: NAL units, each preceded by its length in 4 bytes big-endian; MJPEG: one JPEG file. Audio: one raw frame. The pieces are to be written one after another. */
  readonly parts: readonly Uint8Array[];
  /** Bytes of all parts. */
  readonly size: number;
}

/** One coded picture or block of sound as RTP payloads, for whoever sends them on. Shared between viewers: not to be written into. */
export interface RtpUnit {
  readonly track: 'video' | 'audio';
  /** RTP time before its random offset, in the track's clock rate, not wrapped. */
  readonly ticks: number;
  /** A decoder can start here; the parameter sets come with it. */
  readonly key: boolean;
  /** Each fits into one packet. The marker bit belongs to the last one of a picture (RFC 6184 §5.1). */
  readonly payloads: readonly Uint8Array[];
}

/** Counters of one connection, from its beginning. What a feed does not know it leaves out. */
export interface FeedStats {
  /** Taken: neither late nor doubled. */
  readonly packets: number;
  /** Never came, or came too late (RFC 3550 appendix A.3). */
  readonly lost: number;
  readonly bytes: number;
  readonly units: number;
  /** Came after one that was sent later. Those that waiting could put right are no loss. */
  readonly reordered?: number;
  readonly duplicates?: number;
  /** Of the video's packets, interarrival jitter in ms (RFC 3550 §6.4.1). */
  readonly jitterMs?: number;
  /** Pictures whole; `units` counts sound too. */
  readonly pictures?: number;
  readonly keys?: number;
  /** Hub time of its arrival. */
  readonly lastKeyAt?: Instant;
  /** Pictures of the newest whole group, its key picture included. */
  readonly gopLength?: number;
  readonly transport?: 'tcp' | 'udp';
  /** Encrypted on the way (RTSPS). */
  readonly isEncrypted?: boolean;
  /** What `AccessUnit.at` of the newest picture came from. */
  readonly clockSource?: 'sender-report' | 'arrival';
  /** Of the newest format. */
  readonly video?: VideoCodec;
  readonly audio?: AudioCodec;
}
