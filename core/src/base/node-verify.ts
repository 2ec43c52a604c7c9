import { createPublicKey, verify } from 'node:crypto';

/** Ed25519 (RFC 8032) by Node: whether the key of 32 bytes signed exactly these bytes. */
export async function nodeVerify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' });
  return verify(null, message, key, signature);
}
