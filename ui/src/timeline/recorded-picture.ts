import type { GapRow } from '@matpho/core/api';
import { keepAround, nextWant, paceFor, type Pace } from './fetch-plan.ts';
import { frameTimesOf, timescaleOf } from './frame-times.ts';
import { FrameWatch } from './frame-watch.ts';
import type { MediaBuffer } from './media-buffer.ts';
import { PlaybackSocket, type Ended, type HelloIn, type Opened, type PlaybackListener, type PlaybackWorld } from './playback-socket.ts';
import { common, missing, spanAt, unite, type Spans } from './spans.ts';
import { steer } from './steer.ts';
import type { Span } from './view-window.ts';

/** Of a picture at an instant: it is there; it is coming; there is none to come. */
export type Standing = 'shows' | 'loads' | 'nothing';
/** A camera that is busy leaves out pictures: for so long, ms, its last one stays. */
const silence = 3_000;
/** What begins so soon, ms, is shown already. */
const joint = 400;
/** A picture that stands is this near to the instant, s. */
const exact = 0.004;
/** Two frames are more than this apart, ms. */
const apart = 2;
/** So far outside of what is kept, ms, something is let go: a removal for every frame would be too many. */
const overhang = 8_000;
/** What was written so lately, ms, may not have been there yet when it was asked for. */
const fresh = 120_000;

export interface PictureHost {
  /** The life of the connection changed. */
  changed(): void;
  /** Where the wall's clock stands at a moment of `performance.now()`. */
  clockAt(now: number): number;
  drawStill(jpeg: ArrayBuffer): void;
}
type BufferReports = { changed(): void; full(): void; emptied(): void; failed(): void };
export type BufferLike = Pick<MediaBuffer, 'ranges' | 'busy' | 'format' | 'append' | 'remove' | 'close'>;
/** Absent where the browser has no Media Source Extensions: then single pictures are shown. */
export type MakeBuffer = (reports: BufferReports) => BufferLike;
export type VideoLike = Pick<HTMLVideoElement, 'currentTime' | 'playbackRate' | 'seeking' | 'readyState' | 'paused' | 'pause' | 'play'> & Partial<Pick<HTMLVideoElement, 'requestVideoFrameCallback' | 'cancelVideoFrameCallback'>>;

/** One camera's recorded picture, kept at the wall's instant: fetches ahead of it, lets go behind it, and leads the video there. */
export class RecordedPicture {
  opened: Opened | undefined;
  over: Ended | undefined;
  isLost = false;
  readonly frames: FrameWatch;
  private readonly video: VideoLike;
  private readonly host: PictureHost;
  private readonly socket: PlaybackSocket;
  private readonly buffer: BufferLike | undefined;
  /** Single pictures instead of a film: this browser cannot play it. */
  isStills: boolean;
  /** What the hub has answered for. */
  private held: Spans = [];
  private holes: readonly GapRow[] = [];
  private known: Spans = [];
  private asked: { readonly id: number; readonly span: Span } | undefined;
  private pace: Pace = 'all';
  private aimed: number | undefined;
  private stillAsked: number | undefined;
  private stillAt: number | undefined;
  private timescale: number | undefined;
  /** Of the frames in the buffer, ms on the media's line. */
  private times: readonly number[] = [];

  constructor(video: VideoLike, hello: HelloIn, world: PlaybackWorld, host: PictureHost, makeBuffer: MakeBuffer | undefined) {
    this.video = video;
    this.host = host;
    this.isStills = makeBuffer === undefined;
    this.buffer = makeBuffer?.({ changed: () => undefined, full: () => this.makeRoom(), emptied: () => this.forget(), failed: () => this.toStills() });
    this.frames = new FrameWatch(video, (mediaTime, now) => this.wallOf(mediaTime) - host.clockAt(now));
    this.socket = new PlaybackSocket(world, hello, this.listener());
    this.socket.open();
  }

  /** Where there is footage to be had: what the page knows of, without what the hub did not find. */
  get footage(): Spans {
    return this.over ? [] : missing(this.known, this.holes);
  }
  know(footage: Spans): void {
    this.known = unite(footage);
    // A hole that is younger than the news of footage in it is a hole no more.
    this.holes = this.holes.filter((hole) => Date.now() - hole.to > fresh);
  }

  /** Why there was nothing at this instant, as the hub said. */
  holeAt(at: number): GapRow | undefined {
    return spanAt(this.holes, at);
  }
  /** When the frame that is shown was taken. */
  get shownAt(): number | undefined {
    if (this.isStills) return this.stillAt;
    return this.frames.last === undefined ? undefined : this.wallOf(this.frames.last);
  }

  /** The instant of the next frame (1) or the one before (-1); undefined where it is not at hand. */
  frameBeside(at: number, by: 1 | -1): number | undefined {
    const { opened, times } = this;
    if (!opened) return undefined;
    const shown = times.findLastIndex((each) => each <= at - opened.origin + apart);
    const time = shown < 0 ? undefined : times[shown + by];
    // A little into it: at its very edge browsers show the one before.
    return time === undefined ? undefined : opened.origin + time + apart;
  }

  standing(at: number): Standing {
    if (this.over || !spanAt(this.footage, at)) return 'nothing';
    if (!this.opened) return 'loads';
    if (this.isStills) return this.stillAt === undefined ? 'loads' : 'shows';
    if (this.shownFor(at) !== undefined) return this.video.seeking || this.video.readyState < 2 ? 'loads' : 'shows';
    return spanAt(this.held, at) && this.buffer?.busy !== true ? 'nothing' : 'loads';
  }

  /** Brings the picture to an instant. `moves`: the clock runs on from there at `rate`. */
  follow(at: number, rate: number, moves: boolean): void {
    if (!this.opened || this.over) return;
    if (this.isStills) return this.askStill(at);
    this.fetch(at, rate);
    const shown = this.shownFor(at);
    const target = (shown ?? at - this.opened.origin) / 1_000;
    const stays = shown !== undefined && shown !== at - this.opened.origin;
    if (moves && rate > 0 && shown !== undefined && !stays) return this.lead(target, rate);
    if (!this.video.paused) this.video.pause();
    // Where the camera itself stood still its last picture stays.
    if (stays && moves && !this.video.seeking && Math.abs(this.video.currentTime - target) < 1) return;
    if (spanAt(this.footage, at) && Math.abs(this.video.currentTime - target) > exact) this.aim(target, moves);
  }

  close(): void {
    this.socket.close();
    this.frames.close();
    this.buffer?.close();
  }

  private listener(): PlaybackListener {
    return {
      opened: (opened) => {
        if (this.opened && this.opened.origin !== opened.origin) this.empty();
        this.opened = opened;
        this.isLost = false;
        this.host.changed();
      },
      format: ({ mime }, init) => {
        this.timescale = timescaleOf(init);
        this.buffer?.format(mime, init);
      },
      fragment: (bytes) => {
        if (this.timescale) this.times = [...new Set([...this.times, ...frameTimesOf(bytes, this.timescale)])].toSorted((a, b) => a - b);
        this.buffer?.append(bytes);
      },
      given: (given) => {
        if (given.id === this.asked?.id) this.asked = undefined;
        this.held = unite([...this.held, given]);
        this.holes = [...this.holes.slice(-40), ...given.gaps];
      },
      still: (at, jpeg) => {
        this.stillAsked = undefined;
        this.stillAt = at;
        if (jpeg) this.host.drawStill(jpeg);
      },
      failed: (id) => {
        this.stillAsked = undefined;
        if (id !== this.asked?.id) return;
        // Answered, with nothing: else it would be asked for again and again.
        this.held = unite([...this.held, this.asked.span]);
        this.asked = undefined;
      },
      ended: (ended) => {
        this.over = ended;
        this.buffer?.close();
        this.host.changed();
      },
      lost: () => {
        this.isLost = true;
        this.asked = this.stillAsked = undefined;
        this.host.changed();
      },
    };
  }

  private fetch(at: number, rate: number): void {
    const pace = paceFor(rate);
    if (pace !== this.pace) {
      this.pace = pace;
      this.empty();
    }
    this.trim(keepAround(at, rate));
    const { asked } = this;
    const span = nextWant({ at, rate, held: this.held, footage: this.footage });
    if (!span || (asked && span.from < asked.span.to && span.to > asked.span.from)) return;
    // What was asked for before a jump is not wanted any more.
    const id = this.socket.want(span, pace, asked !== undefined);
    if (id !== undefined) this.asked = { id, span };
  }

  private trim(keep: Span): void {
    const ranges = this.buffer?.ranges ?? [];
    const [first, last, origin] = [ranges[0], ranges.at(-1), this.opened?.origin ?? 0];
    if (first && first.from + origin < keep.from - overhang) this.buffer?.remove(0, keep.from - origin);
    if (last && last.to + origin > keep.to + overhang) this.buffer?.remove(keep.to - origin, last.to + 1_000);
    if ((this.held[0]?.from ?? keep.from) < keep.from - overhang || (this.held.at(-1)?.to ?? keep.to) > keep.to + overhang) {
      this.held = common(this.held, keep);
      this.times = this.times.filter((time) => time + origin >= keep.from && time + origin < keep.to);
    }
  }

  /** The buffer is full: only what is about to be seen stays. */
  private makeRoom(): void {
    const at = this.wallOf(this.video.currentTime);
    this.held = common(this.held, { from: at - 2_000, to: at + 10_000 });
    this.buffer?.remove(0, this.video.currentTime * 1_000 - 2_000);
    this.buffer?.remove(this.video.currentTime * 1_000 + 10_000, 1e12);
  }
  private empty(): void {
    this.forget();
    this.buffer?.remove(0, 1e12);
  }
  private forget(): void {
    this.held = [];
    this.times = [];
    this.asked = this.aimed = undefined;
  }
  private toStills(): void {
    this.isStills = true;
    this.host.changed();
  }

  private lead(target: number, rate: number): void {
    const { video } = this;
    const { rate: led, jump } = steer(video.currentTime - target, rate);
    if (jump) this.aim(target, false);
    else this.aimed = undefined;
    if (video.playbackRate !== led) video.playbackRate = led;
    // Refused only while the page was never touched; a tap plays.
    if (video.paused) void video.play().catch(() => undefined);
  }

  /** @param patient while it still seeks, it is left to finish: backwards there is a new place every moment */
  private aim(target: number, patient: boolean): void {
    // Before it knows what it plays it forgets where it was sent.
    if (this.video.readyState === 0) return;
    if (this.aimed !== undefined && Math.abs(this.aimed - target) <= exact) return;
    if (patient && this.video.seeking) return;
    this.aimed = target;
    this.video.currentTime = target;
  }

  private askStill(at: number): void {
    if (this.stillAsked !== undefined || !spanAt(this.footage, at) || Math.abs((this.stillAt ?? 0) - at) < 400) return;
    this.stillAsked = this.socket.still(at);
  }

  private wallOf(mediaTime: number): number {
    return (this.opened?.origin ?? 0) + mediaTime * 1_000;
  }
  /** Where on the media's line the picture of an instant is, ms: there, or the last before a short silence of the camera. */
  private shownFor(at: number): number | undefined {
    const media = at - (this.opened?.origin ?? 0);
    const ranges = this.buffer?.ranges ?? [];
    if (spanAt(ranges, media)) return media;
    if (!spanAt(this.held, at) || this.buffer?.busy) return undefined;
    const before = ranges.findLast(({ to }) => to <= media);
    if (before && media - before.to < silence) return before.to - 20;
    const after = ranges.find(({ from }) => from > media);
    return after && after.from - media < joint ? after.from + 1 : undefined;
  }
}
