import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rtp } from './fake-camera.fixture.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { readSenderReport, writeReceiverReport } from './rtcp.ts';
import { RtpReceiver } from './rtp-receiver.ts';
import { controlUri, parseStreamAddress } from './stream-address.ts';
import { TrackClock } from './track-clock.ts';
import { TrackStream } from './track-stream.ts';
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

  it('is counted: late, doubled, and from where', () => {
    const receiver = new RtpReceiver(96, { packet: () => {}, gap: () => {} });
    for (const sequence of [65_534, 1, 0, 0, 65_534, 2]) {
      const packet = rtp(sequence, 0, false, Buffer.alloc(1));
      receiver.packet(packet, 0, packet.length);
    }
    expect([receiver.packets, receiver.lost, receiver.late, receiver.duplicates, receiver.highest]).toEqual([3, 2, 1, 2, 65_538]);
    const buffer = new ReorderBuffer(() => {});
    for (const sequence of [1, 3, 3, 2, 4]) buffer.push(rtp(sequence, 0, false, Buffer.alloc(0)));
    expect([buffer.reordered, buffer.duplicates]).toEqual([1, 1]);
  });
  it('begins anew with another sender, and is not taken back by strays of the former', () => {
    const heard: string[] = [];
    const receiver = new RtpReceiver(96, { packet: (bytes, start) => void heard.push(String(bytes[start])), gap: () => void heard.push('gap') });
    const send = (source: number, sequence: number, mark: number): void => {
      const packet = rtp(sequence, 0, false, Buffer.from([mark]));
      packet.writeUInt32BE(source, 8);
      receiver.packet(packet, 0, packet.length);
    };
    send(1, 10, 1);
    send(2, 900, 2);
    send(1, 11, 3);
    send(2, 901, 4);
    for (let n = 0; n < 50; n++) send(1, 20 + n, 5);
    expect(heard).toEqual(['1', 'gap', '2', '4', 'gap', '5']);
  });
  it('of another payload type is believed where the description was wrong, but not if it belongs to another stream', () => {
    const count = (others: readonly number[]): number => {
      const receiver = new RtpReceiver(96, { packet: () => {}, gap: () => {} }, 90_000, () => 0, others);
      for (let n = 0; n < 20; n++) {
        const packet = rtp(n, n, false, Buffer.alloc(1), 103);
        receiver.packet(packet, 0, packet.length);
      }
      return receiver.packets;
    };
    expect([count([]), count([103])]).toEqual([13, 0]);
  });
  it('tells the jitter (RFC 3550 §6.4.1), and takes a jump of the clock for none', () => {
    let now = 0;
    const receiver = new RtpReceiver(96, { packet: () => {}, gap: () => {} }, 90_000, () => now);
    const send = (sequence: number, at: number, ms: number): void => {
      now = at;
      const packet = rtp(sequence, ms * 90, true, Buffer.alloc(1));
      receiver.packet(packet, 0, packet.length);
    };
    send(1, 1_000, 0);
    send(2, 1_040, 40);
    expect(receiver.jitterMs).toBe(0);
    send(3, 1_096, 80);
    expect(receiver.jitterMs).toBe(1);
    send(4, 1_136, 3_600_000);
    expect(receiver.jitterMs).toBe(1);
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

describe('what the camera is told of its packets', () => {
  function told(sequences: readonly number[], source?: (n: number) => number): { fraction: number; lost: number; highest: number } {
    const receiver = new RtpReceiver(96, { packet: () => {}, gap: () => {} });
    const stream = new TrackStream(receiver, new TrackClock(90_000), { now: () => 0 });
    sequences.forEach((sequence, n) => {
      const packet = rtp(sequence, 0, false, Buffer.alloc(1));
      packet.writeUInt32BE(source?.(n) ?? 1, 8);
      stream.packet(packet, 0, packet.length);
    });
    const report = stream.receiverReport() ?? Buffer.alloc(52);
    return { fraction: report[12] ?? 0, lost: report.readUIntBE(13, 3), highest: report.readUInt32BE(16) };
  }
  it.each<[string, number[], ReturnType<typeof told>]>([
    ['a loss over the wrap of the count', [65_534, 65_535, 2, 3], { fraction: 85, lost: 2, highest: 65_539 }],
    ['what came late came (RFC 3550 §6.4.1)', [10, 12, 11, 13], { fraction: 0, lost: 0, highest: 13 }],
    ['late ones of before the first are no gain', [10, 9, 8, 12], { fraction: 0, lost: 0, highest: 12 }],
  ])('%s', (_, sequences, expected) => {
    expect(told(sequences)).toEqual(expected);
  });
  it('begins anew with another sender', () => {
    expect(told([65_535, 0, 7, 8], (n) => (n < 2 ? 1 : 2))).toMatchObject({ highest: 8 });
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
  it('is told for the first picture too, by a report that came before it', () => {
    let now = 1_002_000;
    const trackClock = new TrackClock(90_000);
    const heard: number[] = [];
    const receiver = new RtpReceiver(96, { packet: (_bytes, _start, _end, ticks) => void heard.push(trackClock.at(ticks, now)), gap: () => {} });
    const stream = new TrackStream(receiver, trackClock, { now: () => now });
    const packet = rtp(1, 90_000, true, Buffer.from([1]));
    const report = Buffer.alloc(28);
    report.writeUInt32BE(0x80c80006, 0);
    packet.copy(report, 4, 8, 12);
    report.writeUInt32BE(2_208_988_800 + 1_000, 8);
    // A tenth of a second before the picture.
    report.writeUInt32BE(90_000 - 9_000, 16);
    stream.control(report, 0, 28);
    now += 1_500;
    stream.packet(packet, 0, packet.length);
    expect([heard, stream.clockSource]).toEqual([[1_000_100], 'sender-report']);
  });
  it('is read from RTCP and answered in RTCP', () => {
    const report = Buffer.alloc(28);
    report.writeUInt32BE(0x80c80006, 0);
    report.writeUInt32BE(7, 4);
    report.writeUInt32BE(2_208_988_800 + 10, 8);
    report.writeUInt32BE(0x80000000, 12);
    report.writeUInt32BE(123, 16);
    expect(readSenderReport(report, 0, 28)).toEqual({ source: 7, at: 10_500, time: 123, middle: (((2_208_988_810 & 0xffff) * 0x10000) + 0x8000) >>> 0 });
    const answer = writeReceiverReport(9, { source: 7, fraction: 0.5, lost: 2, highest: 65_540, jitter: 9, lastReport: 5, delay: 6 });
    expect(answer.toString('hex')).toBe('81c900070000000900000007800000020001000400000009000000050000000681ca00040000000901066d617470686f00000000');
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
