import type { ConsentRecords, ViewingRequest } from '../consent/gate-ports.ts';
import { decide } from '../consent/decide.ts';
import { hits } from '../consent/hits.ts';
import { openCaseOf } from '../consent/case-facts.ts';
import { decideForMember } from '../consent/owner-access.ts';
import { validRestriction } from '../consent/validate.ts';
import type { Obligations } from '../domain/consent.ts';
import type { MemberRole, UnitRole } from '../domain/people.ts';
import { hours, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import type { ExportJobRow } from '../store/schema-footage.ts';
import type { ViewingTable } from '../store/schema.ts';

/** An officer fetches what was made for her within a day; then it is gone. */
export const officerKeeps = hours(24);
const keepers: readonly MemberRole[] = ['owner', 'co_owner', 'manager'];

/** The viewing an export ran under, as the ledger has it. */
export async function viewingOf(store: Store, job: Pick<ExportJobRow, 'viewing'>): Promise<ViewingTable | undefined> {
  return job.viewing === null ? undefined : store.read.selectFrom('viewing').selectAll().where('id', '=', job.viewing).executeTakeFirst();
}

/** The same question again, as after a restart. Units, roles: as they are now. */
export async function askedAgain(store: Store, viewing: ViewingTable, job: Pick<ExportJobRow, 'from_at' | 'to_at'>): Promise<ViewingRequest<'clip'>> {
  const obligations = JSON.parse(viewing.obligations) as Obligations;
  const roles: UnitRole[] = viewing.unit === null ? [] : (await store.read.selectFrom('officer').select('role').where('unit', '=', viewing.unit).where('person', '=', viewing.person).where('ended_at', 'is', null).execute()).map(({ role }) => role);
  const { maxHeight, maxFps, audio, masks } = obligations;
  return {
    as: viewing.route === 'R0' ? 'member' : 'officer',
    ask: {
      who: { person: viewing.person, units: viewing.unit === null ? [] : [viewing.unit], roles, certs: [] }, camera: viewing.camera, action: 'clip', rendition: { maxHeight, maxFps, audio, masks: new Set(masks) },
      footage: [job.from_at, job.to_at], purpose: viewing.purpose ?? 'maintenance', ...(viewing.case_no === null ? {} : { caseNo: viewing.case_no }),
    },
  };
}

/**
 * Whether the one who asked for it may still have the finished export: the house while she serves in it; an officer for a day, and only while
 * the grant it was made under stands, nothing restricts it and she is in office.
 * @throws HubError `not-allowed`, `consent-ended`
 */
export async function requireAllowed(store: Store, records: ConsentRecords, job: Pick<ExportJobRow, 'camera' | 'person' | 'viewing' | 'from_at' | 'to_at' | 'created_at' | 'done_at'>, now: Instant): Promise<void> {
  const viewing = await viewingOf(store, job);
  if (!viewing) throw new HubError('consent-ended', 'The ledger does not know this export.');
  if (viewing.route === 'R0') {
    const role = await records.memberRole(job.camera, job.person);
    if (!role || !keepers.includes(role)) throw new HubError('not-allowed', 'The person no longer keeps this camera.');
    // A mask laid before the staff since then is not in it.
    const { ask } = await askedAgain(store, viewing, job);
    const { restrictions } = await records.stateFor(job.camera);
    if (decideForMember(role, 'clip', restrictions, now, ask).effect !== 'permit') throw new HubError('consent-ended', 'The owner has covered something in this picture since.');
    return;
  }
  if (now >= (job.done_at ?? job.created_at) + officerKeeps) throw new HubError('consent-ended', 'The time to fetch it is over.');
  const { ask } = await askedAgain(store, viewing, job);
  const [state, asker] = await Promise.all([records.stateFor(job.camera), records.askerNow(ask.who)]);
  if (!asker || !ask.who.units.every((unit) => asker.units.includes(unit))) throw new HubError('not-allowed', 'The person is no longer an officer of this unit.');
  const grant = state.grants.find(({ id }) => id === viewing.grant_id);
  if (!grant || grant.revokedAt !== undefined || now >= grant.when.until) throw new HubError('consent-ended', 'The grant has ended.');
  if (state.restrictions.some((restriction) => validRestriction(restriction) && hits(restriction, ask, state.owner, now))) throw new HubError('consent-ended', 'The owner has paused it.');
  if (!state.clockTrusted) throw new HubError('consent-ended', 'The clock cannot be trusted.');
  // Her yes was to the grant as it was then, and to a case that was open.
  if (viewing.route === 'R2') await requireStillMeant(store, viewing, grant.version, now);
  // Asked each time, the yes was used up by the export; a standing grant must still say yes: to the hour, the role, the case and the interval.
  if (viewing.route === 'R1' && decide({ ...state, grants: [grant] }, { ...ask, who: asker }, now).effect !== 'permit') throw new HubError('consent-ended', 'The grant does not allow it now.');
}

/** @throws HubError `consent-ended` when she has signed the grant anew since, or the case of the ask was closed */
async function requireStillMeant(store: Store, viewing: ViewingTable, version: number, now: Instant): Promise<void> {
  const ask = viewing.ask === null ? undefined : await store.read.selectFrom('ask').select('grant_version').where('id', '=', viewing.ask).executeTakeFirst();
  if (ask?.grant_version !== version) throw new HubError('consent-ended', 'The grant is no longer the one the owner said yes under.');
  if (viewing.case_no === null || viewing.unit === null) return;
  const open = await store.read.selectFrom('unit_case').selectAll().where('unit', '=', viewing.unit).where('case_no', '=', viewing.case_no).where('closed_at', 'is', null).execute();
  if (!open.some((each) => now < openCaseOf(each).until)) throw new HubError('consent-ended', 'The case is closed.');
}
