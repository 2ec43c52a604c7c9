import type { Instant } from '../domain/time.ts';

interface Stretch {
  from: Instant;
  to: Instant;
}
/** Pieces of one run touch; what lies closer than this is one. */
const joins = 50;
const mostStretches = 4_096;

/** How much different footage was handed over: the same minute looked at ten times is one minute. */
export class CoveredTime {
  #stretches: Stretch[] = [];
  /** What was given up counting exactly: never less than what was handed over. */
  #more = 0;

  get seconds(): number {
    return (this.#more + this.#stretches.reduce((sum, { from, to }) => sum + (to - from), 0)) / 1_000;
  }
  add(from: Instant, to: Instant): void {
    if (to <= from) return;
    const first = this.#firstEnding(from - joins);
    let last = first;
    const merged: Stretch = { from, to };
    for (let next = this.#stretches[last]; next && next.from <= to + joins; next = this.#stretches[last += 1]) {
      merged.from = Math.min(merged.from, next.from);
      merged.to = Math.max(merged.to, next.to);
    }
    this.#stretches.splice(first, last - first, merged);
    if (this.#stretches.length > mostStretches) {
      const [oldest] = this.#stretches.splice(0, 1);
      this.#more += oldest ? oldest.to - oldest.from : 0;
    }
  }

  #firstEnding(at: Instant): number {
    let low = 0;
    let high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#stretches[middle]?.to ?? Infinity) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
