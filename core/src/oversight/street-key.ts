/**
 * A street to compare by: folded (NFD without marks, đ as d), without the house number in front of it.
 * `Số 25A Lý Bôn` and `25 ly bon` are one street; `Ngõ 12 Bồ Xuyên` is an alley of its own.
 */
export function streetKey(place: string): string {
  const folded = place.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase().replaceAll(/[^\p{L}\p{N}/]+/gu, ' ').trim();
  return folded.replace(/^(?:so (?:nha )?)?\d[\w/]*\s+/, '').replace(/^duong\s+/, '');
}

/** True when both name a street, and the same one, whichever says more. */
export function isSameStreet(one: string, other: string): boolean {
  const [a, b] = [streetKey(one), streetKey(other)];
  if (a === '' || b === '') return false;
  return a === b || ` ${a} `.includes(` ${b} `) || ` ${b} `.includes(` ${a} `);
}
