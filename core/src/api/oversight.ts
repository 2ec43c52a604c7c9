import { z } from 'zod';
import { routes } from './route.ts';
import { ledgerQuery, OfficerNo, page } from './sharing.ts';
import { Action, byId, Id, Instant, Purpose, Text } from './words.ts';

const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;
const keepers = ['owner', 'co_owner', 'manager'] as const;
const officers = ['officer', 'leader'] as const;
const MonthName = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const ExportFormat = z.enum(['csv', 'json']);
const Route = z.enum(['R0', 'R1', 'R2', 'R3', 'R4']);
const ownersQuery = ledgerQuery.extend({ unit: Id.optional(), officerNo: OfficerNo.optional(), own: z.enum(['0', '1']).optional() });
const unitQuery = ledgerQuery.extend({ officerNo: OfficerNo.optional() });

export const LedgerPerson = z.object({ unit: Id, unitName: z.string(), officerNo: z.string() });
/** What the gate refused within an hour; to the owner alone. */
export const RefusedRow = z.object({ hour: Instant, lastAt: Instant, camera: Id, cameraName: z.string(), unit: z.string().nullable(), officerNo: z.string().nullable(), tries: z.int() });
export type RefusedRow = z.infer<typeof RefusedRow>;
export const LetterRow = z.object({ owner: Id, ownerName: z.string(), month: MonthName, views: z.int() });
/** One look by an officer of the unit, as its leader sees it: nothing of the household's part in it. */
export const UnitLogRow = z.object({
  viewing: Id, who: z.string(), officerNo: z.string(), camera: Id, cameraName: z.string(), route: Route, action: Action, purpose: Purpose.nullable(), caseNo: z.string().nullable(),
  from: Instant, to: Instant.nullable(), seconds: z.int(), footage: z.object({ from: Instant, to: Instant }).nullable(),
});
export type UnitLogRow = z.infer<typeof UnitLogRow>;
export const AlertRow = z.object({
  id: Id, kind: z.enum(['no_progress', 'fixation', 'own_street', 'night_spike', 'several_households', 'area_scraping']), title: Text, unit: z.string(), officerNo: z.string(), acts: z.int(), from: Instant, to: Instant,
  cases: z.array(z.string()), purposes: z.array(Purpose), openedAt: Instant,
  answers: z.array(z.object({ side: z.enum(['leader', 'oversight']), by: z.string(), at: Instant, reason: z.string() })),
  /** This reader has not answered since the last request it counts. */
  open: z.boolean(),
});
export type AlertRow = z.infer<typeof AlertRow>;
/** Null: fewer than `k`, or it would show what is fewer. */
const Count = z.int().nullable();
/** How asks ended; all three or none. `notAgreed` is a no or silence: which, is the household's. */
const AskNumbers = z.object({ asked: z.int(), agreed: z.int(), notAgreed: z.int() }).nullable();
export const NumbersPage = z.object({
  k: z.int(), from: Instant, to: Instant,
  months: z.array(z.object({ month: MonthName, running: z.boolean(), views: Count, seconds: Count, asks: AskNumbers })),
  byPurpose: z.array(z.object({ purpose: Purpose, views: Count })), byRoute: z.array(z.object({ route: Route, views: Count })),
  byUnit: z.array(z.object({ unit: Id, name: z.string(), views: z.int(), officers: z.int() })),
  medianAnswer: z.int().nullable(), asks: AskNumbers, cameras: Count,
  emergencies: z.object({ opened: z.int(), justified: z.int(), unjustified: z.int(), unreviewed: z.int(), waiting: z.int(), suspendedUnits: z.int() }).nullable(),
  written: z.object({ received: z.int(), delivered: z.int(), overdueAnswer: z.int(), overdueDestruction: z.int() }).nullable(),
});
export type NumbersPage = z.infer<typeof NumbersPage>;

/** Who looked, read from every side: the household's ledger, an officer's and a unit's log, numbers and alerts for the people's committee, numbers for everybody. */
export const oversightRoutes = routes({
  'GET /api/ledger/people': { who: [...member], reply: z.array(LedgerPerson) },
  'GET /api/ledger/refused': { who: [...member], query: ledgerQuery.pick({ camera: true, from: true, to: true }).extend({ unit: Id.optional(), officerNo: OfficerNo.optional() }), reply: z.array(RefusedRow) },
  'GET /api/ledger/export': { who: [...member], perMinute: 10, query: ownersQuery.extend({ format: ExportFormat }), sends: 'document' },
  'GET /api/ledger/letters': { who: [...keepers], reply: z.array(LetterRow) },
  'GET /api/ledger/letter': { who: [...keepers], perMinute: 20, query: z.object({ owner: Id, month: MonthName }), sends: 'document' },
  'GET /api/officer/viewings/export': { who: [...officers], perMinute: 10, query: ledgerQuery.extend({ format: ExportFormat }), sends: 'document' },
  'GET /api/officer/street': { who: [...officers], reply: z.object({ street: z.string().nullable() }) },
  'PUT /api/officer/street': { who: [...officers], body: z.object({ street: z.string().trim().min(2).max(120).nullable() }), reply: z.object({ street: z.string().nullable() }) },
  'GET /api/units/:id/viewings': { who: ['leader'], params: byId, query: unitQuery.extend(page), reply: z.array(UnitLogRow) },
  'GET /api/units/:id/viewings/export': { who: ['leader'], perMinute: 10, params: byId, query: unitQuery.extend({ format: ExportFormat }), sends: 'document' },
  'GET /api/oversight/statistics': { who: ['oversight'], query: z.object({ months: z.coerce.number().int().min(1).max(24).default(6) }), reply: NumbersPage },
  'GET /api/oversight/alerts': { who: ['leader', 'oversight'], reply: z.array(AlertRow) },
  'POST /api/oversight/alerts/:id/answer': { who: ['leader', 'oversight'], params: byId, body: z.object({ reason: z.string().trim().min(5).max(500) }) },
  /** The numbers of the transparency page: for everybody, so nothing below ten. */
  'GET /api/transparency': { who: ['anyone'], perMinute: 60, reply: z.object({ hub: z.string(), numbers: NumbersPage }) },
});
