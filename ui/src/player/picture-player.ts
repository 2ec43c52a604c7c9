/** What a player knows of its picture at this moment. Counts only grow. */
export interface PictureFacts {
  /** Of the picture, in its own pixels; 0 before the first. */
  readonly width: number;
  readonly height: number;
  /** Pictures drawn, and pictures this device could not draw in time. */
  readonly shown: number;
  readonly dropped: number;
  /** Times it stood still for want of data. */
  readonly stalls: number;
  /** The newest instant that arrived, s on the media's own timeline; undefined where it is not known. */
  readonly newest: number | undefined;
  /** From arrival at this device to the screen, where it is known. */
  readonly delayMs: number | undefined;
  /** Bytes that arrived another way than the hub's socket. */
  readonly bytes?: number;
  /** Of its packets, 0..1 since the last look. */
  readonly lost?: number;
}

/** Something that shows the media of one live connection. */
export interface PicturePlayer {
  /** Before the first bytes and whenever the parameter sets change; the next bytes are an init segment. */
  format(mime: string): void;
  bytes(chunk: ArrayBuffer): void;
  /** Seconds on the media's own timeline. */
  readonly currentTime: number;
  facts(): PictureFacts;
  /** The hub sends only pictures that stand for themselves, or all again. */
  paced?(pace: 'all' | 'keys'): void;
  /** WebRTC: SDP for the hello, and the hub's reply to it. */
  offer?(): Promise<string>;
  answer?(sdp: string): void;
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
  /** This connection cannot go on: the decoder or the buffer failed, or its media does not get through. */
  failed(why?: 'decode' | 'unsupported' | 'unreachable'): void;
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

/** About a second between two reports: they are for people. */
export class FrameReport {
  private readonly reports: Pick<PictureReports, 'frame'>;
  private at = 0;

  constructor(reports: Pick<PictureReports, 'frame'>) {
    this.reports = reports;
  }
  get any(): boolean {
    return this.at > 0;
  }
  seen(): void {
    const now = performance.now();
    if (this.at && now - this.at < 900) return;
    this.at = now;
    this.reports.frame();
  }
}
