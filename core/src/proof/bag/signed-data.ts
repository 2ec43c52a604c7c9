import { fromBER, ObjectIdentifier, OctetString, UTCTime, GeneralizedTime } from 'asn1js';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData, type Attribute, type SignerInfo } from 'pkijs';
import { sameBytes } from '../bytes.ts';
import { engineOf, isProper, isWhole, type BagCrypto, type Cert } from './certificates.ts';
import { isWellFormed } from './well-formed.ts';

/** `content`: it is whole, and of other bytes. `false`: the signature does not hold. */
export type SignatureFault = 'malformed' | 'content' | 'false';

export interface SignedBy {
  readonly cert: Cert;
  /** What else came along, to build a chain. */
  readonly others: readonly Cert[];
  /** As the signer says; undefined when it does not. */
  readonly at: number | undefined;
  readonly attributes: readonly Attribute[];
}

const hashes: Readonly<Record<string, string>> = { '2.16.840.1.101.3.4.2.1': 'SHA-256', '2.16.840.1.101.3.4.2.2': 'SHA-384', '2.16.840.1.101.3.4.2.3': 'SHA-512' };
const contentType = '1.2.840.113549.1.9.3';
const messageDigest = '1.2.840.113549.1.9.4';
const signingTime = '1.2.840.113549.1.9.5';
export const hashName = (id: string): string | undefined => hashes[id];

/** Reads a ContentInfo of SignedData (RFC 5652 §5), all of the bytes. Undefined for anything else. */
export function readSignedData(der: Uint8Array<ArrayBuffer>): SignedData | undefined {
  try {
    if (!isWellFormed(der)) return undefined;
    const content = new ContentInfo({ schema: fromBER(der).result });
    return content.contentType === ContentInfo.SIGNED_DATA ? new SignedData({ schema: content.content }) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether its one signer signed exactly this content, of this type. Who the signer is, is another question: `chainTo`. */
export async function checkSigner(signed: SignedData, content: Uint8Array<ArrayBuffer>, type: string, crypto: BagCrypto): Promise<SignedBy | SignatureFault> {
  const [signer] = signed.signerInfos;
  if (!signer || signed.signerInfos.length !== 1 || signed.encapContentInfo.eContentType !== type) return 'malformed';
  const certs = certsOf(signed);
  const cert = certs?.find((each) => isOf(signer, each));
  const hash = hashes[signer.digestAlgorithm.algorithmId];
  const attributes = signer.signedAttrs?.attributes ?? [];
  // §5.4: without signed attributes a signature could be moved to other content of the same bytes; every bag has them.
  if (!certs || !cert || hash === undefined || !signer.signedAttrs || !signed.digestAlgorithms.some(({ algorithmId }) => algorithmId === signer.digestAlgorithm.algorithmId)) return 'malformed';
  if (!(await Promise.all(certs.map((each) => isProper(each, crypto)))).every(Boolean)) return 'malformed';
  const said = only(attributes, messageDigest);
  const saidType = only(attributes, contentType);
  if (!(said instanceof OctetString) || !(saidType instanceof ObjectIdentifier)) return 'malformed';
  const digest = new Uint8Array(await crypto.subtle.digest(hash, content));
  // The order OpenSSL goes by: the signature over the attributes, then what they say.
  const isSigned = isWhole(cert.x509.subjectPublicKeyInfo, signer.signature) && await engineOf(crypto).verifyWithPublicKey(signer.signedAttrs.encodedValue, signer.signature, cert.x509.subjectPublicKeyInfo, signer.signatureAlgorithm, hash).catch(() => false);
  if (!isSigned) return sameBytes(said.valueBlock.valueHexView, digest) ? 'false' : 'content';
  if (!sameBytes(said.valueBlock.valueHexView, digest) || saidType.valueBlock.toString() !== type) return 'content';
  const time = only(attributes, signingTime);
  return { cert, others: certs, at: time instanceof UTCTime || time instanceof GeneralizedTime ? time.toDate().getTime() : undefined, attributes };
}


/** §5.3: an attribute of the signer's that stands once, with one value. */
function only(attributes: readonly Attribute[], id: string): unknown {
  const found = attributes.filter(({ type }) => type === id);
  return found.length === 1 && found[0]?.values.length === 1 ? found[0].values[0] as unknown : undefined;
}

function certsOf(signed: SignedData): readonly Cert[] | undefined {
  if (!signed.certificates?.every((each) => each instanceof Certificate)) return undefined;
  return signed.certificates.map((x509) => ({ x509, der: new Uint8Array(x509.toSchema(false).toBER()) }));
}
function isOf({ sid }: SignerInfo, { x509 }: Cert): boolean {
  if (sid instanceof IssuerAndSerialNumber) return sid.issuer.isEqual(x509.issuer) && sid.serialNumber.isEqual(x509.serialNumber);
  const key = x509.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue as unknown;
  const wanted = (sid as { valueBlock?: { valueHexView?: Uint8Array } } | undefined)?.valueBlock?.valueHexView;
  return key instanceof OctetString && wanted !== undefined && sameBytes(key.valueBlock.valueHexView, wanted);
}
