import { z } from 'zod';
import { routes } from './route.ts';
import { byId, Id, Instant, Language, Text } from './words.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** In a QR code or a link; 128 bits and more, base64url. */
const Code = z.string().min(20).max(64).regex(/^[A-Za-z0-9_-]+$/);
const byCode = z.object({ code: Code });
export const PaperSize = z.enum(['A4', 'A5']);

/** What a person is told before she says yes to the processing of her own data. The hash is of one language's words with their version. */
export const PrivacyNotice = z.object({ version: z.string(), sha256: z.object({ vi: Sha256, en: Sha256 }), paragraphs: z.object({ vi: z.array(z.string()), en: z.array(z.string()) }), notAdvice: Text });
/** W3C DPV consent status; valid only ConsentGiven and RenewedConsentGiven. */
export const ConsentState = z.enum(['ConsentGiven', 'RenewedConsentGiven', 'ConsentWithdrawn']);
export const ConsentRow = z.object({
  id: Id, state: ConsentState, valid: z.boolean(), noticeVersion: z.string(), current: z.boolean(), language: Language,
  events: z.array(z.object({ state: ConsentState, at: Instant, method: z.enum(['set-up', 'invitation', 'settings']) })),
});
export type ConsentRow = z.infer<typeof ConsentRow>;

export const SignPurpose = z.enum(['property', 'entrance', 'order']);
const ShownText = z.string().trim().min(2).max(120);
export const SignRow = z.object({
  code: Code, owner: Id, camera: Id.nullable(), cameraName: z.string().nullable(), responsible: z.string(), contact: z.string(), purposes: z.array(SignPurpose), link: z.string(), qr: z.string(), madeAt: Instant, endedAt: Instant.nullable(),
});
export type SignRow = z.infer<typeof SignRow>;
/** All that a passer-by learns: what the sign says, at greater length. */
export const SignPage = z.object({ responsible: z.string(), contact: z.string(), purposes: z.array(Text), keptDays: z.number().nullable(), sharedOnlyByGrant: z.boolean(), madeAt: Instant, notAdvice: Text });
export type SignPage = z.infer<typeof SignPage>;
export const SignMessageRow = z.object({ id: Id, owner: Id, sign: Code, camera: Id.nullable(), cameraName: z.string().nullable(), kind: z.enum(['mask', 'complaint']), words: z.string(), replyTo: z.string().nullable(), at: Instant, closedAt: Instant.nullable() });
export type SignMessageRow = z.infer<typeof SignMessageRow>;

/** Footage that a written request keeps although the house leaves. */
export const KeptHold = z.object({ cameraName: z.string(), from: Instant, to: Instant, until: Instant, ref: z.string() });
export const LeavingPreview = z.object({ ownerName: z.string(), cameras: z.int(), grants: z.int(), units: z.array(z.string()), people: z.int(), accountEnds: z.boolean(), kept: z.array(KeptHold), blocked: Text.nullable() });
export type LeavingPreview = z.infer<typeof LeavingPreview>;
export const LeavingReceipt = z.object({
  startedAt: Instant, doneAt: Instant.nullable(),
  figures: z.object({ grants: z.int(), cameras: z.int(), segments: z.int(), viewings: z.int(), bodies: z.int(), notices: z.int(), kept: z.array(KeptHold) }),
  units: z.array(z.object({ unit: z.string(), toldAt: Instant, acknowledgedAt: Instant.nullable() })),
});
export type LeavingReceipt = z.infer<typeof LeavingReceipt>;
export const PurgeRow = z.object({
  id: Id, unit: Id, madeAt: Instant, acknowledgedAt: Instant.nullable(), acknowledgedBy: z.string().nullable(),
  items: z.array(z.object({ kind: z.enum(['viewing', 'clip']), caseNo: z.string().nullable(), at: Instant, footage: z.object({ from: Instant, to: Instant }).nullable(), officerNo: z.string().nullable() })),
});
export type PurgeRow = z.infer<typeof PurgeRow>;

const keepers = ['owner', 'co_owner', 'manager'] as const;
const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;
const officers = ['officer', 'leader'] as const;

export const recordRoutes = routes({
  'GET /api/privacy-notice': { who: ['anyone'], reply: PrivacyNotice },
  'GET /api/consents': { who: ['person'], reply: z.array(ConsentRow) },
  /** `notice` is the hash of the words she read; the hub refuses when its own differ. */
  'POST /api/consents': { who: ['person'], perMinute: 20, body: z.object({ notice: Sha256 }), reply: ConsentRow },
  'DELETE /api/consents/:id': { who: ['person'], params: byId, reply: ConsentRow },
  'GET /api/consents/:id/receipt': { who: ['person'], params: byId, sends: 'document' },
  'GET /api/grants/:id/receipt': { who: [...member], params: byId, sends: 'document' },
  /** A6, for the paper folder. */
  'GET /api/grants/:id/slip': { who: [...member], params: byId, perMinute: 60, sends: 'document' },
  /** RFC 7517: with these alone a receipt can be checked. */
  'GET /api/receipt-keys': { who: ['anyone'], reply: z.object({ keys: z.array(z.object({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string(), alg: z.string(), use: z.string() })) }) },
  'GET /api/signs': { who: [...keepers], reply: z.array(SignRow) },
  'POST /api/signs': { who: [...keepers], perMinute: 30, body: z.object({ owner: Id, camera: Id.optional(), responsible: ShownText, contact: ShownText, purposes: z.array(SignPurpose).min(1).max(3) }), reply: SignRow },
  'DELETE /api/signs/:code': { who: [...keepers], params: byCode },
  'GET /api/signs/:code/paper': { who: [...keepers], params: byCode, query: z.object({ size: PaperSize }), perMinute: 60, sends: 'document' },
  'GET /api/sign-messages': { who: [...keepers], reply: z.array(SignMessageRow) },
  'POST /api/sign-messages/:id/close': { who: [...keepers], params: byId, reply: SignMessageRow },
  /** What the QR code of a sign leads to. */
  'GET /api/public/signs/:code': { who: ['anyone'], perMinute: 30, params: byCode, reply: SignPage },
  'POST /api/public/signs/:code/messages': { who: ['anyone'], perMinute: 5, params: byCode, body: z.object({ kind: z.enum(['mask', 'complaint']), words: z.string().trim().min(5).max(1000), replyTo: z.string().trim().max(200).optional() }) },
  'GET /api/my-data': { who: ['person'], fresh: true, perMinute: 6, sends: 'document' },
  'GET /api/owners/:id/leaving': { who: ['owner'], params: byId, reply: LeavingPreview },
  /** Everything of the house goes. The code opens the receipt when there is no account any more. */
  'POST /api/owners/:id/leaving': { who: ['owner'], fresh: true, perMinute: 6, params: byId, reply: z.object({ code: Code, receipt: LeavingReceipt, accountEnded: z.boolean() }) },
  'GET /api/public/leavings/:code': { who: ['anyone'], perMinute: 30, params: byCode, reply: LeavingReceipt },
  'GET /api/purges': { who: [...officers], reply: z.array(PurgeRow) },
  'POST /api/purges/:id/acknowledge': { who: [...officers], params: byId, reply: PurgeRow },
});
