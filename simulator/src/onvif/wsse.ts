import { createHash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../auth/digest-gate.ts';
import type { XmlNode } from './soap.ts';

const WINDOW_MS = 5_000;
const NONCES_KEPT = 4_096;
const DIGEST_TYPE = '#PasswordDigest';

/** WS-Security UsernameToken Profile 1.0: the digest, the age by the camera's own clock, and no nonce twice. */
export class UsernameTokens {
  readonly #seen = new Map<string, number>();

  /** @param nowMs the camera's clock */
  check(security: XmlNode, account: Account, nowMs: number): boolean {
    const token = security.at('UsernameToken');
    if (token === undefined || !(token.at('Password')?.text('@Type') ?? '').endsWith(DIGEST_TYPE)) return false;
    const [nonce, created] = [token.text('Nonce'), token.text('Created')];
    const age = Math.abs(nowMs - Date.parse(created));
    if (nonce === '' || nonce.length > 256 || !(age <= WINDOW_MS) || this.#seen.has(nonce)) return false;
    const right = createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created).update(account.password).digest();
    const given = Buffer.from(token.text('Password'), 'base64');
    if (token.text('Username') !== account.user || given.length !== right.length || !timingSafeEqual(given, right)) return false;
    this.#remember(nonce, nowMs);
    return true;
  }

  #remember(nonce: string, nowMs: number): void {
    for (const [old, at] of this.#seen) {
      if (Math.abs(nowMs - at) <= 2 * WINDOW_MS && this.#seen.size < NONCES_KEPT) break;
      this.#seen.delete(old);
    }
    this.#seen.set(nonce, nowMs);
  }
}
