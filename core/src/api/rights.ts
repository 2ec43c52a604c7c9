import { z } from 'zod';
import { routes } from './route.ts';
import { GrantDraft, GrantPreview, GrantRow } from './sharing.ts';
import { Action, byId, Id, Instant, Name, Purpose, Text, UnitRole, Weekly } from './words.ts';

/** When it could see a picture: without asking, or after asking. */
export const Stretch = z.object({ from: Instant, to: Instant, effect: z.enum(['permit', 'ask']) });
export const RightRow = z.object({
  grant: Id, effect: z.enum(['permit', 'ask']), actions: z.array(Action), maxHeight: z.int(), maxFps: z.number(), audio: z.boolean(), masks: z.int(), purposes: z.array(Purpose), caseRequired: z.boolean(),
  lookbackHours: z.int(), until: Instant.nullable(), sentence: Text,
});
/** Codes of the engine with their words: for the owner alone. */
export const MissingRow = z.object({ code: z.string(), text: Text });
export const ShutRow = z.object({ grant: Id, sentence: Text, opensAt: Instant.nullable(), missing: z.array(MissingRow) });
export const HolderRow = z.object({
  key: z.string(), who: Text, unit: Id, unitName: z.string(), role: UnitRole.nullable(), person: Id.nullable(), effect: z.enum(['permit', 'ask', 'no']), rights: z.array(RightRow), shut: z.array(ShutRow), week: z.array(Stretch),
});
/** Something she said yes to and that is not used yet. */
export const YesRow = z.object({ ask: Id, who: z.string(), unitName: z.string(), action: Action, until: Instant.nullable() });
export const BlockRow = z.object({ id: Id, kind: z.enum(['pause', 'privacy_hours', 'quarantine', 'unit_suspended', 'legal_block']), text: Text, now: z.boolean(), until: Instant.nullable() });
export const CameraRightsRow = z.object({
  camera: Id, cameraName: z.string(), owner: Id, at: Instant,
  /** Midnights of the hub's wall clock, eight of them: the ends of seven days, of 23 or 25 hours where the clock changes. */
  days: z.array(Instant), holders: z.array(HolderRow), yes: z.array(YesRow), blocks: z.array(BlockRow),
  /** Whom there was no time to work out. */
  more: z.int(),
});
export type CameraRightsRow = z.infer<typeof CameraRightsRow>;
export const WhatIf = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('give'), draft: GrantDraft, replaces: Id.optional() }),
  z.object({ kind: z.literal('revoke'), grant: Id }),
  z.object({ kind: z.literal('pause'), owner: Id, camera: Id.optional() }),
  z.object({ kind: z.literal('privacy'), owner: Id, cameras: z.array(Id).min(1).max(200).optional(), hours: Weekly }),
]);
/** Before and after for every camera it is about, and the difference in plain sentences. `widens`: somebody may see more. */
export const WhatIfAnswer = z.object({ widens: z.boolean(), changes: z.array(z.object({ gains: z.boolean(), text: Text })), before: z.array(CameraRightsRow), after: z.array(CameraRightsRow) });
export const WhyAnswer = z.object({ effect: z.enum(['permit', 'ask', 'no']), grant: Id.nullable(), until: Instant.nullable(), grants: z.array(z.object({ grant: Id, sentence: Text, covers: z.boolean(), missing: z.array(MissingRow) })) });
export const PrivacyRow = z.object({ id: Id, owner: Id, cameras: z.array(z.object({ id: Id, name: z.string() })).nullable(), hours: Weekly, now: z.boolean(), since: Instant, by: z.string(), mayLift: z.boolean() });
export type PrivacyRow = z.infer<typeof PrivacyRow>;
/** A merged unit's permissions that wait for the owner's word: as they would read, `sentence`, and the unit that came in. */
export const MergeRow = z.object({ id: Id, owner: Id, unit: Id, unitName: z.string(), from: z.array(z.string()), at: Instant, grants: z.array(z.object({ id: Id, before: Text, sentence: Text })) });
export type MergeRow = z.infer<typeof MergeRow>;
const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;
const keepers = ['owner', 'co_owner', 'manager'] as const;
const Signed = z.string().max(40_000);

export const rightsRoutes = routes({
  /** The whole home: at most 64 cameras, by name. */
  'GET /api/rights': { who: [...member], perMinute: 60, reply: z.array(CameraRightsRow) },
  'GET /api/cameras/:id/rights': { who: [...member], params: byId, perMinute: 120, reply: CameraRightsRow },
  /** What the engine would answer, and everything that is wanting. */
  'GET /api/cameras/:id/why': { who: [...member], params: byId, perMinute: 60, query: z.object({ unit: Id, role: UnitRole.optional(), person: Id.optional(), action: Action, purpose: Purpose, maxHeight: z.coerce.number().int().min(1).max(4320).optional(), at: z.coerce.number().int().min(0).max(8.64e15).optional(), from: z.coerce.number().int().min(0).max(8.64e15).optional(), to: z.coerce.number().int().min(0).max(8.64e15).optional(), withCase: z.enum(['0', '1']).optional() }), reply: WhyAnswer },
  /** Writes nothing. */
  'POST /api/rights/what-if': { who: [...keepers], perMinute: 60, body: WhatIf, reply: WhatIfAnswer },
  'GET /api/grants/:id': { who: [...member], params: byId, reply: GrantRow },
  /** What she chose, as the form takes it. */
  'GET /api/grants/:id/draft': { who: [...keepers], params: byId, reply: GrantDraft },
  'POST /api/grants/:id/preview': { who: [...keepers], params: byId, body: GrantDraft, reply: GrantPreview.extend({ widens: z.boolean() }) },
  /** A new version of what is in force. Who narrows needs no proof; what is not provably narrower is the registered owner's, with a fresh one. */
  'PUT /api/grants/:id': { who: [...keepers], params: byId, body: GrantDraft.extend({ version: z.int().min(1), sentence: Signed }), reply: GrantRow },
  /** The same again from now on: a new signature under a new sentence. */
  'POST /api/grants/:id/renewal': { who: ['owner', 'manager'], params: byId, body: z.object({ days: z.int().min(1).max(180).default(90) }), reply: GrantPreview.extend({ version: z.int() }) },
  'POST /api/grants/:id/renew': { who: ['owner'], fresh: true, params: byId, body: z.object({ days: z.int().min(1).max(180).default(90), version: z.int().min(1), sentence: Signed }), reply: GrantRow },
  'GET /api/privacy-hours': { who: [...member], reply: z.array(PrivacyRow) },
  'POST /api/privacy-hours': { who: [...keepers], body: z.object({ owner: Id, cameras: z.array(Id).min(1).max(200).optional(), hours: Weekly }), reply: PrivacyRow },
  /** Longer hours need no proof; what is not provably longer does. One adult of the house lengthens another's by laying the longer ones as her own: those are answered. */
  'PUT /api/privacy-hours/:id': { who: [...keepers], params: byId, body: z.object({ hours: Weekly }), reply: PrivacyRow },
  'DELETE /api/privacy-hours/:id': { who: ['owner', 'co_owner'], fresh: true, params: byId },
  'POST /api/units/:id/merge': { who: ['operator'], fresh: true, params: byId, body: z.object({ into: Id, reason: Name }), reply: z.object({ moved: z.int(), suspended: z.int() }) },
  'GET /api/merges': { who: [...member], reply: z.array(MergeRow) },
  /** `sentences` are those she read, in the order of the row. */
  'POST /api/merges/:id/confirm': { who: ['owner'], fresh: true, params: byId, body: z.object({ sentences: z.array(Signed).max(200) }) },
});
