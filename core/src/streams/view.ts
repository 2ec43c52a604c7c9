import type { EndReason, Mark, Permit } from '../domain/consent.ts';
import type { MaskId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { seconds } from '../domain/time.ts';
import type { MediaFormat } from '../domain/media.ts';
import { audioCodecs } from '../media/describe-track.ts';
import type { LiveFragment } from '../media/fragment-writer.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { ViewFormat } from './live-stream.ts';
import { PacedLine, type Pace } from './pace.ts';
import { PictureRate } from './picture-rate.ts';

/** Before the first fragment, and again when the camera changes. */
export interface ViewStart {
  readonly mime: string;
  readonly init: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** What is coded in the fragments; undefined for a conversion, whose bytes are its transport's own. Without its sound where that may not be heard. */
  readonly media?: MediaFormat | undefined;
}
/** One viewer's end of the line. */
export interface ViewSink {
  /** Also G.711, which RTP carries and no browser plays in fMP4. False if absent: its sound is left out then, of the fragments too. */
  readonly takesAnySound?: boolean;
  format(start: ViewStart): void;
  /** @param fragment what the bytes are, for those who do not send them as they are */
  media(bytes: Uint8Array, fragment: ViewFragment): void;
  /** Bytes taken but not yet sent. */
  pending(): number;
  /** Bytes that went out, where these are others than those it was given. */
  delivered?(): number;
  waiting(error: HubError): void;
  /** Nothing follows. */
  ended(reason: EndReason): void;
}
/** A camera's stream, a conversion of it, or a picture made from it under an owner's conditions. */
export interface Viewable {
  /** Burnt into every picture it gives. */
  readonly masks?: ReadonlySet<MaskId> | undefined;
  /** The name mark is part of its pictures. */
  readonly mark?: 'pixels' | undefined;
  join(viewer: { format(format: ViewFormat): void; fragment(fragment: ViewFragment): void; picture?(time: PictureTime): void; waiting(error: HubError): void }): Disposable;
}
/** With its times where it is one picture; a conversion tells the times of its pictures by `picture`. */
export type ViewFragment = Pick<LiveFragment, 'track' | 'bytes' | 'key'> & Partial<PictureTime & Pick<LiveFragment, 'duration'>>;
export type PictureTime = Pick<LiveFragment, 'at' | 'decodeTicks'>;
/** Only permits the gate made, and still stands for, count. */
export interface Vouching {
  vouches(permit: Permit): boolean;
}
/** A narrow way out of the house: what does not pass is left out, and the viewer goes on at a later key picture. */
export interface Outlet {
  passes(bytes: number): boolean;
}
/** Beyond this the viewer is skipped to the next key picture. */
const pendingBytes = 2 * 1024 * 1024;
const stuckFor = seconds(20);
/** A pause longer than this is not counted as watching; pictures that come one by one are looked at for longer. */
const pause = { all: seconds(2), keys: seconds(12), stills: seconds(12) };
/** Rates are measured, so one a little above its cap is at it. */
const rateTolerance = 1.15;

function isPlayed({ media }: ViewFormat): boolean {
  return media?.audio === undefined || audioCodecs(media.audio) !== undefined;
}

/** One viewer under one permit: bounded, drops to a key picture when the line is slow, ends the moment consent does. */
export class View implements Disposable {
  readonly permit: Permit<'live'>;
  readonly #sink: ViewSink;
  readonly #clock: Clock;
  readonly #audio: boolean;
  readonly #outlet: Outlet | undefined;
  readonly #paced = new PacedLine();
  #mark: Mark | null;
  readonly #rate = { told: new PictureRate(), captured: new PictureRate() };
  /** Undefined before the first picture; null while it is not known how many come in a second. */
  #met: boolean | null | undefined;
  #seat: Disposable | undefined;
  #endedWith: EndReason | undefined;
  #skipping = true;
  /** The least that lay unsent while nothing was added, and since when: it falls as long as somebody reads. */
  #stuck: { readonly pending: number; readonly since: Instant } | undefined;
  #format: ViewFormat | undefined;
  #isHeard = false;
  #lastAt: Instant | undefined;
  #watchedMs = 0;
  #bytes = 0;
  readonly #revoked = (): void => this.#end(this.permit.signal.reason as EndReason);

  /** @param mark how the name mark reaches the viewer with this sink, unless it is in the pixels; null if it does not */
  constructor(permit: Permit<'live'>, sink: ViewSink, clock: Clock, wantsAudio: boolean, mark: 'overlay' | null, outlet?: Outlet) {
    this.permit = permit;
    this.#sink = sink;
    this.#clock = clock;
    this.#mark = mark;
    this.#outlet = outlet;
    this.#audio = wantsAudio && permit.obligations.audio;
  }

  /** Why it is over; undefined while it is not. */
  get endedWith(): EndReason | undefined {
    return this.#endedWith;
  }
  /** How many of the pictures go to this viewer; may change while she looks. */
  get pace(): Pace {
    return this.#paced.pace;
  }
  set pace(pace: Pace) {
    if (pace === this.#paced.pace) return;
    // Pictures in between stand on those that were left out.
    if (pace === 'all') this.#skipping = true;
    this.#paced.pace = pace;
  }
  /** What was delivered so far. Masks and the mark are seen to before it opens, height and sound before each picture; the rate is known once measured. */
  get watched(): { readonly seconds: number; readonly bytes: number; readonly obligationsMet: boolean | null; readonly mark: Mark | null } {
    return { seconds: this.#watchedMs / 1_000, bytes: this.#bytes, obligationsMet: this.#met ?? null, mark: this.#mark };
  }

  /** @throws HubError `consent-refused` for a permit the gate does not stand for, `obligation-unmet` */
  open(stream: Viewable, gate: Vouching): void {
    if (!gate.vouches(this.permit)) throw new HubError('consent-refused', 'This permit is not from the gate, or has ended.');
    if (this.permit.obligations.masks.some((mask) => stream.masks?.has(mask) !== true)) throw new HubError('obligation-unmet', 'This picture would go without one of its masks.');
    this.#mark = stream.mark ?? this.#mark;
    if (this.permit.obligations.watermark && this.#mark === null) throw new HubError('obligation-unmet', 'This picture would go without its mark.');
    this.permit.signal.addEventListener('abort', this.#revoked, { once: true });
    const seat = stream.join(this);
    if (this.#endedWith !== undefined) seat[Symbol.dispose]();
    else this.#seat = seat;
  }

  format(format: ViewFormat): void {
    if (this.#endedWith !== undefined) return;
    // The camera may have been set to a larger picture after the permit was given.
    const { maxHeight, maxFps } = this.permit.obligations;
    if (format.height > maxHeight || (format.fps !== undefined && Math.ceil(format.fps) > maxFps)) return this.#end('refused');
    this.#format = format;
    this.#skipping = true;
    const audio = this.#isHeard = this.#audio && format.hasAudio && (this.#sink.takesAnySound === true || isPlayed(format));
    const media = format.media && (audio ? format.media : { video: format.media.video });
    const start = format.start(audio);
    this.#paced.begin(format.clockRate, start.mime.startsWith('image/'));
    this.#sink.format({ ...start, width: format.width, height: format.height, media });
  }
  fragment(fragment: ViewFragment): void {
    if (this.#endedWith !== undefined || !this.#format) return;
    if (fragment.track === 'audio' && (!this.#isHeard || this.#skipping)) return;
    const now = this.#clock.now();
    if (!this.#paced.takes(fragment, now)) return;
    const pending = this.#sink.pending();
    if (pending > (this.#skipping ? pendingBytes / 2 : pendingBytes)) {
      this.#skipping = true;
      if (this.#stuck === undefined || pending < this.#stuck.pending) this.#stuck = { pending, since: now };
      else if (now - this.#stuck.since >= stuckFor) this.#end('slow');
      return;
    }
    this.#stuck = undefined;
    if (this.#skipping && !fragment.key) return;
    if (this.#outlet?.passes(fragment.bytes.length) === false) {
      this.#skipping = true;
      return;
    }
    if (fragment.at !== undefined && fragment.decodeTicks !== undefined) this.picture({ at: fragment.at, decodeTicks: fragment.decodeTicks });
    // Measured, it may have been one picture too many.
    if (this.endedWith !== undefined) return;
    this.#met ??= this.#format.fps === undefined ? null : true;
    this.#skipping = false;
    this.#sink.media(this.#paced.bytesOf(fragment, now), fragment);
    this.#bytes += fragment.bytes.length;
    if (this.#lastAt !== undefined && now - this.#lastAt < pause[this.#paced.pace]) this.#watchedMs += Math.max(0, now - this.#lastAt);
    this.#lastAt = now;
  }
  /** One more picture is on its way to the viewer: whatever the camera claims, this is how many there are. */
  picture({ at, decodeTicks }: PictureTime): void {
    if (this.#endedWith !== undefined || !this.#format) return;
    const told = this.#rate.told.add(decodeTicks / this.#format.clockRate);
    const captured = this.#rate.captured.add(at / 1_000);
    if (told === undefined || captured === undefined) return;
    // By both lines of time: arrivals bunch up after a stall of the network, decode times after a change of pace.
    this.#met = Math.min(told, captured) <= this.permit.obligations.maxFps * rateTolerance;
    if (!this.#met) this.#end('refused');
  }
  waiting(error: HubError): void {
    if (this.#endedWith === undefined) this.#sink.waiting(error);
  }
  [Symbol.dispose](): void {
    this.#end('viewer');
  }

  #end(reason: EndReason): void {
    if (this.#endedWith !== undefined) return;
    this.#endedWith = reason;
    this.permit.signal.removeEventListener('abort', this.#revoked);
    this.#seat?.[Symbol.dispose]();
    this.#sink.ended(reason);
  }
}
