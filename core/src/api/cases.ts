import { z } from 'zod';
import { routes } from './route.ts';
import { AskRow, LedgerRow } from './sharing.ts';
import { Action, byId, CaseNo, Id, Instant, Purpose, Text } from './words.ts';

/** WGS 84 degrees. */
export const Position = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });
/** `unsigned` in its first day; `halted` after it, while no second person has countersigned it. */
export const CaseState = z.enum(['unsigned', 'signed', 'halted', 'closed']);
export const CaseOutcome = z.enum(['solved', 'handed_over', 'unfounded', 'suspended']);
export const CaseRow = z.object({
  id: Id, unit: Id, caseNo: z.string(), kind: Purpose, title: z.string(), place: z.string(), position: Position.nullable(), happened: z.object({ from: Instant, to: Instant }),
  openedBy: z.string(), openedAt: Instant, state: CaseState,
  /** When it carries nothing any more unless it is countersigned; null once it is. */
  haltsAt: Instant.nullable(), countersignedBy: z.string().nullable(), countersignedAt: Instant.nullable(), closedAt: Instant.nullable(), outcome: CaseOutcome.nullable(), outcomeNote: z.string().nullable(),
  /** The one who reads this opened it. */
  mine: z.boolean(),
});
export type CaseRow = z.infer<typeof CaseRow>;
const title = z.string().trim().min(3).max(160);
export const CaseDraft = z.object({ unit: Id, caseNo: CaseNo, kind: Purpose, title, place: z.string().trim().min(2).max(200), position: Position.nullable(), happened: z.object({ from: Instant, to: Instant }) });
export type CaseDraft = z.infer<typeof CaseDraft>;
export const CaseNoteRow = z.object({ id: Id, by: z.string(), at: Instant, text: z.string() });
/** One question to all owners near a place. It never says who was asked, nor how many: only who agreed. */
export const AreaAskRow = z.object({
  id: Id, case: Id, caseNo: z.string(), action: Action.extract(['live', 'clip']), purpose: Purpose, message: z.string(), position: Position, radiusM: z.int(),
  /** Its corners in order; null for the circle. With corners the circle is the least around them. */
  polygon: z.array(Position).nullable(), footage: z.object({ from: Instant, to: Instant }).nullable(),
  createdAt: Instant, lapsesAt: Instant, state: z.enum(['waiting', 'over', 'withdrawn']),
  /** The one who reads this asked, and may use what is agreed to or withdraw it; colleagues only see it. */
  mine: z.boolean(),
  /** Of those who agreed; the exact place, because it lies within the case's. */
  agreed: z.array(AskRow.extend({ place: z.string() })),
});
export type AreaAskRow = z.infer<typeof AreaAskRow>;
export const AreaAskDraft = z.object({
  unit: Id, caseNo: CaseNo, action: Action.extract(['live', 'clip']), purpose: Purpose, message: z.string().trim().min(5).max(500), footage: z.object({ from: Instant, to: Instant }).optional(),
  /** A circle, or corners in order; not both. */
  position: Position.optional(), radiusM: z.int().min(10).max(300).optional(), polygon: z.array(Position).min(3).max(32).optional(),
});
export type AreaAskDraft = z.infer<typeof AreaAskDraft>;
/** An evidence bag made under the number of a case. */
export const CaseBagRow = z.object({
  id: Id, status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'destroyed']), officerNo: z.string(), cameras: z.int(), createdAt: Instant, doneAt: Instant.nullable(),
  /** The one who reads this ordered it, and may open it. */
  mine: z.boolean(),
});
export type CaseBagRow = z.infer<typeof CaseBagRow>;
export const CasePage = z.object({ case: CaseRow, notes: z.array(CaseNoteRow), asks: z.array(AskRow), areaAsks: z.array(AreaAskRow), viewings: z.array(LedgerRow), bags: z.array(CaseBagRow) });
export type CasePage = z.infer<typeof CasePage>;
/** Footage of a camera that stays for now, and for whom. */
export const HoldRow = z.object({ id: Id, camera: Id, from: Instant, to: Instant, reason: z.enum(['ask', 'written']), placedAt: Instant, until: Instant, bytes: z.int() });
export type HoldRow = z.infer<typeof HoldRow>;
const officers = ['officer', 'leader'] as const;
const keepers = ['owner', 'co_owner', 'manager'] as const;
const byUnit = z.object({ unit: Id });

export const caseRoutes = routes({
  'GET /api/officer/cases': { who: [...officers], query: byUnit.extend({ which: z.enum(['open', 'to-sign', 'closed']).default('open') }), reply: z.array(CaseRow) },
  'POST /api/officer/cases': { who: [...officers], perMinute: 20, body: CaseDraft, reply: CaseRow },
  'GET /api/officer/cases/:id': { who: [...officers], params: byId, query: byUnit, reply: CasePage },
  'POST /api/officer/cases/:id/notes': { who: [...officers], perMinute: 60, params: byId, body: byUnit.extend({ text: z.string().trim().min(2).max(2_000) }), reply: CaseNoteRow },
  /** By a leader who did not open it. */
  'POST /api/officer/cases/:id/countersign': { who: ['leader'], fresh: true, params: byId, body: byUnit, reply: CaseRow },
  'POST /api/officer/cases/:id/close': { who: [...officers], params: byId, body: byUnit.extend({ outcome: CaseOutcome, note: z.string().trim().max(500).default('') }), reply: CaseRow },
  /** What the unit's case numbers look like: `{n}/{year}-CSHS`. */
  'GET /api/officer/case-pattern': { who: [...officers], query: byUnit, reply: z.object({ pattern: z.string().nullable(), example: z.string().nullable() }) },
  'PUT /api/officer/case-pattern': { who: ['leader'], fresh: true, body: byUnit.extend({ pattern: z.string().trim().min(1).max(60).nullable() }), reply: z.object({ pattern: z.string().nullable(), example: z.string().nullable() }) },
  'GET /api/officer/area-asks': { who: [...officers], query: byUnit, reply: z.array(AreaAskRow) },
  /** What each owner would read, with a camera's name left open. */
  'POST /api/officer/area-asks/preview': { who: [...officers], perMinute: 60, body: AreaAskDraft, reply: z.object({ sentence: Text }) },
  /** Answers before anybody is looked for. */
  'POST /api/officer/area-asks': { who: [...officers], perMinute: 20, body: AreaAskDraft, reply: AreaAskRow },
  'DELETE /api/officer/area-asks/:id': { who: [...officers], params: byId },
  'GET /api/cameras/:id/holds': { who: [...keepers], params: byId, reply: z.array(HoldRow) },
});
/** Made from recorded footage, so it hangs on the room of recordings. */
export const askPreviewRoutes = routes({
  /** A short film without sound of what was asked for, for the owner's own house: MP4. A picture every so often, evenly spread over the interval. */
  'GET /api/asks/:id/preview': { who: [...keepers], perMinute: 30, params: byId, sends: 'file' },
});
