import canonicalize from 'canonicalize';
import { base64Bytes, base64Of } from '../bytes.ts';
import type { z } from 'zod';
import type { BagCrypto, Cert } from './certificates.ts';
import { BagJwsHeader } from './records.ts';

const algorithms = {
  ES256: { key: { name: 'ECDSA', namedCurve: 'P-256' }, verify: { name: 'ECDSA', hash: 'SHA-256' } },
  ES384: { key: { name: 'ECDSA', namedCurve: 'P-384' }, verify: { name: 'ECDSA', hash: 'SHA-384' } },
  RS256: { key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, verify: { name: 'RSASSA-PKCS1-v1_5' } },
} as const;

/** RFC 8785 text; undefined for what JSON cannot say. */
export function canonicalText(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch {
    return undefined;
  }
}

/** The bytes of base64url (RFC 7515 §2), without a second spelling. */
function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  return base64Bytes(`${text.replaceAll('-', '+').replaceAll('_', '/')}${'='.repeat((4 - (text.length % 4)) % 4)}`);
}

/** What a compact JWS (RFC 7515) says, when the certificate of the bag signed it as a paper of this kind; `other` when another one did. */
export async function openPaper(jws: string, type: z.infer<typeof BagJwsHeader>['typ'], cert: Cert, crypto: BagCrypto): Promise<{ readonly payload: string } | 'false' | 'other'> {
  const [head = '', body = '', mac = '', ...more] = jws.trim().split('.');
  const [headBytes, payload, signature] = [head, body, mac].map(fromBase64url);
  const header = BagJwsHeader.safeParse(headBytes && parsed(new TextDecoder().decode(headBytes)));
  if (!header.success || more.length > 0 || !payload || !signature || header.data.typ !== type) return 'false';
  const named = header.data.x5c[0] ?? '';
  if (named !== base64Of(cert.der)) return 'other';
  const { key, verify } = algorithms[header.data.alg];
  const isSigned = await (async () => {
    const spki = cert.x509.subjectPublicKeyInfo.toSchema().toBER();
    const publicKey = await crypto.subtle.importKey('spki', spki, key, false, ['verify']);
    return crypto.subtle.verify(verify, publicKey, signature, new TextEncoder().encode(`${head}.${body}`));
  })().catch(() => false);
  return isSigned ? { payload: new TextDecoder().decode(payload) } : 'false';
}

/** JSON, or undefined. */
export function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
