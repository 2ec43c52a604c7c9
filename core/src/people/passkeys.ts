import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse, type AuthenticationResponseJSON, type RegistrationResponseJSON } from '@simplewebauthn/server';
import type { PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { PasskeyTable } from '../store/schema-people.ts';
import type { Ceremonies } from './ceremonies.ts';
import type { Device, Journal } from './journal.ts';
import type { OpenedSession, Sessions } from './sessions.ts';
import type { SignedIn } from './signed-in.ts';

/** A question for the browser: `options` go to navigator.credentials as they are. */
export interface Question {
  readonly ceremony: string;
  readonly options: object;
}
export interface Answer {
  readonly ceremony: string;
  readonly answer: Readonly<Record<string, unknown>>;
}
export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly usedAt: Instant | null;
}
const mostPerPerson = 20;
const transportNames = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

/**
 * The host a passkey is bound to (WebAuthn Level 3 §5.1.2). Only HTTPS, or localhost, and never an address.
 * @returns undefined where no passkey can be made
 */
export function relyingParty(origin: string): string | undefined {
  const { protocol, hostname } = new URL(origin);
  if (hostname === 'localhost') return hostname;
  return protocol === 'https:' && !/^[\d.]+$|^\[/.test(hostname) ? hostname : undefined;
}

/** Passkeys: discoverable, always with the person verified, so that one stands for name and password. */
export class Passkeys {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #sessions: Sessions;
  readonly #ceremonies: Ceremonies;
  readonly #hubName: string;
  constructor(store: Store, journal: Journal, clock: Clock, sessions: Sessions, ceremonies: Ceremonies, hubName: string) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#sessions = sessions;
    this.#ceremonies = ceremonies;
    this.#hubName = hubName;
  }

  async list(person: PersonId): Promise<readonly Passkey[]> {
    const rows = await this.#rows(person);
    return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at, usedAt: row.used_at }));
  }

  /** @throws HubError `passkey-failed` where the page's address cannot have passkeys, `conflict` when she has too many */
  async beginRegistration(by: SignedIn, origin: string): Promise<Question> {
    const rpID = requireRelyingParty(origin);
    const rows = await this.#rows(by.person);
    if (rows.length >= mostPerPerson) throw new HubError('conflict', 'She has as many passkeys as one may have.');
    const options = await generateRegistrationOptions({
      rpName: this.#hubName, rpID, userName: by.login, userDisplayName: by.name, userID: new Uint8Array(Buffer.from(by.person)), attestationType: 'none',
      excludeCredentials: rows.map(({ id }) => ({ id })), authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, supportedAlgorithmIDs: [-7, -8, -257],
    });
    return { ceremony: this.#ceremonies.add({ kind: 'register', challenge: options.challenge, origin, person: by.person }), options };
  }

  /** @throws HubError `passkey-failed` */
  async register(by: SignedIn, { ceremony, answer }: Answer, name: string): Promise<Passkey> {
    const begun = this.#ceremonies.take(ceremony, 'register');
    if (begun?.person !== by.person) throw new HubError('passkey-failed', 'There is no such registration under way.');
    const verified = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON, expectedChallenge: begun.challenge, expectedOrigin: begun.origin, expectedRPID: requireRelyingParty(begun.origin), requireUserVerification: true,
    }).catch(refuse);
    if (!verified.verified) throw new HubError('passkey-failed', 'The registration does not verify.');
    const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
    const now = this.#clock.now();
    const known = transportNames.filter((t) => transports?.includes(t));
    await this.#store.write(async (trx) => {
      if (await trx.selectFrom('passkey').select('id').where('id', '=', id).executeTakeFirst()) throw new HubError('passkey-failed', 'The passkey is registered already.');
      await trx.insertInto('passkey').values({ id, person: by.person, public_key: Buffer.from(publicKey), counter, transports: JSON.stringify(known), name, created_at: now, used_at: null }).execute();
      await this.#journal.append(trx, { type: 'key.added', at: now, body: { person: by.person, key: id, name } });
    });
    return { id, name, createdAt: now, usedAt: null };
  }

  /** For signing in and for proving: the browser offers the passkeys it has for this host. @throws HubError `passkey-failed` */
  async beginSignIn(origin: string): Promise<Question> {
    const options = await generateAuthenticationOptions({ rpID: requireRelyingParty(origin), userVerification: 'required' });
    return { ceremony: this.#ceremonies.add({ kind: 'sign-in', challenge: options.challenge, origin }), options };
  }

  /** @throws HubError `passkey-failed` */
  async signIn(answer: Answer, device: Device): Promise<OpenedSession & { readonly person: PersonId }> {
    const { row, counter } = await this.#verify(answer);
    return await this.#store.write(async (trx) => {
      const person = await trx.selectFrom('person').select('id').where('id', '=', row.person).where('disabled_at', 'is', null).executeTakeFirst();
      if (!person) throw new HubError('passkey-failed', 'The person is gone.');
      await this.#use(trx, row, counter);
      return { person: row.person, ...(await this.#sessions.open(trx, row.person, device, 'passkey')) };
    });
  }

  /** Gives the session a new token. @throws HubError `passkey-failed` */
  async prove(by: SignedIn, answer: Answer): Promise<OpenedSession> {
    const { row, counter } = await this.#verify(answer);
    if (row.person !== by.person) throw new HubError('passkey-failed', 'The passkey is somebody else\'s.');
    return await this.#store.write(async (trx) => {
      await this.#use(trx, row, counter);
      return await this.#sessions.prove(trx, by.session);
    });
  }

  /** @throws HubError `not-found`, `conflict` when it is her only way in */
  async remove(by: SignedIn, id: string): Promise<void> {
    await this.#store.write(async (trx) => {
      const { numDeletedRows } = await trx.deleteFrom('passkey').where('id', '=', id).where('person', '=', by.person).executeTakeFirst();
      if (numDeletedRows === 0n) throw new HubError('not-found', 'No such passkey of hers.');
      const left = await trx.selectFrom('passkey').select('id').where('person', '=', by.person).limit(1).executeTakeFirst();
      const { password } = await trx.selectFrom('person').select('password').where('id', '=', by.person).executeTakeFirstOrThrow();
      if (!left && password === null) throw new HubError('conflict', 'It is her only way in.');
      await this.#journal.append(trx, { type: 'key.removed', at: this.#clock.now(), body: { person: by.person, key: id } });
    });
  }

  async #verify({ ceremony, answer }: Answer): Promise<{ readonly row: PasskeyTable; readonly counter: number }> {
    const begun = this.#ceremonies.take(ceremony, 'sign-in');
    if (!begun) throw new HubError('passkey-failed', 'There is no such sign-in under way.');
    const response = answer as unknown as AuthenticationResponseJSON;
    const row = typeof response.id === 'string' ? await this.#store.read.selectFrom('passkey').selectAll().where('id', '=', response.id).executeTakeFirst() : undefined;
    if (!row) throw new HubError('passkey-failed', 'The passkey is not known here.');
    const verified = await verifyAuthenticationResponse({
      response, expectedChallenge: begun.challenge, expectedOrigin: begun.origin, expectedRPID: requireRelyingParty(begun.origin), requireUserVerification: true,
      credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: row.counter },
    }).catch(refuse);
    // A discoverable passkey says whose it is (WebAuthn Level 3 §7.2 step 6).
    const handle = response.response.userHandle;
    if (!verified.verified || handle !== Buffer.from(row.person).toString('base64url')) throw new HubError('passkey-failed', 'The signature does not verify.');
    return { row, counter: verified.authenticationInfo.newCounter };
  }

  async #use(trx: Parameters<Sessions['prove']>[0], row: PasskeyTable, counter: number): Promise<void> {
    const { numUpdatedRows } = await trx.updateTable('passkey').set({ counter, used_at: this.#clock.now() }).where('id', '=', row.id).where('counter', '=', row.counter).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new HubError('passkey-failed', 'The passkey was used or removed meanwhile.');
  }

  #rows(person: PersonId): Promise<PasskeyTable[]> {
    return this.#store.read.selectFrom('passkey').selectAll().where('person', '=', person).orderBy('created_at').orderBy('id').execute();
  }
}

function requireRelyingParty(origin: string): string {
  const host = relyingParty(origin);
  if (host === undefined) throw new HubError('passkey-failed', 'Passkeys need HTTPS and a host name.');
  return host;
}

/** The library throws for anything malformed: to a person it is all one answer. */
const refuse = (cause: unknown): never => {
  throw new HubError('passkey-failed', 'The passkey answer was refused.', { cause });
};
