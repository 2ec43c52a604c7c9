import { mediaSourceClass } from '../player/capability.ts';
import type { Spans } from './spans.ts';

type Job = { readonly kind: 'append'; readonly bytes: ArrayBuffer } | { readonly kind: 'type'; readonly mime: string } | { readonly kind: 'remove'; readonly from: number; readonly to: number };
/** Replaced so often before it is given up. */
const mostMended = 2;

interface Reports {
  /** Something was appended or removed. */
  changed(): void;
  /** There is no more room: let go of what is far from what is shown. */
  full(): void;
  /** Everything in it is gone; it can be filled anew. */
  emptied(): void;
  /** This browser cannot play it. */
  failed(): void;
}

/** A SourceBuffer one does not have to wait for: jobs are done in their order. Times are ms on the media's own line. */
export class MediaBuffer {
  private readonly video: HTMLVideoElement;
  private readonly reports: Reports;
  private readonly closing = new AbortController();
  private media: MediaSource | undefined;
  private buffer: SourceBuffer | undefined;
  private jobs: Job[] = [];
  private url = '';
  private head: { readonly mime: string; readonly init: ArrayBuffer } | undefined;
  private mended = 0;
  private isFull = false;

  constructor(video: HTMLVideoElement, reports: Reports) {
    this.video = video;
    this.reports = reports;
    video.addEventListener('error', () => this.mend(), { signal: this.closing.signal });
    video.disableRemotePlayback = true;
    this.attach();
  }

  /** What can be shown, ms. */
  get ranges(): Spans {
    const ranges = this.media?.readyState === 'open' ? this.buffer?.buffered : undefined;
    return Array.from({ length: ranges?.length ?? 0 }, (_, i) => ({ from: (ranges?.start(i) ?? 0) * 1_000, to: (ranges?.end(i) ?? 0) * 1_000 }));
  }

  /** Something waits to be taken in. */
  get busy(): boolean {
    return this.jobs.length > 0 || this.buffer?.updating === true;
  }

  format(mime: string, init: ArrayBuffer): void {
    this.head = { mime, init };
    this.jobs.push({ kind: 'type', mime }, { kind: 'append', bytes: init });
    this.work();
  }

  append(bytes: ArrayBuffer): void {
    this.jobs.push({ kind: 'append', bytes });
    this.work();
  }

  remove(from: number, to: number): void {
    if (!this.buffer || to <= from) return;
    this.jobs.push({ kind: 'remove', from: Math.max(0, from / 1_000), to: to / 1_000 });
    this.work();
  }

  close(): void {
    this.closing.abort();
    this.jobs = [];
    this.buffer = this.media = undefined;
    URL.revokeObjectURL(this.url);
    this.video.removeAttribute('src');
    // Without load() the element goes on showing its last frame: after a revocation it must not.
    this.video.load();
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
    this.video.src = this.url;
  }

  private work(): void {
    if (this.closing.signal.aborted || this.media?.readyState !== 'open' || this.buffer?.updating) return;
    const job = this.jobs.shift();
    if (!job) return;
    try {
      this.doOne(job);
    } catch (cause) {
      this.stumbled(cause, job);
    }
  }

  private doOne(job: Job): void {
    if (job.kind === 'type') {
      if (!this.buffer) this.adopt((this.media as MediaSource).addSourceBuffer(job.mime));
      else this.buffer.changeType(job.mime);
      this.work();
    } else if (job.kind === 'remove') this.buffer?.remove(job.from, job.to);
    else this.buffer?.appendBuffer(job.bytes);
  }

  private adopt(buffer: SourceBuffer): void {
    this.buffer = buffer;
    buffer.addEventListener('updateend', () => {
      this.isFull = false;
      this.reports.changed();
      this.work();
    }, { signal: this.closing.signal });
  }

  private stumbled(cause: unknown, job: Job): void {
    const name = cause instanceof DOMException ? cause.name : '';
    if (name === 'NotSupportedError') return this.reports.failed();
    if (name !== 'QuotaExceededError') return this.video.error ? undefined : this.mend();
    // Once: a buffer that has no room even then is emptied.
    if (this.isFull) return this.mend();
    this.isFull = true;
    const waiting = this.jobs;
    this.jobs = [];
    this.reports.full();
    this.jobs = [...this.jobs, job, ...waiting];
    this.work();
  }

  private mend(): void {
    if (this.closing.signal.aborted) return;
    this.mended += 1;
    if (this.mended > mostMended || !this.head) return this.reports.failed();
    // The hub tells the form once: it is kept for the next decoder.
    this.jobs = [{ kind: 'type', mime: this.head.mime }, { kind: 'append', bytes: this.head.init }];
    this.attach();
    this.reports.emptied();
  }
}
