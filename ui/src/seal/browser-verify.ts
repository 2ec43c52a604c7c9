import type { VerifySignature } from '@matpho/core/proof';

export interface BrowserVerify {
  readonly verify: VerifySignature;
  /** False where this browser knows no Ed25519, or the page came over plain http: then hashes are compared all the same, and the page says that the signature was not. */
  readonly isAble: boolean;
}

/** Ed25519 by Web Crypto (Chrome 137, Safari 17, Firefox 129). `subtle` is undefined on a page that came over plain http. */
export async function browserVerify(subtle: SubtleCrypto | undefined): Promise<BrowserVerify> {
  const take = (key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => (subtle as SubtleCrypto).importKey('raw', key, 'Ed25519', false, ['verify']);
  const isAble = subtle !== undefined && await take(new Uint8Array(32).fill(1, 0, 1)).then(() => true, () => false);
  if (!isAble) return { isAble, verify: async () => true };
  return { isAble, verify: async (publicKey, message, signature) => subtle.verify('Ed25519', await take(publicKey).catch(() => Promise.reject(new TypeError('This is no key.'))), signature, message).catch(() => false) };
}
