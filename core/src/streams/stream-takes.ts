import type { LiveFragment } from '../media/fragment-writer.ts';
import type { Pace } from './pace.ts';

const stillEverySeconds = 5;
/** Taken for a stream nobody has seen yet, kbit/s, by its lines. */
const usual: readonly (readonly [lines: number, kbps: number])[] = [[400, 500], [800, 2_000], [1_200, 4_000]];
const usualLarge = 8_000;
/** A key picture is about this much of a second of its stream. */
const keyShare = 0.5;
const usualGap = 2;

/** What one viewer of a stream takes at each pace, kbit/s, from its last group of pictures. Pure. @param height lines, for what cannot be measured yet */
export function takesOf(group: readonly LiveFragment[], clockRate: number, height: number): Readonly<Record<Pace, number>> {
  const pictures = group.filter(({ track }) => track === 'video');
  const [first, last] = [pictures[0], pictures.at(-1)];
  const span = first && last ? (last.decodeTicks + last.duration - first.decodeTicks) / clockRate : 0;
  const all = span >= 0.5 ? kbits(group.reduce((sum, { bytes }) => sum + bytes.length, 0)) / span : guess(height);
  const key = first ? kbits(first.bytes.length) : all * keyShare;
  // A group that has only begun tells little of how far the next key picture is.
  return { all, keys: Math.min(all, key / Math.max(span, usualGap)), stills: Math.min(all, key / stillEverySeconds) };
}

/** Single pictures, at most five a second, or what a plugin makes. */
export const takesOfConversion: Readonly<Record<Pace, number>> = { all: 2_500, keys: 500, stills: 100 };

const kbits = (bytes: number): number => (bytes * 8) / 1_000;
function guess(height: number): number {
  return usual.find(([lines]) => height <= lines)?.[1] ?? usualLarge;
}
