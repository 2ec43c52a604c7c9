import type { Interval, Purpose } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import { days, hours, type Instant } from '../domain/time.ts';

/** What the paper says. */
export interface WrittenPaper {
  /** Số văn bản. */
  readonly documentNo: string;
  /** Cơ quan ban hành. */
  readonly issuer: string;
  readonly signerName: string;
  readonly signerTitle: string;
  readonly legalBasis: string;
  /** What happened, in a sentence or two. */
  readonly details: string;
  readonly caseNo: string;
  readonly purpose: Purpose;
  /** Until when an answer is asked for. */
  readonly deadline: Instant;
  /** Until when what is received will have been destroyed. */
  readonly destroyBy: Instant;
  readonly cameras: readonly CameraId[];
  readonly intervals: readonly Interval[];
}
/** The part that is sealed on the disk: it names people (THREATS 28). */
export type SealedPaper = Pick<WrittenPaper, 'issuer' | 'signerName' | 'signerTitle' | 'legalBasis' | 'details'>;

/** EVIDENCE: limits of one request. */
export const paperLimits = { cameras: 8, intervals: 4, intervalMs: hours(2), oldestMs: days(90), deadlineMs: days(60), destroyMs: days(730) } as const;

export type PaperProblem = 'no-camera' | 'too-many-cameras' | 'no-interval' | 'too-many-intervals' | 'interval-reversed' | 'interval-too-long' | 'interval-not-past' | 'interval-too-old' | 'intervals-overlap' | 'deadline-past' | 'deadline-far' | 'destruction-before-deadline' | 'destruction-far';

/** The first thing that is wrong with it; pure. */
export function problemOfPaper({ cameras, intervals, deadline, destroyBy }: Pick<WrittenPaper, 'cameras' | 'intervals' | 'deadline' | 'destroyBy'>, now: Instant): PaperProblem | undefined {
  if (cameras.length === 0) return 'no-camera';
  if (cameras.length > paperLimits.cameras) return 'too-many-cameras';
  if (intervals.length === 0) return 'no-interval';
  if (intervals.length > paperLimits.intervals) return 'too-many-intervals';
  for (const [from, to] of intervals) {
    if (!(from < to)) return 'interval-reversed';
    if (to - from > paperLimits.intervalMs) return 'interval-too-long';
    if (to > now) return 'interval-not-past';
    if (from < now - paperLimits.oldestMs) return 'interval-too-old';
  }
  const inOrder = intervals.toSorted(([a], [b]) => a - b);
  if (inOrder.some(([from], at) => from < (inOrder[at - 1]?.[1] ?? -Infinity))) return 'intervals-overlap';
  if (deadline <= now) return 'deadline-past';
  if (deadline > now + paperLimits.deadlineMs) return 'deadline-far';
  if (destroyBy <= deadline) return 'destruction-before-deadline';
  return destroyBy > now + paperLimits.destroyMs ? 'destruction-far' : undefined;
}

/** How long footage stays locked: the deadline and 30 days for what comes after it, never more than 90. */
export function heldUntil(deadline: Instant, now: Instant): Instant {
  return Math.min(deadline + days(30), now + days(90));
}
/** How long the receiving unit can fetch what was delivered. */
export const releaseLasts = days(30);
/** How long the scan of a paper is kept after the request is over; its SHA-256 stays in the log. */
export const scanKept = days(365);

const magics: readonly { readonly type: ScanType; readonly bytes: readonly number[] }[] = [
  { type: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
];
export const scanTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type ScanType = (typeof scanTypes)[number];
export const largestScan = 10 * 2 ** 20;

/** By its first bytes; what it is called, and what the sender says it is, count for nothing. */
export function typeOfScan(bytes: Uint8Array): ScanType | undefined {
  return magics.find((magic) => magic.bytes.every((byte, at) => bytes[at] === byte))?.type;
}
