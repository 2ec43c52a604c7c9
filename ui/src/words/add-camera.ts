import { wordsOf } from './words-of.ts';

export const addCamera = wordsOf({
  vi: {},
  en: {},
});
