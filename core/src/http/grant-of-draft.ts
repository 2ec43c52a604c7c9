import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { GrantDraft as DraftBody } from '../api/sharing.ts';
import { checkGrantLimits, grantProblems } from '../consent/grant-limits.ts';
import type { Names } from '../consent/labels.ts';
import { askEachTime, presets, type GrantDraft, type PresetChoice } from '../consent/presets.ts';
import { sentenceFor } from '../consent/sentence.ts';
import type { Grant } from '../domain/consent.ts';
import { id, type CameraId, type GrantId, type MaskId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import type { Text } from '../domain/people.ts';
import { days, hours, minutes, type Instant } from '../domain/time.ts';
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
  // What an emergency is, is written in the law of the house, and not hers to widen; whom, which cameras and how long are.
  if (body.preset === 'emergency') return within(body, presets.emergency({ ...choice, who: unit === undefined ? {} : { unit: id<UnitId>(unit) } }));
  const { footage: usual, ...when } = base.when;
  const footage = footageOf(body, usual);
  return within(body, {
    ...base,
    mode: body.mode ?? base.mode,
    what: { ...base.what, actions: body.actions ?? base.what.actions, maxHeight: body.maxHeight ?? base.what.maxHeight, maxFps: body.maxFps ?? base.what.maxFps, audio: body.audio ?? base.what.audio, masks: body.masks?.map((mask) => id<MaskId>(mask)) ?? base.what.masks },
    when: { ...when, ...(body.access ? { access: body.access } : {}), ...(footage ? { footage } : {}) },
    why: { purposes: body.purposes ?? base.why.purposes, caseRequired: body.caseRequired ?? base.why.caseRequired },
    limits: {
      maxSessionMs: body.maxSessionMinutes === undefined ? base.limits.maxSessionMs : minutes(body.maxSessionMinutes), maxConcurrent: body.maxConcurrent ?? base.limits.maxConcurrent,
      maxPerDay: body.maxPerDay ?? base.limits.maxPerDay, watermark: body.watermark ?? base.limits.watermark, store: body.store ?? base.limits.store,
    },
  });
}

/** Her own dates, where she gave some. */
function within({ from, until }: Body, draft: GrantDraft): GrantDraft {
  const begins = from ?? draft.when.from;
  return { ...draft, when: { ...draft.when, from: begins, until: until ?? begins + (draft.when.until - draft.when.from) } };
}
/** No hours to look back and nothing more said: no recorded footage at all. */
function footageOf({ lookbackHours, footageFrom, footageUntil, footageHours }: Body, usual: GrantDraft['when']['footage']): GrantDraft['when']['footage'] {
  const lookbackMs = lookbackHours === undefined ? usual?.lookbackMs : hours(lookbackHours);
  if (lookbackMs === undefined || (lookbackMs === 0 && footageFrom === undefined && footageUntil === undefined && footageHours === undefined)) return undefined;
  return { ...usual, lookbackMs, ...(footageFrom === undefined ? {} : { from: footageFrom }), ...(footageUntil === undefined ? {} : { until: footageUntil }), ...(footageHours === undefined ? {} : { hours: footageHours }) };
}

/** A mask is laid under its own name and the version that was drawn: `m.2`. */
const maskOf = (laidAs: MaskId): string => laidAs.slice(0, laidAs.includes('.') ? laidAs.lastIndexOf('.') : undefined);

/** What she chose once, as the form takes it again. Parts of an hour or a minute are left off, which can only be less. */
export function bodyOf({ owner, who, what, when, why, mode, limits }: Grant): z.input<typeof DraftBody> {
  const weekly = (hoursOf: Grant['when']['access']) => hoursOf && { tz: hoursOf.tz, windows: hoursOf.windows.map((window) => ({ ...window, days: [...window.days] })) };
  const { access, footage } = when;
  const basics = {
    owner, cameras: [...what.cameras], days: Math.min(180, Math.max(1, Math.ceil((when.until - when.from) / days(1)))), from: when.from, until: when.until,
    who: { ...(who.unit === undefined ? {} : { unit: who.unit }), ...(who.role === undefined ? {} : { role: who.role }), ...(who.person === undefined ? {} : { person: who.person }) },
  };
  if (mode === 'emergency') return { ...basics, preset: 'emergency' };
  return {
    ...basics, preset: 'own', mode, actions: [...what.actions], maxHeight: Math.floor(what.maxHeight), maxFps: Math.floor(what.maxFps), audio: what.audio, masks: what.masks.map(maskOf), purposes: [...why.purposes], caseRequired: why.caseRequired,
    ...(access ? { access: weekly(access)! } : {}), lookbackHours: Math.floor((footage?.lookbackMs ?? 0) / hours(1)),
    ...(footage?.from === undefined ? {} : { footageFrom: footage.from }), ...(footage?.until === undefined ? {} : { footageUntil: footage.until }), ...(footage?.hours ? { footageHours: weekly(footage.hours)! } : {}),
    maxSessionMinutes: Math.max(1, Math.floor(limits.maxSessionMs / minutes(1))), maxConcurrent: limits.maxConcurrent, maxPerDay: limits.maxPerDay, watermark: limits.watermark, store: limits.store,
  };
}

export function grantOf(draft: GrantDraft, owner: OwnerId): Grant {
  return { ...draft, id: id<GrantId>(randomUUID()), version: 1, owner };
}
/** A public event has its dates, so both are given. */
const eventNeedsDates: Text = { vi: 'Sự kiện công cộng cần ngày bắt đầu và ngày kết thúc.', en: 'A public event needs the day it begins and the day it ends.' };

export function problemsOf(draft: GrantDraft, body?: Body): Text[] {
  const dated = body === undefined || !draft.why.purposes.includes('public_event') || (body.from !== undefined && body.until !== undefined);
  return [...checkGrantLimits(draft).map((problem) => grantProblems[problem]), ...(dated ? [] : [eventNeedsDates])];
}

/** The words for the ids a grant names. */
export async function namesFor(store: Store, owner: OwnerId, draft: GrantDraft): Promise<Names> {
  const { unit, person } = draft.who;
  const [cameras, units, people, masks] = await Promise.all([
    store.read.selectFrom('camera').select(['id', 'name']).where('owner', '=', owner).where('removed_at', 'is', null).execute(),
    unit === undefined ? [] : store.read.selectFrom('unit').select(['id', 'name']).where('id', '=', unit).execute(),
    person === undefined ? [] : store.read.selectFrom('person').select(['id', 'name']).where('id', '=', person).execute(),
    draft.what.masks.length === 0 ? [] : store.read.selectFrom('mask_version').select(['laid_as as id', 'name']).where('owner', '=', owner).where('laid_as', 'in', draft.what.masks).execute(),
  ]);
  const named = <I>(rows: readonly { readonly id: I; readonly name: string }[]): ReadonlyMap<I, string> => new Map(rows.map((row) => [row.id, row.name]));
  return { cameras: named(cameras.filter((camera) => draft.what.cameras.includes(camera.id))), units: named(units), people: named(people), masks: named(masks), certs: new Map() };
}
export function sentenceOf(draft: GrantDraft, names: Names, tz: string): Text {
  return sentenceFor(draft, names, tz);
}

