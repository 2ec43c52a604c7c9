import { startsWithKey } from './key-fragment.ts';
import { correct, startAt, trimBefore, type Stretch } from './latency.ts';
import { drawStill, type PicturePlayer, type PictureReports } from './picture-player.ts';

type Job = { readonly kind: 'bytes'; readonly bytes: ArrayBuffer } | { readonly kind: 'type'; readonly mime: string } | { readonly kind: 'remove'; readonly to: number };
/** Fragments that may wait for the decoder: about 5 s at 25 pictures a second. */
const queueLimit = 128;

/** Plays fMP4 through Media Source Extensions, a fragment per frame, and keeps near the newest frame. One per connection. */
export class MsePlayer implements PicturePlayer {
  private readonly video: HTMLVideoElement;
  private readonly reports: PictureReports;
  private readonly media = new MediaSource();
  private readonly url = URL.createObjectURL(this.media);
  private readonly closing = new AbortController();
  private buffer: SourceBuffer | undefined;
  private jobs: Job[] = [];
  private awaitsInit = true;
  private awaitsKey = false;
  private resting = false;
  private started = false;
  private reportedAt = 0;

  constructor(video: HTMLVideoElement, reports: PictureReports) {
    this.video = video;
    this.reports = reports;
    const { signal } = this.closing;
    this.media.addEventListener('sourceopen', () => this.work(), { signal });
    video.addEventListener('timeupdate', () => this.seen(), { signal });
    video.addEventListener('loadeddata', () => this.seen(), { signal });
    video.addEventListener('error', () => this.reports.failed(), { signal });
    video.disableRemotePlayback = true;
    video.src = this.url;
  }

  get currentTime(): number {
    return this.video.currentTime;
  }

  format(mime: string): void {
    this.jobs = this.jobs.filter((job) => job.kind !== 'bytes');
    this.jobs.push({ kind: 'type', mime });
    this.awaitsInit = true;
    this.awaitsKey = false;
    this.work();
  }

  bytes(chunk: ArrayBuffer): void {
    if (this.awaitsInit) this.awaitsInit = false;
    else if (this.resting || (this.awaitsKey && !startsWithKey(chunk))) return;
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
    this.buffer = undefined;
    URL.revokeObjectURL(this.url);
    this.video.removeAttribute('src');
    // Without load() the element goes on showing its last frame: after a revocation it must not.
    this.video.load();
  }

  private play(): void {
    // Refused only while the page was never touched and sound is on; the still stays and a tap plays.
    void this.video.play().catch(() => undefined);
  }

  private work(): void {
    if (this.closing.signal.aborted || this.media.readyState !== 'open' || this.buffer?.updating) return;
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
      else this.adopt(this.media.addSourceBuffer(job.mime));
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
    } else this.reports.failed();
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
    if (!this.started) {
      this.started = true;
      this.video.currentTime = startAt(newest);
      if (!document.hidden) this.play();
      return;
    }
    if (this.video.paused && !forced) return;
    const next = correct(newest, this.video.currentTime, this.video.playbackRate);
    if (next.seekTo !== undefined) this.video.currentTime = next.seekTo;
    if (this.video.playbackRate !== next.rate) this.video.playbackRate = next.rate;
    const edge = trimBefore(this.buffer?.buffered.start(0) ?? 0, this.video.currentTime);
    if (edge !== undefined && !this.jobs.some((job) => job.kind === 'remove')) this.jobs.unshift({ kind: 'remove', to: edge });
  }

  private seen(): void {
    const now = performance.now();
    if (this.reportedAt && now - this.reportedAt < 900) return;
    this.reportedAt = now;
    this.reports.frame();
  }
}
