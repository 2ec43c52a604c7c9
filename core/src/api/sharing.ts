import { z } from 'zod';
import { RedactionRegions } from './redaction.ts';
import { routes } from './route.ts';
import { Action, byId, CaseNo, EndReasonWord, GrantMode, Id, Instant, Purpose, Text, UnitRole, Weekly } from './words.ts';

/** What the owner chooses; the hub fills in ids, version and dates. */
export const GrantDraft = z.object({
  owner: Id, cameras: z.array(Id).min(1).max(200),
  /** `officerNo` names a person of the unit, as an owner knows her. */
  who: z.object({ unit: Id.optional(), role: UnitRole.optional(), person: Id.optional(), officerNo: z.string().trim().min(1).max(32).optional() }),
  preset: z.enum(['ask_each_time', 'nights', 'on_incident', 'emergency', 'own']),
  days: z.int().min(1).max(180).default(90),
  /** For `own`; presets fill these in. */
  mode: GrantMode.exclude(['emergency']).optional(), actions: z.array(Action).min(1).max(8).optional(),
  maxHeight: z.int().min(120).max(4320).optional(), maxFps: z.int().min(1).max(60).optional(), audio: z.boolean().optional(),
  purposes: z.array(Purpose).min(1).max(7).optional(), caseRequired: z.boolean().optional(),
  access: Weekly.optional(), lookbackHours: z.int().min(0).max(720).optional(), maxSessionMinutes: z.int().min(1).max(240).optional(),
  /** Instead of `days` from this minute on. A public event is given by its dates. */
  from: Instant.optional(), until: Instant.optional(),
  /** What was filmed then, and when in the day it was. */
  footageFrom: Instant.optional(), footageUntil: Instant.optional(), footageHours: Weekly.optional(),
  masks: z.array(Id).max(32).optional(), maxConcurrent: z.int().min(1).max(20).optional(), maxPerDay: z.int().min(1).max(500).optional(), watermark: z.boolean().optional(), store: z.enum(['none', 'case']).optional(),
});
export type GrantDraft = z.infer<typeof GrantDraft>;
export const GrantRow = z.object({
  id: Id, version: z.int(), owner: Id, cameras: z.array(z.object({ id: Id, name: z.string() })), to: z.string(), mode: GrantMode, actions: z.array(Action),
  purposes: z.array(Purpose), from: Instant, until: Instant, access: Weekly.nullable(), sentence: Text, signedBy: z.string(), signedAt: Instant, revokedAt: Instant.nullable(),
  /** In force this minute, hours included, and held by nothing. */
  open: z.boolean(),
  /** What keeps all of its cameras shut at this moment although it is in force. */
  held: z.enum(['pause', 'privacy_hours', 'quarantine', 'unit_suspended', 'legal_block']).nullable(),
});
export type GrantRow = z.infer<typeof GrantRow>;
export const GrantPreview = z.object({ sentence: Text, problems: z.array(Text), access: Weekly.nullable(), from: Instant, until: Instant });
export const WhoRow = z.object({ to: z.string(), actions: z.array(Action), effect: z.enum(['permit', 'ask']), until: Instant.nullable(), grant: Id, summary: Text });
export const WatchingRow = z.object({
  viewing: Id, camera: Id, cameraName: z.string(), who: z.string(), unit: z.string().nullable(), officerNo: z.string().nullable(), purpose: Purpose.nullable(), caseNo: z.string().nullable(),
  action: Action, since: Instant, until: Instant.nullable(), grant: Id.nullable(), own: z.boolean(),
});
export type WatchingRow = z.infer<typeof WatchingRow>;
export const AskRow = z.object({
  id: Id, camera: Id, cameraName: z.string(), unit: z.string(), who: z.string(), role: UnitRole, officerNo: z.string(), action: Action, purpose: Purpose, caseNo: z.string().nullable(),
  message: z.string(), footage: z.object({ from: Instant, to: Instant }).nullable(), status: z.enum(['pending', 'approved', 'declined', 'lapsed', 'withdrawn']),
  createdAt: Instant, lapsesAt: Instant, decidedAt: Instant.nullable(), approvedUntil: Instant.nullable(), usedAt: Instant.nullable(), sentence: Text,
  /** What a yes is good for where the owner left less than was asked. */
  trimmed: z.object({ footage: z.object({ from: Instant, to: Instant }).nullable(), maxHeight: z.int(), audio: z.boolean() }).nullable(),
  /** So many parts of the picture leave only covered. */
  covered: z.int(),
});
export type AskRow = z.infer<typeof AskRow>;
/** What only the owner's house sees of an ask. */
export const OwnerAskRow = AskRow.extend({
  /** The most that would be delivered. */
  maxHeight: z.int(), audio: z.boolean(),
  /** `held`: the footage stays until she has answered; `no-room`: it could not be held; null: there is none to hold. */
  hold: z.enum(['held', 'no-room']).nullable(),
});
export type OwnerAskRow = z.infer<typeof OwnerAskRow>;
/** With a yes: what she leaves of what was asked, never more. */
export const AskTrim = z.object({ footage: z.object({ from: Instant, to: Instant }).optional(), maxHeight: z.int().min(120).max(4320).optional(), audio: z.literal(false).optional(), minutes: z.int().min(1).max(30).optional() });
export type AskTrim = z.infer<typeof AskTrim>;
/** Her yes: what she leaves of it, and what of the picture leaves only covered. */
export const AskYes = AskTrim.extend({ regions: RedactionRegions.optional() });
export type AskYes = z.infer<typeof AskYes>;
export const LedgerRow = z.object({
  viewing: Id, camera: Id, cameraName: z.string(), own: z.boolean(), who: z.string(), unit: z.string().nullable(), officerNo: z.string().nullable(), route: z.enum(['R0', 'R1', 'R2', 'R3', 'R4']), action: Action,
  purpose: Purpose.nullable(), caseNo: z.string().nullable(), from: Instant, to: Instant.nullable(), seconds: z.int(), endReason: EndReasonWord.nullable(),
  maxHeight: z.int(), audio: z.boolean(), watermark: z.boolean(), mark: z.enum(['overlay', 'pixels']).nullable(), footage: z.object({ from: Instant, to: Instant }).nullable(),
  /** How many masks lay over it. */
  masks: z.int(),
  /** Null while open, and where nobody knows. */
  obligationsMet: z.boolean().nullable(),
  /** What led to it. */
  ask: Id.nullable(), emergency: Id.nullable(), request: Id.nullable(),
  /** The program that looked in this person's name. */
  program: z.string().nullable(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;
export const Seal = z.object({ entries: z.int(), root: z.string(), note: z.string(), checkedAt: Instant, intact: z.boolean(), problem: Text.nullable() });
/** `mayLift`: by this person. What an adult of the house laid, she alone lifts, as long as she is of the house. */
export const PauseRow = z.object({ id: Id, owner: Id, camera: Id.nullable(), since: Instant, by: z.string(), mayLift: z.boolean() });
/** One thing an officer may do or ask for with one camera. No household hours, no reasons. */
export const Offer = z.object({ action: Action, effect: z.enum(['permit', 'ask']), purposes: z.array(Purpose), caseRequired: z.boolean(), maxHeight: z.int(), audio: z.boolean(), until: Instant.nullable(), lookbackHours: z.int() });
export const OfficerCameraRow = z.object({ camera: Id, name: z.string(), place: z.string(), ownerKind: z.enum(['household', 'business']),
  /** Null where live is not permitted now: when a house is off the net is its own business. */
  online: z.boolean().nullable(), offers: z.array(Offer) });
export type OfficerCameraRow = z.infer<typeof OfficerCameraRow>;
export const AskDraft = z.object({
  camera: Id, action: Action.extract(['live', 'snapshot', 'playback', 'clip', 'ptz', 'talk']), purpose: Purpose, caseNo: CaseNo.optional(), message: z.string().trim().min(5).max(500),
  footage: z.object({ from: Instant, to: Instant }).optional(),
});
/** A place in the ledger, `${from}.${viewing}` of its last line; an instant alone is before all that opened then. */
export const LedgerPlace = z.string().regex(/^\d{1,16}(\.[A-Za-z0-9_-]{1,64})?$/);
export const OfficerNo = z.string().trim().min(1).max(32);
/** What a log can be searched by; days are instants, half-open. */
export const ledgerQuery = z.object({
  camera: Id.optional(), purpose: Purpose.optional(), route: z.enum(['R0', 'R1', 'R2', 'R3', 'R4']).optional(), caseNo: CaseNo.optional(),
  from: z.coerce.number().int().min(0).max(8.64e15).optional(), to: z.coerce.number().int().min(0).max(8.64e15).optional(),
});
export const page = { before: LedgerPlace.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) };
const keepers = ['owner', 'co_owner', 'manager'] as const;
const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;
const officers = ['officer', 'leader'] as const;

export const sharingRoutes = routes({
  'GET /api/grants': { who: [...member], reply: z.array(GrantRow) },
  'POST /api/grants/preview': { who: ['owner', 'manager'], body: GrantDraft, reply: GrantPreview },
  /** `sentence` is what she saw and signed; the hub refuses if its own differs. */
  'POST /api/grants': { who: ['owner'], fresh: true, body: GrantDraft.extend({ sentence: z.string().max(40_000) }), reply: GrantRow },
  'DELETE /api/grants/:id': { who: [...keepers], params: byId, reply: z.object({ revokedAt: Instant }) },
  'GET /api/cameras/:id/sharing': { who: [...member], params: byId, reply: z.array(WhoRow) },
  'GET /api/watching': { who: [...member], reply: z.array(WatchingRow) },
  /** Ends one viewing of an officer at once; the grant stays. */
  'DELETE /api/watching/:id': { who: [...keepers], params: byId },
  'GET /api/pauses': { who: [...member], reply: z.array(PauseRow) },
  'POST /api/pauses': { who: [...keepers], body: z.object({ owner: Id, camera: Id.optional() }), reply: PauseRow },
  'DELETE /api/pauses/:id': { who: ['owner', 'co_owner'], fresh: true, params: byId },
  'GET /api/asks': { who: [...keepers], reply: z.array(OwnerAskRow) },
  'POST /api/asks/:id/approve': { who: ['owner', 'co_owner', 'manager'], params: byId, body: AskYes.optional(), reply: OwnerAskRow },
  'POST /api/asks/:id/decline': { who: [...keepers], params: byId, reply: OwnerAskRow },
  'GET /api/ledger': { who: [...member], query: ledgerQuery.extend({ unit: Id.optional(), officerNo: OfficerNo.optional(), own: z.enum(['0', '1']).optional(), ...page }), reply: z.array(LedgerRow) },
  'POST /api/ledger/check': { who: [...member], perMinute: 10, reply: Seal },
  'GET /api/ledger/seal': { who: [...member], reply: Seal },
  'GET /api/officer/cameras': { who: [...officers], query: z.object({ unit: Id }), reply: z.array(OfficerCameraRow) },
  'GET /api/officer/asks': { who: [...officers], reply: z.array(AskRow) },
  /** What the owner will read, before it is sent. */
  'POST /api/officer/asks/preview': { who: [...officers], perMinute: 60, body: AskDraft.extend({ unit: Id }), reply: z.object({ sentence: Text }) },
  'POST /api/officer/asks': { who: [...officers], perMinute: 20, body: AskDraft.extend({ unit: Id }), reply: AskRow },
  'DELETE /api/officer/asks/:id': { who: [...officers], params: byId },
  'GET /api/officer/viewings': { who: [...officers], query: ledgerQuery.extend(page), reply: z.array(LedgerRow) },
});
