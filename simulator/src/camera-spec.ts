import type { AudioLoop, VideoLoop } from './media/loop.ts';
import type { AudioCodec, VideoCodec } from './media/unit.ts';
import type { RtspAuth } from './rtsp/rtsp-server.ts';

/** Where a camera's picture comes from. */
export type Footage =
  /** A street drawn live, with the camera's name and clock burnt in. Default 960 x 540, 12 fps. */
  | { readonly kind: 'drawn'; readonly width?: number; readonly height?: number; readonly fps?: number; readonly seed?: number }
  /** A file ffmpeg can read, looped. A bare name is looked up in the street's `clips` folder. */
  | { readonly kind: 'clip'; readonly file: string; readonly keepBFrames?: boolean }
  /** An Annex B elementary stream (.h264, .h265), looped at an even pace. */
  | { readonly kind: 'elementary'; readonly file: string; readonly codec: VideoCodec; readonly fps: number }
  /** A drawn street coded once, kept in memory and shared by every camera that asks for the same: for load. */
  | { readonly kind: 'drawn-loop'; readonly seconds?: number; readonly width?: number; readonly height?: number; readonly fps?: number; readonly seed?: number }
  /** Footage already in memory (`loopFromFile`, `loopDrawn`), for load: no encoder per camera. `phase` is 0..1. */
  | { readonly kind: 'loop'; readonly main: VideoLoop; readonly sub?: VideoLoop; readonly audio?: AudioLoop; readonly phase?: number };

/** A memory of its own: so many minutes before it was switched on, and all since; gaps in minutes before that moment, `[far, near]`. */
export interface ArchiveSpec {
  readonly minutes: number;
  readonly gaps?: readonly (readonly [far: number, near: number])[];
}

export interface CameraSpec {
  /** Unique in the street; the endpoint reference is made from it, so it stays the same from run to run. */
  readonly id: string;
  readonly name: string;
  readonly maker?: string;
  readonly model?: string;
  readonly firmware?: string;
  /** Free text for the ONVIF location scope. */
  readonly location?: string;
  /** Default 'admin'. */
  readonly user?: string;
  /** Default 'street-1234'. */
  readonly password?: string;
  readonly footage?: Footage;
  /** Of drawn footage. Default 'h264'. */
  readonly codec?: VideoCodec;
  /** Default 'none' for drawn footage, the clip's own sound for a clip. */
  readonly audio?: AudioCodec | 'none';
  /** How the ONVIF service wants to be asked. Default 'both'. */
  readonly auth?: 'digest' | 'wsse' | 'both';
  /** Refuse with HTTP 400 and ter:NotAuthorized instead of 401, as some firmware does. */
  readonly answers400?: boolean;
  /** Default 'digest'. */
  readonly rtspAuth?: RtspAuth;
  /** Default 'both'. */
  readonly transports?: 'tcp' | 'udp' | 'both';
  /** 'paced': every RTP packet its own send, spread over 20 ms, clients out of phase. Default 'burst'. */
  readonly pacing?: 'burst' | 'paced';
  /** The camera's clock less the true time. Default 0. */
  readonly clockOffsetMs?: number;
  /** Of the burnt-in clock and GetSystemDateAndTime. Default 420 (UTC+7). */
  readonly zoneMinutes?: number;
  /** It turns and zooms by ONVIF. `no-timeout`: and goes on turning until told to stop, as some firmware does. Default false. */
  readonly ptz?: boolean | 'no-timeout';
  /** A loudspeaker, by ONVIF's audio backchannel. Default 'none'. */
  readonly talk?: 'pcma' | 'pcmu' | 'none';
  /** It keeps what it filmed and plays it back (ONVIF Profile G). Default: nothing. */
  readonly keeps?: ArchiveSpec;
  /** Whether it says when something moves (ONVIF events): when it is told that it does (`asked`), every minute or so by itself (`lively`), or never. Default 'asked'. */
  readonly motion?: 'asked' | 'lively' | 'none';
  /** RTSP session timeout. Default 60. */
  readonly sessionSeconds?: number;
  /** Age at which a digest nonce is stale. Default 300. */
  readonly nonceSeconds?: number;
  /** Default true. */
  readonly onvif?: boolean;
  /** 0 or absent: any free port. */
  readonly rtspPort?: number;
  readonly onvifPort?: number;
}

export type StreamRole = 'main' | 'sub';
