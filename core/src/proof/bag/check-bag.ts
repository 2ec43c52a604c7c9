import type { VerifySignature } from '../note.ts';
import type { Digest } from '../sha256.ts';
import { bagFiles } from './bag-files.ts';
import type { BagSource } from './bag-source.ts';
import { bagTree } from './bag-tree.ts';
import type { Level } from './bag-words.ts';
import type { BagCrypto } from './certificates.ts';
import { checkCustody } from './check-custody.ts';
import { checkFiles } from './check-files.ts';
import { checkProofs } from './check-proofs.ts';
import { checkRecords, type CheckedRecords } from './check-records.ts';
import { checkSignature, type BagSigner, type CheckedSignature } from './check-signature.ts';
import type { BagFinding } from './finding.ts';
import type { NewHasher } from './hasher.ts';
import type { CustodyLine } from './records.ts';

export interface CheckBagOptions {
  readonly newHasher: NewHasher;
  readonly digest: Digest;
  readonly crypto: BagCrypto;
  /** Ed25519, for the log; `isLogAble` false where there is none. */
  readonly verify: VerifySignature;
  readonly isLogAble?: boolean;
  /** By the clock of whoever checks, in ms since 1970. */
  readonly now: number;
  /** PEM: a root that the hub's certificate must lead to, and one for the timestamp. */
  readonly roots?: string | undefined;
  readonly stampRoots?: string | undefined;
  /** Bytes read so far, and how many there are. */
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** `sound`: nothing is wrong. `limited`: nothing is wrong, and something limits what it proves. `broken`: do not rely on it. */
export type BagVerdict = 'sound' | 'limited' | 'broken';
export interface BagReport extends Pick<CheckedRecords, 'evidence' | 'time' | 'grant' | 'request'> {
  readonly name: string;
  readonly verdict: BagVerdict;
  /** Worst first. */
  readonly findings: readonly BagFinding[];
  readonly id: string | undefined;
  /** SHA-256 of tagmanifest-sha256.txt: what the ledger, the minutes and the receiver's signature speak of. */
  readonly sha256: string | undefined;
  readonly files: number;
  readonly bytes: number;
  readonly signer: BagSigner | undefined;
  readonly stamp: CheckedSignature['stamp'];
  readonly custody: readonly CustodyLine[];
}

const order: readonly Level[] = ['fail', 'warn', 'note', 'ok'];

/**
 * Checks an evidence bag with nothing but its own bytes. Each file is read once, from the first byte to the last, and none is held.
 * Agrees with `sha256sum -c`, `openssl cms -verify` and `openssl ts -verify`, and looks at what those do not see.
 * @throws what `signal` aborts with, and what reading throws that is no `BagUnreadable`
 */
export async function checkBag(source: BagSource, options: CheckBagOptions): Promise<BagReport> {
  const { newHasher, crypto, now, onProgress, signal } = options;
  const tree = bagTree(source);
  if (!('files' in tree)) return emptyReport(source.name, [tree]);
  const total = [...tree.files.values()].reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  const { kept, manifest, tagManifestHash, count, bytes, findings } = await checkFiles({ files: tree.files, newHasher, signal, onBytes: (more) => { done += more; onProgress?.(done, total); } });
  const { cert, signer, stamp, findings: ofSignature } = await checkSignature({ kept, crypto, now, trusted: { roots: options.roots, stampRoots: options.stampRoots } });
  const { findings: ofRecords, evidence, time, grant, request } = await checkRecords({ kept, manifest, cert, crypto });
  const id = evidence?.id;
  const custody = evidence && cert ? await checkCustody({ text: textIn(kept.get(bagFiles.custody)), id: evidence.id, cert, manifest, crypto, newHasher }) : { findings: [], lines: [] };
  const ofProofs = evidence ? await checkProofs({ kept, logKey: evidence.hub.logKey, id: evidence.id, tagManifestHash, evidenceHash: manifest.get(bagFiles.evidence), digest: options.digest, newHasher, verify: options.verify, isAble: options.isLogAble ?? true }) : [];
  const all = sorted([...tree.findings, ...findings, ...ofSignature, ...ofRecords, ...custody.findings, ...ofProofs]);
  return { name: source.name, verdict: verdictOf(all), findings: all, id, sha256: tagManifestHash, files: count, bytes, signer, stamp, evidence, time, grant, request, custody: custody.lines };
}

/** Of what could not even be opened as a bag. */
export function emptyReport(name: string, findings: readonly BagFinding[]): BagReport {
  return { name, verdict: 'broken', findings, id: undefined, sha256: undefined, files: 0, bytes: 0, signer: undefined, stamp: undefined, evidence: undefined, time: undefined, grant: undefined, request: undefined, custody: [] };
}

const textIn = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);
const sorted = (findings: readonly BagFinding[]): readonly BagFinding[] => findings.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
function verdictOf(findings: readonly BagFinding[]): BagVerdict {
  return findings.some(({ level }) => level === 'fail') ? 'broken' : findings.some(({ level }) => level === 'warn') ? 'limited' : 'sound';
}
