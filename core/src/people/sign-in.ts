import type { PersonId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Device, Journal } from './journal.ts';
import type { LockOut } from './lock-out.ts';
import { requireGoodPassword, type Passwords } from './passwords.ts';
import { foldLogin } from './people.ts';
import type { OpenedSession, Sessions } from './sessions.ts';
import type { SignedIn } from './signed-in.ts';

/** Signing in and proving oneself with a password. */
export class SignIn {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #passwords: Passwords;
  readonly #sessions: Sessions;
  readonly #lockOut: LockOut;
  constructor(store: Store, journal: Journal, clock: Clock, passwords: Passwords, sessions: Sessions, lockOut: LockOut) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#passwords = passwords;
    this.#sessions = sessions;
    this.#lockOut = lockOut;
  }

  /**
   * One answer for a wrong password, an unknown login and a disabled person, after the same work.
   * `from` is the client's address as lock-out counts it.
   * @throws HubError `wrong-login`, `locked-out`, `too-many-requests`
   */
  async withPassword(login: string, password: string, device: Device, from: string): Promise<OpenedSession & { readonly person: PersonId }> {
    const folded = foldLogin(login);
    const tried = await this.#lockOut.begin(folded, from);
    const row = await this.#store.read.selectFrom('person').select(['id', 'password']).where('login', '=', folded).where('disabled_at', 'is', null).executeTakeFirst();
    if (!(await this.#passwords.check(row?.password, password)) || !row) {
      await tried.wrong();
      throw new HubError('wrong-login', 'The login or password is wrong.');
    }
    return await this.#store.write(async (trx) => {
      // Hashing takes a while: she may have been disabled, or the password changed, meanwhile.
      const still = await trx.selectFrom('person').select('password').where('id', '=', row.id).where('disabled_at', 'is', null).executeTakeFirst();
      if (still?.password !== row.password) throw new HubError('wrong-login', 'The person changed meanwhile.');
      await tried.right(trx);
      return { person: row.id, ...(await this.#sessions.open(trx, row.id, device, 'password')) };
    });
  }

  /** Her password once more. Gives the session a new token. @throws HubError `wrong-login`, `locked-out`, `too-many-requests` */
  async prove(by: SignedIn, password: string, from: string): Promise<OpenedSession> {
    const tried = await this.#lockOut.begin(by.login, from);
    const row = await this.#store.read.selectFrom('person').select('password').where('id', '=', by.person).executeTakeFirst();
    if (!(await this.#passwords.check(row?.password, password))) {
      await tried.wrong();
      throw new HubError('wrong-login', 'The password is wrong.');
    }
    return await this.#store.write(async (trx) => {
      await tried.right(trx);
      return await this.#sessions.prove(trx, by.session);
    });
  }

  /** Sets a new password; all her other sessions end and this one gets a new token. @throws HubError `weak-password` */
  async changePassword(by: SignedIn, password: string): Promise<OpenedSession> {
    requireGoodPassword(password, by);
    const hash = await this.#passwords.make(password);
    const { opened, ended } = await this.#store.write(async (trx) => {
      await trx.updateTable('person').set({ password: hash }).where('id', '=', by.person).execute();
      await this.#journal.append(trx, { type: 'key.password', at: this.#clock.now(), body: { person: by.person, session: by.session } });
      return { ended: await this.#sessions.endOthers(trx, by.person, by.session), opened: await this.#sessions.prove(trx, by.session) };
    });
    this.#sessions.tellEnded(by.person, ended);
    return opened;
  }
}
