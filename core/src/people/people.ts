import type { Emitter } from '../base/emitter.ts';
import { id, type PersonId } from '../domain/ids.ts';
import type { Language } from '../domain/people.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Doer, Journal, Reading, Trx } from './journal.ts';
import { knownPerson } from './known-person.ts';
import { requireOtherOwners } from './memberships.ts';
import type { PeopleFacts } from './people-facts.ts';
import type { Sessions } from './sessions.ts';
import type { KnownPerson } from './signed-in.ts';
import { newId } from './tokens.ts';

/** A login as it is compared: NFC, trimmed, lower case. */
export const foldLogin = (login: string): string => login.normalize('NFC').trim().toLowerCase();

export interface NewPerson {
  readonly login: string;
  readonly name: string;
  readonly language: Language;
  /** An argon2id hash, PHC. */
  readonly password: string;
}

/** Makes a person inside a write. @throws HubError `login-taken` */
export async function addPerson(trx: Trx, { login, name, language, password }: NewPerson, operator: boolean, now: number): Promise<PersonId> {
  const folded = foldLogin(login);
  const taken = await trx.selectFrom('person').select('id').where('login', '=', folded).executeTakeFirst();
  if (taken) throw new HubError('login-taken', 'The login is taken.');
  const person = id<PersonId>(newId());
  await trx.insertInto('person').values({ id: person, login: folded, name: name.normalize('NFC').trim(), language, password, operator: operator ? 1 : 0, created_at: now, disabled_at: null }).execute();
  return person;
}

/** Throws `login-taken` before the slow hash of a password is made. */
export async function requireFreeLogin(reading: Reading, login: string): Promise<void> {
  if (await reading.selectFrom('person').select('id').where('login', '=', foldLogin(login)).executeTakeFirst()) throw new HubError('login-taken', 'The login is taken.');
}

/** The people of the hub, as themselves. */
export class People {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #facts: Emitter<PeopleFacts>;
  readonly #sessions: Sessions;
  constructor(store: Store, journal: Journal, clock: Clock, facts: Emitter<PeopleFacts>, sessions: Sessions) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#facts = facts;
    this.#sessions = sessions;
  }

  /** False until the hub is set up. */
  async any(): Promise<boolean> {
    return (await this.#store.read.selectFrom('person').select('id').limit(1).executeTakeFirst()) !== undefined;
  }

  /** With her roles of this moment. @throws HubError `not-found` */
  async known(person: PersonId): Promise<KnownPerson> {
    const known = await knownPerson(this.#store.read, person);
    if (!known) throw new HubError('not-found', 'No such person.');
    return known;
  }

  async hasPassword(person: PersonId): Promise<boolean> {
    const row = await this.#store.read.selectFrom('person').select('password').where('id', '=', person).executeTakeFirst();
    return typeof row?.password === 'string';
  }

  async change(person: PersonId, to: { readonly name?: string | undefined; readonly language?: Language | undefined }): Promise<void> {
    const name = to.name?.normalize('NFC').trim();
    if (name === undefined && to.language === undefined) return;
    await this.#store.write(async (trx) => {
      await trx.updateTable('person').set({ ...(name === undefined ? {} : { name }), ...(to.language === undefined ? {} : { language: to.language }) }).where('id', '=', person).execute();
      await this.#journal.append(trx, { type: 'person.changed', at: this.#clock.now(), body: { person, name: name ?? null, language: to.language ?? null } });
    });
  }

  /** Disables a person: every session, membership and office ends. @throws HubError `not-found`, `last-owner` */
  async end(by: Doer, person: PersonId): Promise<void> {
    const now = this.#clock.now();
    const { members, officers, sessions } = await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('person').set({ disabled_at: now }).where('id', '=', person).where('disabled_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new HubError('not-found', 'No such person.');
      const held = await trx.selectFrom('member').selectAll().where('person', '=', person).where('ended_at', 'is', null).execute();
      for (const { owner, role } of held) if (role === 'owner') await requireOtherOwners(trx, owner, person);
      const served = await trx.selectFrom('officer').selectAll().where('person', '=', person).where('ended_at', 'is', null).execute();
      for (const table of ['member', 'officer'] as const) await trx.updateTable(table).set((e) => ({ ended_at: e.fn<number>('max', [e.val(now), 'since']) })).where('person', '=', person).where('ended_at', 'is', null).execute();
      await this.#journal.append(trx, { type: 'person.ended', at: now, body: { by: by.person, person } });
      return { members: held, officers: served, sessions: await this.#sessions.endOthers(trx, person, undefined) };
    });
    this.#facts.emit('person.ended', { person });
    for (const { owner, role } of members) this.#facts.emit('member.ended', { owner, person, role });
    for (const { unit, role } of officers) this.#facts.emit('officer.ended', { unit, person, role });
    this.#sessions.tellEnded(person, sessions);
  }
}
