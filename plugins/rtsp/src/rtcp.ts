import type { Instant } from '@matpho/core/sdk';

export interface SenderReport {
  readonly source: number;
  readonly at: Instant;
  /** RTP time of the same moment. */
  readonly time: number;
  /** The middle of its NTP time, as receiver reports send it back. */
  readonly middle: number;
}
export interface Reception {
  readonly source: number;
  /** Of what was expected since the last report, 0..1. */
  readonly fraction: number;
  readonly lost: number;
  readonly highest: number;
  /** In ticks. */
  readonly jitter: number;
  readonly lastReport: number;
  /** Since the last sender report, in 1/65,536 s. */
  readonly delay: number;
}

/** 1900 to 1970. */
const ntpEpochSeconds = 2_208_988_800;

/** The first sender report of a compound packet, RFC 3550 §6.4.1. Anything malformed holds none. */
export function readSenderReport(bytes: Buffer, start: number, end: number): SenderReport | undefined {
  for (let at = start; at + 8 <= end; ) {
    if ((bytes[at] ?? 0) >> 6 !== 2) return undefined;
    const size = 4 + bytes.readUInt16BE(at + 2) * 4;
    if (at + size > end) return undefined;
    if (bytes[at + 1] === 200 && size >= 28) {
      const seconds = bytes.readUInt32BE(at + 8);
      const fraction = bytes.readUInt32BE(at + 12);
      const middle = ((seconds & 0xffff) * 0x10000 + (fraction >>> 16)) >>> 0;
      return { source: bytes.readUInt32BE(at + 4), at: Math.round((seconds - ntpEpochSeconds + fraction / 2 ** 32) * 1_000), time: bytes.readUInt32BE(at + 16), middle };
    }
    at += size;
  }
  return undefined;
}

/** A receiver report with the source description that must go with it, RFC 3550 §6.4.2 and §6.5. */
export function writeReceiverReport(own: number, from: Reception): Buffer {
  const out = Buffer.alloc(32 + 20);
  out.writeUInt32BE(0x81c90007, 0);
  out.writeUInt32BE(own, 4);
  out.writeUInt32BE(from.source, 8);
  out[12] = Math.min(255, Math.floor(from.fraction * 256));
  out.writeUIntBE(Math.min(from.lost, 0x7fffff), 13, 3);
  out.writeUInt32BE(from.highest % 2 ** 32, 16);
  out.writeUInt32BE(Math.min(Math.round(from.jitter), 0xffffffff), 20);
  out.writeUInt32BE(from.lastReport, 24);
  out.writeUInt32BE(Math.min(from.delay, 0xffffffff), 28);
  out.writeUInt32BE(0x81ca0004, 32);
  out.writeUInt32BE(own, 36);
  // CNAME; the item ends with zeros up to the next word.
  out.writeUInt16BE(0x0106, 40);
  out.write('matpho', 42, 'latin1');
  return out;
}
