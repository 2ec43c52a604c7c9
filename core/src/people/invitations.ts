import type { Emitter } from '../base/emitter.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Language } from '../domain/people.ts';
import { days, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { InvitationTable } from '../store/schema-people.ts';
import { aboutOf, mayInvite, rowOf, targetOf, type Invitation } from './invitation.ts';
import type { Device, Journal, PersonConsents, Reading, Trx } from './journal.ts';
import { knownPerson } from './known-person.ts';
import { addMember, addOwner } from './memberships.ts';
import { requireGoodPassword, type Passwords } from './passwords.ts';
import type { PeopleFacts } from './people-facts.ts';
import { addPerson, requireFreeLogin } from './people.ts';
import type { OpenedSession, Sessions } from './sessions.ts';
import type { SignedIn } from './signed-in.ts';
import { hashToken, newId, newToken } from './tokens.ts';
import { addOfficer, requireFreeOfficerNo } from './units.ts';

export interface InvitationLooked {
  readonly kind: Invitation['kind'];
  readonly role: string;
  readonly to: string;
  /** Who invites. */
  readonly from: string;
  readonly expiresAt: Instant;
}
export interface InvitationListed extends Omit<InvitationLooked, 'from'> {
  readonly id: string;
  readonly officerNo: string | null;
  readonly usedAt: Instant | null;
}
export interface Newcomer {
  readonly token: string;
  readonly name: string;
  readonly login: string;
  readonly password: string;
  readonly language: Language;
  /** The hash of the notice she said yes to. */
  readonly consent: string;
}
type Fact = { [K in 'member.joined' | 'officer.joined']: readonly [K, PeopleFacts[K]] }['member.joined' | 'officer.joined'];
const lasts = days(7);
const listedFor = days(30);
const mostOpen = 50;

/** One-time ways in. Whoever holds the link may use it once; it dies with the role of who made it. */
export class Invitations {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #facts: Emitter<PeopleFacts>;
  readonly #passwords: Passwords;
  readonly #sessions: Sessions;
  readonly #consents: PersonConsents;
  constructor(store: Store, journal: Journal, clock: Clock, facts: Emitter<PeopleFacts>, passwords: Passwords, sessions: Sessions, consents: PersonConsents) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#facts = facts;
    this.#passwords = passwords;
    this.#sessions = sessions;
    this.#consents = consents;
  }

  /**
   * An owner invites to her household or business; a leader to the unit; the operator, owners and a unit's leader.
   * The token is told once. @throws HubError `not-allowed`, `not-found`, `conflict`
   */
  async make(by: SignedIn, invitation: Invitation): Promise<{ readonly id: string; readonly token: string; readonly expiresAt: Instant }> {
    if (!mayInvite(by, invitation)) throw new HubError('not-allowed', 'She may not invite to this.');
    const [id, token, now] = [newId(), newToken(), this.#clock.now()];
    await this.#store.write(async (trx) => {
      if (invitation.kind === 'officer') {
        if (!(await trx.selectFrom('unit').select('id').where('id', '=', invitation.unit).executeTakeFirst())) throw new HubError('not-found', 'No such unit.');
        await requireFreeOfficerNo(trx, invitation.unit, invitation.officerNo);
      }
      const { n } = await trx.selectFrom('invitation').select((e) => e.fn.countAll<number>().as('n')).where('created_by', '=', by.person).where('used_at', 'is', null).where('expires_at', '>', now).executeTakeFirstOrThrow();
      if (n >= mostOpen) throw new HubError('conflict', 'She has as many open invitations as one may have.');
      await trx.insertInto('invitation').values({ id, token_hash: hashToken(token), ...rowOf(invitation), created_by: by.person, created_at: now, expires_at: now + lasts, used_at: null, used_by: null }).execute();
      const { kind, role, owner, unit, officer_no: officerNo } = rowOf(invitation);
      await this.#journal.append(trx, { type: 'invitation.made', at: now, body: { invitation: id, by: by.person, kind, role, owner, unit, officerNo } });
    });
    return { id, token, expiresAt: now + lasts };
  }

  /** Those she could have made herself, of the last 30 days. */
  async list(by: SignedIn): Promise<readonly InvitationListed[]> {
    const rows = await this.#store.read.selectFrom('invitation').selectAll().where('created_at', '>', this.#clock.now() - listedFor).orderBy('created_at', 'desc').limit(500).execute();
    const listed: InvitationListed[] = [];
    for (const row of rows) {
      if (!mayInvite(by, targetOf(row))) continue;
      listed.push({ id: row.id, kind: row.kind, role: row.role, to: await nameOfTarget(this.#store.read, row), officerNo: row.officer_no, expiresAt: row.expires_at, usedAt: row.used_at });
    }
    return listed;
  }

  /** @throws HubError `not-found`, `conflict` when it was used */
  async withdraw(by: SignedIn, id: string): Promise<void> {
    await this.#store.write(async (trx) => {
      const row = await trx.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row || !mayInvite(by, targetOf(row))) throw new HubError('not-found', 'No such invitation of hers.');
      if (row.used_at !== null) throw new HubError('conflict', 'It was used.');
      await trx.deleteFrom('invitation').where('id', '=', id).execute();
      await this.#journal.append(trx, { type: 'invitation.withdrawn', at: this.#clock.now(), body: { invitation: id, by: by.person } });
    });
  }

  /** What the holder of a link is invited to. @throws HubError `invitation-ended` */
  async look(token: string): Promise<InvitationLooked> {
    const row = await this.#open(this.#store.read, token);
    const from = await this.#store.read.selectFrom('person').select('name').where('id', '=', row.created_by).executeTakeFirstOrThrow();
    return { kind: row.kind, role: row.role, to: await nameOfTarget(this.#store.read, row), from: from.name, expiresAt: row.expires_at };
  }

  /** Makes an account with the invitation. @throws HubError `invitation-ended`, `login-taken`, `weak-password`, `conflict`, `notice-changed` */
  async accept(newcomer: Newcomer, device: Device): Promise<OpenedSession & { readonly person: PersonId }> {
    await this.#open(this.#store.read, newcomer.token);
    requireGoodPassword(newcomer.password, newcomer);
    await requireFreeLogin(this.#store.read, newcomer.login);
    const password = await this.#passwords.make(newcomer.password);
    const now = this.#clock.now();
    const { fact, ...opened } = await this.#store.write(async (trx) => {
      // Looked at again inside the one writer: of two at once the second finds it used.
      const row = await this.#open(trx, newcomer.token);
      const person = await addPerson(trx, { ...newcomer, password }, false, now);
      await this.#consents.given(trx, { person, notice: newcomer.consent, method: 'invitation', at: now });
      return { fact: await this.#join(trx, row, person), person, ...(await this.#sessions.open(trx, person, device, 'invitation')) };
    });
    this.#tell(fact);
    return opened;
  }

  /**
   * For somebody who has an account. Whoever never said yes to her own data being kept, or took it back, says it now.
   * @param consent the SHA-256, hex, of the words she read
   * @throws HubError `invitation-ended`, `conflict`, `consent-needed`, `notice-changed`
   */
  async join(by: SignedIn, token: string, consent?: string): Promise<void> {
    this.#tell(await this.#store.write(async (trx) => {
      const row = await this.#open(trx, token);
      if (consent !== undefined) await this.#consents.given(trx, { person: by.person, notice: consent, method: 'invitation', at: this.#clock.now() });
      else if (!(await this.#consents.inForce(trx, by.person))) throw new HubError('consent-needed', 'No consent of hers is in force.');
      return await this.#join(trx, row, by.person);
    }));
  }

  async #open(reading: Reading, token: string): Promise<InvitationTable> {
    const row = await reading.selectFrom('invitation').selectAll().where('token_hash', '=', hashToken(token)).executeTakeFirst();
    const ended = !row || row.used_at !== null || row.expires_at <= this.#clock.now();
    const maker = ended ? undefined : await knownPerson(reading, row.created_by);
    if (ended || !maker || !mayInvite(maker, targetOf(row))) throw new HubError('invitation-ended', 'The invitation is used, over, withdrawn, or its maker lost the role.');
    return row;
  }

  async #join(trx: Trx, row: InvitationTable, person: PersonId): Promise<Fact> {
    const now = this.#clock.now();
    await trx.updateTable('invitation').set({ used_at: now, used_by: person }).where('id', '=', row.id).execute();
    await this.#journal.append(trx, { type: 'invitation.used', at: now, body: { invitation: row.id, person } });
    const target = targetOf(row);
    const by = row.created_by;
    if (target.kind === 'officer') {
      await addOfficer(trx, this.#journal, { unit: target.unit, person, role: target.role, officerNo: target.officerNo, by }, now);
      return ['officer.joined', { unit: target.unit, person, role: target.role }];
    }
    if (target.kind === 'member') {
      await addMember(trx, this.#journal, { owner: target.owner, person, role: target.role, by }, now);
      return ['member.joined', { owner: target.owner, person, role: target.role }];
    }
    const owner = await addOwner(trx, this.#journal, { kind: target.ownerKind, name: target.ownerName }, person, now);
    return ['member.joined', { owner, person, role: 'owner' }];
  }

  #tell([fact, detail]: Fact): void {
    if (fact === 'member.joined') this.#facts.emit(fact, detail);
    else this.#facts.emit(fact, detail);
  }
}

async function nameOfTarget(reading: Reading, row: InvitationTable): Promise<string> {
  if (row.kind === 'owner') return aboutOf(row).ownerName;
  const named = row.kind === 'member'
    ? await reading.selectFrom('owner').select('name').where('id', '=', row.owner).executeTakeFirst()
    : await reading.selectFrom('unit').select('name').where('id', '=', row.unit).executeTakeFirst();
  return named?.name ?? '';
}
