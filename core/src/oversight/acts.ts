import type { Ask, Purpose } from '../domain/consent.ts';
import type { PersonId } from '../domain/ids.ts';
import { days, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { Act } from './act.ts';
import type { Trace } from './detect.ts';

/** How far back a pattern is looked for. */
export const traceSpan = days(60);
const mostOfAKind = 3_000;

/** What the hub knows of one officer's requests, from the asks, the ledger and the counts of refusals. A look under an approval is the ask it belongs to; emergencies have a review of their own. */
export async function traceOf(store: Store, person: PersonId, now: Instant): Promise<Trace> {
  const since = now - traceSpan;
  const [asks, looks, refused, home] = await Promise.all([
    store.read.selectFrom('ask').innerJoin('camera', 'camera.id', 'ask.camera').select(['ask.created_at as at', 'ask.camera', 'ask.owner', 'ask.unit', 'ask.officer_no', 'ask.body', 'camera.place']).where('ask.person', '=', person).where('ask.created_at', '>', since).orderBy('ask.created_at', 'desc').limit(mostOfAKind).execute(),
    store.read.selectFrom('viewing').innerJoin('camera', 'camera.id', 'viewing.camera').select(['viewing.opened_at as at', 'viewing.camera', 'viewing.owner', 'viewing.unit', 'viewing.officer_no', 'viewing.purpose', 'viewing.case_no', 'camera.place'])
      .where('viewing.person', '=', person).where('viewing.route', '=', 'R1').where('viewing.opened_at', '>', since).orderBy('viewing.opened_at', 'desc').limit(mostOfAKind).execute(),
    store.read.selectFrom('refused_try').innerJoin('camera', 'camera.id', 'refused_try.camera').select(['refused_try.last_at as at', 'refused_try.camera', 'refused_try.owner', 'refused_try.unit', 'refused_try.officer_no', 'camera.place']).where('refused_try.person', '=', person).where('refused_try.hour', '>', since).orderBy('refused_try.hour', 'desc').limit(mostOfAKind).execute(),
    store.read.selectFrom('officer_street').select('street').where('person', '=', person).executeTakeFirst(),
  ]);
  const acts: Act[] = [
    ...asks.map(({ body, officer_no, ...act }) => ({ ...act, officerNo: officer_no, ...reasonOf(body) })),
    ...looks.flatMap(({ unit, officer_no, purpose, case_no, ...act }) => (unit === null ? [] : [{ ...act, unit, officerNo: officer_no ?? '', purpose: purpose ?? undefined, caseNo: case_no ?? undefined }])),
    ...refused.flatMap(({ unit, officer_no, ...act }) => (unit === null ? [] : [{ ...act, unit, officerNo: officer_no ?? '' }])),
  ].toSorted((one, other) => one.at - other.at);
  return { acts, progress: await progressOf(store, acts, since), home: home?.street };
}

function reasonOf(body: string): { readonly purpose: Purpose; readonly caseNo?: string | undefined } {
  const { purpose, caseNo } = JSON.parse(body) as Pick<Ask, 'purpose' | 'caseNo'>;
  return { purpose, caseNo };
}

/** When somebody wrote down what came of a case: its notes, and its end. */
async function progressOf(store: Store, acts: readonly Act[], since: Instant): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const units = [...new Set(acts.map(({ unit }) => unit))];
  const cases = [...new Set(acts.flatMap(({ caseNo }) => (caseNo === undefined ? [] : [caseNo])))].slice(0, 900);
  const progress = new Map<string, Instant[]>();
  if (units.length === 0 || cases.length === 0) return progress;
  const [notes, ends] = await Promise.all([
    store.read.selectFrom('case_note').innerJoin('unit_case', 'unit_case.id', 'case_note.case_id').select(['unit_case.case_no', 'case_note.at']).where('unit_case.unit', 'in', units).where('unit_case.case_no', 'in', cases).where('case_note.at', '>', since).limit(mostOfAKind).execute(),
    store.read.selectFrom('unit_case').select(['case_no', 'closed_at as at']).where('unit', 'in', units).where('case_no', 'in', cases).where('closed_at', 'is not', null).execute(),
  ]);
  for (const { case_no, at } of [...notes, ...ends]) if (at !== null) progress.set(case_no, [...(progress.get(case_no) ?? []), at]);
  return progress;
}

/** Officers who did anything since then. */
export async function activeOfficers(store: Store, since: Instant): Promise<readonly PersonId[]> {
  const [asks, looks, refused] = await Promise.all([
    store.read.selectFrom('ask').select('person').distinct().where('created_at', '>', since).execute(),
    store.read.selectFrom('viewing').select('person').distinct().where('opened_at', '>', since).where('unit', 'is not', null).execute(),
    store.read.selectFrom('refused_try').select('person').distinct().where('last_at', '>', since).execute(),
  ]);
  return [...new Set([...asks, ...looks, ...refused].map(({ person }) => person))];
}
