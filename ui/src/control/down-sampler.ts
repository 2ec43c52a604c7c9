const target = 8_000;
/** What a telephone passes (ITU-T G.712); above it a line at 8 kHz would fold it back. */
const cutOff = 3_400;
/** Zero crossings of the filter to each side. */
const lobes = 8;

/** From a microphone's rate down to 8,000 samples a second, piece by piece, by a windowed sinc. */
export class DownSampler {
  readonly #step: number;
  readonly #half: number;
  readonly #bandwidth: number;
  #kept: Float32Array;
  /** Where the next sample is taken, in `#kept`. */
  #at: number;

  /** @param rate of the input, 8,000 to 192,000 samples a second */
  constructor(rate: number) {
    if (!(rate >= target && rate <= 192_000)) throw new RangeError('No microphone has this rate.');
    this.#step = rate / target;
    this.#bandwidth = (2 * cutOff) / rate;
    this.#half = Math.ceil(lobes / this.#bandwidth);
    this.#kept = new Float32Array(this.#half);
    this.#at = this.#half;
  }

  push(input: Float32Array): Float32Array {
    const all = new Float32Array(this.#kept.length + input.length);
    all.set(this.#kept);
    all.set(input, this.#kept.length);
    const out: number[] = [];
    while (this.#at + this.#half < all.length) {
      out.push(this.#sampleAt(all));
      this.#at += this.#step;
    }
    const from = Math.max(0, Math.floor(this.#at) - this.#half);
    this.#kept = all.slice(from);
    this.#at -= from;
    return Float32Array.from(out);
  }

  #sampleAt(all: Float32Array): number {
    const middle = Math.floor(this.#at);
    let sum = 0;
    for (let at = middle - this.#half + 1; at <= middle + this.#half; at += 1) {
      const away = at - this.#at;
      // Hann's window over the sinc.
      const window = 0.5 + 0.5 * Math.cos((Math.PI * away) / this.#half);
      const angle = Math.PI * away * this.#bandwidth;
      sum += (all[at] ?? 0) * window * this.#bandwidth * (Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle);
    }
    return sum;
  }
}
