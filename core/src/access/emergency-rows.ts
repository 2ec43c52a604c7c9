import type { CameraId, PersonId, UnitId } from '../domain/ids.ts';
import type { UnitRole } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { EmergencyCameraTable, EmergencyTable } from '../store/schema-consent.ts';
import type { Store } from '../store/open-store.ts';
import { advance, type EmergencyAct, type EmergencyLife } from './emergency-moves.ts';

export type Write = Parameters<Parameters<Store['write']>[0]>[0];
export type Rows = Store['read'];
export interface StoredEmergency extends EmergencyTable {
  readonly cameras: readonly EmergencyCameraTable[];
}

/** The life as the row tells it. */
export function lifeOf(row: EmergencyTable): EmergencyLife {
  return {
    status: row.status, unit: row.unit, lasts: row.lasts, declared: { by: row.declared_by, role: row.declared_role, at: row.declared_at, lapsesAt: row.lapses_at },
    ...(row.seconded_by !== null && row.seconded_role !== null && row.opened_at !== null && row.until_at !== null && { opened: { by: row.seconded_by, role: row.seconded_role, at: row.opened_at, until: row.until_at } }),
    ...(row.ended_at !== null && row.ended_why !== null && row.review_due_at !== null && { ended: { at: row.ended_at, why: row.ended_why, reviewDue: row.review_due_at, ...(row.ended_by !== null && { by: row.ended_by }) } }),
    ...(row.reviewed_by !== null && row.reviewed_at !== null && { review: { by: row.reviewed_by, at: row.reviewed_at } }),
  };
}

/** What a move writes. Number and words are not the life's business, so they come along. */
export interface Beside {
  readonly seconded_no?: string;
  readonly review_words?: string;
}
/** Makes the move, in the row too; undefined when nothing is due. @throws HubError with the machine's own refusal */
export async function move(trx: Write, row: StoredEmergency, act: EmergencyAct, beside: Beside = {}): Promise<StoredEmergency | undefined> {
  const life = lifeOf(row);
  const answer = advance(life, act);
  if ('refused' in answer) throw new HubError(answer.refused, `An emergency that is ${row.status} refuses to ${act.do}.`);
  if (answer.life === life) return undefined;
  const { status, opened, ended, review } = answer.life;
  const set = {
    status, seconded_by: opened?.by ?? null, seconded_role: opened?.role ?? null, opened_at: opened?.at ?? null, until_at: opened?.until ?? null,
    ended_by: ended?.by ?? null, ended_at: ended?.at ?? null, ended_why: ended?.why ?? null, review_due_at: ended?.reviewDue ?? null,
    reviewed_by: review?.by ?? null, reviewed_at: review?.at ?? null, ...beside,
  };
  await trx.updateTable('emergency').set(set).where('id', '=', row.id).execute();
  return { ...row, ...set };
}

/** @throws HubError `not-found` */
export async function requireEmergency(rows: Rows, emergency: string): Promise<StoredEmergency> {
  const [found] = await withCameras(rows, await rows.selectFrom('emergency').selectAll().where('id', '=', emergency).execute());
  if (!found) throw new HubError('not-found', 'There is no such emergency.');
  return found;
}
export async function withCameras(rows: Rows, found: readonly EmergencyTable[]): Promise<readonly StoredEmergency[]> {
  if (found.length === 0) return [];
  const cameras = await rows.selectFrom('emergency_camera').selectAll().where('emergency', 'in', found.map(({ id }) => id)).orderBy('place_no').execute();
  return found.map((row) => ({ ...row, cameras: cameras.filter(({ emergency }) => emergency === row.id) }));
}

/** What the person is in the unit now; undefined when nothing. */
export async function roleIn(rows: Rows, unit: UnitId, person: PersonId | null): Promise<UnitRole | undefined> {
  if (person === null) return undefined;
  const row = await rows.selectFrom('officer').innerJoin('person', 'person.id', 'officer.person').select('officer.role').where('officer.unit', '=', unit).where('officer.person', '=', person)
    .where('officer.ended_at', 'is', null).where('person.disabled_at', 'is', null).executeTakeFirst();
  return row?.role;
}
export async function isSuspended(rows: Rows, unit: UnitId): Promise<boolean> {
  return await rows.selectFrom('emergency_suspension').select('id').where('unit', '=', unit).where('lifted_at', 'is', null).limit(1).executeTakeFirst() !== undefined;
}
/** Who serves in the unit, but these. */
export async function othersIn(rows: Rows, unit: UnitId, but: readonly (PersonId | null)[], roles?: readonly UnitRole[]): Promise<readonly PersonId[]> {
  const officers = await rows.selectFrom('officer').innerJoin('person', 'person.id', 'officer.person').select(['officer.person', 'officer.role']).where('officer.unit', '=', unit).where('officer.ended_at', 'is', null).where('person.disabled_at', 'is', null).execute();
  return officers.filter(({ person, role }) => !but.includes(person) && (roles === undefined || roles.includes(role))).map(({ person }) => person);
}
/** Leaders of the people's committees: they see no video, and can give a unit its right back. */
export async function committeeLeaders(rows: Rows): Promise<readonly PersonId[]> {
  const found = await rows.selectFrom('officer').innerJoin('unit', 'unit.id', 'officer.unit').innerJoin('person', 'person.id', 'officer.person').select('officer.person')
    .where('unit.kind', '=', 'peoples_committee').where('officer.role', '=', 'unit_leader').where('officer.ended_at', 'is', null).where('person.disabled_at', 'is', null).execute();
  return [...new Set(found.map(({ person }) => person))];
}
/** Whoever answers for an owner's cameras. */
export async function keepersIn(rows: Rows, owner: EmergencyCameraTable['owner']): Promise<readonly PersonId[]> {
  const found = await rows.selectFrom('member').innerJoin('person', 'person.id', 'member.person').select('member.person').where('member.owner', '=', owner).where('member.role', 'in', ['owner', 'co_owner', 'manager'])
    .where('member.ended_at', 'is', null).where('person.disabled_at', 'is', null).execute();
  return found.map(({ person }) => person);
}

export async function unitName(rows: Rows, unit: UnitId): Promise<string> {
  return (await rows.selectFrom('unit').select('name').where('id', '=', unit).executeTakeFirst())?.name ?? '';
}
export async function cameraNames(rows: Rows, cameras: readonly CameraId[]): Promise<readonly string[]> {
  return (await rows.selectFrom('camera').select('name').where('id', 'in', cameras).orderBy('name').execute()).map(({ name }) => name);
}

/** What the log keeps of it, privately. */
export function logged(row: EmergencyTable): object {
  return {
    emergency: row.id, unit: row.unit, ground: row.ground, purpose: row.purpose, words: row.words, place: row.place, latitude: row.latitude, longitude: row.longitude, radiusM: row.radius_m, caseNo: row.case_no,
    declared: { by: row.declared_by, role: row.declared_role, officerNo: row.declared_no, at: row.declared_at },
    seconded: row.seconded_by === null ? null : { by: row.seconded_by, role: row.seconded_role, officerNo: row.seconded_no, at: row.opened_at, until: row.until_at },
    ended: row.ended_at === null ? null : { by: row.ended_by, at: row.ended_at, why: row.ended_why, reviewDue: row.review_due_at },
    reviewed: row.reviewed_at === null ? null : { by: row.reviewed_by, at: row.reviewed_at, verdict: row.status, words: row.review_words },
  };
}

/** The first instant of the calendar month in a zone. */
export function monthStart(at: Instant, tz: string): Instant {
  const parts = (moment: Instant): readonly number[] => {
    const found = new Intl.DateTimeFormat('en-US', { timeZone: tz, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' }).formatToParts(moment);
    return (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((type) => Number(found.find((part) => part.type === type)?.value));
  };
  const wallOf = (moment: Instant): number => {
    const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts(moment);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  const [year = 1970, month = 1] = parts(at);
  const wanted = Date.UTC(year, month - 1, 1);
  // Twice: the offset at the first guess may not be that of the start itself.
  const guess = wanted - (wallOf(wanted) - wanted);
  return guess - (wallOf(guess) - wanted);
}
