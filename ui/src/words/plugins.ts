import { wordsOf } from './words-of.ts';

export const plugins = wordsOf({
  vi: {},
  en: {},
});
