import { readFile } from 'node:fs/promises';
import type { AuditLog } from '../audit/audit-log.ts';
import { canonicalJson, sha256Hex } from '../base/canonical-json.ts';
import type { Permit, Purpose } from '../domain/consent.ts';
import type { CameraId, OwnerId } from '../domain/ids.ts';
import type { Gap } from '../domain/recording.ts';
import type { Instant } from '../domain/time.ts';
import { minutesPaper } from '../documents/minutes-paper.ts';
import { bagFiles, bagitText } from '../proof/bag/bag-files.ts';
import type { Evidence } from '../proof/bag/records.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { allGaps, coveredRegions, decidedPiece, folderNames, grantRecord, iso, pieceRecord, segmentFacts, timeRecord, type PieceFacts } from './bag-facts.ts';
import type { BagPart } from './bag-folder.ts';
import type { BagKeys, BagSigner } from './bag-keys.ts';
import { bagInfo, payloadManifest, picturesHash, tagManifest } from './bag-manifest.ts';
import { hasOriginals, makePictures, type PictureParts } from './bag-pictures.ts';
import type { BagRecord, BagRows } from './bag-rows.ts';
import { causeWords, groundOf, notesVi, originalsWords, purposeWords, timestampWords, verifyScript, verifyText, wallTime, zone, zoneOffset } from './bag-words.ts';
import { theHub, type Custody } from './custody.ts';
import { requestRecord, type RequestPapers } from './request-papers.ts';

export interface MakeParts extends PictureParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'openedFor' | 'inclusionProof' | 'verifierKey'>;
  readonly clock: Clock;
  readonly rows: Pick<BagRows, 'changePiece' | 'settle'>;
  readonly keys: Pick<BagKeys, 'signer'>;
  readonly custody: Custody;
  readonly gaps: { of(camera: CameraId, role: 'main' | 'sub', from: Instant, to: Instant): Promise<readonly Gap[]> };
  readonly hubName: string;
  readonly hasTimestamps: boolean;
  readonly clockTrusted: () => boolean;
  /** The hub's own receipt of a grant, signed; undefined where there is none. */
  readonly receiptOf: (grant: string) => Promise<string | undefined>;
  readonly papersOf: (request: string) => Promise<RequestPapers | undefined>;
  /** Path of the page that checks and plays without a network; undefined where the pages were not built. */
  readonly viewer: () => Promise<string | undefined>;
}
export interface Counts { seconds: number; bytes: number }

/**
 * Fills the bag, up to its signature.
 * @param counts by piece, for the ledger
 * @returns SHA-256 of the tag manifest
 */
export async function makeBag(parts: MakeParts, part: BagPart, bag: BagRecord, permits: ReadonlyMap<number, Permit<'clip'>>, counts: ReadonlyMap<number, Counts>, signal: AbortSignal): Promise<string> {
  const signer = await parts.keys.signer();
  const pieces = await makeAllPieces(parts, part, bag, permits, counts, signal);
  if (pieces.every(({ made }) => made.delivered === null)) throw new HubError('no-footage', 'Nothing was recorded in any of the intervals.');
  const papers = bag.request === null ? undefined : await parts.papersOf(bag.request);
  const now = parts.clock.now();
  const evidence = await evidenceRecord(parts, bag, pieces, papers, signer, now);
  await putJson(part, bagFiles.evidence, evidence);
  await putJson(part, bagFiles.time, await timeRecord(parts.store, bag.id, pieces, parts.clockTrusted(), now));
  await putGround(parts, part, bag, pieces, signer, papers, now);
  await put(part, bagFiles.notes, notesVi(evidence, papers?.documentNo));
  await part.write(bagFiles.minutes, await minutes(parts, part, bag, evidence, papers, signer, now));
  const evidenceHash = fileHash(part, bagFiles.evidence);
  const isAgain = (await parts.custody.of(bag.id)).length > 0;
  const { seqs } = await parts.custody.record({ bag: bag.id, event: 'create', by: theHub, person: null, ...(isAgain ? { note: 'làm lại từ đầu, hub đã dừng giữa chừng / made anew, the hub had stopped' } : {}), before: null, after: picturesHash(part.files) }, (owner) => ({ evidence: evidenceHash, route: bag.route, unit: bag.unit, officerNo: bag.officer_no, caseNo: bag.case_no, made: pieces.filter(({ row }) => row.owner === owner).map(({ row, permit }) => ({ n: row.n, camera: row.camera, from: row.from_at, to: row.to_at, viewing: permit?.id ?? null })) }));
  await put(part, bagFiles.custody, (await parts.custody.of(bag.id)).map((line) => `${canonicalJson(line)}\n`).join(''));
  await putExportProof(parts, part, bag, pieces, seqs);
  await putTags(parts, part, bag, signer, now);
  signal.throwIfAborted();
  const text = tagManifest(part.files);
  await put(part, bagFiles.tagManifest, text);
  await part.write(bagFiles.signature, await signer.cms(Buffer.from(text), now));
  await part.sync();
  return sha256Hex(text);
}

async function makeAllPieces(parts: MakeParts, part: BagPart, bag: BagRecord, permits: ReadonlyMap<number, Permit<'clip'>>, counts: ReadonlyMap<number, Counts>, signal: AbortSignal): Promise<PieceFacts[]> {
  const folders = folderNames(bag.pieces);
  const wanted = bag.pieces.reduce((sum, { from_at, to_at }) => sum + to_at - from_at, 0) / 1_000;
  let done = 0;
  let told = 0;
  const made: PieceFacts[] = [];
  for (const row of bag.pieces) {
    const permit = permits.get(row.n);
    const count = counts.get(row.n);
    if (!permit || !count) throw new HubError('consent-ended', 'A piece has no permit.');
    const folder = folders.get(row.camera) ?? row.camera;
    const known = await parts.gaps.of(row.camera, 'main', row.from_at, row.to_at);
    const pictures = await makePictures(parts, part, {
      permit, from: row.from_at, to: row.to_at, folder, mark: [bag.unit_name, bag.officer_no].filter(Boolean).join(' · '),
      counted: (seconds, bytes) => {
        count.seconds += seconds;
        count.bytes += bytes;
        done += seconds;
        const share = Math.min(0.95, (done / wanted) * 0.95);
        if (share - told < 0.02) return;
        told = share;
        // The bar of a bag that was stopped meanwhile does not move.
        void parts.rows.settle(bag.id, { progress: share }).catch(() => {});
      },
    }, signal);
    const gaps = allGaps(row, pictures.listed, known);
    const recorded = pictures.delivered ? Math.max(0, row.to_at - row.from_at - gaps.reduce((sum, { from, to }) => sum + to - from, 0)) : 0;
    await parts.rows.changePiece(bag.id, row.n, { outcome: pictures.delivered ? 'footage' : 'no-footage', recorded_ms: recorded, gaps: gaps.length, viewing: permit.id });
    made.push({ row, permit, made: pictures, gaps, folder, segments: await segmentFacts(parts.audit, row.camera, pictures, { from: row.from_at, to: row.to_at }) });
  }
  return made;
}

async function evidenceRecord({ store, audit, hubName, hasTimestamps }: MakeParts, bag: BagRecord, pieces: readonly PieceFacts[], papers: RequestPapers | undefined, signer: BagSigner, now: Instant): Promise<Evidence> {
  const originals = pieces.every(({ permit }) => permit && hasOriginals(permit)) ? 'inside' as const : 'with-owner' as const;
  const listed = await Promise.all(pieces.map(async (piece) => pieceRecord(store, piece, await coveredRegions(store, piece.row))));
  return {
    format: 'matpho-evidence/1', id: bag.id, madeAt: iso(now), zone, zoneOffset, hub: { name: hubName, logKey: audit.verifierKey, certificate: signer.fingerprint },
    route: bag.route, purpose: bag.purpose ?? papers?.purpose ?? null, caseNo: bag.case_no ?? papers?.caseNo ?? null, ask: bag.ask, request: bag.request, unit: bag.unit_name ?? papers?.unitName ?? null, officerNo: bag.officer_no, owners: [...new Set(bag.pieces.map(({ owner_name }) => owner_name))],
    originals, originalsNote: { ...originalsWords[originals] }, mask: listed.some(({ conditions }) => (conditions?.masks ?? 0) > 0) ? 'hub' : 'none',
    timestamp: hasTimestamps ? 'asked' : 'none', timestampNote: { ...timestampWords[hasTimestamps ? 'asked' : 'none'] }, pieces: listed,
  };
}

/** On what ground it is made: the grant, the decision and their place in the log; or the paper. */
async function putGround({ store, audit, receiptOf }: MakeParts, part: BagPart, bag: BagRecord, pieces: readonly PieceFacts[], signer: BagSigner, papers: RequestPapers | undefined, now: Instant): Promise<void> {
  const decided = await Promise.all(pieces.flatMap(({ row, permit }) => (permit ? [decidedPiece(store, audit, row, permit).then((each) => ({ ...each, owner: row.owner }))] : [])));
  if (papers) {
    const scan = `${bagFiles.requestScan}.${papers.scan.extension}`;
    if (papers.scan.bytes) await part.write(scan, papers.scan.bytes);
    await putJson(part, bagFiles.request, requestRecord(bag.id, papers, papers.scan.bytes ? scan : null, now));
  } else {
    const grants = await grantRecord(store, bag.id, decided);
    await putJson(part, bagFiles.grant, grants);
    await put(part, bagFiles.grantJws, await signer.jws('matpho-grant', canonicalJson(grants)));
    const receipts = (await Promise.all(grants.grants.map(({ id }) => receiptOf(id)))).flatMap((receipt) => receipt ?? []);
    await put(part, bagFiles.receiptsJws, await signer.jws('matpho-receipts', canonicalJson({ format: 'matpho-receipts/1', bag: bag.id, receipts })));
  }
  await put(part, bagFiles.decisionJws, await signer.jws('matpho-decision', canonicalJson({ format: 'matpho-decision/1', bag: bag.id, decisions: decided.map(({ decision }) => decision) })));
  for (const { decision, proof, owner } of decided) {
    if (!proof) continue;
    await put(part, `${bagFiles.log}decision-${decision.piece}.tlog-proof`, await audit.inclusionProof(proof.seq, [owner]));
    if (proof.salt !== undefined) await putJson(part, `${bagFiles.log}decision-${decision.piece}.body.json`, { body: proof.body, salt: proof.salt });
  }
}

async function putExportProof({ audit, store }: MakeParts, part: BagPart, bag: BagRecord, pieces: readonly PieceFacts[], seqs: ReadonlyMap<OwnerId, number>): Promise<void> {
  const first = pieces[0]?.row;
  const seq = first && seqs.get(first.owner);
  if (!first || seq === undefined) return;
  await put(part, `${bagFiles.log}export.tlog-proof`, await audit.inclusionProof(seq, [first.owner]));
  const body = await openedBody(store, audit, first.camera, 'bag.made', seq);
  if (body) await putJson(part, `${bagFiles.log}export.body.json`, body);
}
/** What opens one entry that was just written. */
export async function openedBody(store: Store, audit: Pick<AuditLog, 'openedFor'>, camera: CameraId, type: 'bag.made' | 'bag.sealed', seq: number): Promise<{ readonly body: unknown; readonly salt: string } | undefined> {
  const { at } = await store.read.selectFrom('audit_entry').select('at').where('seq', '=', seq).executeTakeFirstOrThrow();
  const found = (await audit.openedFor(camera, [type], at, at + 1)).find((each) => each.seq === seq);
  return found?.salt === undefined ? undefined : { body: found.body, salt: found.salt };
}

async function minutes({ hubName, hasTimestamps }: MakeParts, part: BagPart, bag: BagRecord, evidence: Evidence, papers: RequestPapers | undefined, signer: BagSigner, now: Instant): Promise<Buffer> {
  const between = (span: { from: string; to: string } | null): string => (span ? `${wallTime(Date.parse(span.from))} đến ${wallTime(Date.parse(span.to))}` : 'không có hình ghi');
  return minutesPaper({
    bag: bag.id, hubName, madeAt: now, madeAtWords: `${wallTime(now)} (UTC${zoneOffset})`, address: '……………………………………………………………………………………', ground: groundOf(evidence, papers?.documentNo), purpose: evidence.purpose === null ? 'theo ý chủ camera' : purposeWords[evidence.purpose as Purpose], caseNo: evidence.caseNo,
    from: { names: evidence.owners.join(', '), role: 'Chủ camera' }, to: { unit: evidence.unit, person: null, number: bag.officer_no },
    pieces: evidence.pieces.map(({ n, camera, requested, delivered, gaps }) => ({ n, camera: camera.name, interval: between(requested), delivered: between(delivered), gaps: gaps.length === 0 ? 'không' : [...new Set(gaps.map(({ cause }) => causeWords[cause]))].join('; ') })),
    originals: evidence.originalsNote.vi, stamped: hasTimestamps ? timestampWords.asked.vi : timestampWords.none.vi,
    hashes: [{ label: 'SHA-256 của danh sách tệp hình trong gói', value: picturesHash(part.files) }, { label: 'Vân tay SHA-256 của chứng thư hub', value: asOpenssl(signer.fingerprint) }],
  });
}

async function putTags({ audit, hubName, viewer }: MakeParts, part: BagPart, bag: BagRecord, signer: BagSigner, now: Instant): Promise<void> {
  await put(part, bagFiles.bagit, bagitText);
  await put(part, bagFiles.manifest, payloadManifest(part.files));
  await put(part, bagFiles.info, bagInfo({ id: bag.id, at: now, organisation: hubName, files: part.files, facts: { 'Internal-Sender-Description': `route ${bag.route}, ${bag.originals === 'inside' ? 'originals inside' : 'derivatives, originals with the owner'}` } }));
  await put(part, bagFiles.readMe, verifyText(bag.id, asOpenssl(signer.fingerprint), audit.verifierKey));
  await put(part, bagFiles.script, verifyScript());
  const page = await viewer();
  if (page !== undefined) await part.write(bagFiles.viewer, await readFile(page));
  await put(part, bagFiles.certificate, signer.certificate);
  await put(part, bagFiles.chain, signer.chain.join(''));
}

/** `AB:CD:…`, as `openssl x509 -fingerprint` prints it, so that two papers can be laid side by side. */
function asOpenssl(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/../g) ?? []).join(':');
}
function fileHash(part: BagPart, path: string): string {
  return part.files.find((each) => each.path === path)?.sha256 ?? '';
}
async function put(part: BagPart, path: string, text: string): Promise<void> {
  await part.write(path, Buffer.from(text));
}
/** For people to read too: by lines. */
async function putJson(part: BagPart, path: string, value: unknown): Promise<void> {
  await put(part, path, `${JSON.stringify(value, null, 2)}\n`);
}
