import type { OwnerId, PersonId, RestrictionId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';

/** Adults of a house: the no of one is not the other's to take back. */
const adults: ReadonlySet<string> = new Set(['owner', 'co_owner']);

/**
 * Whether this person may lift what somebody of the house laid. What an adult laid she alone lifts, as long as she is of the house;
 * what a manager laid, or one who has left, any registered owner. Pure.
 * @param role of whoever would lift it, in this house @param laidByRole of whoever laid it, as it is now; undefined when she is no longer of the house
 */
export function mayLift(person: PersonId, role: string | undefined, laidBy: PersonId | null, laidByRole: string | undefined): boolean {
  if (role === undefined || !adults.has(role)) return false;
  if (laidBy !== null && laidByRole !== undefined && adults.has(laidByRole)) return laidBy === person;
  return role === 'owner';
}

/** The roles in one house, of those who can sign in. */
export async function rolesIn(store: Store, owner: OwnerId): Promise<ReadonlyMap<PersonId, string>> {
  const rows = await store.read.selectFrom('member').innerJoin('person', 'person.id', 'member.person').select(['member.person', 'member.role']).where('member.owner', '=', owner).where('member.ended_at', 'is', null).where('person.disabled_at', 'is', null).execute();
  return new Map(rows.map(({ person, role }) => [person, role]));
}

/** @throws HubError `not-found`; `not-allowed` when it is another adult's no */
export async function requireMayLift(store: Store, restriction: RestrictionId, person: PersonId): Promise<OwnerId> {
  const row = await store.read.selectFrom('restriction').select(['owner', 'created_by', 'kind']).where('id', '=', restriction).executeTakeFirst();
  if (!row?.owner) throw new HubError('not-found', 'There is no such restriction.');
  const roles = await rolesIn(store, row.owner);
  if (!roles.has(person)) throw new HubError('not-found', 'It is not hers.');
  if (!mayLift(person, roles.get(person), row.created_by, row.created_by === null ? undefined : roles.get(row.created_by))) throw new HubError('not-allowed', 'Another adult of the house laid it.');
  return row.owner;
}
