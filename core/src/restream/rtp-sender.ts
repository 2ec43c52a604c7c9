import { randomBytes } from 'node:crypto';
import type { RtpUnit } from '../domain/media.ts';
import { seconds, type Instant } from '../domain/time.ts';

/** Where one track's packets go. The pieces of one packet lie in two: its header, and the payload that all viewers share. */
export interface Lane {
  rtp(header: Buffer, payload: Uint8Array): void;
  rtcp(packet: Buffer): void;
}
const reportEvery = seconds(5);
/** 1900 to 1970. */
const ntpEpochSeconds = 2_208_988_800;
export const rtpHeaderSize = 12;

/** One track of one viewer: its own source, sequence and offset of time (RFC 3550 §5.1), and its sender reports. */
export class RtpSender {
  readonly ssrc = randomBytes(4).readUInt32BE();
  readonly #type: number;
  readonly #clockRate: number;
  readonly #lane: Lane;
  readonly #offset = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #packets = 0;
  #bytes = 0;
  #reportedAt: Instant | undefined;
  constructor(payloadType: number, clockRate: number, lane: Lane) {
    this.#type = payloadType;
    this.#clockRate = clockRate;
    this.#lane = lane;
  }

  get nextSequence(): number {
    return this.#sequence;
  }

  /** @param at when it was captured */
  send({ track, ticks, payloads }: RtpUnit, at: Instant, now: Instant): void {
    const time = this.#timeOf(ticks);
    // First, so that a player can lay sound and picture over each other from the beginning.
    if (this.#reportedAt === undefined || now - this.#reportedAt >= reportEvery || now < this.#reportedAt) this.#report(time, at, now);
    const headers = Buffer.allocUnsafe(rtpHeaderSize * payloads.length);
    for (const [i, payload] of payloads.entries()) {
      const start = i * rtpHeaderSize;
      // The last of a picture is marked (RFC 6184 §5.1); so is the last of a fragmented AAC frame (RFC 3640 §3.1). Whole frames of other sound are not.
      const isMarked = i === payloads.length - 1 && (track === 'video' || this.#type === 97);
      headers[start] = 0x80;
      headers[start + 1] = this.#type | (isMarked ? 0x80 : 0);
      headers.writeUInt16BE(this.#sequence, start + 2);
      headers.writeUInt32BE(time, start + 4);
      headers.writeUInt32BE(this.ssrc, start + 8);
      this.#sequence = (this.#sequence + 1) & 0xffff;
      this.#packets += 1;
      this.#bytes += payload.length;
      this.#lane.rtp(headers.subarray(start, start + rtpHeaderSize), payload);
    }
  }

  /** RFC 3550 §6.6. */
  bye(): void {
    const packet = Buffer.alloc(8);
    packet.writeUInt32BE(0x81cb0001, 0);
    packet.writeUInt32BE(this.ssrc, 4);
    this.#lane.rtcp(packet);
  }

  #timeOf(ticks: number): number {
    return ((Math.round(ticks) % 2 ** 32) + this.#offset) % 2 ** 32 >>> 0;
  }
  /** RFC 3550 §6.4.1, with the description that must go with it (§6.1). */
  #report(time: number, at: Instant, now: Instant): void {
    this.#reportedAt = now;
    const packet = Buffer.alloc(28 + 20);
    packet.writeUInt32BE(0x80c80006, 0);
    packet.writeUInt32BE(this.ssrc, 4);
    packet.writeUInt32BE((Math.floor(now / 1_000) + ntpEpochSeconds) >>> 0, 8);
    packet.writeUInt32BE(Math.floor(((((now % 1_000) + 1_000) % 1_000) / 1_000) * 2 ** 32) >>> 0, 12);
    // The picture's own time carried on to now.
    packet.writeUInt32BE((((time + Math.round(((now - at) / 1_000) * this.#clockRate)) % 2 ** 32) + 2 ** 32) % 2 ** 32 >>> 0, 16);
    packet.writeUInt32BE(this.#packets >>> 0, 20);
    packet.writeUInt32BE(this.#bytes % 2 ** 32, 24);
    packet.writeUInt32BE(0x81ca0004, 28);
    packet.writeUInt32BE(this.ssrc, 32);
    // CNAME, the same for both tracks of a session; the item ends with zeros up to the next word.
    packet.writeUInt16BE(0x0106, 36);
    packet.write('matpho', 38, 'latin1');
    this.#lane.rtcp(packet);
  }
}
