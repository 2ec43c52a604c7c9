import type { AreaAskRow, CaseBagRow, CasePage, CaseRow } from '../api/cases.ts';
import { cornersOf } from '../access/area-asks.ts';
import { caseState } from '../access/cases.ts';
import { caseLapsesAfter } from '../consent/case-facts.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { AreaAskTable } from '../store/schema-consent.ts';
import type { UnitCaseTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import type { HubServices } from './hub-services.ts';
import { officerAskRows } from './ledger-rows.ts';

/** Cases and area asks as officers of their unit see them. */
export async function caseRows(store: Store, cases: readonly UnitCaseTable[], reader: PersonId, now: Instant): Promise<CaseRow[]> {
  const names = await namesOf(store, cases.flatMap(({ opened_by, countersigned_by }) => [opened_by, ...(countersigned_by === null ? [] : [countersigned_by])]));
  return cases.map((row) => ({
    id: row.id, unit: row.unit, caseNo: row.case_no, kind: row.kind, title: row.title, place: row.place, position: row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
    happened: { from: row.happened_from, to: row.happened_to }, openedBy: names.get(row.opened_by) ?? '', openedAt: row.opened_at, state: caseState(row, now), haltsAt: row.closed_at === null && row.countersigned_at === null ? row.opened_at + caseLapsesAfter : null,
    countersignedBy: row.countersigned_by === null ? null : names.get(row.countersigned_by) ?? '', countersignedAt: row.countersigned_at, closedAt: row.closed_at, outcome: row.outcome, outcomeNote: row.outcome_note, mine: row.opened_by === reader,
  }));
}

/** What of a case was written by whom. */
export async function noteRows(store: Store, notes: readonly { readonly id: string; readonly by: PersonId; readonly at: Instant; readonly text: string }[]): Promise<CasePage['notes']> {
  const names = await namesOf(store, notes.map(({ by }) => by));
  return notes.map(({ id, by, at, text }) => ({ id, by: names.get(by) ?? '', at, text }));
}

/** Nothing in a row depends on who was asked and did not agree: no count, no place, no time (THREATS 13, 14, 25). */
export async function areaAskRows(hub: Pick<HubServices, 'store' | 'asks' | 'tz'>, areas: readonly AreaAskTable[], reader: PersonId, now: Instant): Promise<AreaAskRow[]> {
  if (areas.length === 0) return [];
  const { store } = hub;
  const approved = await hub.asks.ofAreas(areas.map(({ id }) => id));
  const [rows, places, numbers] = await Promise.all([
    officerAskRows(store, approved, hub.tz, now),
    approved.length === 0 ? [] : store.read.selectFrom('camera').select(['id', 'place']).where('id', 'in', [...new Set(approved.map(({ camera }) => camera))]).execute(),
    store.read.selectFrom('unit_case').select(['id', 'case_no']).where('id', 'in', [...new Set(areas.map(({ case_id }) => case_id))]).execute(),
  ]);
  const areaOf = new Map(approved.map(({ id, area }) => [id as string, area]));
  const placeOf = new Map(places.map(({ id, place }) => [id as string, place]));
  const numberOf = new Map(numbers.map(({ id, case_no }) => [id, case_no]));
  return areas.map((area) => ({
    id: area.id, case: area.case_id, caseNo: numberOf.get(area.case_id) ?? '', action: area.action, purpose: area.purpose, message: area.message, position: { latitude: area.latitude, longitude: area.longitude }, radiusM: area.radius_m, polygon: cornersOf(area)?.map(({ latitude, longitude }) => ({ latitude, longitude })) ?? null,
    footage: area.from_at === null || area.to_at === null ? null : { from: area.from_at, to: area.to_at }, createdAt: area.created_at, lapsesAt: area.lapses_at,
    state: area.withdrawn_at !== null ? 'withdrawn' as const : area.lapses_at <= now ? 'over' as const : 'waiting' as const, mine: area.person === reader,
    agreed: rows.filter(({ id }) => areaOf.get(id) === area.id).map((row) => ({ ...row, place: placeOf.get(row.camera) ?? '' })),
  }));
}

/** Bags of the unit under a case number, the newest first; of none of them more than its own officers know. */
export async function caseBagRows(store: Store, unit: UnitId, caseNo: string, reader: PersonId): Promise<CaseBagRow[]> {
  const rows = await store.read.selectFrom('evidence_bag').selectAll().where('unit', '=', unit).where('case_no', '=', caseNo)
    .select((select) => select.selectFrom('evidence_piece').select((count) => count.fn.count<number>('camera').distinct().as('n')).whereRef('bag', '=', 'evidence_bag.id').as('cameras')).orderBy('created_at', 'desc').limit(100).execute();
  return rows.map((row) => ({ id: row.id, status: row.status, officerNo: row.officer_no ?? '', cameras: row.cameras ?? 0, createdAt: row.created_at, doneAt: row.done_at, mine: row.person === reader }));
}

async function namesOf(store: Store, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
  if (people.length === 0) return new Map();
  return new Map((await store.read.selectFrom('person').select(['id', 'name']).where('id', 'in', [...new Set(people)]).execute()).map(({ id, name }) => [id, name]));
}
