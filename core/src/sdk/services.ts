import type { CameraId } from '../domain/ids.ts';
import type { VideoCodec } from '../domain/media.ts';
import type { Milliseconds, Instant } from '../domain/time.ts';
import { service } from './service.ts';

export interface Clock {
  now(): Instant;
}
export const Clock = service<Clock>('clock', { vi: 'Xem giờ của hub', en: 'Read the hub\'s time' });

/** Which addresses the hub may connect to on behalf of a camera. */
export interface AddressRules {
  /**
   * Resolves the host and checks every address and the port.
   * @returns the one address to connect to, so that a name cannot change between check and use.
   * @throws HubError `address-refused`, `camera-unreachable` when the name does not resolve
   */
  check(host: string, port: number): Promise<string>;
}
export const AddressRules = service<AddressRules>('address-rules', { vi: 'Hỏi hub xem được kết nối tới địa chỉ nào', en: 'Ask the hub which addresses may be reached' });

export interface FfmpegRun extends AsyncDisposable {
  readonly stdin: { write(bytes: Uint8Array): boolean; end(): void };
  /** Waits until ffmpeg takes more, or has ended. */
  drained(): Promise<void>;
  readonly stdout: AsyncIterable<Uint8Array>;
  /** The end of what it said on standard error. */
  words(): string;
  /** Resolves with the exit code; rejects with `ffmpeg-missing` when it cannot start. */
  readonly exit: Promise<number>;
}
export interface Ffmpeg {
  /** The binary, for code that must hand it on. Throws HubError `ffmpeg-missing`. */
  path(): string;
  /** Arguments must hold no credentials: a process list is public. */
  run(args: readonly string[], options: { readonly signal: AbortSignal; readonly niceness?: number; readonly stallTimeout?: Milliseconds }): FfmpegRun;
}
export const Ffmpeg = service<Ffmpeg>('ffmpeg', { vi: 'Chạy ffmpeg trên hình của camera', en: 'Run ffmpeg on camera video' });

/** The hub's own loopback door, for programs that can only read a URL. */
export interface LoopbackFeed {
  /** Serves the bytes once, at an address with a one-time token, to this machine only. */
  offer(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<URL>;
}
export const LoopbackFeed = service<LoopbackFeed>('loopback-feed', { vi: 'Nhận hình từ hub qua một cổng nội bộ dùng một lần', en: 'Take video from the hub through a one-time local door' });

/** Where the hub's pages are reached, for links in messages. */
export interface PublicAddress {
  /** `https://hub.local:8443`, without a slash at the end. */
  origin(): string;
}
export const PublicAddress = service<PublicAddress>('public-address', { vi: 'Biết địa chỉ trang của hub', en: 'Know the address of the hub\'s pages' });

/** One stream of a camera, as an app may have it now. */
export interface AppStream {
  readonly role: 'main' | 'sub';
  /** `rtsp://192.168.1.5:8554/camera/…`, without credentials. */
  readonly uri: string;
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly hasAudio: boolean;
}
export interface AppCamera {
  readonly id: CameraId;
  readonly name: string;
  readonly streams: readonly AppStream[];
  /** Where a JPEG is fetched with the app's own credentials, without them. */
  readonly snapshotUri: string;
}
/** A program (VMS, Home Assistant) that a person let in with credentials of its own. */
export interface AppAccount {
  readonly id: string;
  readonly name: string;
  /**
   * Exactly the cameras its person may show it at this moment; asked anew each time.
   * @param reached the hub's own address as the program reached it: where the hub listens on every address, the streams' addresses begin with this one
   */
  cameras(reached?: string): Promise<readonly AppCamera[]>;
}
/** Who knocks at a door for programs. Says who it is, and nothing about the password. */
export interface AppSignIn {
  /** WS-UsernameToken with PasswordDigest (OASIS WSS UsernameToken Profile 1.1 §3.1). A nonce counts once, `created` within 5 minutes. */
  byToken(token: { readonly username: string; readonly nonce: Uint8Array; readonly created: string; readonly digest: Uint8Array; /** The client's address, for counting wrong tries. */ readonly from?: string }): Promise<AppAccount | undefined>;
  /** HTTP Digest (RFC 7616): the value for `WWW-Authenticate`. */
  challenge(): string;
  /** @param authorization the header's value, for this method and target @returns undefined for nobody */
  byDigest(authorization: string, request: { readonly method: string; readonly target: string; readonly from: string }): Promise<AppAccount | undefined>;
}
export const AppSignIn = service<AppSignIn>('app-sign-in', { vi: 'Nhận ra phần mềm mà chủ camera đã cho vào, và camera nó được xem', en: 'Recognise programs an owner let in, and the cameras they may see' });
