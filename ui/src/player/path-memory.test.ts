import { expect, it } from 'vitest';
import { PathMemory } from './path-memory.ts';

class Kept {
  readonly values = new Map<string, string>();
  getItem(name: string): string | null {
    return this.values.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.values.set(name, value);
  }
}

it('passes over what failed for a while, for that codec only, and then tries it again', () => {
  let now = 1_000;
  const memory = new PathMemory(new Kept(), () => now);
  memory.remember('mse', 'h265', 'decode');
  memory.remember('webrtc', 'h264', 'unreachable');
  memory.remember('hls', 'h264', 'unsupported');
  expect([memory.failed('h265'), memory.failed('h264')]).toEqual([new Set(['mse']), new Set(['webrtc'])]);
  now += 11 * 60_000;
  expect([memory.failed('h265'), memory.failed('h264')]).toEqual([new Set(['mse']), new Set()]);
  now += 24 * 3_600_000;
  expect(memory.failed('h265')).toEqual(new Set());
});

it('keeps the choice, and tries everything anew after one', () => {
  const kept = new Kept();
  const memory = new PathMemory(kept, () => 5);
  memory.remember('webrtc', undefined, 'unreachable');
  expect(memory.preference).toBe(undefined);
  memory.preference = 'delay';
  expect([new PathMemory(kept, () => 5).preference, memory.failed(undefined)]).toEqual(['delay', new Set()]);
});

it.each([['nothing stored', undefined], ['nonsense stored', '[{'], ['something else stored', '{"mse/":"x"}']])('works with %s', (_name, text) => {
  const kept = new Kept();
  if (text !== undefined) kept.setItem('mp-path-failures', text);
  expect(new PathMemory(text === undefined ? undefined : kept, () => 5).failed(undefined)).toEqual(new Set());
});

it('a browser that refuses to store is no error, and the choice lasts as long as the page', () => {
  const memory = new PathMemory({ getItem: () => { throw new Error('no'); }, setItem: () => { throw new Error('no'); } }, () => 5);
  memory.preference = 'data';
  memory.remember('mse', 'h264', 'decode');
  expect([memory.preference, memory.failed('h264')]).toEqual(['data', new Set()]);
});
