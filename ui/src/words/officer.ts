import { wordsOf } from './words-of.ts';

export const officer = wordsOf({
  vi: {},
  en: {},
});
