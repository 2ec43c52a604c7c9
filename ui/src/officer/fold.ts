/** Vietnamese without its marks, for searching: `Ngõ Đình` gives `ngo dinh`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

/** Whether every word of what was typed begins or lies somewhere in one of the texts. */
export function matches(typed: string, ...texts: readonly string[]): boolean {
  const hay = fold(texts.join(' '));
  return fold(typed).split(/\s+/).filter(Boolean).every((word) => hay.includes(word));
}
