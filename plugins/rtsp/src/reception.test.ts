import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rtp } from './fake-camera.fixture.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { readSenderReport, writeReceiverReport } from './rtcp.ts';
import { RtpReceiver } from './rtp-receiver.ts';
import { controlUri, parseStreamAddress } from './stream-address.ts';
import { TrackClock } from './track-clock.ts';
import { parseTransport } from './transport-header.ts';

function receive(sequences: readonly number[]): { heard: number[]; lost: number; gaps: number } {
  const heard: number[] = [];
  let gaps = 0;
  const receiver = new RtpReceiver(96, { packet: (bytes, start) => void heard.push(bytes.readUInt16BE(start)), gap: () => void gaps++ });
  for (const sequence of sequences) {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(sequence);
    const packet = rtp(sequence, 0, false, payload);
    receiver.packet(packet, 0, packet.length);
  }
  return { heard, lost: receiver.lost, gaps };
}

function reordered(sequences: readonly number[]): number[] {
  const out: number[] = [];
  const buffer = new ReorderBuffer((datagram) => out.push(datagram.readUInt16BE(2)));
  for (const sequence of sequences) buffer.push(rtp(sequence, 0, false, Buffer.alloc(0)));
  buffer.flush();
  return out;
}

describe('the order of packets', () => {
  it.each<[string, number[], ReturnType<typeof receive>]>([
    ['goes on past 65,535', [65_535, 0, 1], { heard: [65_535, 0, 1], lost: 0, gaps: 0 }],
    ['counts what is missing', [1, 4], { heard: [1, 4], lost: 2, gaps: 1 }],
    ['drops what is late or doubled', [5, 6, 5, 6, 7], { heard: [5, 6, 7], lost: 0, gaps: 0 }],
    ['follows a restart once two packets agree', [40_000, 40_001, 7, 8, 9], { heard: [40_000, 40_001, 8, 9], lost: 0, gaps: 1 }],
  ])('%s', (_, sequences, expected) => {
    expect(receive(sequences)).toEqual(expected);
  });

  it('is restored for datagrams', () => {
    expect(reordered([65_534, 0, 65_535, 2, 1])).toEqual([65_534, 65_535, 0, 1, 2]);
    expect(reordered([1, 3, 4])).toEqual([1, 3, 4]);
  });
  it('is given up for a hole that stays', () => {
    const out: number[] = [];
    const buffer = new ReorderBuffer((datagram) => out.push(datagram.readUInt16BE(2)));
    for (const sequence of [1, ...Array.from({ length: 17 }, (_, n) => n + 3)]) buffer.push(rtp(sequence, 0, false, Buffer.alloc(0)));
    expect(out).toEqual([1, ...Array.from({ length: 17 }, (_, n) => n + 3)]);
  });
  it('of any datagrams neither loses nor holds more than a few', () => {
    fc.assert(fc.property(fc.array(fc.nat(65_535), { maxLength: 200 }), (sequences) => {
      expect(new Set(reordered(sequences))).toEqual(new Set(sequences));
    }));
  });
});

describe('the time of a picture', () => {
  it('comes from a sane sender report, else from its arrival', () => {
    const clock = new TrackClock(90_000);
    expect(clock.at(0, 5)).toBe(5);
    clock.report(1_000_000, 90_000, 1_000_200);
    expect([clock.at(180_000, 1_001_300), clock.at(90_000 * 60, 1_001_300)]).toEqual([1_001_000, 1_001_300]);
    clock.report(1_000, 90_000, 1_002_000);
    expect(clock.at(180_000, 1_003_000)).toBe(1_003_000);
  });
  it('is read from RTCP and answered in RTCP', () => {
    const report = Buffer.alloc(28);
    report.writeUInt32BE(0x80c80006, 0);
    report.writeUInt32BE(7, 4);
    report.writeUInt32BE(2_208_988_800 + 10, 8);
    report.writeUInt32BE(0x80000000, 12);
    report.writeUInt32BE(123, 16);
    expect(readSenderReport(report, 0, 28)).toEqual({ source: 7, at: 10_500, time: 123, middle: (((2_208_988_810 & 0xffff) * 0x10000) + 0x8000) >>> 0 });
    const answer = writeReceiverReport(9, { source: 7, lost: 2, highest: 65_540, lastReport: 5, delay: 6 });
    expect(answer.toString('hex')).toBe('81c900070000000900000007000000020001000400000000000000050000000681ca00040000000901066d617470686f00000000');
  });
  it('in RTCP of any bytes is read or not', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void readSenderReport(Buffer.from([0x80, 200, ...bytes]), 0, bytes.length + 2)));
  });
});

describe('addresses', () => {
  it.each([
    ['track1', 'rtsp://c/main', 'rtsp://c/main/track1'],
    ['track1', 'rtsp://c/main/', 'rtsp://c/main/track1'],
    ['trackID=1', 'rtsp://c/main?channel=1', 'rtsp://c/main?channel=1/trackID=1'],
    ['rtsp://c/other/1', 'rtsp://c/main', 'rtsp://c/other/1'],
    ['*', 'rtsp://c/main', 'rtsp://c/main'],
    ['', 'rtsp://c/main', 'rtsp://c/main'],
  ])('of %s in %s', (control, base, expected) => {
    expect(controlUri(control, base)).toBe(expected);
  });
  it('lose what stands before the host, and know their ports', () => {
    expect(parseStreamAddress('rtsp://u:p@[fe80::1]/a?b=c#d')).toEqual({ tls: false, host: 'fe80::1', port: 554, uri: 'rtsp://[fe80::1]/a?b=c' });
    expect(parseStreamAddress('rtsps://cam:8322/')).toEqual({ tls: true, host: 'cam', port: 8_322, uri: 'rtsps://cam:8322/' });
  });
  it('of transports are read as the camera chose', () => {
    expect(parseTransport('RTP/AVP;unicast;client_port=1-2;server_port=6970-6971')).toEqual({ serverPorts: [6_970, 6_971] });
    expect(parseTransport('RTP/AVP/TCP;interleaved=4')).toEqual({ interleaved: [4, 5] });
    expect(() => parseTransport('interleaved=256-257')).toThrow();
  });
});
