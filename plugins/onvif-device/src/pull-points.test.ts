import { expect, it } from 'vitest';
import { durationOf } from './pull-points.ts';

it.each([
  ['PT10S', 10_000], ['PT1M30.5S', 90_500], ['P1DT1H', 90_000_000], ['PT0S', 0], ['', undefined], ['P', undefined], ['PT', undefined], ['10', undefined], ['-PT5S', undefined], ['PT99999999S', undefined],
])('%j is %j ms', (text, ms) => {
  expect(durationOf(text)).toBe(ms);
});
