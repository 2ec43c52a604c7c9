import type { default as Hls } from 'hls.js/light';
import { drawStill, FrameReport, type PictureFacts, type PicturePlayer, type PictureReports } from './picture-player.ts';

/** Plays a playlist: by the browser itself where it can, else by hls.js, which is fetched only then. One per connection. */
export class HlsPlayer implements PicturePlayer {
  private readonly video: HTMLVideoElement;
  private readonly reports: PictureReports;
  private readonly report: FrameReport;
  private readonly isNative: boolean;
  private readonly closing = new AbortController();
  private engine: Hls | undefined;
  private arrived = 0;
  private stalls = 0;

  constructor(video: HTMLVideoElement, reports: PictureReports, options: { readonly isNative: boolean }) {
    this.video = video;
    this.reports = reports;
    this.report = new FrameReport(reports);
    this.isNative = options.isNative;
    const { signal } = this.closing;
    for (const name of ['timeupdate', 'loadeddata']) video.addEventListener(name, () => this.report.seen(), { signal });
    video.addEventListener('waiting', () => { if (this.report.any) this.stalls += 1; }, { signal });
    video.addEventListener('error', () => this.reports.failed('decode'), { signal });
  }

  get currentTime(): number {
    return this.video.currentTime;
  }

  facts(): PictureFacts {
    const { video } = this;
    const quality = video.getVideoPlaybackQuality?.();
    const ranges = video.buffered;
    const newest = ranges.length > 0 ? ranges.end(ranges.length - 1) : undefined;
    return {
      width: video.videoWidth, height: video.videoHeight, shown: quality ? quality.totalVideoFrames - quality.droppedVideoFrames : 0, dropped: quality?.droppedVideoFrames ?? 0,
      stalls: this.stalls, newest, delayMs: this.engine?.latency ? this.engine.latency * 1000 : undefined, bytes: this.arrived,
    };
  }

  /** The viewing is open: this is where its media is. */
  open(playlist: string): void {
    if (this.isNative) {
      this.video.src = playlist;
      this.resume();
    } else void this.load(playlist).catch(() => this.closing.signal.aborted || this.reports.failed('unsupported'));
  }

  format(): void {}
  bytes(): void {}

  pause(): void {
    this.video.pause();
  }

  rest(): void {
    this.pause();
    this.engine?.stopLoad();
  }

  resume(): void {
    this.engine?.startLoad(-1);
    const live = this.engine?.liveSyncPosition;
    if (live) this.video.currentTime = live;
    void this.video.play().catch(() => undefined);
  }

  drawOn(canvas: HTMLCanvasElement): boolean {
    return this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && drawStill(this.video, canvas);
  }

  close(): void {
    this.closing.abort();
    this.engine?.destroy();
    this.engine = undefined;
    this.video.removeAttribute('src');
    // Without load() the element goes on showing its last frame: after a revocation it must not.
    this.video.load();
  }

  private async load(playlist: string): Promise<void> {
    const { default: Engine } = await import('hls.js/light');
    if (this.closing.signal.aborted) return;
    // A worker from a blob: is refused by the page's content policy, and fMP4 needs no remuxing.
    const engine = new Engine({ enableWorker: false, lowLatencyMode: true, backBufferLength: 10, maxLiveSyncPlaybackRate: 1.1 });
    this.engine = engine;
    engine.on(Engine.Events.FRAG_LOADED, (_event, { frag, part }) => { this.arrived += (part ?? frag).stats.total; });
    engine.on(Engine.Events.ERROR, (_event, { fatal, type }) => {
      if (fatal) this.reports.failed(type === Engine.ErrorTypes.NETWORK_ERROR ? 'unreachable' : 'decode');
    });
    engine.on(Engine.Events.MANIFEST_PARSED, () => void this.video.play().catch(() => undefined));
    engine.loadSource(playlist);
    engine.attachMedia(this.video);
  }
}
