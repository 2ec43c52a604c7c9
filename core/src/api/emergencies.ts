import { z } from 'zod';
import { emergencyEnds, emergencyGrounds, emergencyLimits, emergencyStatuses, suspensionCauses } from '../domain/emergency.ts';
import { routes } from './route.ts';
import { byId, CaseNo, Id, Instant, Purpose, UnitRole } from './words.ts';

export const EmergencyGround = z.enum(emergencyGrounds);
export const EmergencyStatus = z.enum(emergencyStatuses);
const shortest = 5;
const longest = emergencyLimits.lasts / 60_000;

/** What an officer declares. Degrees are WGS 84. */
export const EmergencyDraft = z.object({
  unit: Id, ground: EmergencyGround, words: z.string().trim().min(10).max(500), place: z.string().trim().min(3).max(200),
  latitude: z.number().min(-85).max(85), longitude: z.number().min(-180).max(180), radiusM: z.int().min(20).max(emergencyLimits.radiusM),
  minutes: z.int().min(shortest).max(longest).default(longest), caseNo: CaseNo.optional(),
});
export type EmergencyDraft = z.infer<typeof EmergencyDraft>;

const Declared = z.object({ name: z.string(), officerNo: z.string(), role: UnitRole, at: Instant, lapsesAt: Instant });
const Opened = z.object({ name: z.string(), officerNo: z.string(), role: UnitRole, at: Instant, until: Instant });
/** `by` is null where the hub ended it; `why` for the unit where an owner did: who said no is nobody's business there. */
const Ended = z.object({ at: Instant, why: z.enum(emergencyEnds).nullable(), by: z.string().nullable() });
const Review = z.object({ dueAt: Instant, at: Instant.nullable(), by: z.string().nullable(), words: z.string().nullable() });
const Complaint = z.object({ id: Id, words: z.string(), at: Instant });
const Seen = z.object({ camera: z.string(), officerNo: z.string(), name: z.string(), seconds: z.int() });
const about = {
  id: Id, status: EmergencyStatus, ground: EmergencyGround, purpose: Purpose, words: z.string(), place: z.string(), latitude: z.number(), longitude: z.number(), radiusM: z.int(), caseNo: z.string().nullable(), minutes: z.int(),
  declared: Declared, opened: Opened.nullable(), ended: Ended.nullable(), review: Review.nullable(), seen: z.array(Seen), complaints: z.array(Complaint),
};

/** As the unit sees it. Before it opens it is told how many cameras there are, and not which. */
export const EmergencyRow = z.object({
  ...about, unit: Id, unitName: z.string(), cameras: z.int(), owners: z.int(),
  /** What may be looked at now. */
  open: z.array(z.object({ camera: Id, name: z.string(), place: z.string() })),
  mine: z.boolean(), maySecond: z.boolean(), mayEnd: z.boolean(), mayReview: z.boolean(),
  /** Leaders of the unit who had no part in it. */
  reviewers: z.int(),
});
export type EmergencyRow = z.infer<typeof EmergencyRow>;
export const UnitEmergencies = z.object({ used: z.int(), most: z.int(), suspended: z.boolean(), rows: z.array(EmergencyRow) });
export type UnitEmergencies = z.infer<typeof UnitEmergencies>;

/** As an owner sees one in which her cameras were opened: her own cameras only. */
export const OwnerEmergencyRow = z.object({
  ...about, owner: Id, unitName: z.string(),
  /** Something of hers may be looked at now. */
  running: z.boolean(), stoppedAt: Instant.nullable(),
  cameras: z.array(z.object({ camera: Id, name: z.string() })),
  /** Her emergency permissions behind it that still stand. */
  grants: z.array(Id),
});
export type OwnerEmergencyRow = z.infer<typeof OwnerEmergencyRow>;

export const SuspensionRow = z.object({
  id: Id, unit: Id, unitName: z.string(), cause: z.enum(suspensionCauses), since: Instant, ground: EmergencyGround, place: z.string(), reviewWords: z.string().nullable(), complaints: z.int(),
  liftedAt: Instant.nullable(), liftedWords: z.string().nullable(), mayLift: z.boolean(),
});
export type SuspensionRow = z.infer<typeof SuspensionRow>;

const Reason = z.string().trim().min(10).max(1_000);
const keepers = ['owner', 'co_owner', 'manager'] as const;
const officers = ['officer', 'leader'] as const;

export const emergencyRoutes = routes({
  'GET /api/officer/emergencies': { who: [...officers], query: z.object({ unit: Id }), reply: UnitEmergencies },
  /** Opens nothing: a second person of another role has to confirm within 5 minutes. */
  'POST /api/officer/emergencies': { who: [...officers], fresh: true, perMinute: 10, body: EmergencyDraft, reply: EmergencyRow },
  'POST /api/officer/emergencies/:id/second': { who: [...officers], fresh: true, perMinute: 20, params: byId, reply: EmergencyRow },
  /** Ends what runs, withdraws what waits. */
  'POST /api/officer/emergencies/:id/end': { who: [...officers], params: byId, reply: EmergencyRow },
  /** What was recorded in the minute before it opened, while it runs: pictures only, marked. */
  'GET /api/officer/emergencies/:id/before/:camera': { who: [...officers], perMinute: 30, params: byId.extend({ camera: Id }), sends: 'file' },
  'POST /api/officer/emergencies/:id/review': { who: ['leader'], params: byId, body: z.object({ verdict: z.enum(['justified', 'unjustified']), words: Reason }), reply: EmergencyRow },
  'GET /api/emergencies': { who: [...keepers, 'viewer'], reply: z.array(OwnerEmergencyRow) },
  /** Closes her cameras at once, with no proof. */
  'POST /api/emergencies/:id/stop': { who: [...keepers], params: byId, reply: OwnerEmergencyRow },
  'POST /api/emergencies/:id/complaints': { who: [...keepers], perMinute: 10, params: byId, body: z.object({ words: Reason }), reply: OwnerEmergencyRow },
  /** A unit's leader sees the unit's; a leader of a people's committee all. */
  'GET /api/emergency-suspensions': { who: ['leader', 'oversight'], reply: z.array(SuspensionRow) },
  /** Only by the leader of a people's committee, which sees no video. */
  'POST /api/emergency-suspensions/:id/lift': { who: ['oversight'], fresh: true, params: byId, body: z.object({ words: Reason }), reply: z.array(SuspensionRow) },
});
