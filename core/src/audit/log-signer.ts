import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { NoteSigner } from './signed-note.ts';

/** Where the private key is kept: the vault. */
export interface KeyPlace {
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string): Promise<void>;
}

const place = 'hub/log-key';

/**
 * The key that signs this hub's checkpoints, made the first time. The name stays the one it was made with:
 * what owners' phones keep is signed under it.
 */
export async function openLogSigner(name: string, keys: KeyPlace): Promise<NoteSigner> {
  const kept = await keys.get(place);
  if (kept !== undefined) {
    const { name: first, key } = JSON.parse(kept) as { name: string; key: string };
    return ed25519Signer(first, createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' }));
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  await keys.put(place, JSON.stringify({ name, key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') }));
  return ed25519Signer(name, privateKey);
}

export function ed25519Signer(name: string, privateKey: KeyObject): NoteSigner {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { name, publicKey: Buffer.from(x, 'base64url'), sign: (text) => sign(null, text, privateKey) };
}
