import { randomBytes } from 'node:crypto';
import type { Clock } from '@matpho/core/sdk';
import { readSenderReport, writeReceiverReport } from './rtcp.ts';
import type { RtpReceiver } from './rtp-receiver.ts';
import type { TrackClock } from './track-clock.ts';

/** One track as it arrives: its packets, its reports, its time. */
export class TrackStream {
  readonly receiver: RtpReceiver;
  readonly #trackClock: TrackClock;
  readonly #clock: Clock;
  readonly #own = randomBytes(4).readUInt32BE();
  #lastReport: { readonly middle: number; readonly arrival: number } | undefined;

  constructor(receiver: RtpReceiver, trackClock: TrackClock, clock: Clock) {
    this.receiver = receiver;
    this.#trackClock = trackClock;
    this.#clock = clock;
  }

  control(bytes: Buffer, start: number, end: number): void {
    const report = readSenderReport(bytes, start, end);
    if (!report || this.receiver.packets === 0 || report.source !== this.receiver.source) return;
    const arrival = this.#clock.now();
    this.#trackClock.report(report.at, this.receiver.unwrap(report.time), arrival);
    this.#lastReport = { middle: report.middle, arrival };
  }
  /** What to tell the camera of its reception; undefined before the first packet. */
  receiverReport(): Buffer | undefined {
    const { source, lost, highest, packets } = this.receiver;
    if (packets === 0) return undefined;
    const last = this.#lastReport;
    const delay = last ? Math.max(0, Math.round(((this.#clock.now() - last.arrival) * 65_536) / 1_000)) : 0;
    return writeReceiverReport(this.#own, { source, lost, highest, lastReport: last?.middle ?? 0, delay });
  }
}
