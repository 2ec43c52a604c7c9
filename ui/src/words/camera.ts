import { wordsOf } from './words-of.ts';

export const camera = wordsOf({
  vi: {},
  en: {},
});
