import { describe, expect, it } from 'vitest';
import { aacPayloads, h264Payloads, h265Payloads } from './payloads.ts';
import { RtpTrack } from './rtp-track.ts';

const flat = (payloads: readonly (readonly Buffer[])[]): Buffer[] => payloads.map((payload) => Buffer.concat([...payload]));
const nal = (head: readonly number[], length: number): Buffer => Buffer.from([...head, ...Array.from({ length: length - head.length }, (_, i) => (i % 251) + 1)]);

describe('RTP payloads', () => {
  it('carries H.264 parameter sets in one STAP-A and a long picture in FU-A that join to the same bytes', () => {
    const [sps, pps, idr] = [nal([0x67], 20), nal([0x68], 6), nal([0x65], 3_000)];
    const [stap, ...units] = flat(h264Payloads([sps, pps, idr], 1_000));
    expect(stap).toEqual(Buffer.concat([Buffer.from([0x78, 0, 20]), sps, Buffer.from([0, 6]), pps]));
    expect(units.map((unit) => [unit[0], unit[1]])).toEqual([[0x7c, 0x85], [0x7c, 0x05], [0x7c, 0x05], [0x7c, 0x45]]);
    expect(Buffer.concat([Buffer.from([0x65]), ...units.map((unit) => unit.subarray(2))])).toEqual(idr);
    expect(units.every((unit) => unit.length <= 1_000)).toBe(true);
  });

  it('carries H.265 parameter sets in an aggregation packet and a long picture in fragmentation units', () => {
    const [vps, sps, pps, idr] = [nal([0x40, 1], 20), nal([0x42, 1], 30), nal([0x44, 1], 6), nal([0x26, 1], 2_000)];
    const [together, ...units] = flat(h265Payloads([vps, sps, pps, idr], 1_000));
    expect(together).toEqual(Buffer.concat([Buffer.from([0x60, 1, 0, 20]), vps, Buffer.from([0, 30]), sps, Buffer.from([0, 6]), pps]));
    expect(units.map((unit) => [...unit.subarray(0, 3)])).toEqual([[0x62, 1, 0x93], [0x62, 1, 0x13], [0x62, 1, 0x53]]);
    expect(Buffer.concat([Buffer.from([0x26, 1]), ...units.map((unit) => unit.subarray(3))])).toEqual(idr);
  });

  it('puts an AAC frame behind a 13 + 3 bit header', () => {
    expect(flat(aacPayloads(Buffer.from([1, 2, 3]), 1_000))).toEqual([Buffer.from([0, 16, 0, 24, 1, 2, 3])]);
  });

  it('numbers packets, marks the last of a picture and lays them out for one write', () => {
    const track = new RtpTrack(96, 90_000, 0, 1_000);
    const first = track.nextSequence;
    const { bytes, offsets } = track.pack([[Buffer.from([1])], [Buffer.from([2, 3])]], 2_000);
    expect(offsets).toEqual([0, 17, 35]);
    expect(offsets.slice(0, 2).map((at) => [bytes[at], bytes.readUInt16BE(at + 2), bytes[at + 5], bytes.readUInt16BE(at + 6)]))
      .toEqual([[0x24, 13, 96, first], [0x24, 14, 96 | 0x80, (first + 1) & 0xffff]]);
    expect((bytes.readUInt32BE(8) - track.timestamp(1_000) + 2 ** 32) % 2 ** 32).toBe(90_000);
  });

  it('tells in a sender report which moment of the wall clock an RTP time is', () => {
    const track = new RtpTrack(96, 90_000, 0, 0);
    const { bytes } = track.senderReport(5_000, Date.UTC(2025, 0, 1, 0, 0, 0, 500), 'camera');
    expect([bytes[5], bytes.readUInt32BE(12) - 2_208_988_800, bytes.readUInt32BE(16), bytes.readUInt32BE(20)])
      .toEqual([200, Date.UTC(2025, 0, 1) / 1_000, 2 ** 31, track.timestamp(5_000)]);
    expect(bytes.length % 4).toBe(0);
  });
});
