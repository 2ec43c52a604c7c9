/** A count of at least `k`, or null: fewer than that could point at somebody. None looks like few. Pure. */
export function atLeast(k: number, count: number): number | null {
  return count >= k ? count : null;
}

/**
 * A count of acts by or about households, shown only where at least `k` of them, and of different ones, stand behind it:
 * five refusals of one house are one house.
 */
export function byEnough(k: number, count: number, households: number): number | null {
  return count >= k && households >= k ? count : null;
}

/**
 * Counts of one breakdown, shown from `k` on. Where what is hidden would follow from the total, being less than `k` together, the smallest that are left go too.
 * None at all hides nothing.
 */
export function hideSmall(k: number, counts: readonly number[]): readonly (number | null)[] {
  const bySize = counts.map((count, at) => ({ count, at })).toSorted((a, b) => a.count - b.count);
  let [hidden, sum] = [0, 0];
  while (hidden < bySize.length && (bySize[hidden]!.count < k || (sum > 0 && sum < k))) {
    sum += bySize[hidden]!.count;
    hidden += 1;
  }
  const gone = new Set(bySize.slice(0, hidden).map(({ at }) => at));
  return counts.map((count, at) => (gone.has(at) ? null : count));
}

/** The sum, unless a part of it is not shown: the difference would show it. */
export function wholeSum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

/** The middle one, or between the two; null for fewer than `k`. */
export function median(k: number, values: readonly number[]): number | null {
  if (values.length < k || values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Math.round(Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!);
}
