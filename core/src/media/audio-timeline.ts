const longestGapSeconds = 10;
/** Sound may drift this far from the picture (two clocks, late sender reports) before it is put right with a step. */
const longestDriftSeconds = 0.5;

/** Puts sound on the picture's line. Times never step back. */
export class AudioTimeline {
  readonly #clockRate: number;
  #base: number | undefined;
  #latest: number;

  constructor(clockRate: number, startSeconds: number) {
    this.#clockRate = clockRate;
    this.#latest = Math.ceil(startSeconds * clockRate) - 1;
  }

  /** @param expected where the picture's line says this sound belongs, in seconds. @returns undefined for sound from before the line's start, or that would overlap. */
  place(ticks: number, expected: number): number | undefined {
    const wanted = Math.round(expected * this.#clockRate);
    let decodeTicks = this.#base === undefined ? wanted : ticks - this.#base;
    const jumped = this.#base !== undefined && (decodeTicks <= this.#latest || decodeTicks - this.#latest > longestGapSeconds * this.#clockRate);
    if (this.#base === undefined || jumped || Math.abs(decodeTicks - wanted) > longestDriftSeconds * this.#clockRate) {
      decodeTicks = wanted;
      if (decodeTicks < 0 || decodeTicks <= this.#latest) return undefined;
      this.#base = ticks - wanted;
    }
    this.#latest = decodeTicks;
    return decodeTicks;
  }
}
