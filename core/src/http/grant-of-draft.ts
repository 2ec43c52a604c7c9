import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { GrantDraft as DraftBody } from '../api/sharing.ts';
import { checkGrantLimits, grantProblems } from '../consent/grant-limits.ts';
import type { Names } from '../consent/labels.ts';
import { askEachTime, presets, type GrantDraft, type PresetChoice } from '../consent/presets.ts';
import { sentenceFor } from '../consent/sentence.ts';
import type { Grant } from '../domain/consent.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import { hours, minutes, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';

type Body = z.output<typeof DraftBody>;

/** Begins at a whole minute, so that the sentence she signs has no seconds in it. */
const minuteOf = (at: Instant): Instant => Math.floor(at / minutes(1)) * minutes(1);

/** What the choices on the sharing page mean as a policy: a preset, with what she changed. */
export function draftOf(body: Body, now: Instant, tz: string): GrantDraft {
  const { unit, role, person } = body.who;
  const choice: PresetChoice = {
    who: { ...(unit === undefined ? {} : { unit: id<UnitId>(unit) }), ...(role === undefined ? {} : { role }), ...(person === undefined ? {} : { person: id<PersonId>(person) }) },
    cameras: body.cameras.map((camera) => id<CameraId>(camera)), from: minuteOf(now), days: body.days, tz,
  };
  const base = body.preset === 'own' ? askEachTime(choice) : presets[body.preset](choice);
  const lookbackMs = body.lookbackHours === undefined ? undefined : hours(body.lookbackHours);
  return {
    ...base,
    mode: body.mode ?? base.mode,
    what: { ...base.what, actions: body.actions ?? base.what.actions, maxHeight: body.maxHeight ?? base.what.maxHeight, maxFps: body.maxFps ?? base.what.maxFps, audio: body.audio ?? base.what.audio },
    when: { ...base.when, ...(body.access ? { access: body.access } : {}), ...(lookbackMs === undefined ? {} : { footage: { ...base.when.footage, lookbackMs } }) },
    why: { purposes: body.purposes ?? base.why.purposes, caseRequired: body.caseRequired ?? base.why.caseRequired },
    limits: { ...base.limits, maxSessionMs: body.maxSessionMinutes === undefined ? base.limits.maxSessionMs : minutes(body.maxSessionMinutes) },
  };
}

export function grantOf(draft: GrantDraft, owner: OwnerId): Grant {
  return { ...draft, id: id<GrantId>(randomUUID()), version: 1, owner };
}
export function problemsOf(draft: GrantDraft): Text[] {
  return checkGrantLimits(draft).map((problem) => grantProblems[problem]);
}

/** The words for the ids a grant names. */
export async function namesFor(store: Store, owner: OwnerId, draft: GrantDraft): Promise<Names> {
  const { unit, person } = draft.who;
  const [cameras, units, people] = await Promise.all([
    store.read.selectFrom('camera').select(['id', 'name']).where('owner', '=', owner).where('removed_at', 'is', null).execute(),
    unit === undefined ? [] : store.read.selectFrom('unit').select(['id', 'name']).where('id', '=', unit).execute(),
    person === undefined ? [] : store.read.selectFrom('person').select(['id', 'name']).where('id', '=', person).execute(),
  ]);
  const named = <I>(rows: readonly { readonly id: I; readonly name: string }[]): ReadonlyMap<I, string> => new Map(rows.map((row) => [row.id, row.name]));
  return { cameras: named(cameras.filter((camera) => draft.what.cameras.includes(camera.id))), units: named(units), people: named(people), masks: new Map(), certs: new Map() };
}
export function sentenceOf(draft: GrantDraft, names: Names, tz: string): Text {
  return sentenceFor(draft, names, tz);
}

