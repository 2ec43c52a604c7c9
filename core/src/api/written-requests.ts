import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CaseNo, Id, Instant, Problem, Purpose } from './words.ts';

const Line = z.string().trim().min(1).max(200);
const Words = z.string().trim().min(5).max(2_000);
/** What a paper (văn bản yêu cầu cung cấp dữ liệu) says, and what it asks for. */
export const WrittenPaper = z.object({
  documentNo: z.string().trim().min(1).max(60).regex(/^[\p{L}\p{N}./_ -]+$/u), issuer: Line, signerName: Line, signerTitle: Line, legalBasis: z.string().trim().min(3).max(1_000), details: Words,
  caseNo: CaseNo, purpose: Purpose, deadline: Instant, destroyBy: Instant,
  cameras: z.array(Id).min(1).max(8), intervals: z.array(z.object({ from: Instant, to: Instant })).min(1).max(4),
  /** Of `POST /api/written/scans`. */
  scan: Id,
});
export type WrittenPaper = z.infer<typeof WrittenPaper>;
export const WrittenScan = z.object({ id: Id, type: z.enum(['application/pdf', 'image/jpeg', 'image/png']), bytes: z.int(), sha256: z.string() });
export type WrittenScan = z.infer<typeof WrittenScan>;
export const WrittenState = z.enum(['received', 'checking', 'clarifying', 'executing', 'delivered', 'recalled', 'refused', 'withdrawn', 'closed']);
export type WrittenState = z.infer<typeof WrittenState>;
export const RefusalGround = z.enum(['not_valid', 'unclear', 'too_wide', 'no_footage', 'other']);
export const DestructionMethod = z.enum(['erased', 'media_destroyed', 'other']);

export const WrittenRow = z.object({
  id: Id, owner: Id, unit: z.string(), officerNo: z.string().nullable(), enteredBy: z.enum(['unit', 'owner']),
  /** The unit is not on this hub: what it answers and destroys comes on paper too, and the owner writes it down. */
  onPaper: z.boolean(),
  status: WrittenState, overdue: z.enum(['answer', 'destruction']).nullable(),
  documentNo: z.string(), issuer: z.string(), signerName: z.string(), signerTitle: z.string(), legalBasis: z.string(), details: z.string(), caseNo: z.string(), purpose: Purpose,
  deadline: Instant, destroyBy: Instant, createdAt: Instant, statusAt: Instant, scan: WrittenScan,
  pieces: z.array(z.object({
    n: z.int(), camera: Id, cameraName: z.string(), from: Instant, to: Instant,
    /** Whether its footage is locked; null for whoever asks. */
    held: z.boolean().nullable(),
    status: z.enum(['asked', 'cutting', 'cut', 'no_footage', 'left_out']),
    files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  })),
  /** Of the list, for both sides. What she wrote down beside it stays with her. */
  refusedGround: RefusalGround.nullable(), problem: Problem.nullable(),
  messages: z.array(z.object({ n: z.int(), at: Instant, kind: z.enum(['question', 'answer', 'refusal', 'destruction']), by: z.string().nullable(), text: z.string() })),
  releaseUntil: Instant.nullable(), firstFetchedAt: Instant.nullable(),
  destruction: z.object({ at: Instant, by: z.string(), method: z.string(), documentNo: z.string(), note: z.string() }).nullable(),
});
export type WrittenRow = z.infer<typeof WrittenRow>;
/** A unit's late ones, or all units'. Numbers only. */
export const OverdueCount = z.object({ unit: z.string(), open: z.int(), answer: z.int(), destruction: z.int() });

const keepers = ['owner', 'co_owner', 'manager'] as const;
const officers = ['officer', 'leader'] as const;
const both = [...keepers, ...officers] as const;

export const writtenRequestRoutes = routes({
  /** The paper, as PDF, JPEG or PNG. Filed within a day or forgotten. */
  'POST /api/written/scans': { who: [...both], perMinute: 10, takes: 'upload', reply: WrittenScan },
  /** For each owner of the cameras a request of its own. Only cameras that the unit was ever let near can be named. */
  'POST /api/officer/written': { who: [...officers], perMinute: 10, body: WrittenPaper.extend({ unit: Id }), reply: z.array(WrittenRow) },
  'GET /api/officer/written': { who: [...officers], reply: z.array(WrittenRow) },
  'GET /api/officer/written/overdue': { who: ['leader'], query: z.object({ unit: Id }), reply: OverdueCount },
  'DELETE /api/officer/written/:id': { who: [...officers], params: byId, reply: WrittenRow },
  'GET /api/written': { who: [...keepers], reply: z.array(WrittenRow) },
  /** A paper that came to her door; of a unit this hub knows, or of another by its name. */
  'POST /api/written': { who: [...keepers], perMinute: 10, body: WrittenPaper.extend({ owner: Id, unit: Id.optional(), unitName: Line.optional() }), reply: WrittenRow },
  /** Begins, or stops the cutting. */
  'POST /api/written/:id/check': { who: [...keepers], params: byId, reply: WrittenRow },
  'POST /api/written/:id/question': { who: [...keepers], perMinute: 20, params: byId, body: z.object({ text: Words }), reply: WrittenRow },
  /** By the unit; for a unit that is not here, by her who has its answer on paper. */
  'POST /api/written/:id/answer': { who: [...both], perMinute: 20, params: byId, body: z.object({ text: Words }), reply: WrittenRow },
  'POST /api/written/:id/refuse': { who: [...keepers], params: byId, body: z.object({ ground: RefusalGround, note: z.string().trim().max(2_000).default('') }), reply: WrittenRow },
  /** Cuts and hands over; without cameras, all that was asked for. */
  'POST /api/written/:id/execute': { who: [...keepers], fresh: true, params: byId, body: z.object({ cameras: z.array(Id).min(1).max(8).optional() }), reply: WrittenRow },
  /** Takes back what was delivered: whoever is fetching it is cut. */
  'POST /api/written/:id/recall': { who: [...keepers], params: byId, reply: WrittenRow },
  /** Biên bản tiêu huỷ: what the receiver did with what it fetched. As with an answer. */
  'POST /api/written/:id/destruction': { who: [...both], params: byId, body: z.object({ at: Instant, by: Line, method: DestructionMethod, documentNo: Line, note: z.string().trim().max(500).default('') }), reply: WrittenRow },
  'GET /api/written/:id/scan': { who: [...both], params: byId, sends: 'file' },
  'GET /api/written/:id/files/:name': { who: [...both], params: byId.extend({ name: z.string().max(120).regex(/^[A-Za-z0-9._-]+$/) }), sends: 'file' },
});
