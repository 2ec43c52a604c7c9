import { createHash } from 'node:crypto';
import { seconds, type Instant } from '../domain/time.ts';

/** How a stream repeats itself: the same picture over and over, or the same sequence of pictures. */
export type Repeats = 'no' | 'still' | 'loop';

interface Seen {
  readonly index: number;
  readonly at: Instant;
}
/** A loop is found while its key pictures fit in here. */
const mostKept = 256;
/** Fewer could be chance: a camera in the dark sends a few bytes, and the same ones. */
const leastRun = 3;
const leastSpan = seconds(30);
const leastBytes = 1_500;
const sampleBytes = 2_048;

/** No two pictures of a living scene are coded to the same bytes: a sensor always makes noise. Told the bytes of each key picture, it finds those that come again. */
export class KeyRepeats {
  readonly #seen = new Map<string, Seen>();
  #index = 0;
  #matched = -1;
  #run = 0;
  #runFrom: Instant = 0;
  #period = 0;
  #keyBytes = 0;
  #between = 0;
  #betweenLast = 0;

  /** A picture between two key pictures. */
  other(size: number): void {
    this.#between += size;
  }
  key(bytes: Uint8Array, at: Instant): void {
    const hash = sampleOf(bytes);
    const before = this.#seen.get(hash);
    this.#index += 1;
    const period = before ? this.#index - before.index : 0;
    if (before && bytes.length >= leastBytes && (this.#run === 0 || (this.#matched === this.#index - 1 && period === this.#period))) {
      if (this.#run === 0) this.#runFrom = before.at;
      this.#run += 1;
    } else this.#run = before && bytes.length >= leastBytes ? 1 : 0;
    if (this.#run === 1) this.#runFrom = before?.at ?? at;
    if (before) [this.#matched, this.#period] = [this.#index, period];
    this.#keyBytes = bytes.length;
    [this.#betweenLast, this.#between] = [this.#between, 0];
    // Set again at the end of the order, so that the oldest is first.
    this.#seen.delete(hash);
    this.#seen.set(hash, { index: this.#index, at });
    if (this.#seen.size > mostKept) for (const oldest of this.#seen.keys()) { this.#seen.delete(oldest); break; }
  }
  /** Another connection, other parameters: what was seen before still counts, the run does not. */
  broken(): void {
    this.#run = this.#between = 0;
  }

  at(now: Instant): Repeats {
    if (this.#run < leastRun || now - this.#runFrom < leastSpan) return 'no';
    // One group of pictures again and again still moves between its key pictures.
    return this.#period > 1 || this.#betweenLast > this.#keyBytes ? 'loop' : 'still';
  }
}

/** Two pieces from inside, and the length: what stands before the picture in a fragment counts up. */
function sampleOf(bytes: Uint8Array): string {
  const hash = createHash('sha1').update(String(bytes.length));
  for (const part of [0.4, 0.75]) {
    const from = Math.floor(bytes.length * part);
    hash.update(bytes.subarray(from, from + Math.min(sampleBytes, Math.floor(bytes.length * 0.25))));
  }
  return hash.digest('base64');
}
