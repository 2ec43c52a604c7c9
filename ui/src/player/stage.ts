import { HlsConnection } from './hls-connection.ts';
import { HlsPlayer } from './hls-player.ts';
import { JsmpegPlayer } from './jsmpeg-player.ts';
import type { Means, Path } from './choose-path.ts';
import type { SocketLike } from './live-socket.ts';
import { MjpegPlayer } from './mjpeg-player.ts';
import { MsePlayer } from './mse-player.ts';
import type { PicturePlayer, PictureReports } from './picture-player.ts';
import { StillsConnection } from './stills-connection.ts';
import { WhepPlayer } from './whep-player.ts';

/** The elements pictures are shown on. */
export interface Stage {
  readonly video: HTMLVideoElement;
  /** A canvas is either painted on or decoded onto by WebGL, never both. */
  readonly canvas: HTMLCanvasElement;
}
/** Shown on the video element; else on the canvas. */
export const isVideo = (path: Path): boolean => path === 'mse' || path === 'webrtc' || path === 'hls';

/** A player for a way, on its element. */
export function playerFor(path: Path, { video, canvas }: Stage, means: Means, reports: PictureReports): PicturePlayer {
  switch (path) {
    case 'mse': return new MsePlayer(video, reports);
    case 'webrtc': return new WhepPlayer(video, reports);
    case 'hls': return new HlsPlayer(video, reports, { isNative: means.nativeHls });
    case 'mpeg1': return new JsmpegPlayer(canvas, reports, { disableGl: true });
    case 'mjpeg':
    case 'stills': return new MjpegPlayer(canvas, reports);
  }
}

/** The connection a way is told over. @param picture the player it is for, once there is one */
export function connectionFor(path: Path, address: string, about: { readonly camera: string; readonly own: boolean }, picture: () => PicturePlayer | undefined): SocketLike {
  if (path === 'stills') return new StillsConnection(about.camera);
  if (path !== 'hls') return new WebSocket(address);
  return new HlsConnection((playlist) => {
    const player = picture();
    if (player instanceof HlsPlayer) player.open(playlist);
  }, about.own);
}
