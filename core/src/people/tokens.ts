import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url: whoever holds it is believed, so only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');
/** 128 random bits, base64url: a name, not a secret. */
export const newId = (): string => randomBytes(16).toString('base64url');
/** SHA-256, hex. A token has full entropy, so a slow hash would add nothing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
