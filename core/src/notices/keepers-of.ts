import type { OwnerId, PersonId } from '../domain/ids.ts';
import type { Store } from '../store/open-store.ts';

/** Whoever answers for an owner's cameras. */
export async function keepersOf(store: Store, owner: OwnerId): Promise<readonly PersonId[]> {
  const rows = await store.read.selectFrom('member').select('person').where('owner', '=', owner).where('role', 'in', ['owner', 'co_owner', 'manager']).where('ended_at', 'is', null).execute();
  return rows.map(({ person }) => person);
}
