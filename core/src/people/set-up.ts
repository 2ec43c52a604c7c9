import { randomInt, timingSafeEqual } from 'node:crypto';
import type { PersonId } from '../domain/ids.ts';
import type { Language, OwnerKind } from '../domain/people.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Device, Journal, PersonConsents } from './journal.ts';
import { addOwner } from './memberships.ts';
import type { Passwords } from './passwords.ts';
import { requireGoodPassword } from './passwords.ts';
import { addPerson } from './people.ts';
import type { OpenedSession, Sessions } from './sessions.ts';

export interface FirstPerson {
  readonly code: string;
  readonly name: string;
  readonly login: string;
  readonly password: string;
  readonly language: Language;
  readonly ownerKind: OwnerKind;
  readonly ownerName: string;
  /** The hash of the notice she said yes to. */
  readonly consent: string;
}
/** No 0/O, 1/I/L: the code is read from a screen and typed on a phone. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const mostWrong = 20;
/** `ABCDE-FGHJK`, 49 bits. */
export function newSetUpCode(): string {
  const text = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/** The first person of a hub. Only who can read the machine's own output knows the code. */
export class SetUp {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #passwords: Passwords;
  readonly #sessions: Sessions;
  readonly #consents: PersonConsents;
  #code: string;
  #wrong = 0;
  readonly #onNewCode: (code: string) => void;
  /** `onNewCode` hears the code that replaces one that was guessed at too often. */
  constructor(store: Store, journal: Journal, clock: Clock, passwords: Passwords, sessions: Sessions, consents: PersonConsents, code: string, onNewCode: (code: string) => void) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#passwords = passwords;
    this.#sessions = sessions;
    this.#consents = consents;
    this.#code = code;
    this.#onNewCode = onNewCode;
  }

  /** For the start line; of no use once anybody exists. */
  get code(): string { return this.#code; }

  /**
   * Makes the first person: owner of her household or business, and operator.
   * @throws HubError `already-set-up`, `wrong-code`, `weak-password`, `notice-changed`
   */
  async run(first: FirstPerson, device: Device): Promise<OpenedSession & { readonly person: PersonId }> {
    this.#requireCode(first.code);
    requireGoodPassword(first.password, first);
    const password = await this.#passwords.make(first.password);
    const now = this.#clock.now();
    return await this.#store.write(async (trx) => {
      // Asked inside the one writer: of two at once the second finds the first.
      if (await trx.selectFrom('person').select('id').limit(1).executeTakeFirst()) throw new HubError('already-set-up', 'Somebody was first.');
      const person = await addPerson(trx, { ...first, password }, true, now);
      await this.#journal.append(trx, { type: 'set-up', at: now, body: { person, address: device.address } });
      await this.#consents.given(trx, { person, notice: first.consent, method: 'set-up', at: now });
      await addOwner(trx, this.#journal, { kind: first.ownerKind, name: first.ownerName }, person, now);
      return { person, ...(await this.#sessions.open(trx, person, device, 'set-up')) };
    });
  }

  #requireCode(code: string): void {
    const typed = Buffer.from(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '').padEnd(10).slice(0, 11));
    const right = Buffer.from(this.#code.replace('-', ''));
    if (typed.length === right.length && timingSafeEqual(typed, right)) return;
    this.#wrong += 1;
    if (this.#wrong >= mostWrong) {
      this.#wrong = 0;
      this.#code = newSetUpCode();
      this.#onNewCode(this.#code);
    }
    throw new HubError('wrong-code', 'The set-up code is wrong.');
  }
}
