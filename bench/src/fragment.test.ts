import { expect, test } from 'vitest';
import { isInit, isKeyFragment } from './fragment.ts';

const box = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const nal = (type: number, size = 6): Buffer => {
  const bytes = Buffer.alloc(4 + size);
  bytes.writeUInt32BE(size, 0);
  bytes[4] = 0x60 | type;
  return bytes;
};
const fragment = (...nals: readonly Buffer[]): Buffer => Buffer.concat([box('moof', Buffer.alloc(40)), box('mdat', Buffer.concat(nals))]);

test('A fragment with an IDR picture is one to start from, whatever stands before the picture', () => {
  expect(isKeyFragment(fragment(nal(7), nal(8), nal(6), nal(5, 400)))).toBe(true);
  expect(isKeyFragment(fragment(nal(5)))).toBe(true);
});

test('A fragment with another picture is not', () => {
  expect(isKeyFragment(fragment(nal(6), nal(1)))).toBe(false);
});

test('Bytes that are no fragment are none, however they are cut', () => {
  const whole = fragment(nal(6));
  for (let size = 0; size <= whole.length; size += 1) expect(isKeyFragment(whole.subarray(0, size))).toBe(false);
  expect(isKeyFragment(box('moov', nal(5)))).toBe(false);
});

test('An init segment begins with ftyp', () => {
  expect([isInit(box('ftyp', Buffer.alloc(8))), isInit(fragment(nal(5))), isInit(Buffer.alloc(3))]).toEqual([true, false, false]);
});
