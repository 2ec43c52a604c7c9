import type { JsmpegOptions, JsmpegPlayer as Decoder, JsmpegSink, JsmpegSource } from '@cycjimmy/jsmpeg-player';
import { drawStill, FrameReport, type PictureFacts, type PicturePlayer, type PictureReports } from './picture-player.ts';

const waitLimit = 64;

/** Plays MPEG-1 in MPEG-TS on a canvas, decoded in JavaScript: for browsers without H.264. One per connection. */
export class JsmpegPlayer implements PicturePlayer {
  private readonly canvas: HTMLCanvasElement;
  private readonly reports: PictureReports;
  private readonly disableGl: boolean;
  private decoder: Decoder | undefined;
  private sink: JsmpegSink | undefined;
  private early: ArrayBuffer[] = [];
  private received = false;
  private loading = false;
  private closed = false;
  private readonly report: FrameReport;
  private shown = 0;

  constructor(canvas: HTMLCanvasElement, reports: PictureReports, options: { readonly disableGl: boolean }) {
    this.canvas = canvas;
    this.reports = reports;
    this.report = new FrameReport(reports);
    this.disableGl = options.disableGl;
  }

  get currentTime(): number {
    return this.decoder?.currentTime ?? 0;
  }

  facts(): PictureFacts {
    const size = this.shown > 0 ? { width: this.canvas.width, height: this.canvas.height } : { width: 0, height: 0 };
    // What arrived is decoded at once, so what is shown is the newest that came.
    return { ...size, shown: this.shown, dropped: 0, stalls: 0, newest: this.shown > 0 ? this.currentTime : undefined, delayMs: undefined };
  }

  format(): void {
    if (this.loading) return;
    this.loading = true;
    void this.load().catch(() => this.closed || this.reports.failed('unsupported'));
  }

  bytes(chunk: ArrayBuffer): void {
    this.received = true;
    this.format();
    if (this.sink) this.sink.write(chunk);
    else {
      // MPEG-TS packets carry their own sync and repeat their headers, so the oldest may be lost.
      this.early.push(chunk);
      if (this.early.length > waitLimit) this.early.shift();
    }
  }

  pause(): void {
    this.decoder?.pause();
  }

  /** The library's buffer is bounded and lets go of the oldest by itself. */
  rest(): void {
    this.pause();
  }

  resume(): void {
    this.decoder?.play();
  }

  drawOn(canvas: HTMLCanvasElement): boolean {
    return this.report.any && drawStill(this.canvas, canvas);
  }

  close(): void {
    this.closed = true;
    this.early = [];
    this.sink = undefined;
    this.decoder?.destroy();
    this.decoder = undefined;
    // Setting the size clears a 2D canvas; after a revocation nothing may stay.
    this.canvas.width = this.canvas.width || 1;
  }

  private async load(): Promise<void> {
    const { default: JSMpeg } = await import('@cycjimmy/jsmpeg-player');
    if (this.closed) return;
    const options: JsmpegOptions = {
      canvas: this.canvas, source: this.sourceClass(), audio: false, disableGl: this.disableGl,
      // The page's Content-Security-Policy allows no WebAssembly; the JavaScript decoder manages a sub stream.
      disableWebAssembly: true, pauseWhenHidden: false, videoBufferSize: 1024 * 1024, onVideoDecode: () => this.seen(),
    };
    this.decoder = new JSMpeg.Player('', options);
    for (const chunk of this.early.splice(0)) this.sink?.write(chunk);
  }

  /** The library makes its own source object from a class; this one only hands on what the hub's socket brought. */
  private sourceClass(): JsmpegOptions['source'] {
    const connect = (sink: JsmpegSink): void => {
      this.sink = sink;
    };
    const received = (): boolean => this.received;
    return class implements JsmpegSource {
      readonly streaming = true;
      readonly completed = false;
      readonly progress = 1;
      get established(): boolean {
        return received();
      }
      connect(sink: JsmpegSink): void {
        connect(sink);
      }
      start(): void {}
      resume(): void {}
      destroy(): void {}
    };
  }

  private seen(): void {
    this.shown += 1;
    this.report.seen();
  }
}
