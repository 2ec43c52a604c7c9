import { wordsOf } from './words-of.ts';

export const people = wordsOf({
  vi: {},
  en: {},
});
