/** Seconds between 1900 and 1970. */
const ntpEpoch = 2_208_988_800;

export interface SentSoFar {
  readonly ssrc: number;
  /** RTP time of the instant of the report. */
  readonly rtpTime: number;
  readonly packets: number;
  readonly bytes: number;
}

/** A sender report and the name that ties sound and picture together (RFC 3550 §6.4.1, §6.5.1). @param at the instant, ms */
export function senderReport({ ssrc, rtpTime, packets, bytes }: SentSoFar, at: number, cname: string): Buffer {
  const name = Buffer.from(cname, 'latin1').subarray(0, 64);
  // Chunk: source, item, its end, up to a whole word.
  const chunk = Math.ceil((4 + 2 + name.length + 1) / 4) * 4;
  const report = Buffer.alloc(28 + 4 + chunk);
  report[0] = 0x80;
  report[1] = 200;
  report.writeUInt16BE(6, 2);
  report.writeUInt32BE(ssrc, 4);
  const seconds = Math.floor(at / 1_000);
  report.writeUInt32BE((seconds + ntpEpoch) % 2 ** 32, 8);
  report.writeUInt32BE(Math.floor(((at - seconds * 1_000) / 1_000) * 2 ** 32) % 2 ** 32, 12);
  report.writeUInt32BE(rtpTime, 16);
  report.writeUInt32BE(packets % 2 ** 32, 20);
  report.writeUInt32BE(bytes % 2 ** 32, 24);
  report[28] = 0x81;
  report[29] = 202;
  report.writeUInt16BE(chunk / 4, 30);
  report.writeUInt32BE(ssrc, 32);
  report[36] = 1;
  report[37] = name.length;
  name.copy(report, 38);
  return report;
}
