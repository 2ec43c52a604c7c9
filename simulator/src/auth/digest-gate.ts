import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type DigestAlgorithm = 'MD5' | 'SHA-256';
export interface Account { readonly user: string; readonly password: string }
export type Verdict = 'ok' | 'stale' | 'no';

const HASH = { MD5: 'md5', 'SHA-256': 'sha256' } as const;

/** HTTP authentication as cameras do it, for RTSP and HTTP alike: RFC 7616 Digest (qop=auth, or RFC 2069 without) and RFC 7617 Basic. */
export class DigestGate {
  readonly realm: string;
  readonly #secret = randomBytes(16);
  readonly #nonceMs: number;

  constructor(realm: string, nonceMs: number) {
    this.realm = realm;
    this.#nonceMs = nonceMs;
  }

  /** One WWW-Authenticate value. A nonce carries its own birth and seal, so that none has to be kept. */
  challenge(algorithm: DigestAlgorithm, nowMs: number, stale: boolean): string {
    const born = `${nowMs.toString(16)}${randomBytes(4).toString('hex')}`;
    return `Digest realm="${this.realm}", nonce="${born}-${this.#seal(born)}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`;
  }

  basicChallenge(): string {
    return `Basic realm="${this.realm}"`;
  }

  check(header: string | undefined, method: string, account: Account, nowMs: number): { readonly scheme: 'basic' | DigestAlgorithm | 'none'; readonly verdict: Verdict } {
    if (header === undefined || header.length > 2_048) return { scheme: 'none', verdict: 'no' };
    if (/^basic /i.test(header)) {
      const given = Buffer.from(header.slice(6).trim(), 'base64').toString('utf8');
      return { scheme: 'basic', verdict: same(given, `${account.user}:${account.password}`) ? 'ok' : 'no' };
    }
    if (!/^digest /i.test(header)) return { scheme: 'none', verdict: 'no' };
    return this.#checkDigest(parameters(header.slice(7)), method, account, nowMs);
  }

  #checkDigest(given: ReadonlyMap<string, string>, method: string, account: Account, nowMs: number): { readonly scheme: DigestAlgorithm; readonly verdict: Verdict } {
    const scheme: DigestAlgorithm = given.get('algorithm')?.toUpperCase() === 'SHA-256' ? 'SHA-256' : 'MD5';
    const hash = (text: string): string => createHash(HASH[scheme]).update(text).digest('hex');
    const nonce = given.get('nonce') ?? '';
    const [born = '', seal = ''] = nonce.split('-');
    const secret = hash(`${account.user}:${this.realm}:${account.password}`);
    const asked = hash(`${method}:${given.get('uri') ?? ''}`);
    const middle = given.get('qop') === 'auth' ? `${nonce}:${given.get('nc') ?? ''}:${given.get('cnonce') ?? ''}:auth` : nonce;
    const right = same(given.get('response')?.toLowerCase() ?? '', hash(`${secret}:${middle}:${asked}`));
    if (given.get('username') !== account.user || !right || !same(seal, this.#seal(born))) return { scheme, verdict: 'no' };
    const age = nowMs - parseInt(born.slice(0, -8), 16);
    return { scheme, verdict: age >= 0 && age <= this.#nonceMs ? 'ok' : 'stale' };
  }

  #seal(born: string): string {
    return createHmac('sha256', this.#secret).update(born).digest('hex').slice(0, 16);
  }
}

const same = (a: string, b: string): boolean => {
  const [left, right] = [createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest()];
  return timingSafeEqual(left, right);
};

const parameters = (text: string): Map<string, string> => {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(/([\w-]{1,32})\s*=\s*(?:"([^"]{0,1024})"|([^\s,]{1,1024}))/g)) found.set(name.toLowerCase(), quoted ?? plain ?? '');
  return found;
};
