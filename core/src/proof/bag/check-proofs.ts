import { checkProof } from '../check-proof.ts';
import { readHex } from '../bytes.ts';
import type { VerifySignature } from '../note.ts';
import type { Digest } from '../sha256.ts';
import { bagFiles } from './bag-files.ts';
import { finding, type BagFinding } from './finding.ts';
import type { NewHasher } from './hasher.ts';
import { LogBody } from './records.ts';
import { canonicalText, parsed } from './signed-paper.ts';

export interface ProofParts {
  readonly kept: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly logKey: string;
  readonly id: string;
  readonly tagManifestHash: string | undefined;
  readonly evidenceHash: string | undefined;
  readonly digest: Digest;
  readonly newHasher: NewHasher;
  readonly verify: VerifySignature;
  /** False where this browser knows no Ed25519. */
  readonly isAble: boolean;
}

/** The C2SP proofs that came with the bag: each entry is in the log that the hub signed, its body is what the entry says, and it speaks of this bag. */
export async function checkProofs(parts: ProofParts): Promise<readonly BagFinding[]> {
  const { kept } = parts;
  const proofs = [...kept.keys()].filter((path) => path.endsWith('.tlog-proof') && (path.startsWith(bagFiles.log) || path === bagFiles.sealProof));
  const findings = (await Promise.all(proofs.map((path) => checkOne(path, parts)))).filter((each) => each !== undefined);
  if (!proofs.includes(bagFiles.sealProof)) findings.push(finding('proof-none', bagFiles.sealProof));
  if (!parts.isAble) findings.push(finding('proof-unable'));
  else if (findings.length === 0) findings.push(finding('proofs', undefined, { n: String(proofs.length) }));
  return findings;
}

async function checkOne(path: string, { kept, logKey, id, tagManifestHash, evidenceHash, digest, newHasher, verify }: ProofParts): Promise<BagFinding | undefined> {
  const text = (of: string): string | undefined => {
    const bytes = kept.get(of);
    return bytes && new TextDecoder().decode(bytes);
  };
  const verdict = await checkProof(text(path) ?? '', logKey, digest, verify);
  if (verdict.fault !== undefined) return finding('proof-false', path);
  const bodyPath = path === bagFiles.sealProof ? bagFiles.sealBody : path.replace(/\.tlog-proof$/, '.body.json');
  const opened = LogBody.safeParse(parsed(text(bodyPath)));
  const entry = parsed(verdict.entry) as { readonly body?: unknown; readonly type?: unknown } | undefined;
  const body = opened.success ? canonicalText(opened.data.body) : undefined;
  if (!opened.success || body === undefined) return finding('proof-body', bodyPath);
  const salt = new Uint8Array(32);
  readHex(new TextEncoder().encode(opened.data.salt), 0, salt, 0, 32);
  const hasher = newHasher();
  hasher.update(salt);
  hasher.update(new TextEncoder().encode(body));
  if (entry?.body !== hasher.hex()) return finding('proof-body', bodyPath);
  const said = opened.data.body;
  const isOfThis = entry.type === 'bag.sealed' ? said['bag'] === id && said['sha256'] === tagManifestHash
    : entry.type === 'bag.made' ? said['bag'] === id && said['evidence'] === evidenceHash
    : path !== bagFiles.sealProof;
  return isOfThis ? undefined : finding('proof-other', path);
}
