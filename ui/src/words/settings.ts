import { wordsOf } from './words-of.ts';

export const settings = wordsOf({
  vi: {},
  en: {},
});
