import { randomBytes } from 'node:crypto';
import type { Payload } from './payloads.ts';

const INTERLEAVED_HEADER = 4;
const RTP_HEADER = 12;
const SECONDS_1900_TO_1970 = 2_208_988_800;

/**
 * The packets of one unit in one piece of memory, each behind room for RFC 2326 §10.12's four bytes, so that a TCP
 * client takes them in one write and a UDP client takes slices.
 */
export interface PacketRun {
  readonly bytes: Buffer;
  /** Where each packet's interleaved header begins, and the end. */
  readonly offsets: readonly number[];
}

/** One RTP sender (RFC 3550): its numbers run on for as long as the camera is on, whoever listens. */
export class RtpTrack {
  readonly payloadType: number;
  readonly clockRate: number;
  /** The interleaved channel written into packets; RTCP goes on the next one. */
  readonly channel: number;
  #ssrc = randomBytes(4).readUInt32BE();
  #base = randomBytes(4).readUInt32BE();
  readonly #originMs: number;
  #sequence = randomBytes(2).readUInt16BE();
  #packets = 0;
  #octets = 0;

  constructor(payloadType: number, clockRate: number, channel: number, originMs: number) {
    this.channel = channel;
    this.payloadType = payloadType;
    this.clockRate = clockRate;
    this.#originMs = originMs;
  }

  get ssrc(): number {
    return this.#ssrc;
  }

  get nextSequence(): number {
    return this.#sequence;
  }

  /** Fault: another sender from now on (RFC 3550 §8.2), with numbers and times of its own. */
  changeSource(): void {
    this.#ssrc = randomBytes(4).readUInt32BE();
    this.#base = randomBytes(4).readUInt32BE();
    this.#sequence = randomBytes(2).readUInt16BE();
  }

  /** Fault: its clock makes a step, and its reports with it. */
  jump(ms: number): void {
    this.#base += Math.round((ms * this.clockRate) / 1_000);
  }

  timestamp(atMs: number): number {
    const ticks = this.#base + Math.round(((atMs - this.#originMs) * this.clockRate) / 1_000);
    return ((ticks % 2 ** 32) + 2 ** 32) % 2 ** 32;
  }

  /** Writes the packets; the marker is on the last (RFC 6184 §5.1, RFC 3640 §3.1). */
  pack(payloads: readonly Payload[], ptsMs: number): PacketRun {
    const sizes = payloads.map((payload) => payload.reduce((sum, piece) => sum + piece.length, RTP_HEADER));
    const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + INTERLEAVED_HEADER + size, 0));
    const timestamp = this.timestamp(ptsMs);
    const offsets: number[] = [];
    let at = 0;
    for (const [i, payload] of payloads.entries()) {
      const size = sizes[i] ?? 0;
      offsets.push(at);
      bytes[at] = 0x24;
      bytes[at + 1] = this.channel;
      bytes.writeUInt16BE(size, at + 2);
      bytes[at + 4] = 0x80;
      bytes[at + 5] = this.payloadType | (i === payloads.length - 1 ? 0x80 : 0);
      bytes.writeUInt16BE(this.#sequence, at + 6);
      bytes.writeUInt32BE(timestamp, at + 8);
      bytes.writeUInt32BE(this.#ssrc, at + 12);
      at += INTERLEAVED_HEADER + RTP_HEADER;
      for (const piece of payload) at += piece.copy(bytes, at);
      this.#sequence = (this.#sequence + 1) & 0xffff;
      this.#octets = (this.#octets + size - RTP_HEADER) % 2 ** 32;
    }
    offsets.push(at);
    this.#packets = (this.#packets + payloads.length) % 2 ** 32;
    return { bytes, offsets };
  }

  /**
   * A sender report (RFC 3550 §6.4.1) with the CNAME it must travel with (§6.1).
   * @param wallMs what the camera's own clock says now
   */
  senderReport(nowMs: number, wallMs: number, cname: string): PacketRun {
    const name = Buffer.from(cname.slice(0, 200), 'utf8');
    const chunk = Math.ceil((4 + 2 + name.length + 1) / 4) * 4;
    const bytes = Buffer.alloc(INTERLEAVED_HEADER + 28 + 4 + chunk);
    bytes[0] = 0x24;
    bytes[1] = this.channel + 1;
    bytes.writeUInt16BE(bytes.length - INTERLEAVED_HEADER, 2);
    bytes.writeUInt32BE(0x80c8_0006, 4);
    bytes.writeUInt32BE(this.#ssrc, 8);
    const seconds = Math.floor(wallMs / 1_000);
    bytes.writeUInt32BE((seconds + SECONDS_1900_TO_1970) % 2 ** 32, 12);
    bytes.writeUInt32BE(Math.floor(((wallMs - seconds * 1_000) / 1_000) * 2 ** 32), 16);
    bytes.writeUInt32BE(this.timestamp(nowMs), 20);
    bytes.writeUInt32BE(this.#packets, 24);
    bytes.writeUInt32BE(this.#octets, 28);
    bytes.writeUInt8(0x81, 32);
    bytes.writeUInt8(202, 33);
    bytes.writeUInt16BE(chunk / 4, 34);
    bytes.writeUInt32BE(this.#ssrc, 36);
    bytes.writeUInt8(1, 40);
    bytes.writeUInt8(name.length, 41);
    name.copy(bytes, 42);
    return { bytes, offsets: [0, bytes.length] };
  }
}
