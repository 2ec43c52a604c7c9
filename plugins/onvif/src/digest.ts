import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from '@matpho/core/sdk';

export interface Challenge {
  /** Lower case, `digest`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}
export interface Answer {
  readonly by: 'digest' | 'basic';
  /** The value of the Authorization header. */
  readonly header: string;
}
const hashes: Readonly<Record<string, string>> = { 'md5': 'md5', 'sha-256': 'sha256', 'sha-512-256': 'sha512-256' };
const maxChallenges = 8;

/** RFC 9110 §11.6.1: several challenges in one field, or one field each; both happen. */
export function parseChallenges(fields: readonly string[]): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  for (const part of fields.flatMap((field) => field.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [])) {
    const match = /^\s*(?:([\w-]+)(?:\s+|$))?(?:([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*)))?\s*$/.exec(part);
    if (match === null) continue;
    const [, scheme, name, quoted, token] = match;
    if (scheme !== undefined) {
      if (challenges.length === maxChallenges) break;
      challenges.push({ scheme: scheme.toLowerCase(), parameters: {} });
    }
    const current = challenges.at(-1);
    if (current !== undefined && name !== undefined) current.parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? token ?? '';
  }
  return challenges;
}

/**
 * The answer to the strongest challenge we know, or undefined when there is none.
 * Basic only where the caller allows it and the camera offers no Digest.
 */
export function answerChallenges(
  challenges: readonly Challenge[],
  request: { readonly method: string; readonly uri: string },
  credentials: Credentials,
  options: { readonly basic: boolean; readonly cnonce?: string },
): Answer | undefined {
  const digests = challenges.filter((one) => one.scheme === 'digest' && one.parameters['nonce'] !== undefined);
  const known = digests.filter((one) => hashOf(one) !== undefined && protectionOf(one) !== 'unknown');
  const best = known.find((one) => hashOf(one)?.hash !== 'md5') ?? known[0];
  if (best !== undefined) return { by: 'digest', header: digestHeader(best, request, credentials, options.cnonce ?? randomBytes(16).toString('hex')) };
  if (options.basic && digests.length === 0 && challenges.some((one) => one.scheme === 'basic')) {
    return { by: 'basic', header: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64')}` };
  }
  return undefined;
}

/** RFC 7616 §3.3: the nonce had aged, the password may be right. */
export function isStale(challenges: readonly Challenge[]): boolean {
  return challenges.some((one) => one.scheme === 'digest' && one.parameters['stale']?.toLowerCase() === 'true');
}

/** RFC 7616 §3.4; without `qop` the older form of RFC 2069, which many cameras still use. */
function digestHeader({ parameters }: Challenge, { method, uri }: { method: string; uri: string }, { username, password }: Credentials, cnonce: string): string {
  const { hash = 'md5', session = false } = hashOf({ scheme: 'digest', parameters }) ?? {};
  const h = (text: string): string => createHash(hash).update(text, 'utf8').digest('hex');
  const realm = parameters['realm'] ?? '';
  const nonce = parameters['nonce'] ?? '';
  const withQop = protectionOf({ scheme: 'digest', parameters }) === 'auth';
  const nc = '00000001';
  // Node reads header bytes as latin1; the camera hashed the bytes themselves.
  const secret = createHash(hash).update(`${username}:`, 'utf8').update(realm, 'latin1').update(`:${password}`, 'utf8').digest('hex');
  const ha1 = session ? h(`${secret}:${nonce}:${cnonce}`) : secret;
  const ha2 = h(`${method}:${uri}`);
  const response = withQop ? h(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}`) : h(`${ha1}:${nonce}:${ha2}`);
  const fields = [
    // RFC 7616 §3.4: a name outside ASCII goes in the extended form.
    /^[\x20-\x7e]*$/.test(username) ? `username=${quote(username)}` : `username*=UTF-8''${encodeURIComponent(Buffer.from(username, 'utf8').toString('utf8'))}`,
    `realm=${quote(realm)}`, `nonce=${quote(nonce)}`, `uri=${quote(uri)}`, `response="${response}"`,
  ];
  if (parameters['algorithm'] !== undefined) fields.push(`algorithm=${parameters['algorithm']}`);
  if (withQop) fields.push('qop=auth', `nc=${nc}`);
  if (withQop || session) fields.push(`cnonce="${cnonce}"`);
  if (parameters['opaque'] !== undefined) fields.push(`opaque=${quote(parameters['opaque'])}`);
  return `Digest ${fields.join(', ')}`;
}

function hashOf(challenge: Challenge): { readonly hash: string; readonly session: boolean } | undefined {
  const algorithm = (challenge.parameters['algorithm'] ?? 'MD5').toLowerCase();
  const hash = hashes[algorithm.replace(/-sess$/, '')];
  return hash === undefined ? undefined : { hash, session: algorithm.endsWith('-sess') };
}
function protectionOf(challenge: Challenge): 'none' | 'auth' | 'unknown' {
  const qop = challenge.parameters['qop'];
  if (qop === undefined || qop === '') return 'none';
  return qop.split(',').some((one) => one.trim().toLowerCase() === 'auth') ? 'auth' : 'unknown';
}
/** Without line ends, so that no value can add a header. */
const quote = (text: string): string => `"${text.replace(/[\r\n]/g, '').replace(/[\\"]/g, '\\$&')}"`;
