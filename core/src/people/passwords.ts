import { hash, verify } from '@node-rs/argon2';
import { HubError } from '../sdk/errors.ts';
import { commonPasswords } from './common-passwords.ts';

/** argon2id (the library's own choice) with OWASP's parameters: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const shortest = 10;
const mostAtOnce = 2;
const mostWaiting = 64;

/** NIST SP 800-63B §5.1.1.2: one form for what different keyboards type. */
const same = (password: string): string => password.normalize('NFKC');

/**
 * Why nobody should use this password.
 * @throws HubError `weak-password`
 */
export function requireGoodPassword(password: string, about: { readonly login: string; readonly name: string }): void {
  const folded = fold(password);
  const taken = [about.login, about.name].map(fold).filter((text) => text.length >= 3);
  // Her own name with digits or signs around it is the first thing tried.
  const bare = folded.replaceAll(/[^\p{L}]/gu, '');
  const weak = [...same(password)].length < shortest || commonPasswords.has(folded) || new Set(folded).size < 4 || taken.some((text) => folded === text || (bare.length > 0 && bare === text.replaceAll(/[^\p{L}]/gu, '')));
  if (weak) throw new HubError('weak-password', 'The password is short or easy to guess.');
}
const fold = (text: string): string => same(text).toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll(/\s/g, '');

/** Makes and checks password hashes, a few at a time: each takes 19 MiB and some 30 ms of a core. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #nobody: Promise<string> | undefined;

  /** A PHC string, salt and cost within. @throws HubError `too-many-requests` */
  make(password: string): Promise<string> {
    return this.#inTurn(() => hash(same(password), cost));
  }

  /** False for a wrong password, and for nobody, after the same work: the time does not tell whether a login exists. @throws HubError `too-many-requests` */
  check(stored: string | null | undefined, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const against = stored ?? (await (this.#nobody ??= hash('a password nobody has', cost)));
      const right = await verify(against, same(password)).catch(() => false);
      return right && typeof stored === 'string';
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= mostWaiting) throw new HubError('too-many-requests', 'Too many passwords are being checked.');
    if (this.#running >= mostAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // A turn is handed on, so the count stays; it falls when nobody waits.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
