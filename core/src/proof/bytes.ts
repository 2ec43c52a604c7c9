/** Bytes and their two spellings, without Buffer: this room runs in a browser too. */

const digits = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i += 1) digits['0123456789abcdef'.charCodeAt(i)] = i;

/** Writes the bytes that lower-case hexadecimal digits at [at, at + 2 * length) say. False when one is no digit. */
export function readHex(from: Uint8Array, at: number, into: Uint8Array, to: number, length: number): boolean {
  let bad = 0;
  for (let i = 0; i < length; i += 1) {
    const high = digits[from[at + 2 * i] ?? 0] ?? -1;
    const low = digits[from[at + 2 * i + 1] ?? 0] ?? -1;
    bad |= high | low;
    into[to + i] = (high << 4) | low;
  }
  return bad >= 0;
}

export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Undefined for anything but the one spelling that `base64Of` gives (RFC 4648 §4, §3.5). */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return base64Of(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}
