import { expect, it } from 'vitest';
import { readPosition, writePosition } from './position.ts';

it.each([['20.4463, 106.3366', 20.4463, 106.3366], ['20.4463 106.3366', 20.4463, 106.3366], ['(20.4463; 106.3366)', 20.4463, 106.3366], ['20,4463 106,3366', 20.4463, 106.3366], ['-33, 151', -33, 151]])('reads %s', (text, latitude, longitude) => {
  expect(readPosition(text)).toEqual({ latitude, longitude });
});

it.each(['', 'chợ', '20.4463', '91, 0', '0, 181', '20.4463, 106.3366, 5', '1e2, 3', 'NaN, NaN'])('does not read "%s"', (text) => {
  expect(readPosition(text)).toBeUndefined();
});

it('writes what it reads', () => {
  expect([writePosition(readPosition('20.44630, 106.33660')), writePosition(null), writePosition({ latitude: 20.123456789, longitude: 106.1 })]).toEqual(['20.4463, 106.3366', '', '20.12346, 106.1']);
});
