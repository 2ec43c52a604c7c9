import type { Purpose, Route } from '../domain/consent.ts';
import type { CameraId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { RefusedTryTable } from '../store/schema-consent.ts';
import type { ViewingTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import type { LedgerPlace } from './ledger-place.ts';

export type LedgerLine = ViewingTable & { readonly camera_name: string };
/** What is looked for. All fields narrow; days are instants, half-open. */
export interface LedgerFilter {
  readonly camera?: CameraId | undefined;
  readonly unit?: UnitId | undefined;
  readonly officerNo?: string | undefined;
  readonly purpose?: Purpose | undefined;
  readonly route?: Route | undefined;
  readonly caseNo?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}
export interface LedgerPage {
  /** Lines older than this place; or, as an instant, opened before it. */
  readonly before?: LedgerPlace | Instant | undefined;
  readonly limit: number;
}
export interface LedgerQuery extends LedgerFilter, LedgerPage {
  /** Also what the house itself looked at. */
  readonly own: boolean;
}
/** Whose log it is. */
type Reader = { readonly owners: readonly OwnerId[] } | { readonly person: PersonId } | { readonly unitLog: UnitId };

/** The ledger as people read it: "Ai đã xem camera của tôi", newest first. Removed cameras stay in it. */
export class Ledger {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }

  async ofOwners(owners: readonly OwnerId[], { own, ...query }: LedgerQuery): Promise<readonly LedgerLine[]> {
    return owners.length === 0 ? [] : this.#lines({ owners }, query, own);
  }
  /** What an officer looked at. */
  async ofOfficer(person: PersonId, query: LedgerFilter & Partial<LedgerPage> = {}): Promise<readonly LedgerLine[]> {
    return this.#lines({ person }, { limit: 200, ...query }, false);
  }
  /** What a unit's officers looked at. */
  async ofUnit(unit: UnitId, query: LedgerFilter & LedgerPage): Promise<readonly LedgerLine[]> {
    return this.#lines({ unitLog: unit }, query, false);
  }

  /** Units and officers that occur in her ledger, to choose among. */
  async whoLooked(owners: readonly OwnerId[]): Promise<readonly { readonly unit: UnitId; readonly unitName: string; readonly officerNo: string }[]> {
    if (owners.length === 0) return [];
    const rows = await this.#store.read.selectFrom('viewing').select(['unit', 'unit_name', 'officer_no']).distinct().where('owner', 'in', owners).where('unit', 'is not', null).orderBy('unit_name').orderBy('officer_no').limit(500).execute();
    return rows.flatMap(({ unit, unit_name, officer_no }) => (unit === null ? [] : [{ unit, unitName: unit_name ?? '', officerNo: officer_no ?? '' }]));
  }

  /** What the gate refused from outside, hour by hour, newest first. For the owner alone. */
  async refusedTries(owners: readonly OwnerId[], { camera, unit, officerNo, from, to }: Pick<LedgerFilter, 'camera' | 'unit' | 'officerNo' | 'from' | 'to'>): Promise<readonly RefusedTryTable[]> {
    if (owners.length === 0) return [];
    let query = this.#store.read.selectFrom('refused_try').selectAll().where('owner', 'in', owners);
    if (camera !== undefined) query = query.where('camera', '=', camera);
    if (unit !== undefined) query = query.where('unit', '=', unit);
    if (officerNo !== undefined) query = query.where('officer_no', '=', officerNo);
    if (from !== undefined) query = query.where('last_at', '>=', from);
    if (to !== undefined) query = query.where('hour', '<', to);
    return query.orderBy('hour', 'desc').orderBy('camera').orderBy('person').limit(1_000).execute();
  }

  async #lines(reader: Reader, { camera, unit, officerNo, purpose, route, caseNo, from, to, before, limit }: LedgerFilter & LedgerPage, own: boolean): Promise<readonly LedgerLine[]> {
    let query = this.#store.read.selectFrom('viewing').innerJoin('camera', 'camera.id', 'viewing.camera').selectAll('viewing').select('camera.name as camera_name');
    if ('owners' in reader) query = query.where('viewing.owner', 'in', reader.owners);
    else if ('person' in reader) query = query.where('viewing.person', '=', reader.person).where('viewing.unit', 'is not', null);
    else query = query.where('viewing.unit', '=', reader.unitLog);
    if (!own) query = query.where('viewing.route', '!=', 'R0');
    if (camera !== undefined) query = query.where('viewing.camera', '=', camera);
    if (unit !== undefined) query = query.where('viewing.unit', '=', unit);
    if (officerNo !== undefined) query = query.where('viewing.officer_no', '=', officerNo);
    if (purpose !== undefined) query = query.where('viewing.purpose', '=', purpose);
    if (route !== undefined) query = query.where('viewing.route', '=', route);
    if (caseNo !== undefined) query = query.where('viewing.case_no', '=', caseNo);
    if (from !== undefined) query = query.where('viewing.opened_at', '>=', from);
    if (to !== undefined) query = query.where('viewing.opened_at', '<', to);
    if (typeof before === 'number') query = query.where('viewing.opened_at', '<', before);
    // Two lines may have one instant: the id breaks the tie, so that no page leaves a line out or repeats one.
    else if (before !== undefined) query = query.where((line) => line.or([line('viewing.opened_at', '<', before.at), line.and([line('viewing.opened_at', '=', before.at), line('viewing.id', '<', before.viewing)])]));
    return query.orderBy('viewing.opened_at', 'desc').orderBy('viewing.id', 'desc').limit(limit).execute();
  }
}
