import type { Emitter } from '../base/emitter.ts';
import { id, type PersonId, type UnitId } from '../domain/ids.ts';
import type { Unit, UnitKind, UnitRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Doer, Journal, Reading, Trx } from './journal.ts';
import type { PeopleFacts } from './people-facts.ts';
import { newId } from './tokens.ts';

export interface Officer {
  readonly person: PersonId;
  readonly name: string;
  readonly role: UnitRole;
  readonly officerNo: string;
  readonly since: Instant;
}

/** The number stands for one person: owners read it with every view. @throws HubError `conflict` */
export async function requireFreeOfficerNo(reading: Reading, unit: UnitId, officerNo: string): Promise<void> {
  const taken = await reading.selectFrom('officer').select('person').where('unit', '=', unit).where('officer_no', '=', officerNo).where('ended_at', 'is', null).executeTakeFirst();
  if (taken) throw new HubError('conflict', 'An officer of the unit has this number.');
}

/** @throws HubError `conflict` when she is one already, or the number is taken */
export async function addOfficer(trx: Trx, journal: Journal, joining: { readonly unit: UnitId; readonly person: PersonId; readonly role: UnitRole; readonly officerNo: string; readonly by: PersonId }, now: Instant): Promise<void> {
  const { unit, person, role, officerNo, by } = joining;
  const already = await trx.selectFrom('officer').select('role').where('unit', '=', unit).where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst();
  if (already) throw new HubError('conflict', 'She is an officer of the unit already.');
  await requireFreeOfficerNo(trx, unit, officerNo);
  await trx.insertInto('officer').values({ unit, person, role, officer_no: officerNo, since: now, ended_at: null }).execute();
  await journal.append(trx, { type: 'officer.joined', at: now, body: { unit, person, role, officerNo, by } });
}

/** The ward's units and who serves in them. */
export class Units {
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

  async list(): Promise<readonly (Unit & { readonly officers: number })[]> {
    // A unit that became part of another is one no more.
    const units = await this.#store.read.selectFrom('unit').selectAll().where('id', 'not in', (merged) => merged.selectFrom('unit_merge').select('from_unit')).orderBy('created_at').orderBy('id').execute();
    const counts = await this.#store.read.selectFrom('officer').select((e) => ['unit', e.fn.countAll<number>().as('n')]).where('ended_at', 'is', null).groupBy('unit').execute();
    return units.map((unit) => ({ id: unit.id, kind: unit.kind, name: unit.name, officers: counts.find((c) => c.unit === unit.id)?.n ?? 0 }));
  }

  /** @throws HubError `conflict` when there is one of the same name */
  async add(by: Doer, about: { readonly name: string; readonly kind: UnitKind }): Promise<Unit> {
    const unit: Unit = { id: id<UnitId>(newId()), kind: about.kind, name: about.name.normalize('NFC').trim() };
    const now = this.#clock.now();
    await this.#store.write(async (trx) => {
      // Two units of one name could not be told apart by the owner who reads it.
      if (await trx.selectFrom('unit').select('id').where('name', '=', unit.name).executeTakeFirst()) throw new HubError('conflict', 'There is a unit of this name.');
      await trx.insertInto('unit').values({ ...unit, created_at: now }).execute();
      await this.#journal.append(trx, { type: 'unit.added', at: now, body: { unit: unit.id, name: unit.name, kind: unit.kind, by: by.person } });
    });
    return unit;
  }

  officers(unit: UnitId): Promise<readonly Officer[]> {
    return this.#store.read.selectFrom('officer').innerJoin('person', 'person.id', 'officer.person').where('officer.unit', '=', unit).where('officer.ended_at', 'is', null).where('person.disabled_at', 'is', null)
      .select(['officer.person', 'person.name', 'officer.role', 'officer.officer_no as officerNo', 'officer.since']).orderBy('officer.since').orderBy('officer.officer_no').execute();
  }

  /**
   * One unit becomes part of another: its officers serve there from now on, under their numbers. `within` is done in the same write.
   * @throws HubError `not-found`, `conflict` when they are one, it was merged already, the kinds differ, or two officers would have one number
   */
  async merge(by: Doer, from: UnitId, into: UnitId, reason: string, within: (trx: Trx) => Promise<unknown>): Promise<number> {
    const now = this.#clock.now();
    const moved = await this.#store.write(async (trx) => {
      const units = await trx.selectFrom('unit').select(['id', 'kind']).where('id', 'in', [from, into]).execute();
      if (!units.some(({ id: each }) => each === from) || !units.some(({ id: each }) => each === into)) throw new HubError('not-found', 'There is no such unit.');
      const merged = await trx.selectFrom('unit_merge').select('from_unit').where('from_unit', 'in', [from, into]).executeTakeFirst();
      // A committee that sees figures must not become one that sees pictures, nor the other way round.
      if (from === into || merged || new Set(units.map(({ kind }) => kind)).size > 1) throw new HubError('conflict', 'These two cannot be merged.');
      await trx.insertInto('unit_merge').values({ from_unit: from, into_unit: into, reason, merged_by: by.person, merged_at: now }).execute();
      await this.#journal.append(trx, { type: 'unit.merged', at: now, body: { from, into, reason, by: by.person } });
      const officers = await trx.selectFrom('officer').selectAll().where('unit', '=', from).where('ended_at', 'is', null).execute();
      for (const { person, role, officer_no: officerNo, since } of officers) {
        await trx.updateTable('officer').set({ ended_at: Math.max(now, since) }).where('unit', '=', from).where('person', '=', person).where('ended_at', 'is', null).execute();
        await this.#journal.append(trx, { type: 'officer.ended', at: now, body: { unit: from, person, role, officerNo, by: by.person } });
        const there = await trx.selectFrom('officer').select('role').where('unit', '=', into).where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst();
        if (!there) await addOfficer(trx, this.#journal, { unit: into, person, role, officerNo, by: by.person }, now);
      }
      await within(trx);
      return officers;
    });
    for (const { person, role } of moved) this.#facts.emit('officer.ended', { unit: from, person, role });
    for (const { person, role } of moved) this.#facts.emit('officer.joined', { unit: into, person, role });
    return moved.length;
  }

  /** @throws HubError `not-found` */
  async endOfficer(by: Doer, unit: UnitId, person: PersonId): Promise<void> {
    const now = this.#clock.now();
    const role = await this.#store.write(async (trx) => {
      const row = await trx.selectFrom('officer').selectAll().where('unit', '=', unit).where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst();
      if (!row) throw new HubError('not-found', 'She is not an officer of the unit.');
      await trx.updateTable('officer').set({ ended_at: Math.max(now, row.since) }).where('unit', '=', unit).where('person', '=', person).where('ended_at', 'is', null).execute();
      await this.#journal.append(trx, { type: 'officer.ended', at: now, body: { unit, person, role: row.role, officerNo: row.officer_no, by: by.person } });
      return row.role;
    });
    this.#facts.emit('officer.ended', { unit, person, role });
  }
}
