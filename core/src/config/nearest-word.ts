/** The word somebody may have meant; undefined when none is near. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const ranked = words.map((word) => ({ word, far: distance(typed.toLowerCase().slice(0, 64), word.toLowerCase()) })).toSorted((a, b) => a.far - b.far)[0];
  return ranked && ranked.far <= Math.max(2, Math.floor(ranked.word.length / 3)) ? ranked.word : undefined;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}
