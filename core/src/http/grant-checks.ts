import type { z } from 'zod';
import type { GrantDraft as DraftBody, GrantRow } from '../api/sharing.ts';
import { allHeldNow } from '../consent/held-now.ts';
import { inWeekly } from '../consent/weekly.ts';
import type { Grant, Restriction } from '../domain/consent.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import type { MemberRole, Text } from '../domain/people.ts';
import type { GrantDraft } from '../consent/presets.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { GrantVersionTable } from '../store/schema.ts';
import { draftOf, namesFor, problemsOf, sentenceOf } from './grant-of-draft.ts';
import type { HubServices } from './hub-services.ts';
import { membershipOf, ownCamera } from '../people/roles.ts';

type Hub = Pick<HubServices, 'store' | 'registry' | 'clock' | 'tz'>;
type Body = z.output<typeof DraftBody>;

/** Every camera must be hers, and confirmed: a picture nobody vouched for is not shared. @throws HubError `not-found`, `not-allowed`, `camera-unconfirmed` */
export async function requireCameras(hub: Hub, by: KnownPerson, owner: OwnerId, cameras: readonly string[], roles: readonly MemberRole[]): Promise<void> {
  membershipOf(by, owner, roles);
  for (const camera of cameras) {
    const found = ownCamera(by, await hub.registry.find(id<CameraId>(camera)));
    if (found.owner !== owner) throw new HubError('not-found', 'The camera belongs to another owner.');
    if (found.confirmedAt === undefined) throw new HubError('camera-unconfirmed', 'The owner has not confirmed the picture.');
  }
}
/** What she called by its number or name, by its id: the officer of the unit, and masks under the names by which they are laid now. @throws HubError `grant-invalid` when there is none */
export async function resolved<B extends Body>(hub: Hub, given: B): Promise<B> {
  const { unit, officerNo, ...who } = given.who;
  if (officerNo === undefined) return withMasks(hub, given);
  const officer = unit === undefined ? undefined : await hub.store.read.selectFrom('officer').select('person').where('unit', '=', id<UnitId>(unit)).where('officer_no', '=', officerNo).where('ended_at', 'is', null).executeTakeFirst();
  if (!officer) throw new HubError('grant-invalid', 'No officer of the unit has this number.');
  return withMasks(hub, { ...given, who: { ...who, ...(unit === undefined ? {} : { unit }), person: officer.person } });
}
async function withMasks<B extends Body>(hub: Hub, body: B): Promise<B> {
  const { masks } = body;
  if (masks === undefined || masks.length === 0) return body;
  const rows = await hub.store.read.selectFrom('mask_version').select(['id', 'version', 'laid_as']).where('camera', 'in', body.cameras.map((camera) => id<CameraId>(camera))).where('id', 'in', masks).where('removed_at', 'is', null).orderBy('version').execute();
  const laid = new Map(rows.map((row) => [row.id, row.laid_as]));
  return { ...body, masks: masks.map((mask) => {
    const name = laid.get(mask);
    if (name === undefined) throw new HubError('grant-invalid', 'A mask is not of these cameras.');
    return name;
  }) };
}
/** A unit that may see video, or an officer of one. @throws HubError `grant-invalid` */
export async function requireGrantee(hub: Hub, { who: { unit, person } }: Pick<Body, 'who'>): Promise<void> {
  if (unit !== undefined) {
    const row = await hub.store.read.selectFrom('unit').select('kind').where('id', '=', id<UnitId>(unit)).where('id', 'not in', (merged) => merged.selectFrom('unit_merge').select('from_unit')).executeTakeFirst();
    // The programme's office sees numbers, never video.
    if (!row || row.kind === 'peoples_committee') throw new HubError('grant-invalid', 'Video can only be shared with a unit that may see it.');
  }
  if (person === undefined) return;
  const offices = await hub.store.read.selectFrom('officer').innerJoin('unit', 'unit.id', 'officer.unit').select('officer.unit').where('officer.person', '=', id<PersonId>(person)).where('officer.ended_at', 'is', null).where('unit.kind', '!=', 'peoples_committee').execute();
  if (!offices.some((office) => unit === undefined || office.unit === unit)) throw new HubError('grant-invalid', 'The person serves in no unit that may see video.');
}

/** What she signs must be what the hub would write this minute or the minute she read it in. @throws HubError `grant-invalid`, `conflict` */
export async function signedDraft(hub: Hub, given: Body & { readonly sentence: string }, owner: OwnerId): Promise<{ readonly draft: GrantDraft; readonly sentence: Text }> {
  const body = await resolved(hub, given);
  const first = draftOf(body, hub.clock.now(), hub.tz);
  const [problem] = problemsOf(first, body);
  if (problem) throw new HubError('grant-invalid', problem.en);
  return signed(hub, owner, body.sentence, (now) => draftOf(body, now, hub.tz));
}
/** @param at what it says when it is written at an instant */
export async function signed(hub: Hub, owner: OwnerId, given: string, at: (now: number) => GrantDraft): Promise<{ readonly draft: GrantDraft; readonly sentence: Text }> {
  const now = hub.clock.now();
  const names = await namesFor(hub.store, owner, at(now));
  for (let minutesAgo = 0; minutesAgo <= 30; minutesAgo += 1) {
    const draft = at(now - minutesAgo * 60_000);
    const sentence = sentenceOf(draft, names, hub.tz);
    if (sentence.vi === given || sentence.en === given) return { draft, sentence };
  }
  throw new HubError('conflict', 'The sentence is not the one the hub would write for these choices.');
}

/** The newest version, and whose it is. @throws HubError `not-found`, `not-allowed` */
export async function newestGrant(hub: Pick<Hub, 'store'>, by: KnownPerson, grant: GrantId, roles?: readonly MemberRole[]): Promise<{ readonly row: GrantVersionTable; readonly grant: Grant }> {
  const row = await hub.store.read.selectFrom('grant_version').selectAll().where('id', '=', grant).orderBy('version', 'desc').executeTakeFirst();
  if (!row) throw new HubError('not-found', 'There is no such grant.');
  membershipOf(by, row.owner, roles);
  return { row, grant: JSON.parse(row.body) as Grant };
}

export function weeklyRow(weekly: Grant['when']['access']): GrantRow['access'] {
  return weekly ? { tz: weekly.tz, windows: weekly.windows.map((window) => ({ ...window, days: [...window.days] })) } : null;
}

/** A grant as its owner sees it. */
export async function grantRow(hub: Pick<Hub, 'store' | 'clock'>, { body, ...row }: GrantVersionTable): Promise<GrantRow> {
  const grant = JSON.parse(body) as Grant;
  const now = hub.clock.now();
  const inForce = row.revoked_at === null && grant.when.from <= now && now < grant.when.until;
  const [cameras, unit, person, signer, restrictions] = await Promise.all([
    hub.store.read.selectFrom('camera').select(['id', 'name']).where('id', 'in', grant.what.cameras).execute(),
    grant.who.unit === undefined ? undefined : hub.store.read.selectFrom('unit').select('name').where('id', '=', grant.who.unit).executeTakeFirst(),
    grant.who.person === undefined ? undefined : hub.store.read.selectFrom('person').select('name').where('id', '=', grant.who.person).executeTakeFirst(),
    hub.store.read.selectFrom('person').select('name').where('id', '=', row.signed_by).executeTakeFirst(),
    inForce ? hub.store.read.selectFrom('restriction').select('body').where('lifted_at', 'is', null).where('kind', '!=', 'mask').where((where) => where.or([where('owner', '=', row.owner), where('owner', 'is', null)])).execute() : [],
  ]);
  const kind = allHeldNow(restrictions.map((each) => JSON.parse(each.body) as Restriction), grant, now);
  const held = kind === undefined || kind === 'mask' || !inForce ? null : kind;
  return {
    id: row.id, version: row.version, owner: row.owner, cameras, to: [person?.name, unit?.name].filter((name) => name !== undefined).join(', '), mode: grant.mode, actions: [...grant.what.actions], purposes: [...grant.why.purposes],
    from: grant.when.from, until: grant.when.until, access: weeklyRow(grant.when.access),
    sentence: { vi: row.sentence_vi, en: row.sentence_en }, signedBy: signer?.name ?? '', signedAt: row.signed_at, revokedAt: row.revoked_at,
    open: inForce && held === null && inWeekly(grant.when.access, now), held,
  };
}
