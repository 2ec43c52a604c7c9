import { bagFiles } from './bag-files.ts';
import { chainTo, fingerprintOf, fromOf, isSelfIssued, nameOf, readPem, sameCert, toOf, type BagCrypto, type Cert } from './certificates.ts';
import { finding, instant, lasting, type BagFinding } from './finding.ts';
import { checkSigner, readSignedData } from './signed-data.ts';
import { checkStamp, type Stamp, type StampFault } from './timestamp.ts';

const dataType = '1.2.840.113549.1.7.1';
const lateAfter = 10 * 60_000;

export interface SignatureParts {
  readonly kept: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly crypto: BagCrypto;
  readonly now: number;
  /** PEM of roots that are trusted from elsewhere. */
  readonly trusted: { readonly roots?: string | undefined; readonly stampRoots?: string | undefined };
}
export interface BagSigner {
  readonly name: string;
  readonly fingerprint: string;
  readonly rootName: string;
  readonly rootFingerprint: string;
  /** As the hub's clock had it. */
  readonly at: number | undefined;
}
export interface CheckedSignature {
  readonly findings: readonly BagFinding[];
  readonly cert: Cert | undefined;
  readonly signer: BagSigner | undefined;
  readonly stamp: { readonly at: number; readonly by: string } | undefined;
}

/** Who answers for the tag manifest: the hub's CMS signature, the timestamp over it, the receiver's signature beside it. */
export async function checkSignature(parts: SignatureParts): Promise<CheckedSignature> {
  const { kept, crypto, now, trusted } = parts;
  const findings: BagFinding[] = [];
  const content = kept.get(bagFiles.tagManifest);
  const p7s = kept.get(bagFiles.signature);
  const nothing = { findings, cert: undefined, signer: undefined, stamp: undefined };
  if (!p7s || !content) {
    if (!p7s) findings.push(finding('signature-missing', bagFiles.signature));
    return nothing;
  }
  const stamp = await stampOf(parts, p7s, findings);
  findings.push(...await receiverOf(parts, content));
  const signed = readSignedData(p7s);
  const by = signed && !signed.encapContentInfo.eContent ? await checkSigner(signed, content, dataType, crypto) : 'malformed';
  if (typeof by === 'string') {
    findings.push(finding(`signature-${by}`, bagFiles.signature));
    return { ...nothing, stamp };
  }
  const { cert, others, at } = by;
  const offered = readPem(textIn(kept.get(bagFiles.chain)) ?? '');
  if (!offered) {
    findings.push(finding('chain-missing', bagFiles.chain));
    return { ...nothing, cert, stamp };
  }
  const chain = await chainTo(cert, [...offered, ...others], offered.filter(isSelfIssued), crypto);
  const root = chain?.at(-1);
  if (!chain || !root) {
    findings.push(finding('chain-broken', bagFiles.chain));
    return { ...nothing, cert, stamp };
  }
  findings.push(...lifetime(chain, now, stamp?.at));
  const hub = readPem(textIn(kept.get(bagFiles.certificate)) ?? '')?.[0];
  if (!hub || !sameCert(hub, cert)) findings.push(finding('certificate-other', bagFiles.certificate));
  const signer: BagSigner = { name: nameOf(cert.x509.subject), fingerprint: await fingerprintOf(cert, crypto), rootName: nameOf(root.x509.subject), rootFingerprint: await fingerprintOf(root, crypto), at };
  findings.push(finding('signed', bagFiles.signature, { signer: signer.name, at: instant(at ?? Number.NaN) }));
  const roots = trusted.roots === undefined ? undefined : readPem(trusted.roots) ?? [];
  findings.push(roots ? finding(roots.some((each) => sameCert(each, root)) ? 'root-trusted' : 'root-other', bagFiles.chain, { root: signer.rootName, fingerprint: signer.rootFingerprint }) : finding('root', bagFiles.chain, { root: signer.rootName, fingerprint: signer.fingerprint }));
  if (stamp && at !== undefined && stamp.at - at > lateAfter) findings.push(finding('stamp-late', bagFiles.token, { later: lasting(stamp.at - at) }));
  return { findings, cert, signer, stamp };
}

const textIn = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

/** OpenSSL goes by the clock of whoever checks; a timestamp keeps a signature good after its certificate has ended. */
function lifetime(chain: readonly Cert[], now: number, stampedAt: number | undefined): BagFinding[] {
  const isGood = (at: number): boolean => chain.every((cert) => fromOf(cert) <= at && at <= toOf(cert));
  if (isGood(now)) return [];
  const [from, to] = [Math.max(...chain.map(fromOf)), Math.min(...chain.map(toOf))];
  const values = { from: instant(from), to: instant(to) };
  return stampedAt !== undefined && isGood(stampedAt) && now > to
    ? [finding('chain-expired', bagFiles.chain, { ...values, attime: String(Math.floor(stampedAt / 1_000)) })]
    : [finding('chain-time', bagFiles.chain, values)];
}

async function stampOf({ kept, crypto, now, trusted }: SignatureParts, p7s: Uint8Array<ArrayBuffer>, findings: BagFinding[]): Promise<CheckedSignature['stamp']> {
  const token = kept.get(bagFiles.token);
  if (!token) return undefined;
  const roots = trusted.stampRoots === undefined ? undefined : readPem(trusted.stampRoots) ?? [];
  const found: Stamp | StampFault = await checkStamp(token, p7s, roots, crypto);
  if (typeof found === 'string') {
    findings.push(finding(`token-${found}`, bagFiles.token));
    return undefined;
  }
  const by = nameOf(found.by.x509.subject);
  if (!found.chain.every((cert) => fromOf(cert) <= now && now <= toOf(cert))) {
    findings.push(finding('token-time', bagFiles.token, { from: instant(fromOf(found.by)), to: instant(toOf(found.by)) }));
  }
  findings.push(finding('stamped', bagFiles.token, { by, at: instant(found.at) }));
  if (!found.isTrusted) findings.push(finding('stamp-root', bagFiles.token, { fingerprint: await fingerprintOf(found.by, crypto) }));
  return { at: found.at, by };
}

async function receiverOf({ kept, crypto }: SignatureParts, content: Uint8Array<ArrayBuffer>): Promise<BagFinding[]> {
  const p7s = kept.get(bagFiles.receiver);
  if (!p7s) return [];
  const signed = readSignedData(p7s);
  const by = signed && !signed.encapContentInfo.eContent ? await checkSigner(signed, content, dataType, crypto) : 'malformed';
  if (typeof by === 'string') return [finding('receiver-false', bagFiles.receiver)];
  return [finding('receiver', bagFiles.receiver, { signer: nameOf(by.cert.x509.subject), at: instant(by.at ?? Number.NaN), fingerprint: await fingerprintOf(by.cert, crypto) })];
}
