import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from '@matpho/core/sdk';

export interface Challenge {
  readonly scheme: 'digest' | 'basic';
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  readonly algorithm: 'MD5' | 'SHA-256';
  /** `MD5-sess`, `SHA-256-sess`. */
  readonly perSession: boolean;
  readonly qop: boolean;
  /** The password was right, only the nonce was too old: RFC 7616 §3.3. */
  readonly stale: boolean;
}

/** A name is tried from its first letter only: a long word without a value would else be read once for each of its letters. */
const quoted = /(?<![a-z0-9-])([a-z0-9-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi;

/** The strongest way of signing in that the camera offers and the hub knows: SHA-256, then MD5, then Basic. */
export function chooseChallenge(headers: readonly string[]): Challenge | undefined {
  const known = headers.slice(0, 8).map(parseChallenge).filter((challenge) => challenge !== undefined);
  return known.toSorted((a, b) => strength(b) - strength(a))[0];
}
function strength({ scheme, algorithm }: Challenge): number {
  return scheme === 'basic' ? 0 : algorithm === 'MD5' ? 1 : 2;
}

function parseChallenge(header: string): Challenge | undefined {
  const scheme = /^\s*(digest|basic)\b/i.exec(header)?.[1]?.toLowerCase();
  if (!scheme) return undefined;
  const values = new Map([...header.matchAll(quoted)].map(([, name = '', text, token]) => [name.toLowerCase(), text?.replace(/\\(.)/g, '$1') ?? token ?? '']));
  const [algorithm, session] = (values.get('algorithm') ?? 'MD5').toUpperCase().split(/-(?=SESS$)/);
  const qop = values.get('qop')?.split(',').map((each) => each.trim().toLowerCase());
  if (scheme === 'digest' && (!values.has('nonce') || (algorithm !== 'MD5' && algorithm !== 'SHA-256') || (qop && !qop.includes('auth')))) return undefined;
  const opaque = values.get('opaque');
  return {
    scheme: scheme === 'basic' ? 'basic' : 'digest', realm: values.get('realm') ?? '', nonce: values.get('nonce') ?? '', ...(opaque === undefined ? {} : { opaque }),
    algorithm: algorithm === 'SHA-256' ? 'SHA-256' : 'MD5', perSession: session !== undefined, qop: qop !== undefined, stale: values.get('stale')?.toLowerCase() === 'true',
  };
}

/** Signs requests for one challenge (RFC 7616 §3.4, RFC 7617); counts how often its nonce was used. */
export class Authorization {
  readonly challenge: Challenge;
  readonly #credentials: Credentials;
  #uses = 0;

  constructor(challenge: Challenge, credentials: Credentials) {
    this.challenge = challenge;
    this.#credentials = credentials;
  }

  header(method: string, uri: string, clientNonce = randomBytes(12).toString('hex')): string {
    const { username, password } = this.#credentials;
    const c = this.challenge;
    if (c.scheme === 'basic') return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const hash = (text: string): string => createHash(c.algorithm === 'MD5' ? 'md5' : 'sha256').update(text).digest('hex');
    const count = (++this.#uses).toString(16).padStart(8, '0');
    const who = hash(`${username}:${c.realm}:${password}`);
    const secret = c.perSession ? hash(`${who}:${c.nonce}:${clientNonce}`) : who;
    const what = hash(`${method}:${uri}`);
    const response = hash(c.qop ? `${secret}:${c.nonce}:${count}:${clientNonce}:auth:${what}` : `${secret}:${c.nonce}:${what}`);
    const fields = [`username=${quote(username)}`, `realm=${quote(c.realm)}`, `nonce=${quote(c.nonce)}`, `uri="${uri}"`, `response="${response}"`];
    // Old cameras choke on an algorithm they did not name themselves.
    if (c.algorithm !== 'MD5' || c.perSession) fields.push(`algorithm=${c.algorithm}${c.perSession ? '-sess' : ''}`);
    if (c.qop) fields.push('qop=auth', `nc=${count}`);
    if (c.qop || c.perSession) fields.push(`cnonce="${clientNonce}"`);
    if (c.opaque !== undefined) fields.push(`opaque=${quote(c.opaque)}`);
    return `Digest ${fields.join(', ')}`;
  }
}

/** A quoted string without line ends, so that no value can add a header. */
function quote(text: string): string {
  return `"${text.replace(/[\r\n]/g, '').replace(/["\\]/g, '\\$&')}"`;
}
