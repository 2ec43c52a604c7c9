import { expect, it } from 'vitest';
import { fold, matches } from './fold.ts';

it('folds Vietnamese, đ included', () => {
  expect([fold('Ngõ Đình Đề Thám'), fold('đường Bồ Xuyên'), fold('Thường Tín')]).toEqual(['ngo dinh de tham', 'duong bo xuyen', 'thuong tin']);
});

it.each([['dinh ngo', true], ['Đình', true], ['cong 12', true], ['', true], ['  ', true], ['cho', false]])('finds by "%s": %s', (typed, found) => {
  expect(matches(typed, 'Cổng', '12 Ngõ Đình')).toBe(found);
});
