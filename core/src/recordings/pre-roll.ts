import type { Instant, Milliseconds } from '../domain/time.ts';
import type { LiveFragment } from '../media/fragment-writer.ts';

/** A key picture and what follows up to the next one, sound too. */
interface Group {
  readonly from: Instant;
  readonly fragments: LiveFragment[];
  bytes: number;
}

/** The last seconds of a stream in memory, in whole groups of pictures. What it holds is shared with the stream's viewers, not copied. */
export class PreRoll {
  readonly #groups: Group[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** @param length how far back a later `take` may reach; @param mostBytes beyond it the oldest groups go, also when that is all there is */
  push(fragment: LiveFragment, length: Milliseconds, mostBytes: number): void {
    if (fragment.key) this.#groups.push({ from: fragment.at, fragments: [], bytes: 0 });
    const newest = this.#groups.at(-1);
    // Without its key picture nothing can be played.
    if (!newest) return;
    newest.fragments.push(fragment);
    newest.bytes += fragment.bytes.length;
    this.#bytes += fragment.bytes.length;
    while (this.#isPast(fragment.at - length) || this.#bytes > mostBytes) this.#dropOldest();
  }

  /** Everything from the last key picture at or before the instant on, or from the oldest there is; empties it. */
  take(from: Instant): readonly LiveFragment[] {
    while (this.#isPast(from)) this.#dropOldest();
    const fragments = this.#groups.flatMap((group) => group.fragments);
    this.clear();
    return fragments;
  }

  clear(): void {
    this.#groups.length = 0;
    this.#bytes = 0;
  }

  /** The oldest group is not needed to show the picture of this instant. A clock that was set back makes old groups look young: those stay until the bytes push them out. */
  #isPast(instant: Instant): boolean {
    const second = this.#groups[1];
    return second !== undefined && second.from <= instant;
  }
  #dropOldest(): void {
    this.#bytes -= this.#groups.shift()?.bytes ?? 0;
  }
}
