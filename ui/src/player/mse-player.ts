import { startsWithKey } from './key-fragment.ts';
import { correct, lagFor, ranDry, ranWell, startAt, trimBefore, type Margin, type Stretch } from './latency.ts';
import { mediaSourceClass } from './capability.ts';
import { drawStill, FrameReport, type PictureFacts, type PicturePlayer, type PictureReports } from './picture-player.ts';

type Job = { readonly kind: 'bytes'; readonly bytes: ArrayBuffer } | { readonly kind: 'type'; readonly mime: string } | { readonly kind: 'remove'; readonly to: number };
/** Fragments that may wait for the decoder: about 5 s at 25 pictures a second. */
const queueLimit = 128;
/** A decoder that failed is replaced so often, and then again after that long, ms: one broken picture is the camera's, a row of them means that this browser cannot. */
const mostMended = 2;
const mendedWithin = 60_000;
const seenAsStop = 500;
/** A shorter wait than this, ms, is one frame that came late: being further behind would cost more than it is worth. */
const worthMargin = 120;
const warmUp = 2_000;

/** Plays fMP4 through Media Source Extensions, a fragment per frame, and keeps near the newest frame. One per connection. */
export class MsePlayer implements PicturePlayer {
  private readonly video: HTMLVideoElement;
  private readonly reports: PictureReports;
  private readonly report: FrameReport;
  private readonly closing = new AbortController();
  private media: MediaSource | undefined;
  private url = '';
  private buffer: SourceBuffer | undefined;
  private jobs: Job[] = [];
  private mime = '';
  private init: ArrayBuffer | undefined;
  private awaitsInit = true;
  private awaitsKey = false;
  private resting = false;
  private started = false;
  private startedAt = 0;
  private stalls = 0;
  private dryAt: number | undefined;
  private margin: Margin = { seconds: 0, at: 0 };
  /** s of media that come at once. */
  private step = 0;
  private newestEver: number | undefined;
  private mended: number[] = [];
  private frameCall = 0;

  constructor(video: HTMLVideoElement, reports: PictureReports) {
    this.video = video;
    this.reports = reports;
    this.report = new FrameReport(reports);
    const { signal } = this.closing;
    video.addEventListener('waiting', () => this.dry(), { signal });
    for (const name of ['playing', 'timeupdate']) video.addEventListener(name, () => this.goesOn(), { signal });
    video.addEventListener('error', () => this.mend(), { signal });
    // Frames that were painted, where the browser tells of them; else that time passes.
    if ('requestVideoFrameCallback' in video) this.watchFrames();
    else for (const name of ['timeupdate', 'loadeddata']) (video as HTMLVideoElement).addEventListener(name, () => this.report.seen(), { signal });
    video.disableRemotePlayback = true;
    this.attach();
  }

  facts(): PictureFacts {
    const { video } = this;
    const quality = video.getVideoPlaybackQuality();
    const newest = this.newest();
    return {
      width: video.videoWidth, height: video.videoHeight, shown: quality.totalVideoFrames - quality.droppedVideoFrames, dropped: quality.droppedVideoFrames, stalls: this.stalls,
      newest: this.newestEver, delayMs: newest && !video.paused ? Math.max(0, newest.end - video.currentTime) * 1000 : undefined,
    };
  }

  get currentTime(): number {
    return this.video.currentTime;
  }

  format(mime: string): void {
    this.jobs = this.jobs.filter((job) => job.kind !== 'bytes');
    this.jobs.push({ kind: 'type', mime });
    this.mime = mime;
    this.awaitsInit = true;
    this.awaitsKey = false;
    this.work();
  }

  bytes(chunk: ArrayBuffer): void {
    if (this.awaitsInit) {
      this.awaitsInit = false;
      this.init = chunk;
    } else if (this.resting || (this.awaitsKey && !startsWithKey(chunk))) return;
    else this.awaitsKey = false;
    if (this.jobs.length >= queueLimit) return this.dropToKey();
    this.jobs.push({ kind: 'bytes', bytes: chunk });
    this.work();
  }

  pause(): void {
    this.video.pause();
  }

  rest(): void {
    this.pause();
    this.resting = true;
    this.dropToKey();
  }

  resume(): void {
    this.resting = false;
    this.follow(true);
    this.play();
  }

  drawOn(canvas: HTMLCanvasElement): boolean {
    return this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && drawStill(this.video, canvas);
  }

  close(): void {
    this.closing.abort();
    this.jobs = [];
    this.buffer = this.media = undefined;
    URL.revokeObjectURL(this.url);
    if (this.frameCall) this.video.cancelVideoFrameCallback(this.frameCall);
    this.video.playbackRate = 1;
    this.video.removeAttribute('src');
    // Without load() the element goes on showing its last frame: after a revocation it must not.
    this.video.load();
  }

  private play(): void {
    // Refused only while the page was never touched and sound is on; the still stays and a tap plays.
    void this.video.play().catch(() => undefined);
  }

  private work(): void {
    if (this.closing.signal.aborted || this.media?.readyState !== 'open' || this.buffer?.updating) return;
    const job = this.jobs.shift();
    if (!job) return;
    try {
      this.doOne(job);
    } catch (cause) {
      this.stumbled(cause);
    }
  }

  private doOne(job: Job): void {
    if (job.kind === 'type') {
      if (this.buffer) this.buffer.changeType(job.mime);
      else if (this.media) this.adopt(this.media.addSourceBuffer(job.mime));
      this.work();
    } else if (job.kind === 'remove') this.buffer?.remove(0, job.to);
    else this.buffer?.appendBuffer(job.bytes);
  }

  private adopt(buffer: SourceBuffer): void {
    this.buffer = buffer;
    buffer.addEventListener('updateend', () => {
      this.follow(false);
      this.work();
    }, { signal: this.closing.signal });
  }

  private stumbled(cause: unknown): void {
    if (cause instanceof DOMException && cause.name === 'QuotaExceededError') {
      this.dropToKey();
      this.jobs.unshift({ kind: 'remove', to: Math.max(0.001, this.video.currentTime - 1) });
      this.work();
    } else if (cause instanceof DOMException && cause.name === 'NotSupportedError') this.reports.failed('unsupported');
    // A source that has failed throws at whatever follows; its own event is on its way.
    else if (!this.video.error) this.mend();
  }

  private attach(): void {
    const Media = mediaSourceClass();
    if (!Media) throw new Error('This browser has no Media Source Extensions.');
    const media = new Media();
    media.addEventListener('sourceopen', () => this.work(), { signal: this.closing.signal });
    URL.revokeObjectURL(this.url);
    this.url = URL.createObjectURL(media);
    this.media = media;
    this.buffer = undefined;
    this.started = false;
    this.video.src = this.url;
  }

  /** The decoder failed. The connection is good, and with an approval for one viewing there is no other: a new decoder goes on from the next key picture. */
  private mend(): void {
    if (this.closing.signal.aborted) return;
    const now = performance.now();
    this.mended = [...this.mended.filter((at) => now - at < mendedWithin), now];
    if (this.mended.length > mostMended || !this.init) return this.reports.failed('decode');
    this.jobs = [{ kind: 'type', mime: this.mime }, { kind: 'bytes', bytes: this.init }];
    this.awaitsKey = true;
    this.attach();
  }

  private get target(): number {
    return lagFor(this.step, this.margin.seconds);
  }

  private dry(): void {
    // A jump has to load as well; that is no stall of the line.
    if (this.started && !this.video.seeking && !this.video.paused) this.dryAt ??= performance.now();
  }
  /** So near to now it often waits a moment for the next frame: only what is seen as a stop counts. */
  private goesOn(): void {
    if (this.dryAt === undefined) return;
    const now = performance.now();
    const lasted = now - this.dryAt;
    // While the first pictures are decoded it waits as well.
    if (lasted > worthMargin && this.dryAt - this.startedAt > warmUp) this.margin = ranDry(this.margin, now);
    if (lasted > seenAsStop) this.stalls += 1;
    this.dryAt = undefined;
  }

  private watchFrames(): void {
    this.frameCall = this.video.requestVideoFrameCallback(() => {
      this.report.seen();
      this.watchFrames();
    });
  }

  /** What waits is old already: throw it away and go on from the next picture that needs no other. */
  private dropToKey(): void {
    this.jobs = this.jobs.filter((job) => job.kind !== 'bytes');
    this.awaitsKey = true;
  }

  private newest(): Stretch | undefined {
    const ranges = this.buffer?.buffered;
    if (!ranges || ranges.length === 0) return undefined;
    const last = ranges.length - 1;
    return { start: ranges.start(last), end: ranges.end(last) };
  }

  private follow(forced: boolean): void {
    const newest = this.newest();
    if (!newest) return;
    // The smallest of late: a group of pictures at the start comes at once as well.
    const step = newest.end - (this.newestEver ?? newest.end);
    if (step > 0.005) this.step = this.step > 0 ? Math.min(step, this.step * 1.05) : Math.min(step, 0.1);
    this.newestEver = newest.end;
    if (!this.started) {
      this.started = true;
      this.startedAt = performance.now();
      this.video.currentTime = startAt(newest, this.target);
      if (!document.hidden) this.play();
      return;
    }
    if (this.video.paused && !forced) return;
    this.margin = ranWell(this.margin, performance.now());
    const next = correct(newest, this.video.currentTime, this.video.playbackRate, this.target);
    if (next.seekTo !== undefined) this.video.currentTime = next.seekTo;
    if (this.video.playbackRate !== next.rate) this.video.playbackRate = next.rate;
    const edge = trimBefore(this.buffer?.buffered.start(0) ?? 0, this.video.currentTime);
    if (edge !== undefined && !this.jobs.some((job) => job.kind === 'remove')) this.jobs.unshift({ kind: 'remove', to: edge });
  }
}
