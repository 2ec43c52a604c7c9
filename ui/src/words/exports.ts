import { wordsOf } from './words-of.ts';

export const exports = wordsOf({
  vi: {},
  en: {},
});
