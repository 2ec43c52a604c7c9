import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { days, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';

/** A key with its certificate and what leads from it to a root. PEM; the chain ends with the root and leaves the certificate out. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
  readonly chain: readonly string[];
}
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as never });
/** Once, for this room: pkijs keeps its engine by itself. */
pkijs.setEngine('node', engine);

/** A bag is asked about for years, and a check without a time-stamp looks at today's date. */
const rootLasts = days(25 * 365);
const ownLasts = days(10 * 365);
/** So that a bag made on the last day can still be checked for years. */
export const renewBefore = days(3 * 365);
/** Clocks of those who check may be a little behind. */
const head = days(1);

/** The hub's own authority. */
export async function makeAuthority(name: string, now: Instant): Promise<KeyPair> {
  const keys = await newKeys();
  const certificate = await makeCertificate({ subject: `${name} evidence CA`, issuer: `${name} evidence CA`, keys, signer: keys.privateKey, now, until: now + rootLasts, isAuthority: true, authority: keys.publicKey });
  return { key: await privatePem(keys), certificate, chain: [] };
}

/** What the hub signs with, under its own authority. */
export async function makeOwn(authority: KeyPair, name: string, now: Instant): Promise<KeyPair> {
  const root = new X509Certificate(authority.certificate);
  const keys = await newKeys();
  const issuerKey = await webcrypto.subtle.importKey('pkcs8', derOf(authority.key), algorithm, false, ['sign']);
  const rootKey = await webcrypto.subtle.importKey('spki', new Uint8Array(root.publicKey.export({ type: 'spki', format: 'der' })), algorithm, true, ['verify']);
  const until = Math.min(now + ownLasts, Date.parse(root.validTo));
  const certificate = await makeCertificate({ subject: `${name} hub`, issuer: `${name} evidence CA`, keys, signer: issuerKey, now, until, isAuthority: false, authority: rootKey, issuerName: nameOf(authority.certificate) });
  return { key: await privatePem(keys), certificate, chain: [authority.certificate] };
}

/**
 * A certificate from elsewhere, leaf first and the root last.
 * @throws HubError `certificate-invalid` when key and certificate do not belong together, the chain is broken or has no root, or the time is over
 */
export function readKeyPair(keyPem: string, chainPem: string, now: Instant): KeyPair {
  const wrong = (why: string, cause?: unknown): HubError => new HubError('certificate-invalid', why, { cause });
  try {
    const key = createPrivateKey(keyPem);
    const found = (chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));
    const leaf = found.find((each) => each.checkPrivateKey(key));
    if (!leaf) throw wrong('No certificate belongs to this key.');
    const chain: X509Certificate[] = [];
    for (let at = leaf; !at.verify(at.publicKey);) {
      const issuer = found.find((each) => each !== at && !chain.includes(each) && at.checkIssued(each) && at.verify(each.publicKey));
      if (!issuer) throw wrong('The chain does not lead to a root.');
      chain.push(issuer);
      at = issuer;
    }
    const kind = key.asymmetricKeyType === 'ec' ? key.asymmetricKeyDetails?.namedCurve : key.asymmetricKeyType;
    if (!['prime256v1', 'secp384r1', 'rsa'].includes(kind ?? '')) throw wrong('Only EC P-256, EC P-384 and RSA keys are used.');
    for (const each of [leaf, ...chain]) if (now < Date.parse(each.validFrom) || now > Date.parse(each.validTo)) throw wrong('A certificate of the chain is not valid today.');
    return { key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: pemOf(leaf.raw, 'CERTIFICATE'), chain: (chain.length === 0 ? [leaf] : chain).map((each) => pemOf(each.raw, 'CERTIFICATE')) };
  } catch (cause) {
    throw cause instanceof HubError ? cause : wrong('This is no key with its certificates.', cause);
  }
}

/** @throws HubError `certificate-invalid` for a wrong password, or a file sealed in a way that is no longer safe */
export async function readPkcs12(file: Uint8Array, password: string, now: Instant): Promise<KeyPair> {
  try {
    const secret = new TextEncoder().encode(password).buffer;
    const pfx = pkijs.PFX.fromBER(exact(file));
    await pfx.parseInternalValues({ password: secret, checkIntegrity: true });
    const safe = pfx.parsedValue?.authenticatedSafe;
    if (!safe) throw new TypeError('There is nothing in it.');
    await safe.parseInternalValues({ safeContents: safe.safeContents.map((each) => (each.contentType === pkijs.ContentInfo.DATA ? {} : { password: secret })) });
    const bags = (safe.parsedValue as { safeContents: { value: pkijs.SafeContents }[] }).safeContents.flatMap(({ value }) => value.safeBags);
    const certificates: string[] = [];
    let key: string | undefined;
    for (const { bagValue } of bags) {
      if (bagValue instanceof pkijs.CertBag && bagValue.parsedValue instanceof pkijs.Certificate) certificates.push(pemOf(Buffer.from(bagValue.parsedValue.toSchema().toBER(false)), 'CERTIFICATE'));
      if (bagValue instanceof pkijs.PKCS8ShroudedKeyBag) {
        await (bagValue as unknown as { parseInternalValues(of: { password: ArrayBuffer }): Promise<void> }).parseInternalValues({ password: secret });
        if (bagValue.parsedValue) key = pemOf(Buffer.from(bagValue.parsedValue.toSchema().toBER(false)), 'PRIVATE KEY');
      }
      if (bagValue instanceof pkijs.PrivateKeyInfo) key = pemOf(Buffer.from(bagValue.toSchema().toBER(false)), 'PRIVATE KEY');
    }
    if (key === undefined) throw new TypeError('There is no key in it.');
    return readKeyPair(key, certificates.join('\n'), now);
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    throw new HubError('certificate-invalid', 'The PKCS#12 file does not open.', { cause });
  }
}

interface Wanted {
  readonly subject: string; readonly issuer: string; readonly issuerName?: pkijs.RelativeDistinguishedNames; readonly keys: webcrypto.CryptoKeyPair; readonly signer: webcrypto.CryptoKey; readonly now: Instant; readonly until: Instant; readonly isAuthority: boolean; readonly authority: webcrypto.CryptoKey;
}
async function makeCertificate({ subject, issuer, issuerName, keys, signer, now, until, isAuthority, authority }: Wanted): Promise<string> {
  const made = new pkijs.Certificate();
  made.version = 2;
  // 126 random bits, positive and without a leading zero octet (RFC 5280 §4.1.2.2).
  const serial = webcrypto.getRandomValues(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  made.serialNumber = new asn1js.Integer({ valueHex: serial.buffer });
  made.issuer = issuerName ?? commonName(issuer);
  made.subject = commonName(subject);
  made.notBefore = timeOf(now - head);
  made.notAfter = timeOf(until);
  await made.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  // Bits of RFC 5280 §4.2.1.3: keyCertSign and cRLSign, or digitalSignature and contentCommitment.
  const usage = isAuthority ? 0b0000_0110 : 0b1100_0000;
  made.extensions = [
    extension('2.5.29.19', true, new pkijs.BasicConstraints(isAuthority ? { cA: true, pathLenConstraint: 0 } : { cA: false }).toSchema()),
    extension('2.5.29.15', true, new asn1js.BitString({ valueHex: Uint8Array.of(usage).buffer, unusedBits: isAuthority ? 1 : 6 })),
    extension('2.5.29.14', false, new asn1js.OctetString({ valueHex: await keyMark(keys.publicKey) })),
    extension('2.5.29.35', false, new pkijs.AuthorityKeyIdentifier({ keyIdentifier: new asn1js.OctetString({ valueHex: await keyMark(authority) }) }).toSchema()),
  ];
  await made.sign(signer, 'SHA-256', engine);
  return pemOf(Buffer.from(made.toSchema(true).toBER(false)), 'CERTIFICATE');
}

function extension(extnID: string, critical: boolean, value: { toBER(sizeOnly: boolean): ArrayBuffer }): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER(false) });
}
function commonName(text: string): pkijs.RelativeDistinguishedNames {
  return new pkijs.RelativeDistinguishedNames({ typesAndValues: [new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: new asn1js.Utf8String({ value: text.slice(0, 64) }) })] });
}
function nameOf(pem: string): pkijs.RelativeDistinguishedNames {
  return pkijs.Certificate.fromBER(exact(derOf(pem))).subject;
}
/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050; whole seconds. */
function timeOf(at: Instant): pkijs.Time {
  const value = new Date(Math.floor(at / 1_000) * 1_000);
  return new pkijs.Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}
/** SHA-1 of the key's bits (RFC 5280 §4.2.1.2 (1)): a name for it, nothing rests on it. */
async function keyMark(key: webcrypto.CryptoKey): Promise<ArrayBuffer> {
  const spki = pkijs.PublicKeyInfo.fromBER(await webcrypto.subtle.exportKey('spki', key));
  return webcrypto.subtle.digest('SHA-1', spki.subjectPublicKey.valueBlock.valueHexView);
}
const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const privatePem = async (keys: webcrypto.CryptoKeyPair): Promise<string> => pemOf(Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)), 'PRIVATE KEY');

export function pemOf(der: Uint8Array, label: string): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END ${label}-----\n`;
}
export function derOf(pem: string): Buffer<ArrayBuffer> {
  return Buffer.from(pem.replaceAll(/-----[A-Z0-9 ]+-----/g, ''), 'base64');
}
/** Its own bytes alone: a Buffer may lie in a larger one. */
export function exact(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
