import { randomBytes } from 'node:crypto';

/** Crockford's letters, small: none is taken for another when it is typed off a screen, none needs escaping in any program's settings. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const text = (length: number): string => Array.from(randomBytes(length), (byte) => letters[byte & 31]).join('');

/** 160 random bits: 32 letters of 5 bits. */
export const newPassword = (): string => text(32);
/** A name, not a secret. */
export const newUsername = (kind: 'app' | 'once'): string => `${kind}-${text(12)}`;
