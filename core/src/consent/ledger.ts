import type { CameraId, OwnerId, PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { ViewingTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';

export type LedgerLine = ViewingTable & { readonly camera_name: string };
export interface LedgerQuery {
  readonly camera?: CameraId | undefined;
  /** Opened before this. */
  readonly before?: Instant | undefined;
  /** Also what the house itself looked at. */
  readonly own: boolean;
  readonly limit: number;
}

/** The ledger as people read it: "Ai đã xem camera của tôi". */
export class Ledger {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }

  /** Newest first. Removed cameras stay in it. */
  async ofOwners(owners: readonly OwnerId[], { camera, before, own, limit }: LedgerQuery): Promise<readonly LedgerLine[]> {
    if (owners.length === 0) return [];
    let query = this.#lines().where('viewing.owner', 'in', owners);
    if (camera !== undefined) query = query.where('viewing.camera', '=', camera);
    if (before !== undefined) query = query.where('viewing.opened_at', '<', before);
    if (!own) query = query.where('viewing.route', '!=', 'R0');
    return query.orderBy('viewing.opened_at', 'desc').limit(limit).execute();
  }
  /** What an officer looked at. */
  async ofOfficer(person: PersonId): Promise<readonly LedgerLine[]> {
    return this.#lines().where('viewing.person', '=', person).where('viewing.unit', 'is not', null).orderBy('viewing.opened_at', 'desc').limit(200).execute();
  }

  #lines() {
    return this.#store.read.selectFrom('viewing').innerJoin('camera', 'camera.id', 'viewing.camera').selectAll('viewing').select('camera.name as camera_name');
  }
}
