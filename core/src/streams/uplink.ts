import type { Timers } from '../base/clock.ts';
import type { Route } from '../domain/consent.ts';
import type { OwnerId } from '../domain/ids.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';
import { seconds } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import { hasRoom, refilled, roomIn, type ByteBucket } from './byte-bucket.ts';
import { paces, type Pace } from './pace.ts';
import { calmAfter, calmFor, planFor, rankOf, roomFor, type FarViewer } from './uplink-plan.ts';

/** Caps as they are set now, kbit/s; null: none. Read on the packet path, so from memory. */
export interface Caps {
  readonly hub: number | null;
  of(owner: OwnerId): number | null;
}
export interface UplinkUse {
  readonly kbps: number;
  readonly viewers: number;
  /** How many of these see less than they asked for. */
  readonly slowed: number;
}
/** One viewer's place on the way out of the house. */
export interface FarSeat extends Disposable {
  /** Counts it where it may go; false: it is left out, and the viewer goes on at a later key picture. */
  passes(bytes: number): boolean;
  /** Counts what goes in any case. */
  sent(bytes: number): void;
  /** How long to wait before more is sent. */
  waitFor(): Milliseconds;
  readonly pace: Pace;
}
export interface SeatWish {
  readonly owner: OwnerId;
  readonly route: Route;
  readonly pace: Pace;
  readonly takes: Readonly<Record<Pace, number>>;
  /** The hub lets her have less, or more again. */
  paced(pace: Pace): void;
}
interface Seat {
  readonly id: number;
  readonly owner: OwnerId;
  readonly rank: number;
  readonly since: Instant;
  readonly takes: Record<Pace, number>;
  readonly paced: (pace: Pace) => void;
  pace: Pace;
  /** Since the last beat: what went out, and what would have. */
  bytes: number;
  missed: number;
  kbps: number | undefined;
  /** With what did not pass: whoever is refused takes little and wants much. */
  wants: number | undefined;
  refusedAt: Instant;
  /** Her place among those who were refused and had nothing since; undefined: she does not wait. */
  waits: number | undefined;
}
const beat: Milliseconds = seconds(1);
/** A new viewer counts with what she is expected to take for as long. */
const measuredAfter: Milliseconds = seconds(4);
/** Of the newest second: single pictures come seconds apart, and are no change of what she takes. */
const smoothing: Readonly<Record<Pace, number>> = { all: 0.4, keys: 0.15, stills: 0.08 };
/** Whoever was refused is kept a place for as long: stills are asked for every five seconds. */
const keptFor: Milliseconds = seconds(12);
/** Of what a better pace was thought to take, a second: after some minutes it is tried once more. */
const forgetting = 0.998;
/** Whoever fetches asks again after this when somebody goes before her. */
const givesWayFor: Milliseconds = 250;
const whole = 'hub';

/** Everything that goes out of the house to live viewers, by owner and in all, and what is done when it is more than was allowed. */
export class Uplink implements Disposable {
  readonly #caps: Caps;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #seats = new Map<number, Seat>();
  readonly #buckets = new Map<string, ByteBucket>();
  readonly #steppedAt = new Map<string, Instant>();
  #next = 1;
  #measuredAt = 0;
  #beat: Disposable | undefined;
  constructor(caps: Caps, clock: Clock, timers: Timers) {
    this.#caps = caps;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** What is left for one more, kbit/s; Infinity where nothing is capped. */
  room(owner: OwnerId, rank: number): number {
    const seats = [...this.#seats.values()];
    const [own, all] = [this.#caps.of(owner), this.#caps.hub];
    return Math.min(
      own === null ? Infinity : roomFor(rank, seats.filter((seat) => seat.owner === owner).map((seat) => this.#seen(seat)), own),
      all === null ? Infinity : roomFor(rank, seats.map((seat) => this.#seen(seat)), all),
    );
  }
  /** Disposing leaves. */
  join({ owner, route, pace, takes, paced }: SeatWish): FarSeat {
    const now = this.#clock.now();
    const seat: Seat = { id: this.#next++, owner, rank: rankOf(route), since: now, takes: { ...takes }, paced, pace, bytes: 0, missed: 0, kbps: undefined, wants: undefined, refusedAt: -Infinity, waits: undefined };
    this.#seats.set(seat.id, seat);
    if (!this.#beat) {
      this.#measuredAt = now;
      this.#beat = this.#timers.every(beat, () => this.#look());
    }
    return {
      passes: (bytes) => this.#passes(seat, bytes),
      sent: (bytes) => this.#count(seat, bytes),
      waitFor: () => this.#waitFor(seat),
      get pace() { return seat.pace; },
      [Symbol.dispose]: () => this.#leave(seat),
    };
  }
  /** @param owner undefined: of the whole hub */
  use(owner?: OwnerId): UplinkUse {
    const seats = [...this.#seats.values()].filter((seat) => owner === undefined || seat.owner === owner);
    return { kbps: Math.round(seats.reduce((sum, { kbps }) => sum + (kbps ?? 0), 0)), viewers: seats.length, slowed: seats.filter(({ pace }) => pace !== 'all').length };
  }
  /** After a cap was changed: nobody waits for what the old one owed. */
  capsChanged(): void {
    this.#buckets.clear();
  }
  [Symbol.dispose](): void {
    this.#beat?.[Symbol.dispose]();
    this.#beat = undefined;
  }

  #leave(seat: Seat): void {
    this.#seats.delete(seat.id);
    if (this.#seats.size > 0) return;
    this[Symbol.dispose]();
    this.#buckets.clear();
    this.#steppedAt.clear();
  }
  #passes(seat: Seat, bytes: number): boolean {
    const caps = this.#capsOf(seat);
    if (caps.length > 0 && (this.#givesWay(seat) || caps.some(([key, cap]) => !hasRoom(this.#bucket(key, cap), cap, seat.rank === 0)))) {
      seat.missed += bytes;
      seat.refusedAt = this.#clock.now();
      seat.waits ??= this.#next++;
      return false;
    }
    seat.waits = undefined;
    this.#count(seat, bytes);
    return true;
  }
  /** Somebody before her in the order, or of her rank and longer refused, has not had hers yet: else whoever is served first each time would leave the others nothing. */
  #givesWay(seat: Seat): boolean {
    const now = this.#clock.now();
    for (const other of this.#seats.values()) {
      if (other === seat || other.waits === undefined || now - other.refusedAt >= keptFor || (other.owner !== seat.owner && this.#caps.hub === null)) continue;
      if (other.rank < seat.rank || (other.rank === seat.rank && other.waits < (seat.waits ?? Infinity))) return true;
    }
    return false;
  }
  #count(seat: Seat, bytes: number): void {
    seat.bytes += bytes;
    for (const [key, cap] of this.#capsOf(seat)) {
      const bucket = this.#bucket(key, cap);
      this.#buckets.set(key, { ...bucket, level: bucket.level - bytes });
    }
  }
  #waitFor(seat: Seat): Milliseconds {
    const caps = this.#capsOf(seat);
    return Math.max(caps.length > 0 && this.#givesWay(seat) ? givesWayFor : 0, ...caps.map(([key, cap]) => roomIn(this.#bucket(key, cap), cap, seat.rank === 0)));
  }
  #capsOf({ owner }: Seat): readonly (readonly [string, number])[] {
    const own = this.#caps.of(owner);
    const all = this.#caps.hub;
    return [...(own === null ? [] : [[owner, own] as const]), ...(all === null ? [] : [[whole, all] as const])];
  }
  #bucket(key: string, cap: number): ByteBucket {
    const bucket = refilled(this.#buckets.get(key), cap, this.#clock.now());
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #seen(seat: Seat): FarViewer {
    const expected = seat.takes[seat.pace];
    const isNew = this.#clock.now() - seat.since < measuredAfter;
    return { id: seat.id, rank: seat.rank, since: seat.since, pace: seat.pace, takes: seat.takes, kbps: isNew || this.#isCut(seat) ? Math.max(seat.wants ?? 0, expected) : seat.wants ?? expected };
  }
  #isCut({ refusedAt }: Seat): boolean {
    return this.#clock.now() - refusedAt < keptFor;
  }
  #look(): void {
    const now = this.#clock.now();
    const passed = now - this.#measuredAt;
    this.#measuredAt = now;
    if (passed <= 0) return;
    for (const seat of this.#seats.values()) {
      const [out, wanted] = [(seat.bytes * 8) / passed, ((seat.bytes + seat.missed) * 8) / passed];
      seat.bytes = seat.missed = 0;
      seat.kbps = smoothed(seat.kbps, out, seat.pace);
      seat.wants = smoothed(seat.wants, wanted, seat.pace);
      // What a pace takes is learnt while it lasts: upwards at once, downwards once it has gone on for a while without a refusal.
      if (wanted > seat.takes[seat.pace] || (now - seat.since > measuredAfter && !this.#isCut(seat))) seat.takes[seat.pace] = Math.max(1, seat.wants);
      for (const better of paces.slice(0, paces.indexOf(seat.pace))) seat.takes[better] = Math.max(seat.takes[seat.pace], seat.takes[better] * forgetting);
    }
    const all = this.#caps.hub;
    for (const owner of new Set([...this.#seats.values()].map((seat) => seat.owner))) {
      // Where nothing is capped any more, whoever was slowed is let go, one at a time.
      const cap = this.#caps.of(owner) ?? (all === null ? Infinity : undefined);
      if (cap !== undefined) this.#keep(owner, cap, (seat) => seat.owner === owner, now);
    }
    if (all !== null) this.#keep(whole, all, () => true, now);
  }
  #keep(key: string, cap: number, which: (seat: Seat) => boolean, now: Instant): void {
    const seats = [...this.#seats.values()].filter(which);
    const mayRise = now - (this.#steppedAt.get(key) ?? -Infinity) >= calmFor;
    const changes = planFor(seats.map((seat) => this.#seen(seat)), cap, mayRise);
    for (const seat of seats) {
      const pace = changes.get(seat.id);
      if (pace === undefined || pace === seat.pace) continue;
      const rises = paces.indexOf(pace) < paces.indexOf(seat.pace);
      // Up only where every line has the room.
      if (rises && !this.#fits(seat, pace)) continue;
      this.#steppedAt.set(key, now);
      seat.pace = pace;
      seat.kbps = seat.wants = seat.takes[pace];
      seat.paced(pace);
    }
  }
  #fits(seat: Seat, pace: Pace): boolean {
    const fits = (cap: number | null, seats: readonly Seat[]): boolean => {
      const others = seats.reduce((sum, each) => sum + (each === seat ? 0 : this.#seen(each).kbps), 0);
      return cap === null || others + seat.takes[pace] <= cap * calmAfter;
    };
    const seats = [...this.#seats.values()];
    return fits(this.#caps.hub, seats) && fits(this.#caps.of(seat.owner), seats.filter(({ owner }) => owner === seat.owner));
  }
}

function smoothed(before: number | undefined, now: number, pace: Pace): number {
  return before === undefined ? now : before + (now - before) * smoothing[pace];
}
