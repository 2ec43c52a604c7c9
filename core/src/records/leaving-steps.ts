import { randomUUID } from 'node:crypto';
import type { Grant } from '../domain/consent.ts';
import type { CameraId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { Database } from '../store/schema.ts';
import { secretNames } from '../vault/secret-names.ts';

export type Trx = Parameters<Parameters<Store['write']>[0]>[0];
/** By which a unit finds what it still has: numbers and times, no name of a house. */
export interface PurgeItem {
  readonly kind: 'viewing' | 'clip';
  readonly caseNo: string | null;
  readonly at: Instant;
  readonly footage: { readonly from: Instant; readonly to: Instant } | null;
  readonly officerNo: string | null;
}
const mostItems = 500;
/** Shown where a name was. */
export const leftName = '(đã rời)';

/** Units that were allowed anything, or looked at anything. */
export async function unitsOf(rows: Store['read'], owner: OwnerId): Promise<readonly UnitId[]> {
  const grants = (await rows.selectFrom('grant_version').select('body').where('owner', '=', owner).execute()).flatMap(({ body }) => (JSON.parse(body) as Grant).who.unit ?? []);
  const looked = (await rows.selectFrom('viewing').select('unit').distinct().where('owner', '=', owner).where('unit', 'is not', null).execute()).flatMap(({ unit }) => unit ?? []);
  return [...new Set([...grants, ...looked])].toSorted();
}

/** One request to each unit; a second time changes nothing. @returns the units told now */
export async function askToPurge(trx: Trx, leaving: string, owner: OwnerId, at: Instant): Promise<readonly UnitId[]> {
  const told: UnitId[] = [];
  for (const unit of await unitsOf(trx, owner)) {
    const lines = await trx.selectFrom('viewing').select(['action', 'case_no', 'opened_at', 'footage_from', 'footage_to', 'officer_no']).where('owner', '=', owner).where('unit', '=', unit).where('action', 'in', ['clip', 'snapshot', 'live', 'playback']).orderBy('opened_at', 'desc').limit(mostItems).execute();
    const items: PurgeItem[] = lines.map((line) => ({ kind: line.action === 'clip' ? 'clip' : 'viewing', caseNo: line.case_no, at: line.opened_at, footage: line.footage_from === null || line.footage_to === null ? null : { from: line.footage_from, to: line.footage_to }, officerNo: line.officer_no }));
    const done = await trx.insertInto('purge_request').values({ id: randomUUID(), leaving, unit, items: JSON.stringify(items), made_at: at, acknowledged_by: null, acknowledged_at: null }).onConflict((taken) => taken.columns(['leaving', 'unit']).doNothing()).executeTakeFirst();
    if ((done.numInsertedOrUpdatedRows ?? 0n) > 0n) told.push(unit);
  }
  return told;
}

/** Asks that wait, and what was kept for them. What a written request keeps stays. */
export async function endWaiting(trx: Trx, owner: OwnerId, at: Instant): Promise<void> {
  await trx.updateTable('ask').set({ status: 'lapsed', decided_at: at }).where('owner', '=', owner).where('status', '=', 'pending').execute();
  await trx.updateTable('footage_hold').set({ released_at: at }).where('owner', '=', owner).where('reason', '=', 'ask').where('released_at', 'is', null).execute();
}

/** What the house looked at goes whole; what officers looked at stays as their units' account, without a word of whose it was. */
export async function emptyLedger(trx: Trx, owner: OwnerId): Promise<number> {
  const { numDeletedRows } = await trx.deleteFrom('viewing').where('owner', '=', owner).where('route', '=', 'R0').executeTakeFirst();
  await trx.deleteFrom('refused_try').where('owner', '=', owner).execute();
  await trx.deleteFrom('emergency_complaint').where('owner', '=', owner).execute();
  await trx.deleteFrom('mask_version').where('owner', '=', owner).execute();
  await trx.deleteFrom('restriction').where('owner', '=', owner).execute();
  await trx.deleteFrom('sign_message').where('owner', '=', owner).execute();
  await trx.deleteFrom('notice_sign').where('owner', '=', owner).execute();
  await trx.deleteFrom('invitation').where('owner', '=', owner).execute();
  await trx.deleteFrom('letter_told').where('owner', '=', owner).execute();
  // What a written request had cut is its own account.
  await trx.deleteFrom('export_job').where('owner', '=', owner).where('id', 'not in', (rows) => rows.selectFrom('written_piece').select('job').where('job', 'is not', null).$castTo<{ job: string }>()).execute();
  // Bags she made of nothing but her own; one that answers a written request, or was an officer's, is a unit's account. The counter of numbers stays.
  const bags = (await trx.selectFrom('evidence_bag').select('id').where('route', '=', 'R0').where((bag) => bag.exists(bag.selectFrom('evidence_piece').select('bag').whereRef('evidence_piece.bag', '=', 'evidence_bag.id').where('owner', '=', owner)))
    .where((bag) => bag.not(bag.exists(bag.selectFrom('evidence_piece').select('bag').whereRef('evidence_piece.bag', '=', 'evidence_bag.id').where('owner', '!=', owner)))).execute()).map(({ id }) => id);
  for (let at = 0; at < bags.length; at += 500) {
    const batch = bags.slice(at, at + 500);
    await trx.deleteFrom('custody_event').where('bag', 'in', batch).execute();
    await trx.deleteFrom('evidence_piece').where('bag', 'in', batch).execute();
    await trx.deleteFrom('evidence_bag').where('id', 'in', batch).execute();
  }
  // The rows stay, because others point at them; what they said is gone.
  await trx.updateTable('grant_version').set({ sentence_vi: '', sentence_en: '' }).where('owner', '=', owner).execute();
  await trx.updateTable('ask').set({ message: '' }).where('owner', '=', owner).execute();
  // What was covered goes; that something was stays in the ask, so that nothing could leave uncovered.
  await trx.deleteFrom('ask_redaction').where('owner', '=', owner).execute();
  await trx.updateTable('camera').set((camera) => ({
    name: leftName, place: '', direction: null, latitude: null, longitude: null, view_degrees: null, maker: null, model: null, device_uri: null, snapshot_uri: null, sources: '[]', native_id: camera.ref('id'),
  })).where('owner', '=', owner).execute();
  await trx.updateTable('owner').set({ name: leftName }).where('id', '=', owner).execute();
  return Number(numDeletedRows);
}

/**
 * What the house wrote to units, and the papers that it entered itself and no unit of this hub knows. Where footage is still kept for a request, its words stay as long;
 * what a unit filed, and the word that it destroyed what it got, are the unit's account.
 */
export async function forgetWritten(trx: Trx, owner: OwnerId, now: Instant): Promise<void> {
  const held = new Set((await trx.selectFrom('footage_hold').select('ref').where('owner', '=', owner).where('reason', '=', 'written').where('released_at', 'is', null).where('until', '>', now).execute()).map(({ ref }) => ref.split('.')[0]));
  const requests = (await trx.selectFrom('written_request').select(['id', 'unit', 'scan']).where('owner', '=', owner).execute()).filter(({ id }) => !held.has(id));
  for (const { id, unit, scan } of requests) {
    await trx.deleteFrom('written_message').where('request', '=', id).where('kind', 'in', unit === null ? ['question', 'answer', 'refusal', 'destruction'] : ['question', 'refusal']).execute();
    if (unit !== null) continue;
    await trx.deleteFrom('written_piece').where('request', '=', id).execute();
    await trx.deleteFrom('written_request').where('id', '=', id).execute();
    // Its file goes when the folder is looked through next.
    await trx.deleteFrom('written_scan').where('id', '=', scan).where((row) => row.not(row.exists(row.selectFrom('written_request').select('written_request.id').whereRef('written_request.scan', '=', 'written_scan.id')))).execute();
  }
  await trx.updateTable('emergency_camera').set({ stopped_by: null }).where('owner', '=', owner).execute();
}

/** Her own account, when nothing else here needs it. The row stays nameless: the log and other people's rows point at it. */
export async function forgetPerson(trx: Trx, person: PersonId): Promise<number> {
  const { login } = await trx.selectFrom('person').select('login').where('id', '=', person).executeTakeFirstOrThrow();
  const { numDeletedRows } = await trx.deleteFrom('notice').where('person', '=', person).executeTakeFirst();
  for (const table of ['notice_address', 'passkey', 'session', 'consent_record', 'officer_street'] as const satisfies readonly (keyof Database)[]) await trx.deleteFrom(table).where('person', '=', person).execute();
  // Their passwords with the programs.
  for (const { id } of await trx.selectFrom('app').select('id').where('person', '=', person).execute()) await trx.deleteFrom('secret').where('name', '=', secretNames.app(id)).execute();
  await trx.deleteFrom('app').where('person', '=', person).execute();
  await trx.deleteFrom('login_failure').where('key', '=', `login:${login}`).execute();
  await trx.updateTable('person').set({ name: leftName, login: `da-roi-${person}`.toLowerCase(), password: null }).where('id', '=', person).execute();
  return Number(numDeletedRows);
}

/** Where the house could be read in notices: those about its cameras and grants go, whoever of the house has them. */
export async function forgetNotices(trx: Trx, people: readonly PersonId[], from: Instant): Promise<number> {
  if (people.length === 0) return 0;
  const { numDeletedRows } = await trx.deleteFrom('notice').where('person', 'in', people).where('at', '>=', from).where('kind', 'not in', ['house.left', 'test', 'plugin.trouble', 'disk.low', 'disk.gone', 'disk.back']).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Footage that a written request keeps: the only thing that outlives her leaving. */
export async function keptHolds(rows: Store['read'], owner: OwnerId, now: Instant): Promise<readonly { readonly camera: CameraId; readonly cameraName: string; readonly from: Instant; readonly to: Instant; readonly until: Instant; readonly ref: string }[]> {
  const found = await rows.selectFrom('footage_hold').innerJoin('camera', 'camera.id', 'footage_hold.camera').select(['footage_hold.camera', 'camera.name as cameraName', 'footage_hold.from_at as from', 'footage_hold.to_at as to', 'footage_hold.until', 'footage_hold.ref'])
    .where('footage_hold.owner', '=', owner).where('footage_hold.reason', '=', 'written').where('footage_hold.released_at', 'is', null).where('footage_hold.until', '>', now).orderBy('footage_hold.from_at').limit(200).execute();
  return found;
}
