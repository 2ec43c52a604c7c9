import { expect, it } from 'vitest';
import { isWellFormed } from './well-formed.ts';

it.each([
  ['a sequence of a number and a boolean', '3006020101 0101ff', true], ['a null', '0500', true], ['of no stated length', '3080 020101 0000', true],
  ['a boolean of six bytes', '3008 0106082a8648ce3d', false], ['a boolean of none', '0100', false], ['a null with content', '050101', false], ['a number of no byte', '30020200', false], ['an identifier of no byte', '0600', false],
  ['text that is no UTF-8', '0c02c328', false], ['text that is', '0c02c3a8', true], ['a part that ends after what it is in', '3003020201', false], ['a byte too many', '050000', false], ['a byte too few', '0202 01', false], ['nothing', '', false],
] as const)('takes exactly one value, as OpenSSL does: %s', (_, hex, isOne) => {
  expect(isWellFormed(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBe(isOne);
});
