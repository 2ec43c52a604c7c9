import { drawStill, FrameReport, type PictureFacts, type PicturePlayer, type PictureReports } from './picture-player.ts';

/** Draws JPEGs on a canvas, each as it comes; while one is decoded only the newest waits. One per connection. */
export class MjpegPlayer implements PicturePlayer {
  private readonly canvas: HTMLCanvasElement;
  private readonly reports: PictureReports;
  private readonly report: FrameReport;
  private next: ArrayBuffer | undefined;
  private decoding = false;
  private paused = false;
  private closed = false;
  private broken = 0;
  private shown = 0;
  private dropped = 0;
  private readonly startedAt = performance.now();
  private drawnAt = 0;

  constructor(canvas: HTMLCanvasElement, reports: PictureReports) {
    this.canvas = canvas;
    this.reports = reports;
    this.report = new FrameReport(reports);
  }

  /** There is no media timeline: time passes while pictures come. */
  get currentTime(): number {
    return this.shown === 0 ? 0 : (this.drawnAt - this.startedAt) / 1000;
  }

  facts(): PictureFacts {
    const size = this.shown > 0 ? { width: this.canvas.width, height: this.canvas.height } : { width: 0, height: 0 };
    return { ...size, shown: this.shown, dropped: this.dropped, stalls: 0, newest: undefined, delayMs: undefined };
  }

  format(): void {}

  bytes(chunk: ArrayBuffer): void {
    if (this.paused || this.closed) return;
    if (this.next) this.dropped += 1;
    this.next = chunk;
    void this.work();
  }

  pause(): void {
    this.paused = true;
  }

  rest(): void {
    this.pause();
  }

  resume(): void {
    this.paused = false;
  }

  drawOn(canvas: HTMLCanvasElement): boolean {
    return this.shown > 0 && drawStill(this.canvas, canvas);
  }

  close(): void {
    this.closed = true;
    this.next = undefined;
    // Setting the size clears a canvas; after a revocation nothing may stay.
    this.canvas.width = this.canvas.width || 1;
  }

  private async work(): Promise<void> {
    if (this.decoding) return;
    this.decoding = true;
    for (let jpeg = this.next; jpeg && !this.closed; jpeg = this.next) {
      this.next = undefined;
      const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' })).catch(() => undefined);
      if (picture) this.draw(picture);
      else this.stumbled();
    }
    this.decoding = false;
  }

  private draw(picture: ImageBitmap): void {
    if (!this.closed) {
      this.broken = 0;
      if (this.canvas.width !== picture.width) this.canvas.width = picture.width;
      if (this.canvas.height !== picture.height) this.canvas.height = picture.height;
      this.canvas.getContext('2d')?.drawImage(picture, 0, 0);
      this.shown += 1;
      this.drawnAt = performance.now();
      this.report.seen();
    }
    picture.close();
  }

  /** One that is cut short is passed over; a row of them means that these are no JPEGs. */
  private stumbled(): void {
    this.broken += 1;
    if (this.broken === 5 && !this.closed) this.reports.failed('decode');
  }
}
