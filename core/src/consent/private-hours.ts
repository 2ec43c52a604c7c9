import { randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { Restriction, Weekly } from '../domain/consent.ts';
import { id, type CameraId, type OwnerId, type PersonId, type RestrictionId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { GrantFacts, Rechecking } from './consent-desk.ts';
import { isWithin } from './weekly-within.ts';

const forEver: Instant = 8.64e15;
const mostPerOwner = 40;

/** Hours of the week in which nobody outside the house sees its cameras (restriction `privacy_hours`). */
export class PrivateHours {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #gate: Pick<Rechecking, 'recheck'>;
  readonly #clock: Clock;
  readonly #facts: Emitter<GrantFacts>;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, gate: Pick<Rechecking, 'recheck'>, clock: Clock, facts: Emitter<GrantFacts>) {
    this.#store = store;
    this.#log = log;
    this.#gate = gate;
    this.#clock = clock;
    this.#facts = facts;
  }

  /** Without cameras: all of the owner's, also later ones. @throws HubError `conflict` when there are more than a house can need */
  async add(owner: OwnerId, cameras: readonly CameraId[] | undefined, hours: Weekly, by: PersonId): Promise<Restriction> {
    const at = this.#clock.now();
    const restriction: Restriction = { id: id<RestrictionId>(randomUUID()), kind: 'privacy_hours', scope: { owner, ...(cameras && { cameras }) }, from: at, until: forEver, hours };
    await this.#store.write(async (trx) => {
      const { count } = await trx.selectFrom('restriction').select((select) => select.fn.countAll<number>().as('count')).where('owner', '=', owner).where('kind', '=', 'privacy_hours').where('lifted_at', 'is', null).executeTakeFirstOrThrow();
      if (count >= mostPerOwner) throw new HubError('conflict', 'There are too many private hours already.');
      await trx.insertInto('restriction').values({ id: restriction.id, owner, kind: 'privacy_hours', body: JSON.stringify(restriction), created_by: by, created_at: at, lifted_by: null, lifted_at: null }).execute();
      await this.#log.append(trx, { type: 'restriction.added', owner, at, body: { by, restriction } });
    });
    await this.#gate.recheck({ as: 'officer', ...(cameras && { cameras }) });
    return restriction;
  }

  async find(restriction: RestrictionId): Promise<Restriction | undefined> {
    const row = await this.#store.read.selectFrom('restriction').select('body').where('id', '=', restriction).where('kind', '=', 'privacy_hours').where('lifted_at', 'is', null).executeTakeFirst();
    return row && JSON.parse(row.body) as Restriction;
  }

  /** Whether other hours would leave out any of these. */
  shortens({ hours }: Restriction, to: Weekly): boolean {
    return !isWithin(hours, to);
  }

  /** @throws HubError `not-found` when it is gone, or `conflict` when it is no longer what was looked at */
  async change(before: Restriction, hours: Weekly, by: PersonId): Promise<Restriction> {
    const at = this.#clock.now();
    const { owner } = before.scope;
    if (owner === undefined) throw new HubError('not-found', 'It is no household\'s.');
    const after: Restriction = { ...before, hours };
    await this.#store.write(async (trx) => {
      const row = await trx.selectFrom('restriction').select('body').where('id', '=', before.id).where('owner', '=', owner).where('lifted_at', 'is', null).executeTakeFirst();
      if (!row) throw new HubError('not-found', 'There are no such hours.');
      if (row.body !== JSON.stringify(before)) throw new HubError('conflict', 'They were changed since.');
      await trx.updateTable('restriction').set({ body: JSON.stringify(after) }).where('id', '=', before.id).execute();
      await this.#log.append(trx, { type: 'restriction.changed', owner, at, body: { by, before, after } });
    });
    if (this.shortens(before, hours)) this.#facts.emit('restriction.lifted', { restriction: before.id, kind: 'privacy_hours', owner, by });
    await this.#gate.recheck({ as: 'officer', ...(after.scope.cameras && { cameras: after.scope.cameras }) });
    return after;
  }

  /** Brings no ended viewing back. @throws HubError `not-found` */
  async lift(restriction: RestrictionId, owner: OwnerId, by: PersonId): Promise<void> {
    const at = this.#clock.now();
    await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('restriction').set({ lifted_at: at, lifted_by: by }).where('id', '=', restriction).where('owner', '=', owner).where('kind', '=', 'privacy_hours').where('lifted_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new HubError('not-found', 'There are no such hours.');
      await this.#log.append(trx, { type: 'restriction.lifted', owner, at, body: { by, restriction } });
    });
    this.#facts.emit('restriction.lifted', { restriction, kind: 'privacy_hours', owner, by });
  }
}
