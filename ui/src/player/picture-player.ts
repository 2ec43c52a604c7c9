/** Something that shows the media of one live connection. */
export interface PicturePlayer {
  /** Before the first bytes and whenever the parameter sets change; the next bytes are an init segment. */
  format(mime: string): void;
  bytes(chunk: ArrayBuffer): void;
  /** Seconds on the media's own timeline. */
  readonly currentTime: number;
  pause(): void;
  /** Paused for long while the connection stays: takes in nothing until resumed. */
  rest(): void;
  resume(): void;
  /** Draws what is shown now, for the moment until another connection's first frame. */
  drawOn(canvas: HTMLCanvasElement): boolean;
  /** Lets go of everything; the picture is gone from the element. */
  close(): void;
}

export interface PictureReports {
  /** The first frame of this connection, then about once a second while frames come. */
  frame(): unknown;
  /** This connection cannot go on: the decoder or the buffer failed. */
  failed(): void;
}

/** Draws a video or canvas at its own size, at most 1280 wide. */
export function drawStill(from: HTMLVideoElement | HTMLCanvasElement, on: HTMLCanvasElement): boolean {
  const width = from instanceof HTMLVideoElement ? from.videoWidth : from.width;
  const height = from instanceof HTMLVideoElement ? from.videoHeight : from.height;
  if (!width || !height) return false;
  const scale = Math.min(1, 1280 / width);
  on.width = Math.round(width * scale);
  on.height = Math.round(height * scale);
  on.getContext('2d')?.drawImage(from, 0, 0, on.width, on.height);
  return true;
}
