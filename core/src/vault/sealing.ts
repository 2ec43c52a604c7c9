import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { HubError } from '../sdk/errors.ts';

export interface Sealed {
  /** 96 bits. */
  readonly nonce: Buffer;
  /** Ciphertext, then the 16-byte tag. */
  readonly sealed: Buffer;
}

const tagBytes = 16;

/** A key for one use, so that what is sealed for one cannot be passed off as another (RFC 5869). */
export function keyFor(use: string, master: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `matpho ${use} v1`, 32));
}

/** AES-256-GCM (NIST SP 800-38D) with a random nonce; good for 2^32 texts under one key. The name is authenticated, not hidden. */
export function seal(key: Uint8Array, name: string, text: string): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(name));
  return { nonce, sealed: Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]) };
}

/** @throws HubError `vault-locked` when the key is another, or the row was changed or renamed */
export function unseal(key: Uint8Array, name: string, { nonce, sealed }: Sealed): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(name));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new HubError('vault-locked', `"${name}" does not open with this key.`, { cause });
  }
}
