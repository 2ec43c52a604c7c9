import { describe, expect, it } from 'vitest';
import { Lock } from './lock.ts';

describe('Lock', () => {
  it('lets one in at a time, in the order they asked', async () => {
    const lock = new Lock();
    const order: string[] = [];
    let inside = 0;
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => lock.run(async () => {
      inside += 1;
      order.push(`${name}${inside}`);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    })));
    expect(order).toEqual(['a1', 'b1', 'c1', 'd1']);
    expect(lock.held).toBe(false);
  });

  it('lets a waiter leave by its signal without losing its place for the others', async () => {
    const lock = new Lock();
    const hold = await lock.acquire();
    const leaving = new AbortController();
    const left = lock.acquire(leaving.signal);
    const stayed = lock.acquire();
    leaving.abort(new Error('went home'));
    await expect(left).rejects.toThrow('went home');
    hold[Symbol.dispose]();
    hold[Symbol.dispose]();
    const second = await stayed;
    expect({ held: lock.held, waiting: lock.waiting }).toEqual({ held: true, waiting: 0 });
    second[Symbol.dispose]();
    expect(lock.held).toBe(false);
  });

  it('is released when the work throws, and refuses a signal already aborted', async () => {
    const lock = new Lock();
    await expect(lock.run(() => { throw new Error('broke'); })).rejects.toThrow('broke');
    await expect(lock.acquire(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    expect(lock.held).toBe(false);
  });
});
