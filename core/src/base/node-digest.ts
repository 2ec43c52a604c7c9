import { hash } from 'node:crypto';

/**
 * SHA-256 of `bytes[from, to)`, written into `into` at `at`. OpenSSL's, asked for as text of one byte a character:
 * three times as quick as asking for a Buffer, which has to be made each time.
 */
export function nodeDigest(bytes: Uint8Array, from: number, to: number, into: Uint8Array, at: number): void {
  const digest = hash('sha256', bytes.subarray(from, to), 'binary');
  for (let i = 0; i < 32; i += 1) into[at + i] = digest.charCodeAt(i);
}
