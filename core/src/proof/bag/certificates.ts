import { BitString } from 'asn1js';
import { Certificate, CryptoEngine, type BasicConstraints, type PublicKeyInfo, type RelativeDistinguishedNames } from 'pkijs';
import { hexOf, sameBytes } from '../bytes.ts';
import { isWellFormed } from './well-formed.ts';

/** Web Crypto as Node and pages both have it. */
export type BagCrypto = typeof globalThis.crypto;
export const engineOf = (crypto: BagCrypto): CryptoEngine => new CryptoEngine({ name: 'bag', crypto });

/** One certificate with its own bytes: those were signed, and they are its fingerprint. */
export interface Cert {
  readonly x509: Certificate;
  readonly der: Uint8Array<ArrayBuffer>;
}

export const readCert = (der: Uint8Array<ArrayBuffer>): Cert => ({ x509: Certificate.fromBER(der), der });

/**
 * Every certificate of a PEM file (RFC 7468), in order. Undefined when there is none, or when one of them cannot be read:
 * OpenSSL does not take such a file either.
 */
export function readPem(text: string): readonly Cert[] | undefined {
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\s]+?)\r?\n-----END CERTIFICATE-----/g)];
  const begun = text.match(/-----BEGIN /g)?.length ?? 0;
  if (blocks.length === 0 || blocks.length > 20 || blocks.length !== begun || (text.match(/-----END /g)?.length ?? 0) !== begun) return undefined;
  try {
    return blocks.map(([, base64 = '']) => readCert(Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0))));
  } catch {
    return undefined;
  }
}

const shortNames: Readonly<Record<string, string>> = { '2.5.4.3': 'CN', '2.5.4.10': 'O', '2.5.4.11': 'OU', '2.5.4.6': 'C', '2.5.4.5': 'serialNumber' };
/** `CN, O`: for reading. */
export function nameOf(name: RelativeDistinguishedNames): string {
  const of = (wanted: string): string | undefined => name.typesAndValues.find(({ type }) => shortNames[type] === wanted)?.value.valueBlock.value;
  const parts = [of('CN'), of('O') ?? of('OU')].filter((part): part is string => part !== undefined && part !== '');
  return [...new Set(parts)].join(', ') || '?';
}
export const fromOf = ({ x509 }: Cert): number => x509.notBefore.value.getTime();
export const toOf = ({ x509 }: Cert): number => x509.notAfter.value.getTime();
export const isSelfIssued = ({ x509 }: Cert): boolean => x509.issuer.isEqual(x509.subject);
export const sameCert = (one: Cert, other: Cert): boolean => sameBytes(one.der, other.der);
/** `AB:CD:…` of SHA-256, as openssl and browsers show it. */
export async function fingerprintOf({ der }: Cert, crypto: BagCrypto): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', der))).toUpperCase().replaceAll(/(..)(?=.)/g, '$1:');
}

/** A signature of an elliptic curve is two numbers in DER (RFC 3279 §2.2.3). The library reads them leniently; OpenSSL takes them to the byte. */
export function isWhole(key: PublicKeyInfo, signature: { readonly valueBlock: { readonly valueHexView: Uint8Array } }): boolean {
  if (key.algorithm.algorithmId !== '1.2.840.10045.2.1') return true;
  const bytes = signature.valueBlock.valueHexView;
  if (!isWellFormed(bytes) || bytes[0] !== 0x30) return false;
  // Either number is shorter than 128 bytes, the sequence perhaps not.
  const first = (bytes[1] ?? 0) > 0x80 ? 2 + (bytes[1] ?? 0) - 0x80 : 2;
  const second = first + 2 + (bytes[first + 1] ?? 0);
  return bytes[first] === 0x02 && bytes[second] === 0x02 && second + 2 + (bytes[second + 1] ?? 0) === bytes.length;
}

/** X.520: what a name may be written in. */
const texts: ReadonlySet<number> = new Set([12, 18, 19, 20, 22, 28, 30]);
/** Whether a certificate that came along is one, also where no chain needs it: OpenSSL reads all of them. */
export async function isProper(cert: Cert, crypto: BagCrypto): Promise<boolean> {
  const { x509 } = cert;
  if (![x509.issuer, x509.subject].every(({ typesAndValues }) => typesAndValues.every(({ value }) => value.idBlock.tagClass === 1 && texts.has(value.idBlock.tagNumber)))) return false;
  // What signed itself has to be what it signed, where its algorithm is known here.
  return !isSelfIssued(cert) || weak(cert) || await x509.verify(undefined, engineOf(crypto)).catch(() => true);
}

/** From the signer to the root that is trusted; undefined when there is no such way. RFC 5280 §6.1 without policies, names and revocation. */
export async function chainTo(leaf: Cert, between: readonly Cert[], trusted: readonly Cert[], crypto: BagCrypto): Promise<readonly Cert[] | undefined> {
  const engine = engineOf(crypto);
  const chain = [leaf];
  for (let depth = 0; depth < 8; depth += 1) {
    const last = chain.at(-1) as Cert;
    const signs = async (issuer: Cert): Promise<boolean> => issuer.x509.subject.isEqual(last.x509.issuer) && !weak(last) && isWhole(issuer.x509.subjectPublicKeyInfo, last.x509.signatureValue) && await last.x509.verify(issuer.x509, engine).catch(() => false);
    if (isSelfIssued(last)) return trusted.some((root) => sameCert(root, last)) && await signs(last) ? chain : undefined;
    let next: Cert | undefined;
    // A trusted root first: then what else came along cannot lead astray.
    for (const candidate of [...trusted, ...between]) if (!next && mayIssue(candidate, depth) && await signs(candidate)) next = candidate;
    if (!next) return undefined;
    chain.push(next);
  }
  return undefined;
}

/** MD5 and SHA-1, which OpenSSL refuses as well. */
const weak = ({ x509 }: Cert): boolean => ['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1'].includes(x509.signatureAlgorithm.algorithmId);
/** §4.2.1.9 and §4.2.1.3: an authority, not too far above, that may sign certificates. */
function mayIssue(cert: Cert, below: number): boolean {
  const constraints = extension(cert, '2.5.29.19') as BasicConstraints | undefined;
  const usage = extension(cert, '2.5.29.15');
  if (constraints?.cA !== true || (typeof constraints.pathLenConstraint === 'number' && constraints.pathLenConstraint < below)) return false;
  return !(usage instanceof BitString) || ((usage.valueBlock.valueHexView[0] ?? 0) & 0x04) !== 0;
}
export function extension({ x509 }: Cert, id: string): unknown {
  return x509.extensions?.find(({ extnID }) => extnID === id)?.parsedValue;
}
