import type { z } from 'zod';
import { bagFiles } from './bag-files.ts';
import { fingerprintOf, type BagCrypto, type Cert } from './certificates.ts';
import { checkEvidence, checkTime } from './check-evidence.ts';
import { finding, type BagFinding } from './finding.ts';
import { DecisionRecord, Evidence, GrantRecord, ReceiptsRecord, RequestRecord, TimeRecord } from './records.ts';
import { canonicalText, openPaper, parsed } from './signed-paper.ts';

export interface RecordParts {
  readonly kept: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly manifest: ReadonlyMap<string, string>;
  /** Of the bag's signature; undefined when that could not be read. */
  readonly cert: Cert | undefined;
  readonly crypto: BagCrypto;
}
export interface CheckedRecords {
  readonly findings: readonly BagFinding[];
  readonly evidence: Evidence | undefined;
  readonly time: TimeRecord | undefined;
  readonly grant: GrantRecord | undefined;
  readonly request: RequestRecord | undefined;
}
export type GrantRecord = z.infer<typeof GrantRecord>;
export type RequestRecord = z.infer<typeof RequestRecord>;

/** data/records: well formed, of this bag, signed by whoever signed the bag. */
export async function checkRecords({ kept, manifest, cert, crypto }: RecordParts): Promise<CheckedRecords> {
  const findings: BagFinding[] = [];
  const text = (path: string): string | undefined => {
    const bytes = kept.get(path);
    return bytes && new TextDecoder().decode(bytes);
  };
  const read = <T extends z.ZodType>(path: string, type: T, isNeeded: boolean): z.infer<T> | undefined => {
    if (!isNeeded && !kept.has(path)) return undefined;
    const found = type.safeParse(parsed(text(path)));
    if (!found.success) findings.push(finding('evidence-malformed', path));
    return found.success ? found.data : undefined;
  };
  const evidence = read(bagFiles.evidence, Evidence, true);
  const time = read(bagFiles.time, TimeRecord, true);
  const request = read(bagFiles.request, RequestRecord, evidence?.route === 'R4');
  const grant = read(bagFiles.grant, GrantRecord, kept.has(bagFiles.grantJws));
  const ofThis = (path: string, said: string | undefined): void => {
    if (evidence && said !== undefined && said !== evidence.id) findings.push(finding('other-id', path, { said, id: evidence.id }));
  };
  ofThis(bagFiles.time, time?.id);
  ofThis(bagFiles.request, request?.bag);
  ofThis(bagFiles.grant, grant?.bag);
  const info = /^External-Identifier: *(.+?) *$/m.exec(text(bagFiles.info) ?? '')?.[1];
  ofThis(bagFiles.info, info ?? '-');

  let papers = 0;
  const paper = async (path: string, type: Parameters<typeof openPaper>[1]): Promise<string | undefined> => {
    const jws = text(path);
    if (jws === undefined || !cert) return undefined;
    const opened = await openPaper(jws, type, cert, crypto);
    if (typeof opened === 'string') {
      findings.push(finding(`jws-${opened}`, path));
      return undefined;
    }
    papers += 1;
    return opened.payload;
  };
  const granted = await paper(bagFiles.grantJws, 'matpho-grant');
  if (granted !== undefined && granted !== canonicalText(parsed(text(bagFiles.grant)))) findings.push(finding('jws-false', bagFiles.grant));
  if (grant && cert && granted === undefined && !kept.has(bagFiles.grantJws)) findings.push(finding('jws-false', bagFiles.grantJws));
  const decided = await paper(bagFiles.decisionJws, 'matpho-decision');
  const decision = DecisionRecord.safeParse(parsed(decided));
  if (decided !== undefined && !decision.success) findings.push(finding('evidence-malformed', bagFiles.decisionJws));
  if (decision.success) ofThis(bagFiles.decisionJws, decision.data.bag);
  if (!kept.has(bagFiles.decisionJws)) findings.push(finding('no-decision', bagFiles.decisionJws));
  const received = await paper(bagFiles.receiptsJws, 'matpho-receipts');
  const receipts = ReceiptsRecord.safeParse(parsed(received));
  if (received !== undefined && !receipts.success) findings.push(finding('evidence-malformed', bagFiles.receiptsJws));
  if (receipts.success) ofThis(bagFiles.receiptsJws, receipts.data.bag);
  if (papers > 0 && !findings.some(({ code }) => code === 'jws-false' || code === 'jws-other')) findings.push(finding('papers', 'data/records/', { n: String(papers) }));

  if (request && request.scan.file !== null && manifest.get(request.scan.file) !== request.scan.sha256) findings.push(finding('scan', request.scan.file));
  if (evidence) {
    findings.push(...checkEvidence(evidence, manifest));
    if (cert && (await fingerprintOf(cert, crypto)).replaceAll(':', '').toLowerCase() !== evidence.hub.certificate) findings.push(finding('certificate-evidence', bagFiles.evidence));
    if (!kept.has(bagFiles.token)) findings.push(finding(evidence.timestamp === 'asked' ? 'token-missing' : 'token-none', bagFiles.token));
  }
  if (time) findings.push(...checkTime(time));
  return { findings, evidence, time, grant, request };
}
