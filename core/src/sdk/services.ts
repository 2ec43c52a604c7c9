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
