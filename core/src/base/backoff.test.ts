import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { backoffDelay, retry } from './backoff.ts';

const how = { first: 1_000, longest: 60_000 };

describe('backoffDelay', () => {
  it('doubles its ceiling up to the longest and stays in its upper half', () => {
    expect([1, 2, 3, 6, 7, 50, 5_000].map((n) => [backoffDelay(n, how, 0), backoffDelay(n, how, 1)])).toEqual([
      [500, 1_000], [1_000, 2_000], [2_000, 4_000], [16_000, 32_000], [30_000, 60_000], [30_000, 60_000], [30_000, 60_000],
    ]);
  });

  it('is never longer than the longest nor shorter than half the first', () => {
    fc.assert(fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (n, random) => {
      const delay = backoffDelay(n, how, random);
      return delay >= 500 && delay <= 60_000;
    }));
  });
});

describe('retry', () => {
  it('waits longer after each failure and answers when the work does', async () => {
    const clock = new FakeClock(0);
    const tries: number[] = [];
    const done = retry(async () => {
      tries.push(clock.now());
      if (tries.length < 4) throw new Error('not yet');
      return 'there';
    }, { ...how, timers: clock, random: () => 1, signal: new AbortController().signal });
    await clock.advance(10_000);
    await expect(done).resolves.toBe('there');
    expect(tries).toEqual([0, 1_000, 3_000, 7_000]);
  });

  it('stops waiting when the signal aborts', async () => {
    const clock = new FakeClock(0);
    const controller = new AbortController();
    const done = retry(() => Promise.reject(new Error('never')), { ...how, timers: clock, random: () => 0, signal: controller.signal });
    done.catch(() => {});
    await clock.advance(100);
    controller.abort(new Error('stopped'));
    await expect(done).rejects.toThrow('stopped');
    expect(clock.pending).toBe(0);
  });

  it('gives up when told that trying again is no use', async () => {
    const clock = new FakeClock(0);
    const done = retry(() => Promise.reject(new Error('wrong password')), { ...how, timers: clock, random: () => 0, signal: new AbortController().signal, again: () => false });
    await expect(done).rejects.toThrow('wrong password');
  });
});
