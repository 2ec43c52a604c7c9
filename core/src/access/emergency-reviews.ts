import { randomUUID } from 'node:crypto';
import type { OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { EmergencyComplaintTable, EmergencySuspensionTable } from '../store/schema-consent.ts';
import type { Emergencies } from './emergencies.ts';
import type { OfficeHolder } from './emergency-moves.ts';
import type { EmergencyParts } from './emergency-parts.ts';
import { keepersIn, logged, move, othersIn, requireEmergency, unitName, withCameras, type StoredEmergency } from './emergency-rows.ts';
import { suspend } from './emergency-suspend.ts';
import { liftedNews, reviewedNews } from './emergency-words.ts';

type Parts = Pick<EmergencyParts, 'store' | 'log' | 'clock' | 'notices' | 'facts'>;
const complaintsPerOwner = 5;

/** What comes after: the verdict of a leader who had no part in it, what the owner says to it, and how a unit gets its right back. */
export class EmergencyReviews {
  readonly #parts: Parts;
  readonly #emergencies: Emergencies;
  constructor(parts: Parts, emergencies: Emergencies) {
    this.#parts = parts;
    this.#emergencies = emergencies;
  }

  /** @throws HubError `not-found`, `not-allowed`, `emergency-reviewer`, `conflict` */
  async review(emergency: string, by: OfficeHolder, verdict: 'justified' | 'unjustified', words: string): Promise<StoredEmergency> {
    const { store, log, clock, notices, facts } = this.#parts;
    // One whose time is over is first missed, whoever comes next.
    await this.#emergencies.lookAt(await requireEmergency(store.read, emergency));
    const after: (() => void)[] = [];
    const reviewed = await store.write(async (trx) => {
      const at = clock.now();
      const found = await move(trx, await requireEmergency(trx, emergency), { do: 'review', by, at, verdict }, { review_words: words });
      if (!found) throw new HubError('internal', 'A review changed nothing.');
      for (const { camera } of found.cameras) await log.append(trx, { type: 'emergency.reviewed', camera, at, body: logged(found) });
      const unit = await unitName(trx, found.unit);
      for (const owner of new Set(found.cameras.map((each) => each.owner))) after.push(await notices.queue(trx, await keepersIn(trx, owner), reviewedNews(found, unit)));
      if (verdict === 'unjustified') after.push(await suspend(trx, this.#parts, found, 'unjustified'));
      return found;
    });
    for (const run of after) run();
    facts.emit('emergency.changed', { emergency, unit: reviewed.unit, owners: [...new Set(reviewed.cameras.map(({ owner }) => owner))] });
    // What the unit has open closes with the right.
    if (verdict === 'unjustified') await this.#emergencies.look();
    return reviewed;
  }

  /** Whether anybody of the unit may review it now. */
  async reviewersOf({ unit, declared_by, seconded_by }: StoredEmergency): Promise<readonly PersonId[]> {
    return othersIn(this.#parts.store.read, unit, [declared_by, seconded_by], ['unit_leader']);
  }

  /** The caller has checked that she leads a people's committee. @throws HubError `not-found`, `emergency-reviewer` for one of the two who opened it */
  async lift(suspension: string, by: PersonId, words: string): Promise<void> {
    const { store, log, clock, notices, facts } = this.#parts;
    const at = clock.now();
    const { unit, emergency, tell } = await store.write(async (trx) => {
      const row = await trx.selectFrom('emergency_suspension').selectAll().where('id', '=', suspension).where('lifted_at', 'is', null).executeTakeFirst();
      if (!row) throw new HubError('not-found', 'There is no such suspension.');
      const { declared_by, seconded_by } = await requireEmergency(trx, row.emergency);
      if (by === declared_by || by === seconded_by) throw new HubError('emergency-reviewer', 'Who opened it does not give the right back.');
      await trx.updateTable('emergency_suspension').set({ lifted_by: by, lifted_at: Math.max(at, row.since), lifted_words: words }).where('id', '=', suspension).execute();
      await log.append(trx, { type: 'emergency.lifted', at, body: { suspension, unit: row.unit, emergency: row.emergency, by, words } });
      return { ...row, tell: await notices.queue(trx, await othersIn(trx, row.unit, []), liftedNews(await unitName(trx, row.unit), words)) };
    });
    tell();
    facts.emit('emergency.changed', { emergency, unit, owners: [] });
  }
  /** Those in force first. Without units: of all. */
  async suspensions(units?: readonly UnitId[]): Promise<readonly (EmergencySuspensionTable & { readonly unit_name: string })[]> {
    if (units?.length === 0) return [];
    const rows = this.#parts.store.read.selectFrom('emergency_suspension').innerJoin('unit', 'unit.id', 'emergency_suspension.unit').selectAll('emergency_suspension').select('unit.name as unit_name').orderBy('since', 'desc').limit(200);
    const found = await (units === undefined ? rows : rows.where('unit', 'in', units)).execute();
    return found.toSorted((a, b) => Number(a.lifted_at !== null) - Number(b.lifted_at !== null));
  }

  /** @throws HubError `not-found` when none of her cameras was opened, `too-many-requests` */
  async complain(emergency: string, owners: readonly OwnerId[], by: PersonId, words: string): Promise<EmergencyComplaintTable> {
    const { store, log, clock, facts } = this.#parts;
    const row = await requireEmergency(store.read, emergency);
    const owner = row.cameras.find((each) => owners.includes(each.owner))?.owner;
    if (row.opened_at === null || owner === undefined) throw new HubError('not-found', 'None of her cameras was opened in it.');
    const complaint: EmergencyComplaintTable = { id: randomUUID(), emergency, owner, person: by, words, at: clock.now() };
    await store.write(async (trx) => {
      const made = await trx.selectFrom('emergency_complaint').select((select) => select.fn.countAll<number>().as('count')).where('emergency', '=', emergency).where('owner', '=', owner).executeTakeFirstOrThrow();
      if (made.count >= complaintsPerOwner) throw new HubError('too-many-requests', 'She has complained often enough about this one.');
      await trx.insertInto('emergency_complaint').values(complaint).execute();
      await log.append(trx, { type: 'complaint', at: complaint.at, body: { ...complaint, about: 'emergency' } });
    });
    facts.emit('emergency.changed', { emergency, unit: row.unit, owners: [owner] });
    return complaint;
  }
  async complaintsAbout(emergencies: readonly string[]): Promise<readonly EmergencyComplaintTable[]> {
    if (emergencies.length === 0) return [];
    return this.#parts.store.read.selectFrom('emergency_complaint').selectAll().where('emergency', 'in', emergencies).orderBy('at').limit(500).execute();
  }

  /** Newest first. */
  async ofUnit(unit: UnitId): Promise<readonly StoredEmergency[]> {
    const { read } = this.#parts.store;
    return withCameras(read, await read.selectFrom('emergency').selectAll().where('unit', '=', unit).orderBy('declared_at', 'desc').limit(100).execute());
  }
  /** Those that opened a camera of theirs. Newest first. */
  async ofOwners(owners: readonly OwnerId[]): Promise<readonly StoredEmergency[]> {
    if (owners.length === 0) return [];
    const { read } = this.#parts.store;
    const found = await read.selectFrom('emergency').selectAll('emergency').where('opened_at', 'is not', null)
      .where((where) => where.exists(where.selectFrom('emergency_camera').select('camera').whereRef('emergency_camera.emergency', '=', 'emergency.id').where('emergency_camera.owner', 'in', owners))).orderBy('opened_at', 'desc').limit(100).execute();
    return withCameras(read, found);
  }
}
