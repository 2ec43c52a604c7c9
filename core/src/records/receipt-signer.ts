import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Vault } from '../vault/vault.ts';

/** A public key as RFC 7517 has it. */
export interface PublicKey { readonly kty: string; readonly crv: string; readonly x: string; readonly kid: string; readonly alg: string; readonly use: string }
/** Signs receipts. The private key never leaves it. */
export interface ReceiptSigner {
  readonly keys: readonly PublicKey[];
  /** RFC 7515 compact form; `typ` says what it is. */
  sign(payload: object): Promise<string>;
}
const place = 'hub/receipt-key';

/** The key of this hub's receipts, made the first time and kept in the vault: one of its own, so that a receipt is never taken for a checkpoint. */
export async function openReceiptSigner(vault: Pick<Vault, 'get' | 'put'>): Promise<ReceiptSigner> {
  const kept = await vault.get(place);
  const jwk = kept === undefined ? await newKey() : (JSON.parse(kept) as JWK);
  if (kept === undefined) await vault.put(place, JSON.stringify(jwk));
  const { crv = '', x = '' } = jwk;
  const kty = 'OKP';
  const kid = await calculateJwkThumbprint({ kty, crv, x });
  const key = await importJWK(jwk, 'EdDSA');
  return {
    keys: [{ kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }],
    sign: (payload) => new CompactSign(new TextEncoder().encode(JSON.stringify(payload))).setProtectedHeader({ alg: 'EdDSA', kid, typ: 'consent-receipt+ld+json' }).sign(key),
  };
}
async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return exportJWK(privateKey);
}
