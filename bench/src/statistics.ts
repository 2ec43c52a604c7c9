/** Nearest rank: the smallest value that `percent` of all are not above. NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle one, or the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

/** Each value by what was measured beside it, then the middle one: a machine that was busy for a while spoils a pair, not the ratio. */
export function medianRatio(pairs: readonly (readonly [ours: number, theirs: number])[]): number {
  return median(pairs.map(([ours, theirs]) => ours / theirs));
}

/** To three decimals, or three digits of a small number. */
export function rounded(value: number): number {
  return Math.abs(value) >= 1 ? Math.round(value * 1_000) / 1_000 : Number(value.toPrecision(3));
}
