/** Numbers that are the same for the same seed, on every machine (mulberry32). */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** 0..2^32-1. */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
  /** 0..limit-1; 0 for a limit of 0. */
  below(limit: number): number {
    return limit < 1 ? 0 : this.word() % limit;
  }
  chance(one: number, of: number): boolean {
    return this.below(of) < one;
  }
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }
}

/** A seed of its own for each input, so that any of them can be made alone. */
export function seedOf(seed: number, target: string, index: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const char of `${target}/${index}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
