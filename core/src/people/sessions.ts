import type { Emitter } from '../base/emitter.ts';
import type { PersonId } from '../domain/ids.ts';
import { days, hours, minutes, type Instant, type Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { SessionTable } from '../store/schema-people.ts';
import type { Store } from '../store/open-store.ts';
import type { Device, Journal, Reading, Trx } from './journal.ts';
import { knownPerson } from './known-person.ts';
import type { PeopleFacts } from './people-facts.ts';
import type { KnownPerson, SignedIn } from './signed-in.ts';
import { hashToken, newId, newToken } from './tokens.ts';

/** How long a session lives. */
export interface SessionTimes {
  readonly idle: Milliseconds;
  /** A phone of an officer left lying about. */
  readonly officerIdle: Milliseconds;
  readonly longest: Milliseconds;
}
export const usualTimes: SessionTimes = { idle: days(14), officerIdle: hours(8), longest: days(90) };
const seenEvery: Milliseconds = minutes(1);
const mostPerPerson = 20;

/** A new session's token goes to the browser once and is kept only as a hash. */
export interface OpenedSession {
  readonly session: string;
  readonly token: string;
}
export type SignInMethod = 'password' | 'passkey' | 'set-up' | 'invitation';

/** Sign-ins of people in browsers: each can be ended, and ends by itself. */
export class Sessions {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #facts: Emitter<PeopleFacts>;
  readonly #times: SessionTimes;
  constructor(store: Store, journal: Journal, clock: Clock, facts: Emitter<PeopleFacts>, times: SessionTimes = usualTimes) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#facts = facts;
    this.#times = times;
  }

  /** Always a new session with a new token: one that was planted before the sign-in opens nothing. */
  async open(trx: Trx, person: PersonId, device: Device, method: SignInMethod): Promise<OpenedSession> {
    const now = this.#clock.now();
    const [session, token] = [newId(), newToken()];
    await trx.insertInto('session').values({
      id: session, token_hash: hashToken(token), person, created_at: now, seen_at: now, proved_at: now, expires_at: now + this.#times.longest, ended_at: null, user_agent: device.userAgent.slice(0, 200), address: device.address,
    }).execute();
    const surplus = await live(trx, person, now).orderBy('seen_at', 'desc').orderBy('created_at', 'desc').offset(mostPerPerson).limit(1000).execute();
    if (surplus.length > 0) await trx.updateTable('session').set({ ended_at: now }).where('id', 'in', surplus.map((s) => s.id)).execute();
    await trx.deleteFrom('session').where('expires_at', '<', now - this.#times.longest).execute();
    await this.#journal.append(trx, { type: 'login', at: now, body: { person, session, method, address: device.address } });
    return { session, token };
  }

  /** Whose live session a token is, with her roles of this moment. */
  async find(token: string): Promise<SignedIn | undefined> {
    if (!/^[\w-]{43}$/.test(token)) return undefined;
    const now = this.#clock.now();
    const row = await this.#store.read.selectFrom('session').selectAll().where('token_hash', '=', hashToken(token)).executeTakeFirst();
    const known = row && await this.#knownLive(row, now);
    if (!row || !known) return undefined;
    if (now - row.seen_at >= seenEvery) await this.#store.write((trx) => trx.updateTable('session').set({ seen_at: now }).where('id', '=', row.id).where('seen_at', '<', now).execute());
    return { ...known, session: row.id, provedAt: row.proved_at };
  }

  /** Whether it goes on, for what stays open after the request. Looking is not a visit. */
  async isLive(session: string): Promise<boolean> {
    const row = await this.#store.read.selectFrom('session').selectAll().where('id', '=', session).executeTakeFirst();
    return row !== undefined && (await this.#knownLive(row, this.#clock.now())) !== undefined;
  }

  async list(person: PersonId): Promise<readonly Pick<SessionTable, 'id' | 'created_at' | 'seen_at' | 'user_agent' | 'address'>[]> {
    const now = this.#clock.now();
    const known = await knownPerson(this.#store.read, person);
    return await live(this.#store.read, person, now).where('seen_at', '>', now - this.#idleOf((known?.offices.length ?? 0) > 0)).orderBy('seen_at', 'desc').execute();
  }

  /** She proved again who she is. The old token dies: whoever copied it does not gain the proof. */
  async prove(trx: Trx, session: string): Promise<OpenedSession> {
    const token = newToken();
    const { numUpdatedRows } = await trx.updateTable('session').set({ proved_at: this.#clock.now(), token_hash: hashToken(token) }).where('id', '=', session).where('ended_at', 'is', null).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new HubError('not-signed-in', 'The session has ended.');
    return { session, token };
  }

  /** Ends one session of this person. @throws HubError `not-found` */
  async end(person: PersonId, session: string): Promise<void> {
    const ended = await this.#store.write((trx) => this.#endRows(trx, person, (id) => id === session));
    if (ended.length === 0) throw new HubError('not-found', 'No such session of this person.');
    this.tellEnded(person, ended);
  }

  /** Ends all of a person's sessions at the word of somebody else, a leader whose officer lost a phone. Returns how many there were. */
  async endAll(person: PersonId, by: PersonId): Promise<number> {
    const ended = await this.#store.write((trx) => this.#endRows(trx, person, () => true, by));
    this.tellEnded(person, ended);
    // Also where no session was open: programs came in by her, and go with her.
    this.#facts.emit('person.cut', { person });
    return ended.length;
  }

  /** Ends all sessions but one inside a write. Tell with `tellEnded` once it is committed. */
  endOthers(trx: Trx, person: PersonId, but: string | undefined): Promise<readonly string[]> {
    return this.#endRows(trx, person, (id) => id !== but);
  }

  tellEnded(person: PersonId, ended: readonly string[]): void {
    for (const session of ended) this.#facts.emit('session.ended', { session, person });
  }

  async #knownLive(row: SessionTable, now: Instant): Promise<KnownPerson | undefined> {
    if (row.ended_at !== null || row.expires_at <= now) return undefined;
    const known = await knownPerson(this.#store.read, row.person);
    return known && now - row.seen_at < this.#idleOf(known.offices.length > 0) ? known : undefined;
  }
  #idleOf(officer: boolean): Milliseconds {
    return officer ? Math.min(this.#times.officerIdle, this.#times.idle) : this.#times.idle;
  }

  async #endRows(trx: Trx, person: PersonId, which: (id: string) => boolean, by?: PersonId): Promise<readonly string[]> {
    const now = this.#clock.now();
    const ended = (await live(trx, person, now).execute()).map((row) => row.id).filter(which);
    if (ended.length === 0) return [];
    await trx.updateTable('session').set({ ended_at: now }).where('id', 'in', ended).execute();
    for (const session of ended) await this.#journal.append(trx, { type: 'login.ended', at: now, body: { person, session, ...(by === undefined ? {} : { by }) } });
    return ended;
  }
}

function live(reading: Reading, person: PersonId, now: Instant) {
  return reading.selectFrom('session').select(['id', 'created_at', 'seen_at', 'user_agent', 'address']).where('person', '=', person).where('ended_at', 'is', null).where('expires_at', '>', now);
}
