/** Rows under the heading of the day they began, newest first. `heading` names the day of an instant. */
export function byDay<T extends { readonly from: number }>(rows: readonly T[], heading: (at: number) => string): readonly { readonly day: string; readonly rows: readonly T[] }[] {
  const days: { day: string; rows: T[] }[] = [];
  for (const row of rows.toSorted((a, b) => b.from - a.from)) {
    const day = heading(row.from);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}

/** Joins a newer reading of the first page with the older pages already shown, by viewing. */
export function joined<T extends { readonly viewing: string; readonly from: number }>(newer: readonly T[], older: readonly T[]): readonly T[] {
  const seen = new Set(newer.map((row) => row.viewing));
  // Of one instant as the hub orders them: the last row tells where the next page begins.
  return [...newer, ...older.filter((row) => !seen.has(row.viewing))].toSorted((a, b) => b.from - a.from || (a.viewing < b.viewing ? 1 : -1));
}
