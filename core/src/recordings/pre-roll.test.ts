import { expect, it } from 'vitest';
import type { LiveFragment } from '../media/fragment-writer.ts';
import { PreRoll } from './pre-roll.ts';

const fragment = (at: number, key = false, bytes = 100): LiveFragment => ({ track: 'video', bytes: new Uint8Array(bytes), key, at, decodeTicks: at * 90, duration: 9_000 });
/** A key picture each second, five pictures a second. */
function filled(until: number, length: number, mostBytes = 1e9): PreRoll {
  const ring = new PreRoll();
  for (let at = 0; at < until; at += 200) ring.push(fragment(at, at % 1_000 === 0), length, mostBytes);
  return ring;
}
const times = (fragments: readonly LiveFragment[]): readonly number[] => [fragments[0]?.at ?? -1, fragments.length];

it('gives whole groups of pictures from the key picture before the instant on', () => {
  expect([times(filled(10_000, 5_000).take(7_300)), times(filled(10_000, 5_000).take(7_000)), times(filled(10_000, 5_000).take(0))]).toEqual([[7_000, 15], [7_000, 15], [4_000, 30]]);
});
it('holds no more than it is asked for, and nothing after it was emptied', () => {
  const ring = filled(60_000, 5_000);
  expect(ring.bytes).toBe(30 * 100);
  ring.take(0);
  expect([ring.bytes, ring.take(0)]).toEqual([0, []]);
});
it('is bounded by bytes: the oldest groups go first, and a group too large by itself goes whole', () => {
  expect(times(filled(10_000, 60_000, 1_200).take(0))).toEqual([8_000, 10]);
  const ring = new PreRoll();
  ring.push(fragment(0, true, 900), 5_000, 1_000);
  ring.push(fragment(200, false, 200), 5_000, 1_000);
  ring.push(fragment(400, false, 200), 5_000, 1_000);
  expect([ring.bytes, ring.take(0)]).toEqual([0, []]);
});
it('waits for a key picture before it remembers anything', () => {
  const ring = new PreRoll();
  ring.push(fragment(0), 5_000, 1e6);
  ring.push({ ...fragment(100), track: 'audio' }, 5_000, 1e6);
  expect(ring.bytes).toBe(0);
});
it('stays bounded when the clock is set back', () => {
  const ring = filled(10_000, 5_000);
  for (let at = -3_600_000; at < -3_500_000; at += 200) ring.push(fragment(at, at % 1_000 === 0), 5_000, 4_000);
  expect(ring.bytes).toBeLessThanOrEqual(4_000);
});
