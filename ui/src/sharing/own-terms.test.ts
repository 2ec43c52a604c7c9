import { describe, expect, it } from 'vitest';
import { dateOf, numberIn, plain, startOf } from './own-terms.ts';

describe('the fields of the expert form', () => {
  it('have a day as its first instant, and its last as the first of the next', () => {
    const day = startOf('2026-11-22') ?? 0;
    expect([dateOf(day), dateOf(startOf('2026-11-30', 1)), startOf('22/11/2026'), dateOf(undefined)]).toEqual(['2026-11-22', '2026-12-01', undefined, '']);
  });
  it.each([['12', 12], ['0', undefined], ['13.5', undefined], ['', undefined], [' ', undefined], ['61', undefined], ['x', undefined]])('take %j as a number', (text, value) => {
    expect(numberIn(text, 1, 60)).toBe(value);
  });
  it('say nothing that was not said', () => {
    expect(plain({ a: 1, b: undefined })).toEqual({ a: 1 });
  });
});
