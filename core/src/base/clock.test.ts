import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { SystemTimers, wait, type Timers } from './clock.ts';

describe('SystemTimers', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('waits past the 24.8 days a Node timer can hold', () => {
    const calls: string[] = [];
    const ninetyDays = 90 * 86_400_000;
    new SystemTimers().after(ninetyDays, () => calls.push('grant ends'));
    vi.advanceTimersByTime(ninetyDays - 1);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(calls).toEqual(['grant ends']);
  });

  it('never calls for Infinity, nor after disposal in any of its pieces', () => {
    const timers = new SystemTimers();
    const calls: number[] = [];
    timers.after(Infinity, () => calls.push(1));
    const long = timers.after(2 ** 32, () => calls.push(2));
    vi.advanceTimersByTime(2 ** 31 + 5);
    long[Symbol.dispose]();
    vi.advanceTimersByTime(2 ** 33);
    expect(calls).toEqual([]);
    expect(() => timers.after(NaN, () => {})).toThrow(RangeError);
  });

  it('repeats until disposed, from inside the call too', () => {
    let calls = 0;
    const series = new SystemTimers().every(1_000, () => {
      calls += 1;
      if (calls === 3) series[Symbol.dispose]();
    });
    vi.advanceTimersByTime(10_000);
    expect(calls).toBe(3);
  });
});

describe('FakeClock', () => {
  it('fires timers in order, each at its own instant, and lets promises settle in between', async () => {
    const clock = new FakeClock(1_000);
    const timers: Timers = clock;
    const seen: [string, number][] = [];
    timers.after(50, () => seen.push(['b', clock.now()]));
    timers.after(10, () => { void Promise.resolve().then(() => timers.after(20, () => seen.push(['a', clock.now()]))); });
    const ticks = timers.every(20, () => seen.push(['tick', clock.now()]));
    timers.after(15, () => seen.push(['gone', clock.now()]))[Symbol.dispose]();
    await clock.advance(50);
    ticks[Symbol.dispose]();
    expect(seen).toEqual([['tick', 1_020], ['a', 1_030], ['tick', 1_040], ['b', 1_050]]);
    expect({ now: clock.now(), pending: clock.pending }).toEqual({ now: 1_050, pending: 0 });
  });

  it('ends a wait by time or by its signal', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const done = wait(clock, 100, controller.signal);
    await clock.advance(100);
    await done;
    const stopped = wait(clock, 100, controller.signal);
    controller.abort(new Error('closed'));
    await expect(stopped).rejects.toThrow('closed');
    expect(clock.pending).toBe(0);
  });
});
