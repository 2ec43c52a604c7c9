import { wait, type Timers } from '../base/clock.ts';
import type { EndReason } from '../domain/consent.ts';
import { seconds, type Instant, type Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Pace } from '../streams/pace.ts';
import type { FarSeat } from '../streams/uplink.ts';
import type { ViewSink } from '../streams/view.ts';
import { playlistOf } from './playlist.ts';
import { thinned, wholeOf } from './segment.ts';
import type { HlsSegmenter } from './segmenter.ts';

export interface HlsViewingParts {
  readonly id: string;
  readonly session: string;
  /** Laid over the picture by the page; null: none. */
  readonly watermark: string | null;
  readonly segmenter: HlsSegmenter;
  readonly line: FarSeat | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Ends the viewing. */
  leave(why: Error): void;
  /** It is over, whoever ended it. */
  ended(): void;
}
export interface HlsAnswer {
  readonly type: string;
  readonly bytes: readonly Uint8Array[];
  /** Aborts with the viewing: the rest stays here. */
  readonly until: AbortSignal;
}
/** What a low-latency player asks the playlist for (RFC 8216bis §6.2.5.2). */
export interface PlaylistAsk {
  readonly msn?: number | undefined;
  readonly part?: number | undefined;
}
const leastIdle: Milliseconds = seconds(20);
/** A player that asks further ahead has lost count. */
const mostAhead = 2;
const mostWaiting = 8;
/** On a full line a segment comes late; later than this it does not come. */
const longestLineWait: Milliseconds = seconds(8);
const gone = (): HubError => new HubError('viewing-ended', 'The viewing is over.');

/** One viewer by HLS under one permit. What she fetches is hers for as long as her view lasts, and not from before it began. */
export class HlsViewing implements Disposable {
  readonly id: string;
  readonly session: string;
  readonly watermark: string | null;
  pace: Pace = 'all';
  readonly #parts: HlsViewingParts;
  readonly #firstMsn: number;
  readonly #ended = new AbortController();
  readonly #idle: Disposable;
  #askedAt: Instant;
  #waiting = 0;
  #bytes = 0;
  constructor(parts: HlsViewingParts) {
    this.id = parts.id;
    this.session = parts.session;
    this.watermark = parts.watermark;
    this.#parts = parts;
    this.#firstMsn = parts.segmenter.liveMsn;
    this.#askedAt = parts.clock.now();
    this.#idle = parts.timers.every(seconds(2), () => this.#look());
  }

  readonly sink: ViewSink = {
    format: (start) => this.#parts.segmenter.format(start),
    media: (_bytes, fragment) => this.#parts.segmenter.media(fragment),
    pending: () => 0,
    delivered: () => this.#bytes,
    waiting: () => this.#parts.segmenter.waiting(),
    ended: (_reason: EndReason) => this[Symbol.dispose](),
  };
  leave(why = new Error('The viewer went away.')): void {
    this.#parts.leave(why);
  }
  [Symbol.dispose](): void {
    if (this.#ended.signal.aborted) return;
    this.#idle[Symbol.dispose]();
    this.#ended.abort(gone());
    this.#parts.ended();
  }

  /** Waits until there is what is asked for. @throws HubError `viewing-ended`, `bad-request`, `camera-offline`, `too-many-requests` */
  async playlist({ msn, part }: PlaylistAsk, client: AbortSignal): Promise<string> {
    this.#asked();
    const { segmenter } = this.#parts;
    if (part !== undefined && msn === undefined) throw new HubError('bad-request', 'A part without its segment.');
    if (msn !== undefined && msn > segmenter.liveMsn + mostAhead) throw new HubError('bad-request', 'So far ahead nothing is known.');
    await this.#until(() => this.#first() !== undefined && (msn === undefined || this.#has(msn, part)), client);
    const segments = segmenter.listed.filter((segment) => segment.msn >= this.#firstMsn);
    return playlistOf({ segments, open: segmenter.open, target: segmenter.target ?? 1, partTarget: segmenter.partTarget, pace: this.pace });
  }
  /** An init segment, a segment or a part; a part that was hinted at is waited for. @throws HubError `viewing-ended`, `not-found`, `uplink-full`, `too-many-requests` */
  async file(name: string, client: AbortSignal): Promise<HlsAnswer> {
    this.#asked();
    const { segmenter } = this.#parts;
    const [, kind = '', number = '', partNumber = ''] = /^([isp])(\d{1,12})(?:\.(\d{1,4}))?\.(?:mp4|m4s)$/.exec(name) ?? [];
    const at = Number(number);
    if (kind === 'i') return this.#send('video/mp4', segmenter.init(at), client);
    if (kind === '' || at < this.#firstMsn) throw new HubError('not-found', 'No such file in this viewing.');
    if (kind === 's') {
      const segment = segmenter.segment(at);
      const isWhole = this.pace === 'all';
      return this.#send('video/iso.segment', segment && !segment.gap ? (isWhole ? wholeOf(segment) : thinned(segment, this.pace === 'stills')) : undefined, client);
    }
    const index = Number(partNumber);
    const open = segmenter.open;
    const isNext = open !== undefined && (open.msn === at ? index === open.parts.length : open.msn + 1 === at && index === 0);
    if (isNext) await this.#until(() => this.#has(at, index), client);
    const parts = (segmenter.open?.msn === at ? segmenter.open : segmenter.segment(at))?.parts;
    return this.#send('video/iso.segment', parts?.[index]?.fragments.map(({ bytes }) => bytes), client);
  }

  #first(): unknown {
    return this.#parts.segmenter.listed.find(({ msn }) => msn >= this.#firstMsn);
  }
  #has(msn: number, part: number | undefined): boolean {
    const { segmenter } = this.#parts;
    const open = segmenter.open;
    if (segmenter.liveMsn > msn) return true;
    return part !== undefined && open?.msn === msn && open.parts.length > part;
  }
  async #send(type: string, found: Uint8Array | readonly Uint8Array[] | undefined, client: AbortSignal): Promise<HlsAnswer> {
    const bytes = found instanceof Uint8Array ? [found] : found ?? [];
    if (bytes.length === 0) throw new HubError('not-found', 'No such file in this viewing, or no longer.');
    await this.#lineTime(client);
    if (this.#ended.signal.aborted) throw gone();
    const size = bytes.reduce((sum, { length }) => sum + length, 0);
    this.#bytes += size;
    this.#parts.line?.sent(size);
    return { type, bytes, until: this.#ended.signal };
  }
  /** Until the line out of the house has room. */
  async #lineTime(client: AbortSignal): Promise<void> {
    const { line, clock, timers } = this.#parts;
    const until = clock.now() + longestLineWait;
    for (let delay = line?.waitFor() ?? 0; delay > 0; delay = line?.waitFor() ?? 0) {
      if (clock.now() + delay > until) throw new HubError('uplink-full', 'The line out of the house is full.');
      await this.#inTime((signal) => wait(timers, delay, signal), client);
    }
  }
  /** At most so many wait for one viewer; none longer than three target durations. */
  async #until(isThere: () => boolean, client: AbortSignal): Promise<void> {
    const { segmenter, timers } = this.#parts;
    if (this.#ended.signal.aborted) throw gone();
    if (isThere()) return;
    await this.#inTime((signal) => new Promise<void>((resolve, reject) => {
      let change: Disposable;
      const late = timers.after((segmenter.target ?? 6) * 3_000, () => done(() => reject(new HubError('camera-offline', 'No picture came in time.'))));
      const done = (settle: () => void): void => {
        late[Symbol.dispose]();
        change[Symbol.dispose]();
        signal.removeEventListener('abort', stop);
        settle();
      };
      const stop = (): void => done(() => reject(signal.reason as Error));
      const look = (): void => {
        if (isThere()) return done(resolve);
        change = segmenter.onChange(look);
      };
      signal.addEventListener('abort', stop, { once: true });
      change = segmenter.onChange(look);
    }), client);
    this.#asked();
  }
  async #inTime(work: (signal: AbortSignal) => Promise<void>, client: AbortSignal): Promise<void> {
    if (this.#waiting >= mostWaiting) throw new HubError('too-many-requests', 'Too many requests of one viewing wait.');
    this.#waiting += 1;
    // By hand: what AbortSignal.any makes may be collected before it fires (Node 20).
    const either = new AbortController();
    const ended = (): void => either.abort(gone());
    const left = (): void => either.abort(client.reason);
    this.#ended.signal.addEventListener('abort', ended, { once: true });
    client.addEventListener('abort', left, { once: true });
    if (this.#ended.signal.aborted) ended();
    if (client.aborted) left();
    try {
      either.signal.throwIfAborted();
      await work(either.signal);
    } finally {
      this.#waiting -= 1;
      this.#ended.signal.removeEventListener('abort', ended);
      client.removeEventListener('abort', left);
    }
  }
  #asked(): void {
    if (this.#ended.signal.aborted) throw gone();
    this.#askedAt = this.#parts.clock.now();
  }
  #look(): void {
    if (this.#waiting > 0) return;
    const idle = Math.max(leastIdle, (this.#parts.segmenter.target ?? 0) * 3_000);
    if (this.#parts.clock.now() - this.#askedAt >= idle) this.leave();
  }
}
