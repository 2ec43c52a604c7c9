import type { Emitter } from '../base/emitter.ts';
import { id, type OwnerId, type PersonId } from '../domain/ids.ts';
import type { MemberRole, OwnerKind } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Doer, Journal, Trx } from './journal.ts';
import type { PeopleFacts } from './people-facts.ts';
import { newId } from './tokens.ts';

export interface Member {
  readonly person: PersonId;
  readonly name: string;
  readonly login: string;
  readonly role: MemberRole;
  readonly since: Instant;
}

/** Makes a household or business with its first owner, inside a write. */
export async function addOwner(trx: Trx, journal: Journal, about: { readonly kind: OwnerKind; readonly name: string }, person: PersonId, now: Instant): Promise<OwnerId> {
  const owner = id<OwnerId>(newId());
  await trx.insertInto('owner').values({ id: owner, kind: about.kind, name: about.name.normalize('NFC').trim(), created_at: now }).execute();
  await addMember(trx, journal, { owner, person, role: 'owner', by: person }, now);
  return owner;
}

/** @throws HubError `conflict` when she is one already */
export async function addMember(trx: Trx, journal: Journal, { owner, person, role, by }: { readonly owner: OwnerId; readonly person: PersonId; readonly role: MemberRole; readonly by: PersonId }, now: Instant): Promise<void> {
  const already = await trx.selectFrom('member').select('role').where('owner', '=', owner).where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst();
  if (already) throw new HubError('conflict', 'She is a member already.');
  await trx.insertInto('member').values({ owner, person, role, since: now, ended_at: null }).execute();
  await journal.append(trx, { type: 'member.joined', at: now, body: { owner, person, role, by } });
}

/** @throws HubError `last-owner` */
export async function requireOtherOwners(trx: Trx, owner: OwnerId, person: PersonId): Promise<void> {
  const other = await trx.selectFrom('member').innerJoin('person', 'person.id', 'member.person').select('member.person').where('member.owner', '=', owner).where('member.role', '=', 'owner')
    .where('member.ended_at', 'is', null).where('person.disabled_at', 'is', null).where('member.person', '!=', person).limit(1).executeTakeFirst();
  if (!other) throw new HubError('last-owner', 'The last owner cannot leave.');
}

/** Who belongs to a household or business. */
export class Memberships {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #facts: Emitter<PeopleFacts>;
  constructor(store: Store, journal: Journal, clock: Clock, facts: Emitter<PeopleFacts>) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#facts = facts;
  }

  list(owner: OwnerId): Promise<readonly Member[]> {
    return this.#store.read.selectFrom('member').innerJoin('person', 'person.id', 'member.person').where('member.owner', '=', owner).where('member.ended_at', 'is', null).where('person.disabled_at', 'is', null)
      .select(['member.person', 'person.name', 'person.login', 'member.role', 'member.since']).orderBy('member.since').orderBy('person.login').execute();
  }

  /** The members' roles, for whoever has to tell them something. */
  async peopleOf(owner: OwnerId, roles: readonly MemberRole[]): Promise<readonly PersonId[]> {
    return (await this.list(owner)).filter(({ role }) => roles.includes(role)).map(({ person }) => person);
  }

  /** @throws HubError `not-found`, `last-owner` */
  async end(by: Doer, owner: OwnerId, person: PersonId): Promise<void> {
    const now = this.#clock.now();
    const role = await this.#store.write(async (trx) => {
      const row = await trx.selectFrom('member').selectAll().where('owner', '=', owner).where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst();
      if (!row) throw new HubError('not-found', 'She is not a member.');
      if (row.role === 'owner') await requireOtherOwners(trx, owner, person);
      // A clock set back must not keep her in.
      await trx.updateTable('member').set({ ended_at: Math.max(now, row.since) }).where('owner', '=', owner).where('person', '=', person).where('ended_at', 'is', null).execute();
      await this.#journal.append(trx, { type: 'member.ended', at: now, body: { owner, person, role: row.role, by: by.person } });
      return row.role;
    });
    this.#facts.emit('member.ended', { owner, person, role });
  }
}
