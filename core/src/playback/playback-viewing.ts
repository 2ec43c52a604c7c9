import { wait, type Timers } from '../base/clock.ts';
import type { EndReason, Mark, Permit } from '../domain/consent.ts';
import type { Gap } from '../domain/recording.ts';
import type { Instant } from '../domain/time.ts';
import { minutes, seconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { FarSeat } from '../streams/uplink.ts';
import { CoveredTime } from './covered-time.ts';
import type { FewAtOnce } from './few-at-once.ts';
import { placeGroup } from './place-group.ts';
import { shownPicture } from './still-picture.ts';
import type { Piece, ViewedFootage } from './viewed-footage.ts';

export interface Want {
  readonly id: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly pace: 'all' | 'keys';
  readonly replace: boolean;
}
export interface StillWant {
  readonly id: number;
  readonly at: Instant;
}
/** Where the pictures go. */
export interface PlaybackSink {
  format(format: { readonly mime: string; readonly width: number; readonly height: number; readonly init: Uint8Array }): void;
  media(bytes: Uint8Array): void;
  given(want: { readonly id: number; readonly from: Instant; readonly to: Instant; readonly gaps: readonly Gap[] }): void;
  still(still: { readonly id: number; readonly at: Instant; readonly jpeg: Uint8Array | undefined }): void;
  problem(id: number, error: HubError): void;
  /** Bytes taken but not yet sent. */
  pending(): number;
}
export interface PlaybackViewingParts {
  readonly permit: Permit<'playback'>;
  readonly footage: ViewedFootage;
  readonly ffmpeg: Ffmpeg;
  /** Of the whole hub: who decodes single pictures. */
  readonly decoding: FewAtOnce;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly gaps: (from: Instant, to: Instant) => Promise<readonly Gap[]>;
  /** On the way out of the house. */
  readonly seat: FarSeat | undefined;
  readonly mark: Mark | null;
}
const mostWants = 32;
const mostPending = 2 * 2 ** 20;
const looksAgainAfter = 20;
/** Nobody reads what was sent for so long. */
const stuckFor = minutes(1);
/** Long before what is asked for, so that no group of pictures begins before media time 0. */
const lead = minutes(20);
/** One picture stands for this much. */
const stillCounts = seconds(1);

/** Media time 0 of a session. The same for all that ask for the same beginning. */
export const originOf = ({ ask: { footage } }: Permit<'playback'>): Instant => Math.max(0, Math.floor(((footage?.[0] ?? 0) - lead) / 1_000) * 1_000);

/** One person looking back under one permit: answers what her player wants, in order, and nothing once the permit has ended. */
export class PlaybackViewing {
  readonly #parts: PlaybackViewingParts;
  readonly #sink: PlaybackSink;
  readonly #over = new AbortController();
  readonly #counted = new CoveredTime();
  readonly #origin: Instant;
  #wants: Want[] = [];
  #still: StillWant | undefined;
  #running: AbortController | undefined;
  #decoding: AbortController | undefined;
  #init: Uint8Array | undefined;
  #sequence = 0;
  #bytes = 0;
  #end: ((reason: EndReason) => void) | undefined;
  constructor(parts: PlaybackViewingParts, sink: PlaybackSink) {
    this.#parts = parts;
    this.#sink = sink;
    this.#origin = originOf(parts.permit);
  }

  get watched(): { readonly seconds: number; readonly bytes: number; readonly obligationsMet: boolean; readonly mark: Mark | null } {
    return { seconds: this.#counted.seconds, bytes: this.#bytes, obligationsMet: true, mark: this.#parts.mark };
  }
  /** Resolves with the reason when it is over. @param signal the viewer's own leaving, or the end of her session */
  async run(signal: AbortSignal): Promise<EndReason> {
    const { permit } = this.#parts;
    return new Promise((resolve) => {
      const end = (reason: EndReason): void => {
        this.#end = undefined;
        signal.removeEventListener('abort', gone);
        permit.signal.removeEventListener('abort', revoked);
        this.#over.abort();
        resolve(reason);
      };
      const gone = (): void => end(signal.reason instanceof Error && signal.reason.message === 'The session ended.' ? 'signed_out' : 'viewer');
      const revoked = (): void => end(permit.signal.reason as EndReason);
      this.#end = end;
      signal.addEventListener('abort', gone, { once: true });
      permit.signal.addEventListener('abort', revoked, { once: true });
      if (permit.signal.aborted) revoked();
      else if (signal.aborted) gone();
    });
  }

  want(want: Want): void {
    if (this.#over.signal.aborted) return;
    if (want.replace) {
      this.#wants = [];
      this.#running?.abort(unwanted());
    }
    // Nobody reads what is said, and more is asked for all the time.
    if (this.#wants.length >= mostWants && this.#sink.pending() > mostPending) return this.#end?.('slow');
    if (this.#wants.length >= mostWants) return this.#sink.problem(want.id, new HubError('too-many-requests', 'Too much is wanted at once.'));
    this.#wants.push(want);
    if (!this.#running) void this.#answer();
  }
  still(still: StillWant): void {
    if (this.#over.signal.aborted) return;
    // The newer one is what she looks for now.
    this.#still = still;
    this.#decoding?.abort(unwanted());
    if (!this.#decoding) void this.#show();
  }

  async #answer(): Promise<void> {
    for (let want = this.#wants.shift(); want && !this.#over.signal.aborted; want = this.#wants.shift()) {
      const task = this.#running = this.#task();
      try {
        await this.#give(want, task.signal);
      } catch (failure) {
        this.#failed(want.id, failure, task.signal);
      } finally {
        task.abort();
      }
    }
    this.#running = undefined;
  }
  async #give({ id, from, to, pace }: Want, signal: AbortSignal): Promise<void> {
    await this.#room(signal);
    if (signal.aborted) return;
    const within = this.#within(from, to);
    if (!within) return this.#sink.given({ id, from, to, gaps: [] });
    const keys = pace === 'keys';
    for await (const piece of this.#parts.footage.pieces({ ...within, keys }, signal)) {
      await this.#room(signal);
      if (signal.aborted) return;
      this.#send(piece, keys);
    }
    const gaps = await this.#parts.gaps(within.from, within.to);
    if (!signal.aborted) this.#sink.given({ id, ...within, gaps });
  }
  #send(piece: Piece, keys: boolean): void {
    const { init, facts, at, to, closes, sound, data } = piece;
    const placed = placeGroup(data, { init: facts, at, to, origin: this.#origin, sound, keys: keys && !piece.keys, closes, sequence: () => (this.#sequence = (this.#sequence + 1) >>> 0) });
    if (!placed || facts.video === undefined) throw new HubError('footage-damaged', 'A recorded file holds pictures that no player takes.');
    if (!this.#init || Buffer.compare(this.#init, init) !== 0) {
      this.#init = init;
      this.#sink.format({ mime: `video/mp4; codecs="${facts.audio === undefined ? facts.video : `${facts.video}, ${facts.audio}`}"`, width: facts.width, height: facts.height, init });
      this.#count(init.length);
    }
    this.#sink.media(placed);
    this.#count(placed.length);
    this.#counted.add(at, to);
  }

  async #show(): Promise<void> {
    for (let still = this.#taken(); still && !this.#over.signal.aborted; still = this.#taken()) {
      const task = this.#decoding = this.#task();
      try {
        await this.#decode(still, task.signal);
      } catch (failure) {
        this.#failed(still.id, failure, task.signal);
      } finally {
        task.abort();
      }
    }
    this.#decoding = undefined;
  }
  async #decode({ id, at }: StillWant, signal: AbortSignal): Promise<void> {
    const { footage, ffmpeg, decoding } = this.#parts;
    await this.#room(signal);
    const within = signal.aborted ? undefined : this.#within(at, at + 1);
    if (within) {
      let found: Piece | undefined;
      for await (const piece of footage.pieces({ ...within, keys: false }, signal)) if (piece.at <= at + 1) found = piece;
      const piece = found;
      const shown = piece && await decoding.run(() => shownPicture(ffmpeg, piece, at, signal), signal);
      await this.#room(signal);
      if (signal.aborted) return;
      if (shown) {
        this.#sink.still({ id, at: shown.at, jpeg: shown.jpeg });
        this.#count(shown.jpeg.length);
        return this.#counted.add(shown.at, shown.at + stillCounts);
      }
    }
    if (!signal.aborted) this.#sink.still({ id, at, jpeg: undefined });
  }
  #taken(): StillWant | undefined {
    const still = this.#still;
    this.#still = undefined;
    return still;
  }

  #within(from: Instant, to: Instant): { readonly from: Instant; readonly to: Instant } | undefined {
    const [first, last] = this.#parts.permit.ask.footage ?? [0, 0];
    const part = { from: Math.max(from, first), to: Math.min(to, last) };
    return part.from < part.to ? part : undefined;
  }
  /** Waits while more lies unsent than a player needs, and for her turn on the way out of the house. */
  async #room(signal: AbortSignal): Promise<void> {
    const { timers, clock, seat } = this.#parts;
    let least = Infinity;
    let since = clock.now();
    for (let pending = this.#sink.pending(); pending > mostPending; pending = this.#sink.pending()) {
      if (pending < least) [least, since] = [pending, clock.now()];
      else if (clock.now() - since >= stuckFor) return this.#end?.('slow');
      await wait(timers, looksAgainAfter, signal);
    }
    for (let delay = seat?.waitFor() ?? 0; delay > 0; delay = seat?.waitFor() ?? 0) await wait(timers, delay, signal);
  }
  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#parts.seat?.sent(bytes);
  }
  /** Its own end, or that of all of it. */
  #task(): AbortController {
    const task = new AbortController();
    const end = (): void => task.abort(unwanted());
    this.#over.signal.addEventListener('abort', end, { once: true });
    task.signal.addEventListener('abort', () => this.#over.signal.removeEventListener('abort', end), { once: true });
    return task;
  }
  #failed(id: number, failure: unknown, signal: AbortSignal): void {
    if (signal.aborted || this.#over.signal.aborted) return;
    this.#sink.problem(id, failure instanceof HubError ? failure : new HubError('internal', 'The footage could not be read.', { cause: failure }));
  }
}

const unwanted = (): HubError => new HubError('consent-ended', 'It is not wanted any more.');
