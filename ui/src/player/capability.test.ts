import { expect, it } from 'vitest';
import { capability } from './capability.ts';

it.each([
  ['a browser without HEVC', (type: string) => type.includes('avc1'), undefined, { transport: 'mse', plays: ['h264'] }],
  ['a browser with both', () => true, undefined, { transport: 'mse', plays: ['h264', 'h265'] }],
  ['a browser without either codec', () => false, undefined, { transport: 'mpeg1', plays: ['h264'] }],
  ['a browser without Media Source Extensions', undefined, undefined, { transport: 'mpeg1', plays: ['h264'] }],
  ['the compatibility player on demand', () => true, 'mpeg1', { transport: 'mpeg1', plays: ['h264', 'h265'] }],
])('%s', (_name, isTypeSupported, forced, expected) => {
  expect(capability(isTypeSupported, forced)).toEqual(expected);
});
