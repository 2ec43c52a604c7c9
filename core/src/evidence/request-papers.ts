import type { z } from 'zod';
import type { Purpose } from '../domain/consent.ts';
import type { Instant } from '../domain/time.ts';
import type { RequestRecord } from '../proof/bag/records.ts';

/** A written request and its paper, for the bag that answers it. */
export interface RequestPapers {
  readonly id: string;
  readonly unitName: string;
  readonly documentNo: string; readonly issuer: string; readonly signerName: string; readonly signerTitle: string; readonly legalBasis: string; readonly details: string; readonly caseNo: string; readonly purpose: Purpose;
  readonly receivedAt: Instant; readonly deadline: Instant; readonly destroyBy: Instant;
  /** `bytes` undefined: the scan is no longer kept. */
  readonly scan: { readonly bytes: Uint8Array | undefined; readonly type: string; readonly extension: string; readonly size: number; readonly sha256: string };
}

/** request.json. */
export function requestRecord(bag: string, papers: RequestPapers, file: string | null, now: Instant): z.infer<typeof RequestRecord> {
  const { id, documentNo, issuer, signerName, signerTitle, legalBasis, details, caseNo, purpose, receivedAt, deadline, destroyBy, scan } = papers;
  const iso = (at: Instant): string => new Date(at).toISOString();
  return { format: 'matpho-request/1', bag, id, documentNo, issuer, signerName, signerTitle, legalBasis, details, caseNo, purpose, receivedAt: iso(receivedAt), executedAt: iso(now), deadline: iso(deadline), destroyBy: iso(destroyBy), scan: { file, type: scan.type, bytes: scan.size, sha256: scan.sha256 } };
}
