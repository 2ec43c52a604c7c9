import { randomUUID } from 'node:crypto';
import type { AuditType } from '../audit/entry.ts';
import type { EndReason } from '../domain/consent.ts';
import { emergencyLimits, purposeOfGround, type EmergencyEnd, type EmergencyGround } from '../domain/emergency.ts';
import type { CameraId, GrantId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import { hours, type Instant, type Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { EmergencyTable } from '../store/schema-consent.ts';
import type { Area } from './area.ts';
import { grantFor, pickCameras } from './emergency-cameras.ts';
import { whyNotDeclare, type EmergencyAct, type OfficeHolder, type UnitStanding } from './emergency-moves.ts';
import type { EmergencyParts } from './emergency-parts.ts';
import { cameraNames, committeeLeaders, isSuspended, keepersIn, logged, monthStart, move, othersIn, requireEmergency, roleIn, unitName, withCameras, type Rows, type StoredEmergency, type Write } from './emergency-rows.ts';
import { suspend } from './emergency-suspend.ts';
import { tellHowItEnded } from './emergency-summary.ts';
import { openedNews, pleaseConfirm, reviewNews } from './emergency-words.ts';

export interface EmergencyDraft extends Area {
  readonly ground: EmergencyGround;
  readonly words: string;
  readonly place: string;
  readonly caseNo?: string | undefined;
  readonly lasts: Milliseconds;
}
export interface Officer extends OfficeHolder {
  readonly officerNo: string;
}
const endReasons: { readonly [E in EmergencyEnd]: EndReason } = { time: 'expired', owner: 'revoked', clock: 'clock', officer: 'expired', leader: 'expired', membership: 'expired', suspended: 'refused' };
type After = (() => void)[];

/**
 * Route R3, stored: rows, log and the owner's notice in one transaction, then the pictures. All it knows is in the rows,
 * so a hub that was killed goes on where they stand, and opens nothing again that was over.
 */
export class Emergencies {
  readonly #parts: EmergencyParts;
  constructor(parts: EmergencyParts) {
    this.#parts = parts;
  }

  /** Opens nothing: it waits for the second person. @throws HubError `emergency-no-cameras`, `emergency-suspended`, `emergency-quota`, `conflict`, `too-many-requests`, `clock-untrusted`, and of a case number that is none `case-unknown`, `case-closed`, `case-unsigned` */
  async declare(by: Officer, draft: EmergencyDraft): Promise<StoredEmergency> {
    const { store, records, cases, clock, log, notices, tz } = this.#parts;
    const at = clock.now();
    const purpose = purposeOfGround[draft.ground];
    await this.#requireMayDeclare(store.read, by.unit, at);
    const caseNo = draft.caseNo === undefined ? null : (await cases.requireOpen(by.unit, draft.caseNo)).case_no;
    const picked = await pickCameras(store.read, records, draft, by, purpose, at);
    const row: EmergencyTable = {
      id: randomUUID(), unit: by.unit, status: 'declared', ground: draft.ground, purpose, words: draft.words, place: draft.place, latitude: draft.latitude, longitude: draft.longitude,
      radius_m: Math.min(emergencyLimits.radiusM, Math.round(draft.radiusM)), case_no: caseNo, lasts: Math.min(emergencyLimits.lasts, draft.lasts),
      declared_by: by.person, declared_role: by.role, declared_no: by.officerNo, declared_at: at, lapses_at: at + emergencyLimits.second, seconded_by: null, seconded_role: null, seconded_no: null, opened_at: null, until_at: null,
      ended_by: null, ended_at: null, ended_why: null, review_due_at: null, reviewed_by: null, reviewed_at: null, review_words: null,
    };
    const cameras = picked.map(({ camera, owner, grant }, index) => ({ emergency: row.id, place_no: index + 1, camera, owner, grant_id: grant, stopped_at: null, stopped_by: null, told_at: null }));
    const tell = await store.write(async (trx) => {
      await this.#requireMayDeclare(trx, by.unit, at);
      await trx.insertInto('emergency').values({ ...row, status: cameras.length === 0 ? 'lapsed' : 'declared' }).execute();
      // Also when it finds none: looking for cameras is an act, and counts as a try.
      await log.append(trx, { type: 'emergency.declared', at, body: { ...logged(row), cameras: cameras.map(({ camera }) => camera) } });
      if (cameras.length === 0) return undefined;
      await trx.insertInto('emergency_camera').values(cameras).execute();
      const others = (await othersIn(trx, by.unit, [by.person], (['duty_officer', 'investigator', 'unit_leader'] as const).filter((role) => role !== by.role)));
      return notices.queue(trx, others, pleaseConfirm(row, cameras.length, tz));
    });
    if (tell === undefined) throw new HubError('emergency-no-cameras', 'No camera in the area has a live emergency grant to the unit.');
    tell();
    const made = { ...row, cameras };
    this.#changed(made);
    return made;
  }

  /** Opens it, if its owners can be told; else nothing happens. @throws HubError `not-found`, `emergency-over`, `emergency-second`, `emergency-suspended`, `clock-untrusted`, `emergency-no-cameras` */
  async second(emergency: string, by: Officer): Promise<StoredEmergency> {
    const { store, records, clock, log, notices, tz } = this.#parts;
    const before = await requireEmergency(store.read, emergency);
    // What was allowed when it was declared may be taken back by now.
    const still = new Map(await Promise.all(before.cameras.map(async ({ camera }) => [camera, await grantFor(records, camera, by, before.purpose, clock.now()).catch(() => undefined)] as const)));
    const after: After = [];
    const opened = await store.write(async (trx) => {
      const row = await requireEmergency(trx, emergency);
      const at = clock.now();
      const found = await move(trx, row, { do: 'second', by, at, declarer: await roleIn(trx, row.unit, row.declared_by), unit: await this.#standing(trx, row.unit) }, { seconded_no: by.officerNo });
      if (!found) throw new HubError('internal', 'A confirmation changed nothing.');
      const cameras = found.cameras.filter(({ camera, grant_id, stopped_at }) => stopped_at === null && still.get(camera) === grant_id);
      if (cameras.length === 0) throw new HubError('emergency-no-cameras', 'Nothing that was declared may be opened any more.');
      for (const { camera } of found.cameras.filter((each) => !cameras.includes(each))) await trx.deleteFrom('emergency_camera').where('emergency', '=', emergency).where('camera', '=', camera).execute();
      for (const { camera } of cameras) await log.append(trx, { type: 'emergency.seconded', camera, at, body: logged(found) });
      const unit = await unitName(trx, row.unit);
      for (const owner of new Set(cameras.map((each) => each.owner))) {
        const keepers = await keepersIn(trx, owner);
        const names = await cameraNames(trx, cameras.filter((each) => each.owner === owner).map(({ camera }) => camera));
        // Nobody to tell, or nowhere to write it down: then nothing of hers is opened.
        if (keepers.length === 0) throw new HubError('emergency-no-cameras', 'An owner cannot be told.');
        after.push(await notices.queue(trx, keepers, openedNews(found, unit, names, tz)));
      }
      return { ...found, cameras };
    });
    for (const run of after) run();
    this.#changed(opened);
    return opened;
  }

  /** By either of the two, or a leader of the unit; one that waits is withdrawn. @throws HubError `not-found`, `not-allowed`, `emergency-over` */
  async end(emergency: string, by: OfficeHolder): Promise<StoredEmergency> {
    const row = await requireEmergency(this.#parts.store.read, emergency);
    return await this.#act(row, { do: 'end', by, at: this.#parts.clock.now() }) ?? row;
  }

  /**
   * An owner's no: her cameras are closed before it is written down, and stay closed. Doing it again changes nothing.
   * @param owners of whom the caller keeps the cameras
   * @throws HubError `not-found` when none of hers is in it, `not-recorded`
   */
  async stop(emergency: string, owners: readonly OwnerId[], by: PersonId): Promise<StoredEmergency> {
    const row = await requireEmergency(this.#parts.store.read, emergency);
    if (row.opened_at === null || !row.cameras.some(({ owner }) => owners.includes(owner))) throw new HubError('not-found', 'None of her cameras is in it.');
    return this.#stop(row, ({ owner }) => owners.includes(owner), by);
  }
  /** She took the permission itself back. */
  async grantRevoked(grant: GrantId, by: PersonId): Promise<void> {
    const { store } = this.#parts;
    const found = await store.read.selectFrom('emergency_camera').innerJoin('emergency', 'emergency.id', 'emergency_camera.emergency').select('emergency.id').distinct()
      .where('grant_id', '=', grant).where('stopped_at', 'is', null).where('emergency.status', 'in', ['declared', 'running']).execute();
    for (const { id } of found) await this.#stop(await requireEmergency(store.read, id), ({ grant_id }) => grant_id === grant, by);
  }

  /** Every few seconds, at the start, and when somebody's office ends: does what is due, and tells owners how it ended. */
  async look(): Promise<void> {
    const { store, clock } = this.#parts;
    const due = await withCameras(store.read, await store.read.selectFrom('emergency').selectAll().where('status', 'in', ['declared', 'running', 'ended']).orderBy('declared_at').limit(1_000).execute());
    const failures: unknown[] = [];
    for (const row of due) {
      // One that cannot be carried on keeps nobody else's open.
      if (row.status !== 'ended' || clock.now() >= (row.review_due_at ?? 0)) await this.lookAt(row).catch((failure: unknown) => failures.push(failure));
    }
    await tellHowItEnded(this.#parts);
    if (failures.length > 0) throw failures[0];
  }
  async lookAt(row: StoredEmergency): Promise<StoredEmergency | undefined> {
    const { clock } = this.#parts;
    return this.#act(row, async (trx, now) => ({
      do: 'look', at: clock.now(), declarerServes: await roleIn(trx, now.unit, now.declared_by) !== undefined, seconderServes: now.seconded_by === null || await roleIn(trx, now.unit, now.seconded_by) !== undefined,
      open: now.cameras.filter(({ stopped_at }) => stopped_at === null).length, unit: await this.#standing(trx, now.unit),
    }));
  }

  /** What the unit has left. */
  async quota(unit: UnitId): Promise<{ readonly used: number; readonly most: number; readonly suspended: boolean }> {
    const { store, clock, tz, perUnitMonth } = this.#parts;
    return { used: await openedSince(store.read, unit, monthStart(clock.now(), tz)), most: perUnitMonth, suspended: await isSuspended(store.read, unit) };
  }

  /** One move of the machine, stored and carried out. */
  async #act(before: StoredEmergency, given: EmergencyAct | ((trx: Write, row: StoredEmergency) => Promise<EmergencyAct>)): Promise<StoredEmergency | undefined> {
    const after: After = [];
    // Whoever may end it ends it: the pictures go before the disk is asked.
    const cut = typeof given === 'object' && given.do === 'end' && before.status === 'running' && (given.by.unit === before.unit && (given.by.role === 'unit_leader' || [before.declared_by, before.seconded_by].includes(given.by.person)))
      ? this.#cut(before, 'expired') : undefined;
    const moved = await this.#parts.store.write(async (trx) => {
      const row = await requireEmergency(trx, before.id);
      const found = await move(trx, row, typeof given === 'function' ? await given(trx, row) : given);
      if (found) await this.#record(trx, found, after);
      return found;
    });
    await cut?.catch(() => {});
    if (!moved) return undefined;
    for (const run of after) run();
    await this.#carryOut(moved);
    return moved;
  }

  async #record(trx: Write, row: StoredEmergency, after: After): Promise<void> {
    const { log, clock, notices, tz } = this.#parts;
    const at = clock.now();
    const types: Partial<Record<StoredEmergency['status'], AuditType>> = { lapsed: 'emergency.lapsed', withdrawn: 'emergency.withdrawn', ended: 'emergency.ended', unreviewed: 'emergency.unreviewed' };
    const type = types[row.status];
    if (!type) return;
    if (row.opened_at === null) await log.append(trx, { type, at, body: logged(row) });
    else for (const { camera } of row.cameras) await log.append(trx, { type, camera, at, body: logged(row) });
    if (row.status === 'ended') {
      const reviewers = await othersIn(trx, row.unit, [row.declared_by, row.seconded_by], ['unit_leader']);
      const news = reviewNews(row, tz, reviewers.length > 0);
      after.push(await notices.queue(trx, reviewers.length > 0 ? reviewers : await othersIn(trx, row.unit, [], ['unit_leader']), news));
      if (reviewers.length === 0) after.push(await notices.queue(trx, await committeeLeaders(trx), { ...news, link: '/oversight/emergencies' }));
    }
    if (row.status === 'unreviewed') after.push(await suspend(trx, this.#parts, row, 'missed'));
  }

  /** After the commit. */
  async #carryOut(row: StoredEmergency): Promise<void> {
    this.#changed(row);
    if (row.status === 'ended') {
      await this.#cut(row, endReasons[row.ended_why ?? 'officer']);
      await tellHowItEnded(this.#parts);
    }
    if (row.status === 'unreviewed') await this.look();
  }

  async #stop(before: StoredEmergency, hers: (camera: StoredEmergency['cameras'][number]) => boolean, by: PersonId): Promise<StoredEmergency> {
    const { store, log, clock } = this.#parts;
    // Abort first, record after.
    const cut = this.#cut({ ...before, cameras: before.cameras.filter(hers) }, 'revoked').catch(() => {});
    const row = await store.write(async (trx) => {
      const found = await requireEmergency(trx, before.id);
      if (!['declared', 'running'].includes(found.status)) return found;
      const at = clock.now();
      for (const { camera } of found.cameras.filter((each) => hers(each) && each.stopped_at === null)) {
        await trx.updateTable('emergency_camera').set({ stopped_at: at, stopped_by: by }).where('emergency', '=', found.id).where('camera', '=', camera).execute();
        await log.append(trx, { type: 'emergency.stopped', camera, at, body: { emergency: found.id, by } });
      }
      return requireEmergency(trx, before.id);
    });
    await cut;
    // Those that were just being admitted read the rows again.
    await this.#cut({ ...row, cameras: row.cameras.filter(hers) }, 'revoked');
    this.#changed(row);
    return await this.lookAt(row) ?? row;
  }

  async #cut({ cameras }: StoredEmergency, reason: EndReason): Promise<void> {
    const grants = new Map<GrantId, CameraId[]>();
    for (const { grant_id, camera } of cameras) grants.set(grant_id, [...(grants.get(grant_id) ?? []), camera]);
    const { gate } = this.#parts;
    await Promise.all([...grants].map(([grant, these]) => gate.endAll(reason, { grant, cameras: these, as: 'officer' })));
    await gate.recheck({ cameras: cameras.map(({ camera }) => camera), as: 'officer' });
  }

  async #requireMayDeclare(rows: Rows, unit: UnitId, at: Instant): Promise<void> {
    const { tz, perUnitMonth } = this.#parts;
    const lately = await rows.selectFrom('emergency').select((select) => select.fn.countAll<number>().as('count')).where('unit', '=', unit).where('declared_at', '>', at - hours(1)).executeTakeFirstOrThrow();
    const waiting = await rows.selectFrom('emergency').select('id').where('unit', '=', unit).where('status', '=', 'declared').where('lapses_at', '>', at).limit(1).executeTakeFirst();
    const refused = whyNotDeclare(await this.#standing(rows, unit), { thisMonth: await openedSince(rows, unit, monthStart(at, tz)), most: perUnitMonth, waiting: waiting !== undefined, lately: lately.count });
    if (refused) throw new HubError(refused, 'The unit may not declare an emergency now.');
  }
  async #standing(rows: Rows, unit: UnitId): Promise<UnitStanding> {
    return { suspended: await isSuspended(rows, unit), clockTrusted: this.#parts.trust.trusted() };
  }
  #changed(row: StoredEmergency): void {
    this.#parts.facts.emit('emergency.changed', { emergency: row.id, unit: row.unit, owners: row.opened_at === null ? [] : [...new Set(row.cameras.map(({ owner }) => owner))] });
  }
}

async function openedSince(rows: Rows, unit: UnitId, since: Instant): Promise<number> {
  const { count } = await rows.selectFrom('emergency').select((select) => select.fn.countAll<number>().as('count')).where('unit', '=', unit).where('opened_at', '>=', since).executeTakeFirstOrThrow();
  return count;
}
