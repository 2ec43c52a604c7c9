import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeDigest } from '../base/node-digest.ts';
import { hexOf } from './bytes.ts';
import { hashOf, makeDigest, StreamDigest } from './sha256.ts';

describe('SHA-256', () => {
  const digest = makeDigest();
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'], ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('of the examples of FIPS 180-4 and NIST', (text, hex) => {
    for (const each of [digest, nodeDigest]) expect(hexOf(hashOf(each, new TextEncoder().encode(text)))).toBe(hex);
  });

  it('is OpenSSL\'s for every length up to 400 bytes, anywhere in a buffer', () => {
    for (let length = 0; length <= 400; length += 1) {
      const bytes = new Uint8Array(randomBytes(length + 20));
      const into = new Uint8Array(50);
      digest(bytes, 7, 7 + length, into, 9);
      expect(hexOf(into)).toBe(`${'00'.repeat(9)}${createHash('sha256').update(bytes.subarray(7, 7 + length)).digest('hex')}${'00'.repeat(9)}`);
    }
  });

  it('is the same however it is cut in pieces', () => {
    for (let length = 0; length <= 300; length += 1) {
      const bytes = new Uint8Array(randomBytes(length));
      const stream = new StreamDigest();
      for (let at = 0; at < length;) {
        const next = Math.min(length, at + ((at * 7 + length) % 130));
        stream.update(bytes.subarray(at, next === at ? at + 1 : next));
        at = next === at ? at + 1 : next;
      }
      expect(stream.hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });
});
