/** For a stream that does not say: B pictures of cameras never need more. */
const usualDepth = 4;

/**
 * Finds decode times for a stream whose pictures arrive out of the order they are shown in.
 * The n-th decode time is the (n - depth)-th smallest of the times to show, so it is known at once and always grows.
 */
export class DecodeOrder {
  readonly #depth: number | undefined;
  readonly #pending: number[] = [];
  #latest = Number.NEGATIVE_INFINITY;
  #reorders: boolean;

  /** @param depth pictures that may overtake one; undefined where the stream does not say. */
  constructor(depth: number | undefined) {
    this.#depth = depth;
    this.#reorders = depth !== undefined && depth > 0;
  }

  /**
   * What a picture shown at `ticks` is, from its step against the latest: in order, a B picture, the first B picture of a stream that never announced one,
   * or a jump back of the camera's clock.
   */
  stepOf(ticks: number, interval: number, clockRate: number): 'onward' | 'reordered' | 'surprise' | 'jump' {
    const back = this.#latest - ticks;
    if (!(back > 0)) return 'onward';
    if (this.#reorders) return back < clockRate ? 'reordered' : 'jump';
    return this.#depth === undefined && back <= usualDepth * interval ? 'surprise' : 'jump';
  }
  decodeTicks(ticks: number): number {
    this.#latest = Math.max(this.#latest, ticks);
    if (!this.#reorders) return ticks;
    let place = this.#pending.length;
    while (place > 0 && (this.#pending[place - 1] ?? 0) > ticks) place--;
    this.#pending.splice(place, 0, ticks);
    const earliest = this.#pending.length > (this.#depth ?? usualDepth) ? this.#pending.shift() : this.#pending[0];
    return earliest ?? ticks;
  }
  restart(reorders = this.#reorders): void {
    this.#reorders = reorders;
    this.#pending.length = 0;
    this.#latest = Number.NEGATIVE_INFINITY;
  }
}
