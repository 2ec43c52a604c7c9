import { describe, expect, it } from 'vitest';
import { OwnedScope } from './scope.ts';

describe('OwnedScope', () => {
  it('aborts first, then releases newest first', async () => {
    const scope = new OwnedScope();
    const order: string[] = [];
    scope.signal.addEventListener('abort', () => order.push('aborted'));
    scope.defer(() => { order.push('first'); });
    scope.use({ [Symbol.dispose]: () => { order.push('second'); } });
    scope.use({ [Symbol.asyncDispose]: async () => { await Promise.resolve(); order.push('third'); } });
    await scope[Symbol.asyncDispose]();
    expect(order).toEqual(['aborted', 'third', 'second', 'first']);
    expect(scope.size).toBe(0);
  });

  it('releases the others when one release fails, and says so', async () => {
    const scope = new OwnedScope();
    let released = false;
    scope.defer(() => { released = true; });
    scope.defer(() => { throw new Error('stuck'); });
    await expect(scope[Symbol.asyncDispose]()).rejects.toThrow('Some resources did not release.');
    expect(released).toBe(true);
  });

  it('takes nothing after its end', async () => {
    const scope = new OwnedScope();
    await scope[Symbol.asyncDispose]();
    expect(() => scope.defer(() => {})).toThrow('already been disposed');
  });
});
