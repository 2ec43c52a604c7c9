type Watched = Partial<Pick<HTMLVideoElement, 'requestVideoFrameCallback' | 'cancelVideoFrameCallback'>>;

/** Sees every frame that is painted: which one it is, and how far from the clock. */
export class FrameWatch {
  /** Media time of the frame on the screen, s. */
  last: number | undefined;
  /** Media time of the frame minus the clock at the moment it was painted, ms; above zero it is early. */
  skew: number | undefined;
  private readonly video: Watched;
  private readonly skewOf: (mediaTime: number, now: number) => number;
  private call = 0;

  constructor(video: Watched, skewOf: (mediaTime: number, now: number) => number) {
    this.video = video;
    this.skewOf = skewOf;
    this.watch();
  }

  close(): void {
    if (this.call) this.video.cancelVideoFrameCallback?.(this.call);
    this.call = 0;
    this.last = undefined;
  }

  private watch(): void {
    this.call = this.video.requestVideoFrameCallback?.((now, { mediaTime, expectedDisplayTime }) => {
      this.last = mediaTime;
      this.skew = this.skewOf(mediaTime, expectedDisplayTime || now);
      this.watch();
    }) ?? 0;
  }
}
