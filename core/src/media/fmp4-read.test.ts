import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HubError } from '../sdk/errors.ts';
import { fragment, initSegment, type Sample } from './fmp4.ts';
import { boxesIn, mapFmp4, readTimescales, restampFragment } from './fmp4-read.ts';
import { h264Sets } from './parameter-sets.fixture.ts';

const format = { video: { codec: 'h264', clockRate: 90_000, parameterSets: h264Sets }, audio: { codec: 'aac', clockRate: 48_000, channels: 1, config: Uint8Array.of(0x11, 0x88) } } as const;
const sample = (track: 'video' | 'audio', decodeTicks: number, key = false): Sample => ({ track, decodeTicks, duration: track === 'video' ? 3_600 : 1_024, key, parts: [Uint8Array.of(7, 7), Uint8Array.of(7)], size: 3 });
const init = initSegment(format, { audio: true });
const first = fragment(1, [sample('video', 2 ** 33, true), sample('video', 2 ** 33 + 3_600), sample('audio', 500, true)]);
const second = fragment(2, [sample('video', 2 ** 33 + 7_200)]);
const file = Buffer.concat([init, first, second]);

describe('the map of an fMP4 file', () => {
  it('lists init segment, fragments and their times', () => {
    expect(mapFmp4(file)).toEqual({
      init: { offset: 0, size: init.length },
      fragments: [
        { offset: init.length, size: first.length, sequence: 1, runs: [{ trackId: 1, baseDecodeTicks: 2 ** 33, duration: 7_200, samples: 2, key: true }, { trackId: 2, baseDecodeTicks: 500, duration: 1_024, samples: 1, key: true }] },
        { offset: init.length + first.length, size: second.length, sequence: 2, runs: [{ trackId: 1, baseDecodeTicks: 2 ** 33 + 7_200, duration: 3_600, samples: 1, key: false }] },
      ],
      wholeBytes: file.length,
    });
    expect([...readTimescales(init)]).toEqual([[1, 90_000], [2, 48_000]]);
  });
  it('ends a torn file after its last whole fragment', () => {
    for (let size = init.length + first.length; size < file.length; size++) expect(mapFmp4(file.subarray(0, size)).wholeBytes).toBe(init.length + first.length);
    for (let size = init.length; size < init.length + first.length; size++) expect(mapFmp4(file.subarray(0, size)).wholeBytes).toBe(init.length);
  });
  it('moves a fragment to another place in time', () => {
    const moved = restampFragment(first, 9, new Map([[1, -(2 ** 33)], [2, 100]]));
    expect(mapFmp4(moved).fragments).toMatchObject([{ sequence: 9, runs: [{ baseDecodeTicks: 0 }, { baseDecodeTicks: 600 }] }]);
    expect(moved.length).toBe(first.length);
    expect(() => restampFragment(first, 9, new Map([[2, -501]]))).toThrow(HubError);
    expect(() => restampFragment(first.subarray(1), 9, new Map())).toThrow(HubError);
  });
  it('of any bytes ends, and never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(mapFmp4(bytes).wholeBytes).toBeLessThanOrEqual(bytes.length);
      expect([...boxesIn(bytes)].length).toBeLessThanOrEqual(bytes.length / 8);
    }), { numRuns: 1_000 });
  });
  it('of a file with turned bits ends too, and what cannot be moved is refused', () => {
    const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(changes, (edits) => {
      const bytes = Buffer.from(file);
      for (const [at, value] of edits) bytes[at] = value;
      expect(mapFmp4(bytes).wholeBytes).toBeLessThanOrEqual(bytes.length);
      try {
        restampFragment(bytes.subarray(init.length, init.length + first.length), 1, new Map([[1, 5]]));
      } catch (error) {
        expect(error).toBeInstanceOf(HubError);
      }
    }), { numRuns: 1_000 });
  });
});
