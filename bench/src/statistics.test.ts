import { expect, test } from 'vitest';
import { median, medianRatio, percentile, rounded } from './statistics.ts';

test('A percentile is a value that was measured, by nearest rank and in any order', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([50, 95, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([50, 95, 99, 100]);
  expect([0, 50, 99].map((percent) => percentile([7, 3], percent))).toEqual([3, 3, 7]);
  expect(percentile([], 50)).toBeNaN();
});

test('Numbers are ordered as numbers', () => {
  expect(median([10, 9, 100])).toBe(10);
  expect(percentile([10, 9, 100], 99)).toBe(100);
});

test('The median of an even count lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([5])).toBe(5);
  expect(median([])).toBeNaN();
});

test('A ratio is taken pair by pair, so that one busy moment does not decide it', () => {
  expect(medianRatio([[1, 4], [9, 10], [1, 4]])).toBe(0.25);
});

test('Figures are short', () => {
  expect([0.345_678, 12.345_678, -0.001_234_5, 0].map(rounded)).toEqual([0.346, 12.346, -0.001_23, 0]);
});
