/** What a camera's encoder hands to its RTSP server. Times are milliseconds on one clock: see `steadyNow`. */
export type VideoCodec = 'h264' | 'h265' | 'mjpeg';
export type AudioCodec = 'aac' | 'pcma' | 'pcmu' | 'opus';

/** One picture: NAL units without start codes, in decoding order; of MJPEG one JPEG file. */
export interface VideoUnit {
  readonly kind: 'video';
  readonly codec: VideoCodec;
  readonly nals: readonly Buffer[];
  readonly key: boolean;
  /** When the picture is shown; differs from the sending time only for clips that keep their B-frames. */
  readonly ptsMs: number;
}

/** One coded audio frame (a raw AAC access unit without ADTS header, an Opus packet, or 40 ms of G.711). */
export interface AudioUnit {
  readonly kind: 'audio';
  readonly frame: Buffer;
  readonly ptsMs: number;
}

export interface ParameterSets {
  /** H.265 only; empty for H.264. MJPEG has none of the three. */
  readonly vps: readonly Buffer[];
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
}

export interface VideoFormat {
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  /** Nominal pictures per second. */
  readonly fps: number;
  readonly sets: ParameterSets;
}

export type AudioFormat =
  | { readonly codec: 'aac'; readonly sampleRate: number; readonly channels: number; /** AudioSpecificConfig, ISO 14496-3 §1.6.2.1 */ readonly config: Buffer }
  | { readonly codec: 'pcma' | 'pcmu'; readonly sampleRate: 8000; readonly channels: 1 }
  | { readonly codec: 'opus'; readonly sampleRate: 48000; readonly channels: 2 };

/** Stops what it came from; safe to call twice. */
export type Stop = () => void;

/** A live encoder: it works only between `play` and the `Stop` that comes back. */
export interface VideoSource {
  format(): Promise<VideoFormat>;
  play(sink: (unit: VideoUnit) => void): Stop;
  /** One picture of now. @throws Error when ffmpeg cannot make it. */
  jpeg(): Promise<Buffer>;
}

export interface AudioSource {
  readonly format: AudioFormat;
  play(sink: (unit: AudioUnit) => void): Stop;
}
