import type { Milliseconds } from '../domain/time.ts';
import { seconds } from '../domain/time.ts';
import { restampLive } from '../media/restamp-live.ts';
import type { ViewFragment } from './view.ts';

/** How many pictures go out: all, only those that stand for themselves, or one of these every few seconds. */
export type Pace = 'all' | 'keys' | 'stills';
export const paces = ['all', 'keys', 'stills'] as const satisfies readonly Pace[];

/** The one that sends less. Pure. */
export function slower(a: Pace, b: Pace): Pace {
  return paces.indexOf(a) > paces.indexOf(b) ? a : b;
}

const stillEvery: Milliseconds = seconds(5);
/** Of pictures that come one by one, as with Motion JPEG. */
const singleEvery: Milliseconds = seconds(1);
/** Until the distance between two key pictures was seen. */
const guessedGap = 2;
/** In the first sample of a live fragment's run: moof 8, mfhd 16, traf 8, tfhd 16, tfdt 20, then trun's head, flags, count and data offset (ISO/IEC 14496-12 §8.8.8). */
const durationAt = 88;

/** Chooses a viewer's pictures by pace, and puts those that come alone on a line of time without holes: a player stops at a hole. */
export class PacedLine {
  #pace: Pace = 'all';
  /** Every fragment is a picture of its own, and says nothing of its time. */
  #single = false;
  #clockRate = 90_000;
  #lastKey: number | undefined;
  #gap: number | undefined;
  /** Where what was sent ends. */
  #end: number | undefined;
  #sentAt: number | undefined;
  /** Pictures were left out since the last one sent. */
  #torn = false;

  get pace(): Pace {
    return this.#pace;
  }
  set pace(pace: Pace) {
    this.#pace = pace;
    this.#sentAt = undefined;
  }
  /** @param clockRate ticks a second */
  begin(clockRate: number, single: boolean): void {
    this.#clockRate = clockRate;
    this.#single = single;
    this.#lastKey = this.#sentAt = undefined;
  }

  /** Whether this one is sent. Told of every fragment, in order. @param now ms */
  takes({ track, key, decodeTicks }: ViewFragment, now: Milliseconds): boolean {
    if (track === 'video' && key && decodeTicks !== undefined) {
      if (this.#lastKey !== undefined && decodeTicks > this.#lastKey) this.#gap = decodeTicks - this.#lastKey;
      this.#lastKey = decodeTicks;
    }
    if (this.#pace === 'all') return true;
    const every = this.#pace === 'stills' ? stillEvery : this.#single ? singleEvery : 0;
    // What is neither a coded picture with its time nor a picture of its own is a stream that cannot be thinned.
    if (decodeTicks === undefined && !this.#single) return true;
    const since = this.#sentAt === undefined ? Infinity : now - this.#sentAt;
    // A clock set back must not stop the pictures.
    const takes = track === 'video' && key && (since >= every || since < 0);
    if (!takes && track === 'video') this.#torn = true;
    return takes;
  }

  /** The bytes of a fragment that is sent now: as they are, or, next to pictures left out, begun where the one before ends and shown until the next is due. */
  bytesOf({ bytes, track, key, decodeTicks, duration }: ViewFragment, now: Milliseconds): Uint8Array {
    this.#sentAt = now;
    if (track !== 'video' || decodeTicks === undefined || duration === undefined) return bytes;
    const before = this.#end;
    const isAlone = this.#pace !== 'all';
    const end = decodeTicks + (isAlone ? Math.max(duration, this.#expectedGap()) : duration);
    this.#end = end;
    const isMended = key && (this.#torn || isAlone);
    this.#torn = false;
    if (!isMended) return bytes;
    const start = before === undefined ? decodeTicks : Math.min(decodeTicks, before);
    // A player that saw nothing for long is better off with the hole than with an old picture that lasts.
    const from = decodeTicks - start > longestFill * this.#clockRate ? decodeTicks : start;
    return lasting(bytes, from, end - from);
  }

  #expectedGap(): number {
    const gap = this.#gap ?? guessedGap * this.#clockRate;
    if (this.#pace !== 'stills') return gap;
    const every = (stillEvery / 1_000) * this.#clockRate;
    return Math.ceil(every / gap) * gap;
  }
}
const longestFill = 30;

/** The only sample of a live fragment, begun and lasting otherwise; a copy. @throws HubError `camera-broken-answer` */
export function lasting(bytes: Uint8Array, decodeTicks: number, duration: number): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const out = Buffer.concat(restampLive(bytes, view.readUInt32BE(20), decodeTicks), bytes.length);
  out.writeUInt32BE(Math.max(1, Math.min(0xffffffff, duration)), durationAt);
  return out;
}
