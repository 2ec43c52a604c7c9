import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterSets, rtp } from './fake-camera.fixture.ts';
import { H264Depacketizer } from './h264-depacketizer.ts';
import { H265Depacketizer } from './h265-depacketizer.ts';
import { RtpReceiver } from './rtp-receiver.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
interface Sent {
  readonly time?: number;
  readonly marker?: boolean;
  /** Packets lost before this one. */
  readonly lost?: number;
  readonly payload: string;
}
/** What comes out: `sets(...)` for formats, `ticks key|-: bytes` for pictures. */
function run(codec: 'h264' | 'h265', sent: readonly Sent[], sets: readonly Uint8Array[] = codec === 'h264' ? parameterSets : [hex('4001aa'), hex('4201aa'), hex('4401aa')]): string[] {
  const out: string[] = [];
  const sink = {
    format: (known: readonly Uint8Array[]) => void out.push(`sets(${known.map((nal) => Buffer.from(nal).toString('hex')).join()})`),
    picture: (ticks: number, key: boolean, bytes: Buffer) => void out.push(`${ticks} ${key ? 'key' : '-'}: ${bytes.toString('hex')}`),
  };
  const receiver = new RtpReceiver(96, codec === 'h264' ? new H264Depacketizer(sets, sink) : new H265Depacketizer(sets, sink));
  let sequence = 65_533;
  for (const { time = 0, marker = false, lost = 0, payload } of sent) {
    sequence += lost + 1;
    const packet = rtp(sequence, time, marker, hex(payload));
    receiver.packet(packet, 0, packet.length);
  }
  return out.filter((line, i) => !(i === 0 && line.startsWith('sets(')) || sets.length === 0);
}
const key = { marker: true, payload: '6588aa' };

const packetOf = (head: number[]): Buffer => Buffer.concat([Buffer.from(head), Buffer.alloc(64_000, 1)]);

describe('H.264 packets become pictures', () => {
  it.each<[string, Sent[], string[]]>([
    ['a single NAL unit, RFC 6184 §5.6', [key], ['0 key: 000000036588aa']],
    ['several slices of one picture', [{ payload: '6588aa' }, { payload: '6548bb', marker: true }], ['0 key: 000000036588aa000000036548bb']],
    ['STAP-A, §5.7.1', [{ marker: true, payload: '78 0003 6588aa 0003 6548bb' }], ['0 key: 000000036588aa000000036548bb']],
    ['FU-A, §5.8', [{ payload: '7c85 88' }, { payload: '7c05 aabb' }, { payload: '7c45 cc', marker: true }], ['0 key: 000000056588aabbcc']],
    ['without markers, by the new time', [{ payload: '6588aa' }, { payload: '4188bb', time: 3_600 }, { payload: '4188cc', time: 7_200 }], ['0 key: 000000036588aa', '3600 -: 000000034188bb']],
    ['delimiters and filler left out, messages kept', [{ payload: '09f0' }, { payload: '060501' }, { payload: '0cff' }, key], ['0 key: 00000003060501000000036588aa']],
    ['nothing before the first key picture', [{ payload: '4188bb', marker: true }, { ...key, time: 3_600 }], ['3600 key: 000000036588aa']],
    ['not the picture with a lost packet, nor others up to the next key', [
      key, { payload: '7c81 88', time: 1 }, { payload: '7c41 cc', time: 1, marker: true, lost: 1 }, { payload: '4188bb', time: 2, marker: true }, { ...key, time: 3 },
    ], ['0 key: 000000036588aa', '3 key: 000000036588aa']],
    ['not a picture whose first slice is lost', [key, { payload: '4148cc', time: 1, marker: true, lost: 1 }, { ...key, time: 2 }], ['0 key: 000000036588aa', '2 key: 000000036588aa']],
    ['a key picture right after a loss', [key, { ...key, time: 9, lost: 3 }], ['0 key: 000000036588aa', '9 key: 000000036588aa']],
    ['not STAP-B, MTAP or FU-B', [{ payload: '7900000003 6588aa', marker: true }, { payload: '7a00', time: 1, marker: true }, { payload: '7d85000088', time: 2, marker: true }, { ...key, time: 3 }], ['3 key: 000000036588aa']],
    ['not an aggregate that lies about its sizes', [{ payload: '78 0003 6588aa ffff 65', marker: true }, { ...key, time: 3 }], ['3 key: 000000036588aa']],
    ['not a fragment without its start', [{ payload: '7c45 cc', marker: true }, { ...key, time: 3 }], ['3 key: 000000036588aa']],
    ['not a fragment that goes on in another picture', [{ payload: '7c85 88' }, { payload: '7c45 cc', time: 1, marker: true }, { ...key, time: 2 }], ['2 key: 000000036588aa']],
    ['though every NAL unit is marked', [{ payload: '09f0', marker: true }, { payload: '060501', marker: true }, key], ['0 key: 00000003060501000000036588aa']],
    ['though every slice is marked, from the next key picture on', [
      key, { payload: '6548bb', marker: true }, { ...key, time: 5 }, { payload: '6548bb', time: 5, marker: true }, { ...key, time: 9 },
    ], ['0 key: 000000036588aa', '5 key: 000000036588aa000000036548bb']],
    ['with the time unwrapped past 32 bits', [{ ...key, time: 0xffffffff }, { payload: '4188bb', time: 3_599, marker: true }], ['4294967295 key: 000000036588aa', '4294970895 -: 000000034188bb']],
  ])('%s', (_, sent, expected) => {
    expect(run('h264', sent)).toEqual(expected);
  });

  it('with new parameter sets announced before the picture that uses them, and known ones left out', () => {
    const [sps, pps] = parameterSets.map((nal) => nal.toString('hex'));
    const sent = [{ payload: `67aa` }, { payload: '68bb' }, key, { payload: `67aa`, time: 1 }, { payload: '68bb', time: 1 }, { ...key, time: 1 }, { payload: '68cc', time: 2 }, { ...key, time: 2 }];
    expect(run('h264', sent, [])).toEqual(['sets(67aa,68bb)', '0 key: 000000036588aa', '1 key: 000000036588aa', 'sets(67aa,68cc)', '2 key: 000000036588aa']);
    expect(run('h264', [key, { payload: `67aa`, time: 1 }, { ...key, time: 1 }])).toEqual(['0 key: 000000036588aa', `sets(67aa,${pps})`, '1 key: 000000036588aa']);
    expect(sps).toBeDefined();
  });

  it('but never one that is too large', () => {
    const out: number[] = [];
    const depacketizer = new H264Depacketizer(parameterSets, { format: () => {}, picture: (_, __, bytes) => void out.push(bytes.length) });
    const send = (packet: Buffer, ticks: number, marker: boolean): void => depacketizer.packet(packet, 0, packet.length, ticks, marker);
    const [start, middle, end, whole] = [[0x7c, 0x85, 0x88], [0x7c, 0x05], [0x7c, 0x45], [0x65, 0x88]].map(packetOf) as [Buffer, Buffer, Buffer, Buffer];
    const before = process.memoryUsage().arrayBuffers;
    send(start, 0, false);
    for (let i = 0; i < 1_000; i++) send(middle, 0, false);
    // 64 MB came in; what is held is bounded by the largest NAL unit, with the smaller buffers it grew from.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24_000_000);
    send(end, 0, true);
    send(whole, 1, true);
    expect(out).toEqual([4 + 2 + 64_000]);
  });
});

describe('H.265 packets become pictures', () => {
  const idr = { payload: '2601 88aa', marker: true };
  it.each<[string, Sent[], string[]]>([
    ['a single NAL unit, RFC 7798 §4.4.1', [idr], ['0 key: 00000004260188aa']],
    ['an aggregate, §4.4.2', [{ payload: '6001 0004 260188aa 0004 260148bb', marker: true }], ['0 key: 00000004260188aa00000004260148bb']],
    ['fragments, §4.4.3', [{ payload: '6201 93 88' }, { payload: '6201 13 aa' }, { payload: '6201 53 bb', marker: true }], ['0 key: 00000005260188aabb']],
    ['CRA is a key, a trailing picture is not', [{ payload: '2a01 88aa', marker: true }, { payload: '0201 88bb', time: 1, marker: true }], ['0 key: 000000042a0188aa', '1 -: 00000004020188bb']],
    ['not PACI, nor a fragment without its start', [{ payload: '6401 0000', marker: true }, { payload: '6201 53 bb', time: 1, marker: true }, { ...idr, time: 2 }], ['2 key: 00000004260188aa']],
    ['delimiters left out', [{ payload: '4601 50' }, idr], ['0 key: 00000004260188aa']],
    ['not before all three parameter sets are new', [{ payload: '4001bb' }, { payload: '4201bb' }, { payload: '4401bb' }, idr], ['sets(4001bb,4201bb,4401bb)', '0 key: 00000004260188aa']],
  ])('%s', (_, sent, expected) => {
    expect(run('h265', sent, expected[0]?.startsWith('sets') ? [] : undefined)).toEqual(expected);
  });
});

describe('packets of any kind', () => {
  const good = ['6588aabb', '4188bb', '78000367aabb0003', '7c8588aa', '7c05aaaa', '7c45bb', '67aabb', '68cc', '260188aa', '60010004260188aa', '62019388', '620153bb', '0201880a'].map(hex);
  const payload = fc.oneof(fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)), fc.constantFrom(...good), fc.tuple(fc.constantFrom(...good), fc.nat(12), fc.nat(255)).map(([bytes, at, value]) => {
    const changed = Buffer.from(bytes);
    if (at < changed.length) changed[at] = value;
    return changed;
  }));
  const packet = fc.record({ step: fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, fc.integer({ min: -5, max: 70_000 })), time: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })), marker: fc.boolean(), payload });
  it('never throw, and what comes out is made of whole NAL units', () => {
    fc.assert(fc.property(fc.constantFrom('h264', 'h265'), fc.array(packet, { maxLength: 60 }), (codec, packets) => {
      let formats = 0;
      const sink = {
        format: () => void formats++,
        picture: (_: number, __: boolean, bytes: Buffer) => {
          expect(formats).toBeGreaterThan(0);
          let at = 0;
          while (at < bytes.length) at += 4 + bytes.readUInt32BE(at);
          expect(at).toBe(bytes.length);
        },
      };
      const receiver = new RtpReceiver(96, codec === 'h264' ? new H264Depacketizer(parameterSets, sink) : new H265Depacketizer([], sink));
      let sequence = 0;
      let time = 0;
      for (const each of packets) {
        const bytes = rtp((sequence += each.step) & 0xffff, (time += each.time), each.marker, each.payload);
        receiver.packet(bytes, 0, bytes.length);
      }
    }), { numRuns: 1_500 });
  });
  it('never throw with any header either', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, asRtp) => {
      const any = Buffer.from(bytes);
      if (asRtp && any.length > 1) {
        any[0] = (any[0] ?? 0) & 0x3f | 0x80;
        any[1] = (any[1] ?? 0) & 0x80 | 96;
      }
      new RtpReceiver(96, new H264Depacketizer(parameterSets, { format: () => {}, picture: () => {} })).packet(any, 0, any.length);
    }), { numRuns: 2_000 });
  });
});
