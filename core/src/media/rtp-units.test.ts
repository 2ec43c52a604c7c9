import { describe, expect, it } from 'vitest';
import { fragment, type Sample } from './fmp4.ts';
import { samplesOf } from './fragment-samples.ts';
import { mostPayload, RtpUnitsCache, rtpUnitsOf } from './rtp-units.ts';

const sps = Uint8Array.of(0x67, 1, 2);
const pps = Uint8Array.of(0x68, 3);
const h264 = { video: { codec: 'h264', clockRate: 90_000, parameterSets: [sps, pps] }, audio: { codec: 'aac', clockRate: 48_000, channels: 1 } } as const;
const withLength = (nal: Uint8Array): Buffer => Buffer.concat([Buffer.from([nal.length >> 24, nal.length >> 16, nal.length >> 8, nal.length]), nal]);
const nalOf = (size: number, ...head: number[]): Buffer => Buffer.from(Array.from({ length: size }, (_, i) => head[i] ?? i % 251));
const picture = (key: boolean, ...nals: Uint8Array[]): Sample => {
  const bytes = Buffer.concat(nals.map(withLength));
  return { track: 'video', decodeTicks: 9_000, duration: 3_600, shownAfter: 1_800, key, parts: [bytes], size: bytes.length };
};
/** What a receiver puts together again, RFC 6184 §5.8 and RFC 7798 §4.4.3. */
function joined(payloads: readonly Uint8Array[], codec: 'h264' | 'h265'): Buffer {
  const header = codec === 'h264' ? 1 : 2;
  const [one] = payloads;
  const [a = 0, b = 0, c = 0] = one ?? [];
  const head = codec === 'h264' ? [(a & 0xe0) | (b & 0x1f)] : [(a & 0x81) | ((c & 0x3f) << 1), b];
  return Buffer.concat([Buffer.from(head), ...payloads.map((each) => each.subarray(header + 1))]);
}

describe('a fragment as RTP payloads', () => {
  it('brings the parameter sets with a key picture, once, and small NAL units as they are', () => {
    const slice = Uint8Array.of(0x65, 9, 9);
    expect(rtpUnitsOf(fragment(1, [picture(true, sps, pps, slice)]), h264)).toEqual([{ track: 'video', ticks: 10_800, key: true, payloads: [sps, pps, Buffer.from(slice)] }]);
  });
  it.each(['h264', 'h265'] as const)('splits a large %s NAL unit so that a receiver gets the same one', (codec) => {
    const nal = codec === 'h264' ? nalOf(5_000, 0x41) : nalOf(5_000, 0x02, 0x01);
    const format = { video: { ...h264.video, codec } };
    const [unit] = rtpUnitsOf(fragment(1, [picture(false, nal)]), format);
    const payloads = unit?.payloads ?? [];
    const edges = payloads.map((each) => ((each[codec === 'h264' ? 1 : 2] ?? 0) & 0xc0).toString(16));
    expect([edges, Math.max(...payloads.map(({ length }) => length)), joined(payloads, codec).equals(nal)]).toEqual([['80', '0', '0', '0', '40'], mostPayload, true]);
  });
  it('puts a header before a frame of AAC, and names the whole size in each piece of a large one', () => {
    const frame = nalOf(2_000);
    const sound: Sample = { track: 'audio', decodeTicks: 77, duration: 1_024, key: true, parts: [frame], size: frame.length };
    const [unit] = rtpUnitsOf(fragment(1, [sound]), h264);
    const payloads = unit?.payloads ?? [];
    expect([unit?.ticks, unit?.key, payloads.map((each) => Buffer.from(each.subarray(0, 4)).toString('hex')), Buffer.concat(payloads.map((each) => each.subarray(4))).equals(frame)]).toEqual([77, false, ['00103e80', '00103e80'], true]);
  });
  it('splits a long block of G.711 where its time goes on: a byte of each channel is a tick', () => {
    const block = nalOf(3_000);
    const sound: Sample = { track: 'audio', decodeTicks: 77, duration: 1_500, key: true, parts: [block], size: block.length };
    const units = rtpUnitsOf(fragment(1, [sound]), { ...h264, audio: { codec: 'pcma', clockRate: 8_000, channels: 2 } });
    expect([units.map(({ ticks }) => ticks), units.map(({ payloads }) => payloads.length), Buffer.concat(units.flatMap(({ payloads }) => payloads)).equals(block)]).toEqual([[77, 77 + 590, 77 + 1_180], [1, 1, 1], true]);
  });
  it('leaves out a frame of AAC that is longer than 13 bits can say', () => {
    const frame = nalOf(8_192);
    expect(rtpUnitsOf(fragment(1, [{ track: 'audio', decodeTicks: 0, duration: 1_024, key: true, parts: [frame], size: frame.length }]), h264)).toEqual([]);
  });
  it('is made once for all viewers', () => {
    const cache = new RtpUnitsCache();
    const bytes = fragment(1, [picture(true, Uint8Array.of(0x65, 1))]);
    expect(cache.of(bytes, h264)).toBe(cache.of(bytes, { video: h264.video }));
  });
});

describe('the samples of a fragment', () => {
  it('are none in bytes that are no fragment, torn or lying', () => {
    const whole = Buffer.from(fragment(1, [picture(true, Uint8Array.of(0x65, 1, 2, 3))]));
    const lying = Buffer.from(whole);
    lying.writeUInt32BE(0xffffffff, whole.indexOf('trun') + 8);
    expect([...Array.from({ length: whole.length }, (_, size) => samplesOf(whole.subarray(0, size)).length), samplesOf(lying).length, samplesOf(whole).length]).toEqual([...Array.from({ length: whole.length }, () => 0), 0, 1]);
  });
});
