import { backoffDelay, type Backoff } from '../base/backoff.ts';
import type { Timers } from '../base/clock.ts';
import type { AccessUnit, FeedStats, MediaFormat } from '../domain/media.ts';
import { minutes, seconds, type Instant } from '../domain/time.ts';
import { describeVideo, mimeOf } from '../media/describe-track.ts';
import { carriesAudio, initSegment } from '../media/fmp4.ts';
import { FragmentWriter, type LiveFragment } from '../media/fragment-writer.ts';
import { HubError, type HubErrorCode } from '../sdk/errors.ts';
import type { Feed, FeedSink } from '../sdk/ports.ts';
import { StreamGauge, type StreamFigures } from './stream-gauge.ts';

/** What a viewer needs to know before the first fragment. */
export interface ViewFormat {
  readonly width: number;
  readonly height: number;
  /** As the camera claims; undefined when it does not say. */
  readonly fps: number | undefined;
  /** Ticks a second of the fragments' `decodeTicks`. */
  readonly clockRate: number;
  readonly hasAudio: boolean;
  /** What the fragments are coded as; a conversion has none. */
  readonly media?: MediaFormat;
  start(audio: boolean): { readonly mime: string; readonly init: Uint8Array };
}

/** A new one comes when the camera changes its parameters. */
export class LiveFormat implements ViewFormat {
  readonly media: MediaFormat;
  readonly width: number;
  readonly height: number;
  /** As the parameter sets claim; many cameras leave it out. */
  readonly fps: number | undefined;
  readonly clockRate: number;
  /** Sound that its fragments carry; G.711 is for files and RTP, not for browsers. */
  readonly hasAudio: boolean;
  readonly #inits = new Map<boolean, { readonly mime: string; readonly init: Uint8Array }>();
  /** @throws HubError `camera-broken-answer` */
  constructor(media: MediaFormat) {
    const { width, height, fps } = describeVideo(media.video);
    this.media = media;
    this.width = width;
    this.height = height;
    this.fps = fps;
    this.clockRate = media.video.clockRate;
    this.hasAudio = carriesAudio(media);
  }
  /** Made once for all viewers. */
  start(audio: boolean): { readonly mime: string; readonly init: Uint8Array } {
    const made = this.#inits.get(audio) ?? { mime: mimeOf(this.media, { audio }), init: initSegment(this.media, { audio }) };
    this.#inits.set(audio, made);
    return made;
  }
}

/** Takes what a stream sends, in order. It must return fast and not throw; what throws is let go. */
export interface StreamConsumer {
  format(format: LiveFormat): void;
  fragment(fragment: LiveFragment): void;
  /** The camera does not send at present; the hub goes on trying. */
  waiting(error: HubError): void;
}
export type StreamState = { readonly status: 'idle' } | { readonly status: 'connecting' } | { readonly status: 'running' } | { readonly status: 'offline'; readonly error: HubError };

export interface LiveStreamParts {
  open(sink: FeedSink, signal: AbortSignal): Promise<Feed>;
  readonly timers: Timers;
  readonly random: () => number;
  /** Called after each change of state. */
  changed(state: StreamState): void;
  /** How patient the next try is; its own when absent. */
  patience?(): Backoff;
  /** Date.now when absent. */
  now?(): Instant;
}

/** A camera back after a moment shows its picture within 3 s; one that says no is not asked every second. */
const patience = { first: 500, longest: seconds(3) };
const refusedPatience = { first: seconds(10), longest: seconds(60) };
const refusals: ReadonlySet<HubErrorCode> = new Set(['camera-wrong-password', 'camera-certificate-changed', 'address-refused', 'camera-no-video', 'stream-unsupported']);
const linger = seconds(10);
const cacheBytes = 16 * 1024 * 1024;
const cacheFragments = 1_500;
/** Of format, in a minute: with each one a file and every player begin anew. */
const mostChanges = 120;

/** One camera stream: one connection, shared by everyone who watches or records. Open while somebody consumes it. */
export class LiveStream {
  readonly #parts: LiveStreamParts;
  readonly #consumers = new Set<StreamConsumer>();
  #state: StreamState = { status: 'idle' };
  #stop: AbortController | undefined;
  #lingering: Disposable | undefined;
  #retry: Disposable | undefined;
  #failures = 0;
  #endSeconds = 0;
  #feed: Feed | undefined;
  #format: LiveFormat | undefined;
  #writer: FragmentWriter | undefined;
  readonly #gauge = new StreamGauge();
  readonly #now: () => Instant;
  readonly #statsNow = (): FeedStats | undefined => this.#feed?.stats();
  #cache: LiveFragment[] = [];
  #cachedBytes = 0;
  #changes: Instant[] = [];

  constructor(parts: LiveStreamParts) {
    this.#parts = parts;
    this.#now = parts.now?.bind(parts) ?? Date.now;
  }
  get state(): StreamState {
    return this.#state;
  }
  stats(): FeedStats | undefined {
    return this.#feed?.stats();
  }
  /** What it did in the last seconds. */
  figures(): StreamFigures {
    return this.#gauge.read(this.#now(), this.stats());
  }
  get format(): LiveFormat | undefined {
    return this.#format;
  }
  /** Somebody takes what it sends; otherwise it is only held open for a while. */
  get isTaken(): boolean {
    return this.#consumers.size > 0;
  }
  /** The newest group of pictures, from its key picture on. */
  get cached(): readonly LiveFragment[] {
    return this.#cache;
  }

  /** Gets the cached group of pictures at once and what follows. Disposing leaves. */
  join(consumer: StreamConsumer): Disposable {
    this.#consumers.add(consumer);
    this.#lingering?.[Symbol.dispose]();
    this.#lingering = undefined;
    const { status } = this.#state;
    if (status === 'offline') this.#give(consumer, (to) => to.waiting(this.#offlineError()));
    const format = this.#format;
    if (format) {
      this.#give(consumer, (to) => to.format(format));
      for (const fragment of this.#cache) this.#give(consumer, (to) => to.fragment(fragment));
    }
    // Last: what an opener sends at once reaches this consumer as it comes, and not a second time.
    if (status === 'idle') this.#connect();
    return { [Symbol.dispose]: () => this.#leave(consumer) };
  }

  /** Tries at once, as after new credentials. */
  reconnect(): void {
    if (this.#state.status === 'idle') return;
    this.#disconnect();
    this.#failures = 0;
    this.#connect();
  }
  close(): void {
    this.#consumers.clear();
    this.#lingering?.[Symbol.dispose]();
    this.#lingering = undefined;
    this.#disconnect();
    this.#move({ status: 'idle' });
  }

  #leave(consumer: StreamConsumer): void {
    if (!this.#consumers.delete(consumer) || this.#consumers.size > 0) return;
    this.#lingering?.[Symbol.dispose]();
    this.#lingering = this.#parts.timers.after(linger, () => {
      if (this.#consumers.size === 0) this.close();
    });
  }

  #connect(): void {
    const stop = new AbortController();
    this.#stop = stop;
    if (this.#state.status !== 'offline') this.#move({ status: 'connecting' });
    const mine = (work: () => void) => (): void => {
      if (this.#stop === stop) work();
    };
    const sink: FeedSink = {
      format: (format) => mine(() => this.#reformat(format))(),
      unit: (unit) => {
        if (this.#stop === stop) this.#write(unit);
      },
      ended: (error) => mine(() => this.#lost(error ?? new HubError('camera-offline', 'The camera ended the stream.')))(),
    };
    this.#parts.open(sink, stop.signal).then(
      (feed) => mine(() => { this.#feed = feed; })(),
      (failure: unknown) => mine(() => this.#lost(failure instanceof HubError ? failure : new HubError('internal', 'The stream could not be opened.', { cause: failure })))(),
    );
  }

  #disconnect(): void {
    this.#retry?.[Symbol.dispose]();
    this.#retry = undefined;
    const stop = this.#stop;
    this.#stop = undefined;
    this.#feed = undefined;
    this.#gauge.ended();
    stop?.abort();
    this.#forget();
  }

  #lost(error: HubError): void {
    this.#disconnect();
    this.#failures += 1;
    this.#move({ status: 'offline', error });
    for (const consumer of this.#consumers) this.#give(consumer, (to) => to.waiting(error));
    const delay = backoffDelay(this.#failures, refusals.has(error.code) ? refusedPatience : this.#parts.patience?.() ?? patience, this.#parts.random());
    this.#retry = this.#parts.timers.after(delay, () => this.#connect());
  }

  #reformat(media: MediaFormat): void {
    try {
      this.#writer?.flush();
      this.#forget();
      this.#checkChanges();
      const format = new LiveFormat(media);
      // Players append to one line of time: it goes on where it was, also after a reconnect.
      this.#writer = new FragmentWriter(media, (fragment) => this.#send(fragment), { audio: true, startSeconds: this.#endSeconds });
      this.#format = format;
      for (const consumer of this.#consumers) this.#give(consumer, (to) => to.format(format));
    } catch (failure) {
      this.#lost(failure instanceof HubError ? failure : new HubError('camera-broken-answer', 'The stream could not be understood.', { cause: failure }));
    }
  }

  #checkChanges(): void {
    const now = this.#now();
    // Also by a clock that was set back a change is not remembered for longer.
    this.#changes = this.#changes.filter((at) => Math.abs(now - at) < minutes(1));
    this.#changes.push(now);
    if (this.#changes.length > mostChanges) throw new HubError('camera-broken-answer', 'The camera changes what it sends again and again.');
  }

  #write(unit: AccessUnit): void {
    if (!this.#writer) return;
    this.#gauge.add(unit, this.#now(), this.#statsNow);
    if (this.#state.status !== 'running') {
      this.#failures = 0;
      this.#move({ status: 'running' });
    }
    try {
      this.#writer.write(unit);
    } catch (failure) {
      this.#lost(failure instanceof HubError ? failure : new HubError('camera-broken-answer', 'The stream could not be understood.', { cause: failure }));
    }
  }

  #send(fragment: LiveFragment): void {
    if (fragment.key) {
      this.#cache = [];
      this.#cachedBytes = 0;
    }
    // Only whole groups are of use; one too large to keep is not cached until the next key picture.
    if (fragment.key || this.#cache.length > 0) {
      this.#cache.push(fragment);
      this.#cachedBytes += fragment.bytes.length;
      if (this.#cachedBytes > cacheBytes || this.#cache.length > cacheFragments) {
        this.#cache = [];
        this.#cachedBytes = 0;
      }
    }
    for (const consumer of this.#consumers) this.#give(consumer, (to) => to.fragment(fragment));
  }

  #give(consumer: StreamConsumer, work: (to: StreamConsumer) => void): void {
    // It may have been let go, or have left, while it was being given something.
    if (!this.#consumers.has(consumer)) return;
    try {
      work(consumer);
    } catch {
      this.#leave(consumer);
    }
  }
  #forget(): void {
    this.#endSeconds = this.#writer?.endSeconds ?? this.#endSeconds;
    this.#writer = this.#format = undefined;
    this.#cache = [];
    this.#cachedBytes = 0;
  }
  #offlineError(): HubError {
    return this.#state.status === 'offline' ? this.#state.error : new HubError('camera-offline', 'The camera is offline.');
  }
  #move(state: StreamState): void {
    this.#state = state;
    this.#parts.changed(state);
  }
}
