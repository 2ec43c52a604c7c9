import { randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Asker, Interval, Purpose } from '../domain/consent.ts';
import type { CameraId, PersonId, UnitId } from '../domain/ids.ts';
import type { UnitRole } from '../domain/people.ts';
import { hours, minutes } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { AreaAskTable } from '../store/schema-consent.ts';
import { areaOf, boxOf, mostCameras, nearest, type Area, type Eye, type Ground } from './area.ts';
import { AskBuckets } from './ask-buckets.ts';
import type { Asks } from './asks.ts';
import type { Cases } from './cases.ts';
import { metresBetween, type Point } from './near-cameras.ts';

export interface AreaDraft {
  readonly caseNo: string;
  readonly action: 'live' | 'clip';
  readonly purpose: Purpose;
  readonly message: string;
  readonly area: Ground;
  readonly footage?: Interval | undefined;
}
export interface AreaAsksParts {
  readonly store: Store;
  readonly log: Pick<AuditLog, 'append'>;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly asks: Pick<Asks, 'make' | 'withdrawArea'>;
  readonly clock: Clock;
  /** Something went wrong while the owners were asked. */
  readonly failed: (failure: unknown) => void;
}
const longestFootage = hours(2);
const lapses = minutes(30);
/** The middle of an area lies no further from the place of the case: else a case would be a licence to feel out a whole town (THREATS 24). */
const farthestFromCase = 1_000;
/** More cameras than this in one area are not looked through. */
const mostLookedAt = 400;

/**
 * One question to every owner of a camera near a place. It is answered before anybody is looked for, so neither its text nor its time
 * tells how many were asked (THREATS 13, 14, 25); who agrees appears, and nobody else ever does.
 */
export class AreaAsks {
  readonly #parts: AreaAsksParts;
  readonly #buckets: AskBuckets;
  #spreading: Promise<void> | undefined;
  #again = false;
  constructor(parts: AreaAsksParts) {
    this.#parts = parts;
    this.#buckets = new AskBuckets(parts.store, parts.clock);
  }

  /** @throws HubError `too-many-requests`, `case-unknown`, `case-closed`, `case-unsigned`, `area-too-far`, `area-shape`, `area-too-wide`, `bad-request` for a wrong interval or too wide a circle */
  async make(who: Asker, unit: UnitId, officerNo: string, role: UnitRole, draft: AreaDraft): Promise<AreaAskTable> {
    const { store, log, cases, clock } = this.#parts;
    const now = clock.now();
    const mine = { area: who.person, unit };
    if (await this.#buckets.isEmpty(mine)) throw new HubError('too-many-requests', 'This officer or unit has asked enough for now.');
    const found = await cases.requireOpen(unit, draft.caseNo);
    const area = areaOf(draft.area);
    if (found.latitude === null || found.longitude === null || metresBetween({ latitude: found.latitude, longitude: found.longitude }, area) > farthestFromCase) throw new HubError('area-too-far', 'The area is too far from the place of the case.');
    requireLimits(draft, now);
    const { latitude, longitude, radiusM, corners } = area;
    const row: AreaAskTable = {
      id: randomUUID(), case_id: found.id, unit, person: who.person, officer_no: officerNo, role, action: draft.action, purpose: draft.purpose, message: draft.message, latitude, longitude, radius_m: radiusM,
      from_at: draft.footage?.[0] ?? null, to_at: draft.footage?.[1] ?? null, created_at: now, lapses_at: now + lapses, withdrawn_at: null, spread_at: null, polygon: corners ? JSON.stringify(corners.map((corner) => ({ latitude: corner.latitude, longitude: corner.longitude }))) : null,
    };
    await store.write(async (trx) => {
      if (!await this.#buckets.take(trx, mine)) throw new HubError('too-many-requests', 'This officer or unit has asked enough for now.');
      await trx.insertInto('area_ask').values(row).execute();
      await log.append(trx, { type: 'area-ask.made', at: now, body: { ...row, caseNo: found.case_no } });
    });
    return row;
  }

  /**
   * Asks the owners of all that wait to be spread, and takes back what was withdrawn; also what a stop left undone. Resolves when that is done; never rejects.
   * To be called every second or so, by nobody's request: an answer that waited for this would tell by its time how many there are.
   */
  async spread(): Promise<void> {
    this.#again = true;
    this.#spreading ??= this.#spreadAll().catch(this.#parts.failed).finally(() => { this.#spreading = undefined; });
    await this.#spreading;
  }

  /** By the officer who made it. @throws HubError `not-found` */
  async withdraw(area: string, by: PersonId): Promise<void> {
    const { store, log, clock } = this.#parts;
    const now = clock.now();
    await store.write(async (trx) => {
      const row = await trx.selectFrom('area_ask').selectAll().where('id', '=', area).where('person', '=', by).where('withdrawn_at', 'is', null).where('lapses_at', '>', now).executeTakeFirst();
      if (!row) throw new HubError('not-found', 'There is no such area ask that waits.');
      // To be gone through once more: what each owner was asked is taken back there.
      await trx.updateTable('area_ask').set({ withdrawn_at: now, spread_at: null }).where('id', '=', area).execute();
      await log.append(trx, { type: 'area-ask.withdrawn', at: now, body: { area, by } });
    });
  }

  /** All that wait under a case: it is closed. */
  async withdrawCase(caseId: string, by: PersonId): Promise<void> {
    const { store, log, clock } = this.#parts;
    const now = clock.now();
    await store.write(async (trx) => {
      for (const { id: area } of await trx.selectFrom('area_ask').select('id').where('case_id', '=', caseId).where('withdrawn_at', 'is', null).where('lapses_at', '>', now).execute()) {
        await trx.updateTable('area_ask').set({ withdrawn_at: now, spread_at: null }).where('id', '=', area).execute();
        await log.append(trx, { type: 'area-ask.withdrawn', at: now, body: { area, by } });
      }
    });
  }

  async ofPerson(person: PersonId): Promise<readonly AreaAskTable[]> {
    return this.#parts.store.read.selectFrom('area_ask').selectAll().where('person', '=', person).orderBy('created_at', 'desc').limit(100).execute();
  }
  async ofCase(caseId: string): Promise<readonly AreaAskTable[]> {
    return this.#parts.store.read.selectFrom('area_ask').selectAll().where('case_id', '=', caseId).orderBy('created_at', 'desc').limit(100).execute();
  }

  async #spreadAll(): Promise<void> {
    const { store, clock, asks } = this.#parts;
    while (this.#again) {
      this.#again = false;
      const rows = await store.read.selectFrom('area_ask').selectAll().where('spread_at', 'is', null).orderBy('created_at').limit(50).execute();
      for (const row of rows) {
        if (row.withdrawn_at !== null) await asks.withdrawArea(row.id, row.person);
        else if (row.lapses_at > clock.now()) await this.#spreadOne(row);
        // One that was withdrawn meanwhile stays to be gone through.
        await store.write((trx) => trx.updateTable('area_ask').set({ spread_at: clock.now() }).where('id', '=', row.id).where('withdrawn_at', 'is', row.withdrawn_at).execute());
        this.#again ||= row.withdrawn_at === null && await this.#isWithdrawn(row.id);
      }
    }
  }

  async #spreadOne(row: AreaAskTable): Promise<void> {
    const { store, asks } = this.#parts;
    const { case_no: caseNo } = await store.read.selectFrom('unit_case').select('case_no').where('id', '=', row.case_id).executeTakeFirstOrThrow();
    const who: Asker = { person: row.person, units: [row.unit], roles: [row.role], certs: [] };
    const footage: Interval | undefined = row.from_at === null || row.to_at === null ? undefined : [row.from_at, row.to_at];
    const asked = new Set((await store.read.selectFrom('ask').select('camera').where('area', '=', row.id).execute()).map(({ camera }) => camera));
    for (const { camera } of nearest(await this.#eyes(row), groundOf(row))) {
      if (asked.size >= mostCameras) return;
      if (asked.has(camera) || await this.#isWithdrawn(row.id)) continue;
      try {
        await asks.make(who, row.unit, row.officer_no, { camera, action: row.action, purpose: row.purpose, caseNo, message: row.message, footage }, row.id);
        asked.add(camera);
      } catch (failure) {
        // One that may not be asked, or not now, is passed over without a word.
        if (!(failure instanceof HubError && passedOver.has(failure.code))) this.#parts.failed(failure);
      }
    }
  }

  async #isWithdrawn(area: string): Promise<boolean> {
    return (await this.#parts.store.read.selectFrom('area_ask').select('withdrawn_at').where('id', '=', area).executeTakeFirst())?.withdrawn_at !== null;
  }

  async #eyes(row: AreaAskTable): Promise<readonly (Eye & { readonly camera: CameraId })[]> {
    const { south, north, west, east } = boxOf(groundOf(row));
    const rows = await this.#parts.store.read.selectFrom('camera').select(['id', 'latitude', 'longitude', 'direction', 'view_degrees']).where('removed_at', 'is', null).where('confirmed_at', 'is not', null)
      .where('latitude', '>=', south).where('latitude', '<=', north).where('longitude', '>=', west).where('longitude', '<=', east).limit(mostLookedAt).execute();
    return rows.flatMap(({ id: camera, latitude, longitude, direction, view_degrees }) => (latitude === null || longitude === null ? [] : [{ camera, latitude, longitude, direction: direction ?? undefined, viewDegrees: view_degrees ?? undefined }]));
  }
}

const passedOver: ReadonlySet<string> = new Set(['consent-refused', 'conflict', 'too-many-asks', 'case-closed', 'case-unsigned', 'not-found']);

/** The corners of a stored area; null for a circle. */
export function cornersOf({ polygon }: Pick<AreaAskTable, 'polygon'>): readonly Point[] | null {
  return polygon === null ? null : JSON.parse(polygon) as readonly Point[];
}
function groundOf(row: AreaAskTable): Area {
  return { latitude: row.latitude, longitude: row.longitude, radiusM: row.radius_m, corners: cornersOf(row) ?? undefined };
}

function requireLimits({ action, footage }: AreaDraft, now: number): void {
  if ((action === 'clip') !== (footage !== undefined)) throw new HubError('bad-request', 'Footage has an interval, live has none.');
  if (footage && !(footage[0] < footage[1] && footage[1] <= now && footage[1] - footage[0] <= longestFootage)) throw new HubError('bad-request', 'At most two hours that have passed are asked for.');
}
