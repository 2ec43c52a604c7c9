import { randomBytes } from 'node:crypto';
import type { Clock, Instant } from '@matpho/core/sdk';
import { readSenderReport, writeReceiverReport, type SenderReport } from './rtcp.ts';
import type { RtpReceiver } from './rtp-receiver.ts';
import type { TrackClock } from './track-clock.ts';

/** One track as it arrives: its packets, its reports, its time. */
export class TrackStream {
  readonly receiver: RtpReceiver;
  readonly #trackClock: TrackClock;
  readonly #clock: Clock;
  readonly #own = randomBytes(4).readUInt32BE();
  #lastReport: { readonly middle: number; readonly arrival: number } | undefined;
  #said = { packets: 0, lost: 0 };
  #restarts = 0;
  #early: { readonly report: SenderReport; readonly arrival: Instant } | undefined;

  constructor(receiver: RtpReceiver, trackClock: TrackClock, clock: Clock) {
    this.receiver = receiver;
    this.#trackClock = trackClock;
    this.#clock = clock;
  }

  /** One RTP packet. */
  packet(bytes: Buffer, start: number, end: number): void {
    if (this.#early) this.#useEarly(bytes, start, end);
    this.receiver.packet(bytes, start, end);
    if (this.receiver.restarts === this.#restarts) return;
    this.#restarts = this.receiver.restarts;
    if (this.#restarts > 1) this.#trackClock.restart();
  }
  /** One RTCP packet. */
  control(bytes: Buffer, start: number, end: number): void {
    const report = readSenderReport(bytes, start, end);
    if (!report) return;
    if (this.receiver.packets === 0) this.#early = { report, arrival: this.#clock.now() };
    else if (report.source === this.receiver.source) this.#heed(report, this.receiver.unwrap(report.time), this.#clock.now());
  }
  #heed(report: SenderReport, ticks: number, arrival: Instant): void {
    this.#trackClock.report(report.at, ticks, arrival);
    this.#lastReport = { middle: report.middle, arrival };
  }
  /** A report that came before the first packet tells the time of that very packet: nothing of the recording is dated by when it happened to arrive. */
  #useEarly(bytes: Buffer, start: number, end: number): void {
    const early = this.#early;
    if (!early || end - start < 12) return;
    this.#early = undefined;
    if (bytes.readUInt32BE(start + 8) !== early.report.source) return;
    const first = bytes.readUInt32BE(start + 4);
    // The first packet's time begins the unwrapped line (RtpReceiver).
    this.#heed(early.report, first + ((early.report.time - first) | 0), early.arrival);
  }
  get clockSource(): 'sender-report' | 'arrival' {
    return this.#trackClock.source;
  }
  /** What to tell the camera of its reception; undefined before the first packet. */
  receiverReport(): Buffer | undefined {
    const { source, highest, packets, jitter, late } = this.receiver;
    if (packets === 0) return undefined;
    // To the camera what came late did come (RFC 3550 §6.4.1), although the hub had no use for it.
    const lost = Math.max(0, this.receiver.lost - late);
    const last = this.#lastReport;
    const delay = last ? Math.max(0, Math.round(((this.#clock.now() - last.arrival) * 65_536) / 1_000)) : 0;
    const missing = Math.max(0, lost - this.#said.lost);
    const expected = packets + late - this.#said.packets + missing;
    this.#said = { packets: packets + late, lost };
    return writeReceiverReport(this.#own, { source, fraction: expected > 0 ? missing / expected : 0, lost, highest, jitter, lastReport: last?.middle ?? 0, delay });
  }
}
