import { wordsOf } from './words-of.ts';

export const operator = wordsOf({
  vi: {},
  en: {},
});
