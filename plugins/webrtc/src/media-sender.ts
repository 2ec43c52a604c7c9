import type { RtpUnit } from '@matpho/core/sdk';
import { TrackSender } from './track-sender.ts';

/** Timers and time, so that a test can turn them by hand. */
export interface SenderTime {
  now(): number;
  after(ms: number, then: () => void): () => void;
}
export interface MediaSenderParts {
  readonly video: TrackSender;
  readonly audio: TrackSender | undefined;
  readonly time: SenderTime;
  /** Ties sound and picture together at the player. */
  readonly cname: string;
}

/** The most that goes out at once, and the pause after it: about 65 Mbit/s, so that a group of pictures does not overrun a wireless link. */
const atOnce = 32 * 1_024;
const pause = 4;
const reportEvery = 1_000;
/** As the hub's own cached group. */
const mostGroupBytes = 16 * 1_024 * 1_024;
const mostGroupUnits = 1_500;
/** Between the pictures that lead up to the newest one, seconds: the player runs through them and holds none back. */
const leadStep = 0.001;
const keyAtMostEvery = 1_000;
const againAtMost = 2_000;
/** Losing a quarter, the line does not carry the stream: key pictures alone until it is below a twentieth. */
const lossTooHigh = 0.25;
const lossFine = 0.05;
/** The line of time jumped: sound and picture are tied together anew. */
const rebaseAbove = 1_000;

interface Due {
  readonly unit: RtpUnit;
  readonly ticks: number;
  /** Towards `pending`: what leads up to the newest picture is sent fast and bounded, and no sign of a slow line. */
  readonly bytes: number;
  /** Payloads sent so far. */
  sent: number;
}

/**
 * What is sent to one player and when. Until it is connected the newest group of pictures is kept; then the whole group goes out at once, with times close together,
 * so that its newest picture is shown without delay; after that each picture as it comes.
 */
export class MediaSender implements Disposable {
  readonly #parts: MediaSenderParts;
  #group: RtpUnit[] = [];
  #groupBytes = 0;
  #queue: Due[] = [];
  #queued = 0;
  #connected = false;
  #ended = false;
  #wantsKey = false;
  #keysOnly = false;
  #awaitsKey = false;
  #lastKeyAnswer = -Infinity;
  /** Video time sent last, in ticks. */
  #lastTicks: number | undefined;
  /** Wall clock of media time 0, ms. */
  #base: number | undefined;
  #again = 0;
  #callOffPace: (() => void) | undefined;
  #callOffReport: (() => void) | undefined;

  constructor(parts: MediaSenderParts) {
    this.#parts = parts;
  }

  /** Bytes taken and not sent; 0 until the player is there. */
  get pending(): number {
    return this.#queued;
  }

  /** The player is there. */
  connected(): void {
    if (this.#connected || this.#ended) return;
    this.#connected = true;
    this.#lead();
    this.#report();
  }

  send(unit: RtpUnit): void {
    if (this.#ended) return;
    if (unit.track === 'video') this.#keep(unit);
    if (!this.#connected) return;
    if (unit.track === 'audio') {
      if (this.#parts.audio && this.#lastTicks !== undefined) this.#put(unit, unit.ticks);
      return;
    }
    if (unit.key) this.#wantsKey = this.#awaitsKey = false;
    // The group has it already.
    else if (this.#lastTicks === undefined) return this.#lead();
    else if (this.#wantsKey && !this.#keysOnly) return this.#lead();
    else if (this.#awaitsKey || this.#keysOnly) {
      this.#awaitsKey = true;
      return;
    }
    this.#tie(unit);
    this.#put(unit, unit.ticks);
  }

  /** Packets that did not arrive. */
  missing(track: 'video' | 'audio', sequences: readonly number[]): void {
    const sender = track === 'video' ? this.#parts.video : this.#parts.audio;
    for (const sequence of sequences) {
      if (!sender || this.#ended || this.#again >= againAtMost) return;
      this.#again += 1;
      sender.again(sequence);
    }
  }
  /** The player cannot go on without a key picture. The camera is not bothered: the group of pictures is sent again, with the next picture. */
  wantsKey(): void {
    const now = this.#parts.time.now();
    if (now - this.#lastKeyAnswer < keyAtMostEvery) return;
    this.#lastKeyAnswer = now;
    this.#wantsKey = true;
  }
  /** @param share of packets lost lately, 0 to 1 */
  lost(share: number): void {
    if (share >= lossTooHigh) this.#keysOnly = true;
    else if (share < lossFine) this.#keysOnly = false;
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#callOffPace?.();
    this.#callOffReport?.();
    this.#queue = [];
    this.#group = [];
    this.#queued = this.#groupBytes = 0;
  }

  /** From the newest key picture on, bounded. */
  #keep(unit: RtpUnit): void {
    if (unit.key) {
      this.#group = [];
      this.#groupBytes = 0;
    } else if (this.#group.length === 0) return;
    this.#group.push(unit);
    this.#groupBytes += bytesOf(unit);
    if (this.#groupBytes <= mostGroupBytes && this.#group.length <= mostGroupUnits) return;
    this.#group = [];
    this.#groupBytes = 0;
  }

  /** The group of pictures up to its newest, whose time is its own; the ones before are close behind each other, after whatever was sent last. */
  #lead(): void {
    const newest = this.#group.at(-1);
    if (!newest) {
      this.#awaitsKey = true;
      return;
    }
    const { clockRate } = this.#parts.video;
    const last = this.#lastTicks;
    const room = last === undefined ? Infinity : (newest.ticks - last) / (this.#group.length + 1);
    const step = Math.min(Math.floor(clockRate * leadStep), Math.floor(room));
    // Too many pictures for the time between two, or a line of time that went back: the next key picture does it.
    if (step < 1) return;
    const group = this.#group;
    this.#queue = this.#queue.filter(({ unit, sent }) => unit.track === 'audio' || sent > 0);
    this.#queued = this.#queue.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#wantsKey = this.#awaitsKey = false;
    this.#tie(newest);
    for (const [i, unit] of group.entries()) this.#put(unit, newest.ticks - (group.length - 1 - i) * step, 0);
  }

  #put(unit: RtpUnit, ticks: number, bytes = bytesOf(unit)): void {
    if (unit.track === 'video') this.#lastTicks = ticks;
    this.#queue.push({ unit, ticks, bytes, sent: 0 });
    this.#queued += bytes;
    if (!this.#callOffPace) this.#work();
  }
  #work(): void {
    this.#callOffPace = undefined;
    let room = atOnce;
    for (let due = this.#queue[0]; due; due = this.#queue[0]) {
      const { unit: { track, payloads }, ticks } = due;
      const sender = track === 'video' ? this.#parts.video : this.#parts.audio;
      for (; due.sent < payloads.length && room > 0; due.sent += 1) {
        const payload = payloads[due.sent] as Uint8Array;
        sender?.send(payload, ticks, track === 'video' && due.sent === payloads.length - 1);
        room -= payload.length;
      }
      if (due.sent < payloads.length) {
        this.#callOffPace = this.#parts.time.after(pause, () => this.#work());
        return;
      }
      this.#queue.shift();
      this.#queued -= due.bytes;
    }
  }

  /** Both tracks stand on one line of time, so one instant ties them. */
  #tie({ ticks }: RtpUnit): void {
    const base = this.#parts.time.now() - (ticks / this.#parts.video.clockRate) * 1_000;
    if (this.#base === undefined || Math.abs(base - this.#base) > rebaseAbove) this.#base = base;
  }
  #report(): void {
    this.#callOffReport = this.#parts.time.after(reportEvery, () => this.#report());
    this.#again = 0;
    if (this.#base === undefined) return;
    const at = this.#parts.time.now();
    for (const sender of [this.#parts.video, this.#parts.audio]) sender?.report(at, Math.max(0, ((at - this.#base) / 1_000) * sender.clockRate), this.#parts.cname);
  }
}

const bytesOf = ({ payloads }: RtpUnit): number => payloads.reduce((sum, { length }) => sum + length, 0);
