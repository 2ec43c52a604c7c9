import { z } from 'zod';

/** An instant in UTC, to the millisecond: `2026-11-22T02:03:51.000Z`. */
export const BagTime = z.iso.datetime({ precision: 3 });
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const BagId = z.string().regex(/^EV-\d{4}-\d{6}$/);
const Span = z.object({ from: BagTime, to: BagTime });
/** A path inside the bag. */
const Path = z.string().regex(/^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,250}$/);
export const routeWords = ['R0', 'R1', 'R2', 'R3', 'R4', 'R5'] as const;

/** `open`: it was being recorded, or had not been yet, when the bag was made; what is not finished has no hash and is left out. */
export const BagGap = Span.extend({ cause: z.enum(['off', 'hours', 'events', 'offline', 'disk', 'hub_off', 'clock', 'retention', 'removed', 'damaged', 'unknown', 'open']) });
/** One file of the recorder, as it was logged when it was written. */
export const BagSegment = Span.extend({
  bytes: z.int().min(0),
  /** Of the whole file as the recorder wrote it and logged it (`segment.closed`). */
  sha256: Sha256,
  /** When that was logged, and its place in the log where the log still says so. */
  loggedAt: BagTime.nullable(), logEntry: z.int().nullable(),
  /** `outside`: fetched later from the camera's own memory or another recorder (docs/decisions/0030-footage-outside.md). Hash and `loggedAt` say what the hub received and when, not what was written then. */
  origin: z.enum(['recorded', 'outside']),
  /** Before the interval, in it (wholly or in part), or after it. */
  part: z.enum(['before', 'within', 'after']),
  /** Where it lies in the bag; null: it stayed with the owner. */
  file: Path.nullable(),
});
export const BagFile = z.object({
  path: Path, kind: z.enum(['original', 'init', 'playable', 'redacted']), bytes: z.int().min(0), sha256: Sha256,
  /** Anything but the recorder's own file. `remux`: the same coded pictures in another container; `cut`: fewer of them; `init`: the first bytes of a segment; `remade`: pictures made anew (masked, covered, smaller). */
  derivative: z.enum(['no', 'init', 'remux', 'cut', 'remade']),
  /** Of the segments, by SHA-256. */
  madeFrom: z.array(Sha256),
  coding: z.object({ video: z.string().nullable(), audio: z.string().nullable(), width: z.int().nullable(), height: z.int().nullable(), fps: z.number().nullable() }).nullable(),
});
export const BagConditions = z.object({
  maxHeight: z.int(), maxFps: z.number(), audio: z.boolean(), masks: z.int(), watermark: z.boolean(),
  /** How many regions the owner covered for this request. */
  regions: z.int(),
});
export const BagPiece = z.object({
  n: z.int().min(1),
  camera: z.object({ id: z.string(), folder: z.string().regex(/^[a-z0-9-]{1,60}$/), name: z.string(), owner: z.string(), maker: z.string().nullable(), model: z.string().nullable(), latitude: z.number().nullable(), longitude: z.number().nullable(), direction: z.number().nullable(), viewDegrees: z.number().nullable() }),
  requested: Span,
  /** From the first to the last picture that is handed over; null: none. */
  delivered: Span.nullable(),
  /** `no-footage` and `refused` are not the same: the first was allowed and nothing was there. */
  outcome: z.enum(['footage', 'no-footage', 'refused']),
  /** Whose viewing of the ledger this is. */
  viewing: z.string().nullable(),
  gaps: z.array(BagGap), segments: z.array(BagSegment), files: z.array(BagFile), conditions: BagConditions.nullable(),
});
export const Evidence = z.object({
  format: z.literal('matpho-evidence/1'), id: BagId, madeAt: BagTime, zone: z.string(), zoneOffset: z.string(),
  hub: z.object({ name: z.string(), logKey: z.string(), certificate: Sha256 }),
  route: z.enum(routeWords), purpose: z.string().nullable(), caseNo: z.string().nullable(), ask: z.string().nullable(), request: z.string().nullable(),
  unit: z.string().nullable(), officerNo: z.string().nullable(), owners: z.array(z.string()),
  /** Whether untouched originals are in here, or stayed with the owner and only their hashes are (docs/decisions/0023-originals.md). */
  originals: z.enum(['inside', 'with-owner']), originalsNote: z.object({ vi: z.string(), en: z.string() }),
  /** `mask: camera`: masked before it was recorded; `hub`: the derivative is masked; `none`. */
  mask: z.enum(['none', 'hub', 'camera']),
  timestamp: z.enum(['asked', 'none']), timestampNote: z.object({ vi: z.string(), en: z.string() }),
  pieces: z.array(BagPiece).min(1),
});
export type Evidence = z.infer<typeof Evidence>;
export type BagPiece = z.infer<typeof BagPiece>;
export type BagSegment = z.infer<typeof BagSegment>;
export type BagFile = z.infer<typeof BagFile>;

export const TimeRecord = z.object({
  format: z.literal('matpho-time/1'), id: BagId, madeAt: BagTime, zone: z.string(), zoneOffset: z.string(),
  hub: z.object({
    /** `chrony`, `ntp`, `system` … as the machine says. */
    source: z.string(), trusted: z.boolean(), synchronised: z.boolean().nullable(), offsetMs: z.number().nullable(), jitterMs: z.number().nullable(), checkedBy: z.string(), checkedAt: BagTime,
    /** What was and was not measured, in words. */
    note: z.object({ vi: z.string(), en: z.string() }),
  }),
  /** When the clock was not trusted during what was recorded. */
  untrusted: z.array(Span),
  cameras: z.array(z.object({
    folder: z.string(),
    /** Camera clock minus hub clock as last measured; null: it never said. */
    clockOffsetMs: z.number().nullable(),
    /** `hub`: pictures are timed by the hub's clock when they came. `recorder`: fetched later, timed by the recorder they came from, put right by `clockOffsetMs`. `both`: some so, some so; evidence.json says which (`origin`). */
    stampedBy: z.enum(['hub', 'recorder', 'both']),
  })),
});
export type TimeRecord = z.infer<typeof TimeRecord>;

export const custodyEvents = ['create', 'seal', 'check', 'copy', 'hand-over', 'open', 'return', 'destroy', 'stamp', 'receipt', 'unwrap'] as const;
export const CustodyEvent = z.object({
  format: z.literal('matpho-custody/1'), bag: BagId, n: z.int().min(1), at: BagTime, event: z.enum(custodyEvents),
  by: z.object({ side: z.enum(['owner', 'unit', 'hub']), name: z.string(), unit: z.string().nullable(), officerNo: z.string().nullable() }), note: z.string(),
  /** SHA-256 of tagmanifest-sha256.txt; at `create`, `after` is that of the manifest's lines of `data/original/`, `data/playable/`, `data/redacted/`, in order. */
  before: Sha256.nullable(), after: Sha256.nullable(),
  /** SHA-256 of the `jws` of the line before; null of the first. */
  prev: Sha256.nullable(),
});
export type CustodyEvent = z.infer<typeof CustodyEvent>;
/** A line of custody.jsonl. The payload of `jws` is the RFC 8785 text of `event`. */
export const CustodyLine = z.object({ event: CustodyEvent, jws: z.string() });
export type CustodyLine = z.infer<typeof CustodyLine>;

/** Header of every JWS of a bag (RFC 7515 compact): ES256 or, with an installed certificate, ES384 or RS256; x5c: the hub's certificate first (signatures/hub.crt), then signatures/chain.pem. */
export const BagJwsHeader = z.object({ alg: z.enum(['ES256', 'ES384', 'RS256']), typ: z.enum(['matpho-grant', 'matpho-decision', 'matpho-receipts', 'matpho-custody']), x5c: z.array(z.string()).min(1) });

/** grant.json; payload of grant.jws is its RFC 8785 text. None for the owner's own (R0). */
export const GrantRecord = z.object({
  format: z.literal('matpho-grant/1'), bag: BagId,
  grants: z.array(z.object({ id: z.string(), version: z.int(), pieces: z.array(z.int()), signedAt: BagTime, sentence: z.object({ vi: z.string(), en: z.string() }), terms: z.record(z.string(), z.unknown()) })),
});
export const DecisionRecord = z.object({
  format: z.literal('matpho-decision/1'), bag: BagId,
  decisions: z.array(z.object({
    piece: z.int(), viewing: z.string(), route: z.enum(routeWords), at: BagTime, effect: z.literal('permit'), grant: z.string().nullable(), ask: z.string().nullable(), obligations: z.record(z.string(), z.unknown()),
    /** Its place in the log, and the leaf: SHA-256(0x00 || entry), hex. */
    logEntry: z.int().nullable(), leaf: Sha256.nullable(),
  })),
});
/** The hub's consent receipts (ISO/IEC TS 27560) of the grants, each signed on its own, compact. */
export const ReceiptsRecord = z.object({ format: z.literal('matpho-receipts/1'), bag: BagId, receipts: z.array(z.string()) });
/** request.json. */
export const RequestRecord = z.object({
  format: z.literal('matpho-request/1'), bag: BagId, id: z.string(), documentNo: z.string(), issuer: z.string(), signerName: z.string(), signerTitle: z.string(), legalBasis: z.string(), details: z.string(), caseNo: z.string(), purpose: z.string(),
  receivedAt: BagTime, executedAt: BagTime, deadline: BagTime, destroyBy: BagTime, scan: z.object({ file: Path.nullable(), type: z.string(), bytes: z.int(), sha256: Sha256 }),
});
/** Opens one entry of the log: `body` of the entry is SHA-256(salt || RFC 8785 text of body). Of `bag.sealed` the body holds `bag` and `sha256` (of tagmanifest-sha256.txt); of `bag.made` `bag` and `evidence` (SHA-256 of evidence.json). */
export const LogBody = z.object({ body: z.record(z.string(), z.unknown()), salt: Sha256 });
