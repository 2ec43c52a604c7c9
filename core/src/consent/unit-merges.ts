import { randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { Grant, Restriction } from '../domain/consent.ts';
import { id, type GrantId, type OwnerId, type PersonId, type RestrictionId, type UnitId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { ConsentDesk, GrantFacts, Rechecking } from './consent-desk.ts';

type Write = Parameters<Parameters<Store['write']>[0]>[0];
type Reading = Store['read'];
const forEver: Instant = 8.64e15;

/** What waits for one owner's word after a merge. */
export interface WaitingMerge {
  /** The restriction that holds everybody of the unit off her cameras. */
  readonly id: RestrictionId;
  readonly owner: OwnerId;
  readonly unit: UnitId;
  /** Units that came in. */
  readonly from: readonly UnitId[];
  readonly at: Instant;
  /** In force, to the unit itself or to one that came in. */
  readonly grants: readonly Grant[];
}
export interface Resigned {
  readonly grant: Grant;
  readonly sentence: Text;
}

/** Units that became one see nothing by what was given to either until each owner has said so: more people would see than she signed for (THREATS 26). */
export class UnitMerges {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #desk: Pick<ConsentDesk, 'changeIn'>;
  readonly #gate: Rechecking;
  readonly #clock: Clock;
  readonly #facts: Emitter<GrantFacts>;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, desk: Pick<ConsentDesk, 'changeIn'>, gate: Rechecking, clock: Clock, facts: Emitter<GrantFacts>) {
    this.#store = store;
    this.#log = log;
    this.#desk = desk;
    this.#gate = gate;
    this.#clock = clock;
    this.#facts = facts;
  }

  /** Holds off both units from every house that gave something to either; inside the write that moves the officers. Returns whose houses. */
  async suspend(trx: Write, from: UnitId, into: UnitId): Promise<readonly OwnerId[]> {
    const at = this.#clock.now();
    const owners = [...new Set((await inForce(trx, [from, into, ...await cameInto(trx, from), ...await cameInto(trx, into)], at)).map(({ owner }) => owner))];
    const lay = async (owner: OwnerId | null, unit: UnitId): Promise<void> => {
      const restriction: Restriction = { id: id<RestrictionId>(randomUUID()), kind: 'unit_suspended', scope: { ...(owner !== null && { owner }), who: { unit } }, from: at, until: forEver };
      await trx.insertInto('restriction').values({ id: restriction.id, owner, kind: 'unit_suspended', body: JSON.stringify(restriction), created_by: null, created_at: at, lifted_by: null, lifted_at: null }).execute();
      await this.#log.append(trx, { type: 'restriction.added', ...(owner !== null && { owner }), at, body: { restriction } });
    };
    // The unit that is no more: for everybody, for good.
    await lay(null, from);
    for (const owner of owners) await lay(owner, into);
    return owners;
  }
  /** After the write: what is open under either ends at once. */
  async ended(from: UnitId, into: UnitId): Promise<void> {
    for (const unit of [from, into]) await this.#gate.recheck({ unit });
  }

  tell(owners: readonly OwnerId[], from: string, into: string): void {
    this.#facts.emit('units.merged', { owners, from, into });
  }

  async waitingFor(owners: readonly OwnerId[]): Promise<readonly WaitingMerge[]> {
    if (owners.length === 0) return [];
    const rows = await this.#store.read.selectFrom('restriction').selectAll().where('owner', 'in', owners).where('kind', '=', 'unit_suspended').where('lifted_at', 'is', null).orderBy('created_at').limit(200).execute();
    const waiting = await Promise.all(rows.map(async ({ id: restriction, owner, body, created_at }): Promise<WaitingMerge[]> => {
      const unit = (JSON.parse(body) as Restriction).scope.who?.unit;
      if (owner === null || unit === undefined) return [];
      const from = await cameInto(this.#store.read, unit);
      const grants = await inForce(this.#store.read, [unit, ...from], this.#clock.now(), owner);
      return from.length === 0 || grants.length === 0 ? [] : [{ id: restriction, owner, unit, from, at: created_at, grants }];
    }));
    return waiting.flat();
  }

  /** Her word: what was given to a unit that came in is signed anew for the one it became, and the unit is let back in. @throws HubError `not-found`, `conflict` */
  async confirm(merge: WaitingMerge, resigned: readonly Resigned[], by: PersonId): Promise<void> {
    const at = this.#clock.now();
    const changed: { readonly grant: GrantId; readonly widens: boolean }[] = [];
    await this.#store.write(async (trx) => {
      const { numUpdatedRows } = await trx.updateTable('restriction').set({ lifted_at: at, lifted_by: by }).where('id', '=', merge.id).where('owner', '=', merge.owner).where('kind', '=', 'unit_suspended').where('lifted_at', 'is', null).executeTakeFirst();
      if (numUpdatedRows === 0n) throw new HubError('not-found', 'There is no such merge to confirm.');
      // An earlier merge of the same unit that was never confirmed is settled by the later one.
      const others = (await trx.selectFrom('restriction').select(['id', 'body', 'created_at']).where('owner', '=', merge.owner).where('kind', '=', 'unit_suspended').where('lifted_at', 'is', null).execute())
        .filter(({ body, created_at }) => created_at <= merge.at && (JSON.parse(body) as Restriction).scope.who?.unit === merge.unit).map(({ id: other }) => other);
      if (others.length > 0) await trx.updateTable('restriction').set({ lifted_at: at, lifted_by: by }).where('id', 'in', others).execute();
      for (const { grant, sentence } of resigned) changed.push({ grant: grant.id, widens: (await this.#desk.changeIn(trx, grant, sentence, by, at)).widens });
      await this.#log.append(trx, { type: 'restriction.lifted', owner: merge.owner, at, body: { by, restriction: merge.id } });
    });
    for (const { grant, widens } of changed) this.#facts.emit('grant.changed', { grant, owner: merge.owner, by, widens });
    this.#facts.emit('restriction.lifted', { restriction: merge.id, kind: 'unit_suspended', owner: merge.owner, by });
  }
}

/** Units that became part of this one, those that had become part of them too. */
async function cameInto(rows: Reading, unit: UnitId): Promise<readonly UnitId[]> {
  const found: UnitId[] = [];
  for (let look: readonly UnitId[] = [unit]; look.length > 0;) {
    const next = (await rows.selectFrom('unit_merge').select('from_unit').where('into_unit', 'in', look).execute()).map(({ from_unit }) => from_unit).filter((each) => !found.includes(each));
    found.push(...next);
    look = next;
  }
  return found;
}

async function inForce(rows: Reading, units: readonly UnitId[], at: Instant, owner?: OwnerId): Promise<readonly Grant[]> {
  const standing = rows.selectFrom('grant_version').select('body').where('revoked_at', 'is', null);
  const newest = await (owner === undefined ? standing : standing.where('owner', '=', owner))
    .where((grant) => grant.not(grant.exists(grant.selectFrom('grant_version as newer').select('newer.version').whereRef('newer.id', '=', 'grant_version.id').whereRef('newer.version', '>', 'grant_version.version')))).execute();
  return newest.map(({ body }) => JSON.parse(body) as Grant).filter(({ who, when }) => who.unit !== undefined && units.includes(who.unit) && when.until > at);
}
