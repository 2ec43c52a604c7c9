import { createHash, timingSafeEqual } from 'node:crypto';

/** What a client claims in `Authorization: Digest …` (RFC 7616 §3.4, RFC 2617 §3.2.2). */
export interface DigestClaim {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: 'MD5' | 'SHA-256';
  /** Undefined for clients of RFC 2069 times, many cameras' and viewers'. */
  readonly counted: { readonly nc: string; readonly cnonce: string } | undefined;
}
export const realm = 'matpho';
const longest = 2_048;
const field = /\s*([a-z0-9-]{1,32})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/giy;

/** Undefined for everything that is no whole Digest claim of a kind the hub offers. Total, and linear in the header's length. */
export function readDigest(header: string | undefined): DigestClaim | undefined {
  if (header === undefined || header.length > longest || !/^digest\s/i.test(header)) return undefined;
  const text = header.slice(7);
  const values = new Map<string, string>();
  field.lastIndex = 0;
  for (let match = field.exec(text); match; match = field.exec(text)) {
    const [, name = '', quoted, token] = match;
    if (values.has(name.toLowerCase())) return undefined;
    values.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? token ?? '');
    if (field.lastIndex >= text.length) break;
  }
  const algorithm = (values.get('algorithm') ?? 'MD5').toUpperCase();
  const [username, nonce, uri, response, qop] = ['username', 'nonce', 'uri', 'response', 'qop'].map((name) => values.get(name));
  if (algorithm !== 'MD5' && algorithm !== 'SHA-256') return undefined;
  if (!username || username.length > 64 || !nonce || nonce.length > 200 || !uri || !response || !/^[0-9a-f]{32,64}$/i.test(response)) return undefined;
  if (qop !== undefined && qop !== 'auth') return undefined;
  const [nc = '', cnonce = ''] = [values.get('nc'), values.get('cnonce')];
  if (qop === 'auth' && (!/^[0-9a-f]{8}$/i.test(nc) || cnonce === '')) return undefined;
  return { username, realm: values.get('realm') ?? '', nonce, uri, response: response.toLowerCase(), algorithm, counted: qop === undefined ? undefined : { nc, cnonce } };
}

/** Whether whoever claims this knows the password. Whether its nonce and its address are good is the caller's to see. */
export function isRightDigest(claim: DigestClaim, method: string, password: string): boolean {
  if (claim.realm !== realm) return false;
  const hash = (text: string): string => createHash(claim.algorithm === 'MD5' ? 'md5' : 'sha256').update(text).digest('hex');
  const secret = hash(`${claim.username}:${realm}:${password}`);
  const what = hash(`${method}:${claim.uri}`);
  const expected = hash(claim.counted ? `${secret}:${claim.nonce}:${claim.counted.nc}:${claim.counted.cnonce}:auth:${what}` : `${secret}:${claim.nonce}:${what}`);
  return expected.length === claim.response.length && timingSafeEqual(Buffer.from(expected), Buffer.from(claim.response));
}

/**
 * `WWW-Authenticate` values, one header each. The weaker one last: clients of the live555 and libavformat kind take the last they read,
 * and know MD5 alone. Realm and nonce come first, where old parsers look for them.
 */
export function challenges(nonce: string, { stale, counted }: { readonly stale: boolean; readonly counted: boolean }): readonly string[] {
  return (['SHA-256', 'MD5'] as const).map((algorithm) => `Digest realm="${realm}", nonce="${nonce}"${counted ? ', qop="auth"' : ''}, algorithm=${algorithm}${stale ? ', stale=true' : ''}`);
}
