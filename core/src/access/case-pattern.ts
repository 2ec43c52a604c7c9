/**
 * What a unit's case numbers look like, in a language too small to be slow: `#` is one digit, `@` one letter, `{n}` a number of 1 to 6 digits,
 * `{year}` the year of the hub's zone in four digits, `{yy}` in two. Letters, digits and `. / _ -` stand for themselves, in capitals. `{n}/{year}-CSHS` takes `12/2026-CSHS`.
 */
type Token = { readonly kind: 'literal'; readonly text: string } | { readonly kind: 'digit' | 'letter' | 'number' | 'year' | 'yy' };
const longestPattern = 60;
const mostDigits = 6;
const digit = /^\p{Nd}$/u;
const letter = /^\p{L}$/u;
const literal = /^[\p{L}\p{N}./_-]$/u;
const named = { '{n}': 'number', '{year}': 'year', '{yy}': 'yy' } as const;

/** Undefined for what is no pattern. */
export function parseCasePattern(text: string): readonly Token[] | undefined {
  const written = text.normalize('NFC');
  if (written.length === 0 || written.length > longestPattern) return undefined;
  const tokens: Token[] = [];
  for (let at = 0; at < written.length;) {
    const word = (Object.keys(named) as (keyof typeof named)[]).find((each) => written.startsWith(each, at));
    const character = String.fromCodePoint(written.codePointAt(at) ?? 0);
    if (word) tokens.push({ kind: named[word] });
    else if (character === '#') tokens.push({ kind: 'digit' });
    else if (character === '@') tokens.push({ kind: 'letter' });
    else if (literal.test(character)) tokens.push({ kind: 'literal', text: canonicalCaseNo(character) });
    else return undefined;
    at += word?.length ?? character.length;
  }
  // What takes nothing but what stands in it would be one number for ever.
  return tokens.some(({ kind }) => kind === 'digit' || kind === 'number' || kind === 'letter') ? tokens : undefined;
}

/** Written one way only, so that no number is used twice by being written differently. */
export function canonicalCaseNo(caseNo: string): string {
  return caseNo.trim().normalize('NFC').toLocaleUpperCase('vi');
}

/** Whether a canonical number fits. Walks the text once for each token: no pattern is slow. @param year of the hub's zone, now */
export function fitsCasePattern(tokens: readonly Token[], caseNo: string, year: number): boolean {
  const characters = Array.from(caseNo);
  let reached = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    for (const from of reached) for (const end of ends(token, characters, from, year)) next.add(end);
    reached = next;
  }
  return reached.has(characters.length);
}

function ends(token: Token, characters: readonly string[], from: number, year: number): readonly number[] {
  const is = (test: RegExp, at: number): boolean => test.test(characters[at] ?? '');
  const spelt = (text: string): readonly number[] => (characters.slice(from, from + Array.from(text).length).join('') === text ? [from + Array.from(text).length] : []);
  switch (token.kind) {
    case 'literal': return spelt(token.text);
    case 'digit': return is(digit, from) ? [from + 1] : [];
    case 'letter': return is(letter, from) ? [from + 1] : [];
    case 'year': return spelt(String(year));
    case 'yy': return spelt(String(year).slice(-2));
    case 'number': {
      const found: number[] = [];
      for (let at = from; at < from + mostDigits && is(digit, at); at += 1) found.push(at + 1);
      return found;
    }
  }
}

/** One number that fits: for people. */
export function exampleOf(tokens: readonly Token[], year: number): string {
  return tokens.map((token) => ({ literal: () => (token as { readonly text: string }).text, digit: () => '1', letter: () => 'A', number: () => '12', year: () => String(year), yy: () => String(year).slice(-2) })[token.kind]()).join('');
}
