import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { days, minutes } from '../domain/time.ts';
import { filled, taken, type Bucket } from './token-bucket.ts';

const rule = { capacity: 3, everyMs: minutes(10) };
const noon = Date.UTC(2026, 10, 22, 5);

describe('a bucket of tokens', () => {
  it('gives what it holds at once, then one every so often', () => {
    let bucket: Bucket | undefined;
    const answers = [0, 0, 0, 0, 9, 10, 10, 19, 20].map((after) => {
      const next = taken(bucket, rule, noon + minutes(after));
      bucket = next ?? bucket;
      return next !== undefined;
    });
    expect(answers).toEqual([true, true, true, false, false, true, false, false, true]);
  });

  it.each([['a day back', -days(1), 1], ['a day forward', days(1), 3], ['ten years forward', days(3_650), 3], ['not at all', 0, 1]])('when the clock is set %s holds %i', (_, step, tokens) => {
    expect(filled({ tokens: 1, at: noon }, rule, noon + step).tokens).toBe(tokens);
  });

  it('set back, fills on from there and not only when the old hour comes again', () => {
    const back = filled({ tokens: 0, at: noon }, rule, noon - days(1));
    expect(filled(back, rule, noon - days(1) + minutes(10)).tokens).toBe(1);
  });

  it('never gives more than its capacity and the time that passed, however often it is asked: 1,000 runs', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: minutes(30) }), { minLength: 1, maxLength: 60 }), (waits) => {
      let bucket: Bucket | undefined;
      let now = noon;
      let given = 0;
      for (const wait of waits) {
        now += wait;
        const next = taken(bucket, rule, now);
        if (next) given += 1;
        bucket = next ?? bucket;
      }
      expect(given).toBeLessThanOrEqual(rule.capacity + (now - noon) / rule.everyMs);
    }), { numRuns: 1_000, seed: 3 });
  });
});
