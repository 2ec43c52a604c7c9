import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CaseNo, Id, Instant, Name, Problem, Purpose } from './words.ts';

/** At most so many cameras in one bag, and so long of each (EVIDENCE.md, "Limits of one request"). */
export const mostBagPieces = 8;
export const BagId = z.string().regex(/^EV-\d{4}-\d{6}$/);
const byBag = byId;
const Pem = z.string().max(20_000);

export const BagEventWord = z.enum(['create', 'seal', 'check', 'copy', 'hand-over', 'open', 'return', 'destroy', 'stamp', 'receipt', 'unwrap']);
export type BagEventWord = z.infer<typeof BagEventWord>;
/** One signed line of a bag's custody. Both sides see all of them. */
export const BagCustody = z.object({
  n: z.int(), at: Instant, event: BagEventWord,
  /** `hub`: the hub itself. */
  by: z.object({ side: z.enum(['owner', 'unit', 'hub']), name: z.string(), unit: z.string().nullable(), officerNo: z.string().nullable() }),
  note: z.string(),
  /** SHA-256 of tagmanifest-sha256.txt before and after. */
  before: z.string().nullable(), after: z.string().nullable(),
  /** RFC 7515 compact form, chained by hash; see docs/evidence.md. */
  jws: z.string(),
});
export type BagCustody = z.infer<typeof BagCustody>;

export const BagRow = z.object({
  id: BagId, status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'destroyed']), progress: z.number(),
  /** R0 her own, R1 and R2 under a grant, R4 on a written request. */
  route: z.enum(['R0', 'R1', 'R2', 'R3', 'R4']), purpose: Purpose.nullable(), caseNo: z.string().nullable(), request: Id.nullable(),
  /** The houses whose cameras are in it; to an officer only their names. */
  owners: z.array(z.object({ id: Id.nullable(), name: z.string() })),
  unit: z.string().nullable(), officerNo: z.string().nullable(), mine: z.boolean(),
  pieces: z.array(z.object({
    /** `ask`: whose approval it used; null where none was needed. */
    n: z.int(), camera: Id, cameraName: z.string(), ask: Id.nullable(), from: Instant, to: Instant, outcome: z.enum(['waiting', 'footage', 'no-footage', 'refused']),
    /** What was written of it; fewer milliseconds than asked for where there are gaps. */
    recordedMs: z.int(), gaps: z.int(),
  })),
  /** Of the ZIP; null until it is done. */
  bytes: z.int().nullable(),
  /** SHA-256 of tagmanifest-sha256.txt, hex. */
  sha256: z.string().nullable(),
  originals: z.enum(['inside', 'with-owner']),
  /** To whom it is closed. */
  encrypted: z.object({ name: z.string(), fingerprint: z.string(), unwrappedAt: Instant.nullable() }).nullable(),
  stamped: z.enum(['none', 'stamped', 'late']), receipt: z.object({ at: Instant, subject: z.string() }).nullable(),
  /** Until when it can be fetched; null: as long as it is kept. */
  until: Instant.nullable(), problem: Problem.nullable(), createdAt: Instant, doneAt: Instant.nullable(), custody: z.array(BagCustody),
});
export type BagRow = z.infer<typeof BagRow>;

/** What the hub signs bags with. */
export const BagCertificate = z.object({
  kind: z.enum(['own', 'installed']), subject: z.string(), issuer: z.string(), notBefore: Instant, notAfter: Instant, fingerprint: z.string(), chain: z.string(),
  timestamp: z.string().nullable(),
});
export type BagCertificate = z.infer<typeof BagCertificate>;

const keepers = ['owner', 'co_owner', 'manager'] as const;
const both = [...keepers, 'officer', 'leader'] as const;

export const evidenceRoutes = routes({
  /** Her own footage (no unit), or an officer's under a grant or an approved ask. All pieces must be permitted, else none is taken. With `receiver`, the ZIP opens with that person's private key only. */
  'POST /api/evidence': {
    who: [...both], perMinute: 10, reply: BagRow,
    body: z.object({
      pieces: z.array(z.object({ camera: Id, from: Instant, to: Instant })).min(1).max(mostBagPieces),
      unit: Id.optional(), purpose: Purpose.optional(), caseNo: CaseNo.optional(), /** Her approved ask, or the area ask of which she takes what was agreed to: each piece goes under the approval of its own camera. */
      ask: Id.optional(), receiver: z.object({ name: Name, certificate: Pem }).optional(),
    }),
  },
  'GET /api/evidence': { who: [...both], reply: z.array(BagRow) },
  'GET /api/evidence/:id': { who: [...both], params: byBag, reply: BagRow },
  /** Stops it, or throws away what was made; its custody stays. */
  'DELETE /api/evidence/:id': { who: [...both], params: byBag },
  /** `EV-2026-000143.zip`, or `.zip.enc` when it is closed to a receiver. With byte ranges. */
  'GET /api/evidence/:id/file': { who: [...both], params: byBag, sends: 'file' },
  /** Biên bản giao nhận dữ liệu điện tử, PDF. */
  'GET /api/evidence/:id/minutes': { who: [...both], params: byBag, sends: 'document' },
  /** Hashes every file again and writes down what was found. */
  'POST /api/evidence/:id/check': { who: [...both], perMinute: 10, params: byBag, reply: BagRow },
  /** What was done with it outside the hub. `destroy` by whoever fetched it; the hub's own copy goes with DELETE. */
  'POST /api/evidence/:id/custody': { who: [...both], perMinute: 20, params: byBag, body: z.object({ event: z.enum(['open', 'copy', 'hand-over', 'return', 'destroy']), note: z.string().trim().max(500).default('') }), reply: BagRow },
  /** The receiver's signature over tagmanifest-sha256.txt: detached CMS, DER in base64. Added to the bag, never in place of the hub's. */
  'POST /api/evidence/:id/receipt': { who: [...both], perMinute: 10, params: byBag, body: z.object({ p7s: z.base64().max(100_000) }), reply: BagRow },
  /** An RFC 3161 token for a bag that has none. */
  'POST /api/evidence/:id/stamp': { who: [...both], perMinute: 10, params: byBag, reply: BagRow },
  /** The key of an encrypted bag, as CMS EnvelopedData (DER, base64) that only the receiver's private key opens. On record before it is given. */
  'POST /api/evidence/:id/unwrap': { who: [...both], perMinute: 10, params: byBag, reply: z.object({ key: z.base64(), commands: z.string() }) },

  'GET /api/evidence-certificate': { who: ['operator'], reply: BagCertificate },
  /** A certificate of a licensed CA: PEM key and chain (leaf first), or PKCS#12 in base64 with its password. */
  'PUT /api/evidence-certificate': { who: ['operator'], fresh: true, perMinute: 10, reply: BagCertificate, body: z.union([z.object({ key: Pem, chain: z.string().max(60_000) }), z.object({ pkcs12: z.base64().max(100_000), password: z.string().max(200) })]) },
  /** Back to the hub's own authority. */
  'DELETE /api/evidence-certificate': { who: ['operator'], fresh: true, reply: BagCertificate },
});
