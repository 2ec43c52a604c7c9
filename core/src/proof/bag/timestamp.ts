import { fromBER, OctetString, Sequence } from 'asn1js';
import { PKIStatus, TimeStampResp, TSTInfo, type ExtKeyUsage } from 'pkijs';
import { sameBytes } from '../bytes.ts';
import { chainTo, extension, isSelfIssued, type BagCrypto, type Cert } from './certificates.ts';
import { isWellFormed } from './well-formed.ts';
import { checkSigner, hashName, readSignedData, type SignedBy } from './signed-data.ts';

export type StampFault = 'malformed' | 'refused' | 'content' | 'false' | 'chain';
export interface Stamp {
  /** genTime: the instant the service vouches for. */
  readonly at: number;
  readonly by: Cert;
  /** Up to the root, where the token or the given roots have it. */
  readonly chain: readonly Cert[];
  /** Whether the chain ends at one of the given roots. */
  readonly isTrusted: boolean;
}

const tstInfoType = '1.2.840.113549.1.9.16.1.4';
const signingCertificate = '1.2.840.113549.1.9.16.2.12';
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47';
const timeStamping = '1.3.6.1.5.5.7.3.8';

/** Checks an answer of a timestamp service (RFC 3161 §2.4.2) for these bytes, as `openssl ts -verify -data` does. `roots`: those that are trusted; none: the token's own are shown, not believed. */
export async function checkStamp(der: Uint8Array<ArrayBuffer>, stamped: Uint8Array<ArrayBuffer>, roots: readonly Cert[] | undefined, crypto: BagCrypto): Promise<Stamp | StampFault> {
  const answer = readAnswer(der);
  if (!answer) return 'malformed';
  if (answer.status.status !== PKIStatus.granted && answer.status.status !== PKIStatus.grantedWithMods) return 'refused';
  const token = answer.timeStampToken && readSignedData(new Uint8Array(answer.timeStampToken.toSchema().toBER()));
  const content = token?.encapContentInfo.eContent;
  if (!token || !(content instanceof OctetString)) return 'malformed';
  // An octet string may come in pieces (BER); what was signed is their contents.
  const info = new Uint8Array(content.getValue());
  const signed = await checkSigner(token, info, tstInfoType, crypto);
  if (typeof signed === 'string') return signed === 'malformed' ? 'malformed' : 'false';
  const said = readInfo(info);
  const hash = said && hashName(said.messageImprint.hashAlgorithm.algorithmId);
  if (!said || hash === undefined || said.version !== 1) return 'malformed';
  if (!sameBytes(said.messageImprint.hashedMessage.valueBlock.valueHexView, new Uint8Array(await crypto.subtle.digest(hash, stamped)))) return 'content';
  if (!mayStamp(signed.cert) || !(await namesItself(signed, crypto))) return 'false';
  const own = signed.others.filter(isSelfIssued);
  const chain = await chainTo(signed.cert, signed.others, roots ?? own, crypto);
  if (!chain && roots) return 'chain';
  return { at: said.genTime.getTime(), by: signed.cert, chain: chain ?? [signed.cert], isTrusted: roots !== undefined };
}

function readAnswer(der: Uint8Array<ArrayBuffer>): TimeStampResp | undefined {
  try {
    return isWellFormed(der) ? new TimeStampResp({ schema: fromBER(der).result }) : undefined;
  } catch {
    return undefined;
  }
}
function readInfo(der: Uint8Array<ArrayBuffer>): TSTInfo | undefined {
  try {
    return TSTInfo.fromBER(der);
  } catch {
    return undefined;
  }
}

/** §2.3: its certificate is for time stamping, for nothing else, and says so as critical. */
function mayStamp(cert: Cert): boolean {
  const usage = extension(cert, '2.5.29.37') as ExtKeyUsage | undefined;
  return usage?.keyPurposes.length === 1 && usage.keyPurposes[0] === timeStamping && cert.x509.extensions?.find(({ extnID }) => extnID === '2.5.29.37')?.critical === true;
}

/** RFC 5816 (and RFC 2634 §5.4 of old): the token names its signer by hash, so that no other certificate can be put in its place. */
async function namesItself({ attributes, cert }: SignedBy, crypto: BagCrypto): Promise<boolean> {
  const attribute = attributes.find(({ type }) => type === signingCertificateV2 || type === signingCertificate);
  const list = attribute?.values[0] as unknown;
  const first = list instanceof Sequence && list.valueBlock.value[0] instanceof Sequence ? list.valueBlock.value[0].valueBlock.value[0] : undefined;
  const parts = first instanceof Sequence ? first.valueBlock.value : [];
  const named = parts.find((part) => part instanceof OctetString);
  const algorithm = parts[0] instanceof Sequence ? hashName(String((parts[0].valueBlock.value[0] as { valueBlock: unknown } | undefined)?.valueBlock)) : attribute?.type === signingCertificate ? 'SHA-1' : 'SHA-256';
  return algorithm !== undefined && named instanceof OctetString && sameBytes(named.valueBlock.valueHexView, new Uint8Array(await crypto.subtle.digest(algorithm, cert.der)));
}
