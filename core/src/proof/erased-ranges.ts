import type { ErasedBodies } from './export-format.ts';

type Range = [from: number, to: number];
type Ranges = readonly (readonly [key: string, ranges: readonly Range[]])[];
export interface ErasedSaid { readonly missing: Ranges; readonly recorded: Ranges; readonly count: number }

/** Which bodies are missing, and which of them the log itself says were erased. Counts run upwards, so ranges stay few. */
export class ErasedRanges {
  readonly #missing = new Map<string, Range[]>();
  readonly #recorded = new Map<string, Range[]>();
  #count = 0;

  get count(): number { return this.#count; }

  missing(camera: string | undefined, n: number): void {
    this.#count += 1;
    const ranges = of(this.#missing, camera);
    const last = ranges.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }

  /** @param body RFC 8785 text of a `purge` entry's private body */
  recorded(body: string): void {
    let said: Partial<ErasedBodies>;
    try {
      said = JSON.parse(body) as Partial<ErasedBodies>;
    } catch {
      return;
    }
    if (said?.what !== 'bodies') return;
    const { cameraSeqs, seqs } = said;
    if (cameraSeqs) of(this.#recorded, cameraSeqs.camera).push(...copies(cameraSeqs.ranges));
    if (seqs) of(this.#recorded, undefined).push(...copies(seqs));
  }

  /** What was seen, for handing to whoever joins the parts of a log. */
  said(): ErasedSaid {
    return { missing: [...this.#missing], recorded: [...this.#recorded], count: this.#count };
  }

  /** @param from place in the log of the first entry of the part: bodies of no camera are counted from there */
  join({ missing, recorded, count }: ErasedSaid, from: number): void {
    this.#count += count;
    for (const [key, ranges] of missing) {
      const shift = key === '' ? from : 0;
      const all = this.#missing.get(key) ?? [];
      this.#missing.set(key, all);
      for (const range of ranges) all.push([range[0] + shift, range[1] + shift]);
    }
    for (const [key, ranges] of recorded) {
      const all = this.#recorded.get(key) ?? [];
      this.#recorded.set(key, all);
      for (const range of ranges) all.push(range);
    }
  }

  /** The first missing body that no entry accounts for. */
  unrecorded(): { readonly camera: string | undefined; readonly n: number } | undefined {
    for (const [key, ranges] of this.#missing) {
      const camera = key === '' ? undefined : key.slice(1);
      const said = of(this.#recorded, camera).toSorted((a, b) => a[0] - b[0]);
      let next = 0;
      for (const [from, to] of ranges) {
        for (let n = from; n <= to; ) {
          while (next < said.length && (said[next] as Range)[1] < n) next += 1;
          const by = said[next];
          if (!by || by[0] > n) return { camera, n };
          n = by[1] + 1;
        }
      }
    }
    return undefined;
  }
}

function of(map: Map<string, Range[]>, camera: string | undefined): Range[] {
  const key = camera === undefined ? '' : `c${camera}`;
  const ranges = map.get(key) ?? [];
  map.set(key, ranges);
  return ranges;
}

function copies(ranges: unknown): Range[] {
  if (!Array.isArray(ranges)) return [];
  return ranges.flatMap((range: unknown) => (Array.isArray(range) && Number.isSafeInteger(range[0]) && Number.isSafeInteger(range[1]) ? [[range[0] as number, range[1] as number] satisfies Range] : []));
}
