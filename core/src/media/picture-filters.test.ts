import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf, type Polygon } from '../domain/mask.ts';
import { darkOf, framesOf, inside } from '../renditions/pixels.fixture.ts';
import { ffmpeg } from './clips.fixture.ts';
import { heightFilter, markFilter, maskFilters } from './picture-filters.ts';

const place = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);
const polygon = fc.array(fc.record({ x: place, y: place }), { minLength: 3, maxLength: 7 });
/** A white picture through these filters. */
const through = (filters: readonly string[], width: number, height: number): Buffer => ffmpeg(['-f', 'lavfi', '-i', `color=white:s=${width}x${height}:d=0.04:r=25`, '-vf', [...filters, 'format=yuv420p'].join(','), '-frames:v', '1', '-c:v', 'rawvideo', '-f', 'nut', 'pipe:1']);

describe('filters for masks', () => {
  it('leave no pixel of a polygon open, at odd sizes and at the picture\'s edges too', () => {
    fc.assert(fc.property(polygon, fc.constantFrom([64, 48], [98, 50], [130, 74]), (shape: Polygon, [width = 0, height = 0]) => {
      const filters = maskFilters(coverOf([shape]));
      const [frame] = filters.length === 0 ? [] : framesOf(through(filters, width, height), width, height);
      const share = frame ? darkOf(frame, inside(shape, width, height, 0)) : Number.NaN;
      // NaN: so thin that no pixel's middle lies in it.
      expect(Number.isNaN(share) || share === 1).toBe(true);
    }), { numRuns: 12 });
  }, 60_000);

  it('are none for no mask, and few enough for a command line however many corners there are', () => {
    expect(maskFilters([])).toEqual([]);
    fc.assert(fc.property(fc.array(fc.array(fc.record({ x: place, y: place }), { minLength: 3, maxLength: 24 }), { minLength: 1, maxLength: 32 }), (shapes) => {
      expect(maskFilters(coverOf(shapes)).join(',').length).toBeLessThan(100_000);
    }), { numRuns: 60 });
  });

  it('do not make a picture larger, and keep it even', () => {
    const sizes = [90, 91, 400].map((most) => framesOf(through([heightFilter(most)], 160, 120), 160, 120).length);
    const heights = [90, 91, 400].map((most) => /(\d+)x(\d+)/.exec(ffmpeg(['-i', 'pipe:0', '-f', 'framehash', '-hash', 'crc32', 'pipe:1'], through([heightFilter(most)], 160, 120)).toString().split('\n').find((line) => line.startsWith('#dimensions')) ?? '')?.[2]);
    expect([sizes, heights]).toEqual([[1, 1, 1], ['90', '90', '120']]);
  });

  it('write a unit\'s name whatever is in it, and nothing else', () => {
    const white = framesOf(through(['null'], 320, 180), 320, 180)[0];
    for (const name of ['Công an phường Bồ Xuyên', 'a\'b:c,d;e[f]\\ %{pts} %%']) {
      const marked = framesOf(through([markFilter(name, 'now')], 320, 180), 320, 180)[0];
      /** Mean of the rows. */
      const grey = (frame: typeof marked, from: number, to: number): number => (frame ? Buffer.from(frame.grey.subarray(from * 320, to * 320)).reduce((sum, each) => sum + each, 0) / ((to - from) * 320) : Number.NaN);
      expect([grey(white, 160, 176) > 250, grey(marked, 160, 176) < 220, grey(marked, 0, 140) > 250]).toEqual([true, true, true]);
    }
    expect(markFilter('x', { from: 0 })).toContain('25200');
  });
});
