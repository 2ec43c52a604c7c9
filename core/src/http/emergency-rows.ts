import type { EmergencyRow, OwnerEmergencyRow } from '../api/emergencies.ts';
import { involved } from '../access/emergency-moves.ts';
import { lifeOf, type StoredEmergency } from '../access/emergency-rows.ts';
import { seenOf } from '../access/emergency-summary.ts';
import type { OwnerId } from '../domain/ids.ts';
import { minutes } from '../domain/time.ts';
import type { HeldOffice, KnownPerson } from '../people/signed-in.ts';
import type { HubServices } from './hub-services.ts';

/** What is the same for everybody; names as they are today. */
async function about(hub: HubServices, row: StoredEmergency, owners: readonly OwnerId[]) {
  const people = [row.declared_by, row.seconded_by, row.ended_by, row.reviewed_by].filter((person) => person !== null);
  const [found, unit, seen, complaints] = await Promise.all([
    hub.store.read.selectFrom('person').select(['id', 'name']).where('id', 'in', people).execute(),
    hub.store.read.selectFrom('unit').select('name').where('id', '=', row.unit).executeTakeFirst(),
    Promise.all(owners.map((owner) => seenOf(hub.store.read, row, owner))),
    hub.emergencies.reviews.complaintsAbout([row.id]),
  ]);
  const nameOf = (person: string | null): string => found.find(({ id }) => id === person)?.name ?? '';
  const { opened, ended } = lifeOf(row);
  return {
    id: row.id, status: row.status, ground: row.ground, purpose: row.purpose, words: row.words, place: row.place, latitude: row.latitude, longitude: row.longitude, radiusM: row.radius_m, caseNo: row.case_no, minutes: Math.round(row.lasts / minutes(1)),
    unitName: unit?.name ?? '', declared: { name: nameOf(row.declared_by), officerNo: row.declared_no, role: row.declared_role, at: row.declared_at, lapsesAt: row.lapses_at },
    opened: opened ? { name: nameOf(opened.by), officerNo: row.seconded_no ?? '', role: opened.role, at: opened.at, until: opened.until } : null,
    ended: ended ? { at: ended.at, why: ended.why, by: row.ended_by === null ? null : nameOf(row.ended_by) } : null,
    review: ended ? { dueAt: ended.reviewDue, at: row.reviewed_at, by: row.reviewed_by === null ? null : nameOf(row.reviewed_by), words: row.review_words } : null,
    seen: seen.flat().map((each) => ({ ...each, seconds: Math.round(each.seconds) })),
    complaints: complaints.filter(({ owner }) => owners.includes(owner)).map(({ id, words, at }) => ({ id, words, at })),
  };
}

/** For an officer of the unit. Which homes opted in is not told before there is an emergency, nor which of them stopped it. */
export async function unitRow(hub: HubServices, row: StoredEmergency, by: KnownPerson, office: HeldOffice): Promise<EmergencyRow> {
  const owners = [...new Set(row.cameras.map(({ owner }) => owner))];
  const now = hub.clock.now();
  const life = lifeOf(row);
  const isOpen = row.status === 'running' && now < (row.until_at ?? 0);
  const openIds = isOpen ? row.cameras.filter(({ stopped_at }) => stopped_at === null).map(({ camera }) => camera) : [];
  const [told, cameras, reviewers] = await Promise.all([
    about(hub, row, row.opened_at === null ? [] : owners),
    openIds.length === 0 ? [] : hub.store.read.selectFrom('camera').select(['id', 'name', 'place']).where('id', 'in', openIds).execute(),
    row.ended_at === null ? [] : hub.emergencies.reviews.reviewersOf(row),
  ]);
  const isInvolved = involved(life, by.person);
  const isWaiting = row.status === 'declared' && now < row.lapses_at;
  return {
    ...told, ended: told.ended && { ...told.ended, why: told.ended.why === 'owner' ? null : told.ended.why }, unit: row.unit, cameras: row.cameras.length, owners: owners.length, mine: isInvolved, reviewers: reviewers.length,
    open: openIds.flatMap((camera) => cameras.filter(({ id }) => id === camera).map(({ id, name, place }) => ({ camera: id, name, place }))),
    // A complaint is for whoever judges, not for whoever is judged.
    complaints: isInvolved ? [] : told.complaints, seen: row.ended_at === null || (office.role !== 'unit_leader' && !isInvolved) ? [] : told.seen,
    maySecond: isWaiting && by.person !== row.declared_by && office.role !== row.declared_role, mayEnd: (isWaiting || isOpen) && (isInvolved || office.role === 'unit_leader'),
    mayReview: ['ended', 'unreviewed'].includes(row.status) && office.role === 'unit_leader' && !isInvolved,
  };
}

/** For an owner: what is hers in it. */
export async function ownerRow(hub: HubServices, row: StoredEmergency, owner: OwnerId): Promise<OwnerEmergencyRow> {
  const hers = row.cameras.filter((each) => each.owner === owner);
  const grants = [...new Set(hers.map(({ grant_id }) => grant_id))];
  const [told, cameras, standing] = await Promise.all([
    about(hub, row, [owner]),
    hub.store.read.selectFrom('camera').select(['id', 'name']).where('id', 'in', hers.map(({ camera }) => camera)).execute(),
    hub.store.read.selectFrom('grant_version').select(['id', 'revoked_at']).where('id', 'in', grants).orderBy('version', 'desc').execute(),
  ]);
  const isStopped = hers.every(({ stopped_at }) => stopped_at !== null);
  return {
    ...told, owner, running: row.status === 'running' && !isStopped && hub.clock.now() < (row.until_at ?? 0), stoppedAt: isStopped ? Math.max(...hers.map(({ stopped_at }) => stopped_at ?? 0)) : null,
    cameras: hers.flatMap(({ camera }) => cameras.filter(({ id }) => id === camera).map(({ id, name }) => ({ camera: id, name }))),
    grants: grants.filter((grant) => standing.find(({ id }) => id === grant)?.revoked_at === null),
  };
}
