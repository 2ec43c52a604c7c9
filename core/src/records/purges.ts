import type { AuditLog } from '../audit/audit-log.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { PurgeRequestTable } from '../store/schema-consent.ts';
import type { PurgeItem } from './leaving-steps.ts';

export interface Purge extends Omit<PurgeRequestTable, 'items'> {
  readonly items: readonly PurgeItem[];
  readonly byName: string | null;
}

/** What units are asked to destroy, and that they did. The hub cannot see their shelves: the word of an officer, by name and number, is on record. */
export class Purges {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, clock: Clock) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  async ofUnits(units: readonly UnitId[]): Promise<readonly Purge[]> {
    if (units.length === 0) return [];
    return (await this.#rows().where('purge_request.unit', 'in', units).orderBy('purge_request.made_at', 'desc').limit(100).execute()).map(toPurge);
  }
  /** @throws HubError `not-found`, also when it is another unit's */
  async find(purge: string, units: readonly UnitId[]): Promise<Purge> {
    const row = units.length === 0 ? undefined : await this.#rows().where('purge_request.id', '=', purge).where('purge_request.unit', 'in', units).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such request to this unit.');
    return toPurge(row);
  }
  /** Empties the list, which was of use only to find the things. Twice keeps the first word. */
  async acknowledge(by: PersonId, { id, unit }: Purge): Promise<Purge> {
    const at = this.#clock.now();
    await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('purge_request').set({ acknowledged_at: at, acknowledged_by: by, items: '[]' }).where('id', '=', id).where('acknowledged_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows > 0n) await this.#log.append(trx, { type: 'purge.acknowledged', at, body: { by, unit, purge: id } });
    });
    return await this.find(id, [unit]);
  }

  #rows() {
    return this.#store.read.selectFrom('purge_request').leftJoin('person', 'person.id', 'purge_request.acknowledged_by').selectAll('purge_request').select('person.name as byName');
  }
}

function toPurge({ items, ...row }: PurgeRequestTable & { readonly byName: string | null }): Purge {
  return { ...row, items: JSON.parse(items) as PurgeItem[] };
}
