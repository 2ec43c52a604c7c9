import type { Language } from '../words/formats.ts';
import type { Side, Theme } from './shell.ts';

type Kept = Pick<Storage, 'getItem' | 'setItem'>;
const oneOf = <T extends string>(value: string | null, all: readonly T[]): T | undefined => all.find((each) => each === value);

/** What this browser remembers about how to show things. Nothing about cameras or people. A browser that stores nothing is no error. */
export class Preferences {
  private readonly storage: Kept | undefined;
  private readonly browserLanguage: string;

  constructor(storage: Kept | undefined, browserLanguage: string) {
    this.storage = storage;
    this.browserLanguage = browserLanguage;
  }

  /** Vietnamese unless chosen otherwise, or the browser asks for English. */
  get language(): Language {
    return oneOf(this.read('mp-language'), ['vi', 'en']) ?? (this.browserLanguage.toLowerCase().startsWith('en') ? 'en' : 'vi');
  }
  set language(value: Language) {
    this.write('mp-language', value);
  }

  /** False while the browser's own language was taken. */
  get choseLanguage(): boolean {
    return this.read('mp-language') !== null;
  }

  get theme(): Theme {
    return oneOf(this.read('mp-theme'), ['system', 'light', 'dark']) ?? 'system';
  }
  set theme(value: Theme) {
    this.write('mp-theme', value);
  }

  get side(): Side | undefined {
    return oneOf(this.read('mp-side'), ['owner', 'officer', 'oversight', 'operator']);
  }
  set side(value: Side | undefined) {
    if (value) this.write('mp-side', value);
  }

  private read(name: string): string | null {
    try {
      return this.storage?.getItem(name) ?? null;
    } catch {
      return null;
    }
  }

  private write(name: string, value: string): void {
    try {
      this.storage?.setItem(name, value);
    } catch {
      // Private windows may refuse; the choice then lasts as long as the page.
    }
  }
}
