import type { PacketRun } from './rtp-track.ts';

const INTERLEAVED_HEADER = 4;
const RTP_HEADER = 12;
const EXTENSION = 16;
const SECONDS_1900_TO_1970 = 2_208_988_800;
const FLAG = { key: 0x80, terminal: 0x10 };

/** The same packets with the header extension of a replay (ONVIF Streaming Specification §6.3): when the picture was filmed, whether it is a key picture, and whether it is the last. */
export const asReplay = ({ bytes, offsets }: PacketRun, atMs: number, facts: { readonly key: boolean; readonly isLast: boolean }, sequence: number): PacketRun => {
  const packets = offsets.slice(0, -1).map((from, i) => bytes.subarray(from, offsets[i + 1]));
  const out = Buffer.alloc(bytes.length + packets.length * EXTENSION);
  const starts: number[] = [];
  let at = 0;
  for (const [i, packet] of packets.entries()) {
    starts.push(at);
    packet.copy(out, at, 0, INTERLEAVED_HEADER + RTP_HEADER);
    out.writeUInt16BE(packet.length - INTERLEAVED_HEADER + EXTENSION, at + 2);
    out[at + INTERLEAVED_HEADER] = (out[at + INTERLEAVED_HEADER] ?? 0) | 0x10;
    const extension = at + INTERLEAVED_HEADER + RTP_HEADER;
    out.writeUInt32BE(0xabac_0003, extension);
    const seconds = Math.floor(atMs / 1_000);
    out.writeUInt32BE((seconds + SECONDS_1900_TO_1970) % 2 ** 32, extension + 4);
    out.writeUInt32BE(Math.floor(((atMs - seconds * 1_000) / 1_000) * 2 ** 32), extension + 8);
    const isEnd = facts.isLast && i === packets.length - 1;
    out[extension + 12] = (facts.key ? FLAG.key : 0) | (isEnd ? FLAG.terminal : 0);
    out[extension + 13] = sequence & 0xff;
    packet.copy(out, extension + EXTENSION, INTERLEAVED_HEADER + RTP_HEADER);
    at += packet.length + EXTENSION;
  }
  starts.push(at);
  return { bytes: out, offsets: starts };
};
