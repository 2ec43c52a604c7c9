import type { AuditLog } from '../audit/audit-log.ts';
import type { OwnerId, PersonId } from '../domain/ids.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Caps } from '../streams/uplink.ts';

const whole = '';

/** How much may go out of the house, as its owner and whoever runs the hub set it. Kept in the store, read from memory. */
export class UplinkCaps implements Caps {
  readonly #store: Store;
  readonly #audit: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  readonly #kbps: Map<string, number>;
  /** Called after each change. */
  changed: () => void = () => {};
  constructor(store: Store, audit: Pick<AuditLog, 'append'>, clock: Clock, kbps: ReadonlyMap<string, number>) {
    this.#store = store;
    this.#audit = audit;
    this.#clock = clock;
    this.#kbps = new Map(kbps);
  }

  get hub(): number | null {
    return this.#kbps.get(whole) ?? null;
  }
  of(owner: OwnerId): number | null {
    return this.#kbps.get(owner) ?? null;
  }
  /** @param owner null: of the whole hub @param kbps null: no cap */
  async set(owner: OwnerId | null, kbps: number | null, by: PersonId): Promise<void> {
    const key = owner ?? whole;
    const at = this.#clock.now();
    await this.#store.write(async (trx) => {
      await trx.deleteFrom('uplink_cap').where('owner', '=', key).execute();
      if (kbps !== null) await trx.insertInto('uplink_cap').values({ owner: key, kbps, set_by: by, set_at: at }).execute();
      await this.#audit.append(trx, { type: 'hub.changed', at, ...(owner === null ? {} : { owner }), body: { setting: 'uplink', by, kbps, ...(owner === null ? {} : { owner }) } });
    });
    if (kbps === null) this.#kbps.delete(key);
    else this.#kbps.set(key, kbps);
    this.changed();
  }
}

export async function openUplinkCaps(store: Store, audit: Pick<AuditLog, 'append'>, clock: Clock): Promise<UplinkCaps> {
  const rows = await store.read.selectFrom('uplink_cap').select(['owner', 'kbps']).execute();
  return new UplinkCaps(store, audit, clock, new Map(rows.map(({ owner, kbps }) => [owner, kbps])));
}
