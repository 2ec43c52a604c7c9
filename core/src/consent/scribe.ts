/** Something that can be said in words and understood from them. */
export interface Phrase<T> {
  write(value: T): string;
  /** @throws Misread */
  read(text: Reader): T;
}

/** The text is not one of ours. */
export class Misread extends Error {
  override readonly name = 'Misread';
}

export class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.#at)) return false;
    this.#at += literal.length;
    return true;
  }

  expect(literal: string): void {
    if (!this.take(literal)) throw new Misread(`Expected "${literal}" at ${this.#at}.`);
  }

  /** @param pattern sticky */
  match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) throw new Misread(`Expected ${pattern.source} at ${this.#at}.`);
    this.#at += found[0].length;
    return found;
  }

  finish(): void {
    if (this.#at !== this.#text.length) throw new Misread(`Unexpected text at ${this.#at}.`);
  }
}

/**
 * Says a text or reads it, by one and the same description: called with values it writes them, called without it finds them in the text.
 * So a text cannot say one thing and mean another.
 */
export interface Scribe {
  text(literal: string): void;
  say<T>(phrase: Phrase<T>, value: T | undefined): T;
  /** One of several wordings. */
  choose<K extends string>(wordings: Readonly<Record<K, string>>, value: K | undefined): K;
  /** `before`, the phrase and `after`, or nothing at all. */
  perhaps<T>(before: string, phrase: Phrase<T>, value: T | undefined, after?: string): T | undefined;
}

export class Writer implements Scribe {
  #text = '';
  get written(): string { return this.#text; }
  text(literal: string): void { this.#text += literal; }
  say<T>(phrase: Phrase<T>, value: T | undefined): T {
    if (value === undefined) throw new TypeError('There is nothing to say.');
    this.#text += phrase.write(value);
    return value;
  }
  choose<K extends string>(wordings: Readonly<Record<K, string>>, value: K | undefined): K {
    return this.say(word(wordings), value);
  }
  perhaps<T>(before: string, phrase: Phrase<T>, value: T | undefined, after = ''): T | undefined {
    if (value !== undefined) this.#text += before + phrase.write(value) + after;
    return value;
  }
}

export class ReadingScribe implements Scribe {
  readonly #reader: Reader;
  constructor(reader: Reader) {
    this.#reader = reader;
  }
  text(literal: string): void { this.#reader.expect(literal); }
  say<T>(phrase: Phrase<T>): T { return phrase.read(this.#reader); }
  choose<K extends string>(wordings: Readonly<Record<K, string>>): K { return word(wordings).read(this.#reader); }
  perhaps<T>(before: string, phrase: Phrase<T>, _value: T | undefined, after = ''): T | undefined {
    if (!this.#reader.take(before)) return undefined;
    const value = phrase.read(this.#reader);
    this.#reader.expect(after);
    return value;
  }
}

/** One word of a closed list. The longest that fits is meant. */
export function word<K extends string>(wordings: Readonly<Record<K, string>>): Phrase<K> {
  const longestFirst = (Object.keys(wordings) as K[]).toSorted((one, other) => wordings[other].length - wordings[one].length);
  return {
    write: (value) => wordings[value],
    read: (text) => {
      const found = longestFirst.find((each) => text.take(wordings[each]));
      if (found === undefined) throw new Misread('Unknown wording.');
      return found;
    },
  };
}

/** `a, b và c`; `none` when there is nothing in it. */
export function list<T>(item: Phrase<T>, and: string, none: string): Phrase<readonly T[]> {
  return {
    write: (values) => {
      const words = values.map((value) => item.write(value));
      return words.length < 2 ? words[0] ?? none : `${words.slice(0, -1).join(', ')}${and}${words.at(-1)}`;
    },
    read: (text) => {
      if (text.take(none)) return [];
      const values = [item.read(text)];
      while (text.take(', ')) values.push(item.read(text));
      if (text.take(and)) values.push(item.read(text));
      return values;
    },
  };
}

export const number: Phrase<number> = {
  write: String,
  read: (text) => Number(text.match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/y)[0]),
};

/** Controls, invisible and direction-changing characters are spelt out: a name must not be able to make a text look like another one. */
export const quoted: Phrase<string> = {
  write: (value) => `“${value.replace(/[“”\\]/g, '\\$&').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)}”`,
  read: (text) => {
    text.expect('“');
    const inside = text.match(/((?:[^\\“”]|\\[“”\\]|\\u\{[0-9a-f]+\})*)”/y)[1]!;
    return inside.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, code: string | undefined, character: string) => (code === undefined ? character : String.fromCodePoint(Number.parseInt(code, 16))));
  },
};
