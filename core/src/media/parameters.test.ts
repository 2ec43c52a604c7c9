import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { readAacConfig } from './aac-config.ts';
import { audioCodecs, describeVideo, mimeOf } from './describe-track.ts';
import { avcRecord, readH264 } from './h264-parameters.ts';
import { hevcRecord, readH265 } from './h265-parameters.ts';
import { h264HighSets, h264Sets, h265Sets } from './parameter-sets.fixture.ts';

const [sps = new Uint8Array()] = h264Sets;
const [highSps = new Uint8Array()] = h264HighSets;
const [, hevcSps = new Uint8Array()] = h265Sets;

/** Everything but a value or a HubError fails the test. */
function onlyHubErrors(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(HubError);
    expect(error).toMatchObject({ code: 'camera-broken-answer' });
  }
}

describe('parameter sets', () => {
  it('say size, profile and rate of H.264', () => {
    expect(readH264(sps)).toEqual({ width: 1280, height: 720, codecs: 'avc1.42c01f', fps: 25, reorderDepth: 0, profile: 66, level: 31, chromaFormat: 1, lumaDepth: 8, chromaDepth: 8 });
    expect(readH264(highSps)).toMatchObject({ width: 1280, height: 720, codecs: 'avc1.64001f', fps: 25, reorderDepth: 2, profile: 100 });
  });
  it('say size and profile of H.265, cropped', () => {
    expect(readH265(hevcSps)).toMatchObject({ width: 1920, height: 1080, codecs: 'hvc1.1.6.L120.90', reorderDepth: 2, chromaFormat: 1, lumaDepth: 8, temporalLayers: 1 });
  });
  it('make the type a browser is asked for', () => {
    expect(describeVideo({ codec: 'h265', clockRate: 90_000, parameterSets: h265Sets }).mime).toBe('video/mp4; codecs="hvc1.1.6.L120.90"');
    const format = { video: { codec: 'h264', clockRate: 90_000, parameterSets: h264Sets }, audio: { codec: 'aac', clockRate: 48_000, channels: 1, config: Uint8Array.of(0x11, 0x88) } } as const;
    expect([mimeOf(format), mimeOf(format, { audio: true })]).toEqual(['video/mp4; codecs="avc1.42c01f"', 'video/mp4; codecs="avc1.42c01f, mp4a.40.2"']);
    expect(audioCodecs({ codec: 'pcmu', clockRate: 8_000, channels: 1 })).toBeUndefined();
  });
  it('carry chroma and depth into the avcC of High profile only', () => {
    const plain = avcRecord(h264Sets);
    const high = avcRecord(h264HighSets);
    expect([plain.length, Buffer.from(high.subarray(-4)).toString('hex')]).toEqual([7 + 2 + sps.length + 2 + 4, 'fdf8f800']);
  });
  it('are refused when one is missing', () => {
    expect(() => avcRecord([sps])).toThrow(HubError);
    expect(() => hevcRecord([hevcSps])).toThrow(HubError);
    expect(() => describeVideo({ codec: 'h264', clockRate: 90_000, parameterSets: [] })).toThrow(HubError);
  });
  it('of AAC say rate and channels', () => {
    expect(readAacConfig(Uint8Array.of(0x11, 0x90))).toEqual({ objectType: 2, sampleRate: 48_000, channels: 2, frameLength: 1024, codecs: 'mp4a.40.2' });
    expect(readAacConfig(Uint8Array.of(0x14, 0x08))).toMatchObject({ sampleRate: 16_000, channels: 1 });
  });
  it('of any bytes end in a value or a coded error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      onlyHubErrors(() => readH264(Uint8Array.of(0x67, ...bytes)));
      onlyHubErrors(() => readH265(Uint8Array.of(0x42, 1, ...bytes)));
      onlyHubErrors(() => readAacConfig(bytes));
      onlyHubErrors(() => hevcRecord([Uint8Array.of(0x40), Uint8Array.of(0x42, 1, ...bytes), Uint8Array.of(0x44)]));
    }), { numRuns: 2_000 });
  });
  it('with a few bits turned end the same way', () => {
    const flips = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(fc.constantFrom(sps, highSps, hevcSps), flips, (original, changes) => {
      const bytes = Uint8Array.from(original);
      for (const [at, bits] of changes) if (at > 1 && at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ bits;
      onlyHubErrors(() => (original === hevcSps ? readH265(bytes) : readH264(bytes)));
      onlyHubErrors(() => (original === hevcSps ? hevcRecord([h265Sets[0] ?? bytes, bytes, h265Sets[2] ?? bytes]) : avcRecord([bytes, h264Sets[1] ?? bytes])));
    }), { numRuns: 2_000 });
  });
});
