import { createHash, createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import { derOf, exact, type KeyPair } from './certificates.ts';

const oid = { data: '1.2.840.113549.1.7.1', signed: '1.2.840.113549.1.7.2', contentType: '1.2.840.113549.1.9.3', digest: '1.2.840.113549.1.9.4', time: '1.2.840.113549.1.9.5', signingCertificate: '1.2.840.113549.1.9.16.2.47' } as const;

/** How a key signs, for WebCrypto. */
export function signingAlgorithm(keyPem: string): { readonly name: string; readonly hash: string; readonly namedCurve?: string; readonly jws: 'ES256' | 'ES384' | 'RS256' } {
  const key = createPrivateKey(keyPem);
  if (key.asymmetricKeyType === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', jws: 'RS256' };
  return key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384', jws: 'ES384' } : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256', jws: 'ES256' };
}

/** A detached CMS signature over the bytes (RFC 5652 §5), with the certificate inside and bound in (RFC 5035). DER. */
export async function signDetached(bytes: Uint8Array, { key, certificate }: Pick<KeyPair, 'key' | 'certificate'>, at: Instant): Promise<Buffer> {
  const { hash, jws: _, ...how } = signingAlgorithm(key);
  const privateKey = await webcrypto.subtle.importKey('pkcs8', derOf(key), { ...how, hash }, false, ['sign']);
  const leaf = pkijs.Certificate.fromBER(exact(derOf(certificate)));
  const digest = createHash(hash.replace('-', '').toLowerCase()).update(bytes).digest();
  const marked = new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex: exact(createHash('sha256').update(derOf(certificate)).digest()) })] })] })] });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: oid.data }),
    // The chain lies beside it: a byte of it changed in here would go unseen.
    certificates: [leaf],
    signerInfos: [new pkijs.SignerInfo({
      version: 1,
      sid: new pkijs.IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
      signedAttrs: new pkijs.SignedAndUnsignedAttributes({
        type: 0,
        attributes: [
          new pkijs.Attribute({ type: oid.contentType, values: [new asn1js.ObjectIdentifier({ value: oid.data })] }),
          new pkijs.Attribute({ type: oid.time, values: [new asn1js.UTCTime({ valueDate: new Date(at) })] }),
          new pkijs.Attribute({ type: oid.digest, values: [new asn1js.OctetString({ valueHex: exact(digest) })] }),
          new pkijs.Attribute({ type: oid.signingCertificate, values: [marked] }),
        ],
      }),
    })],
  });
  await signed.sign(privateKey, 0, hash, exact(bytes));
  return Buffer.from(new pkijs.ContentInfo({ contentType: oid.signed, content: signed.toSchema(true) }).toSchema().toBER(false));
}

export interface SignedBy {
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly certificate: Buffer;
}
/**
 * Who signed the bytes, by a detached signature that carries its certificate. Whether that certificate is to be trusted is not said.
 * @throws HubError `signature-invalid`
 */
export async function signerOf(p7s: Uint8Array, bytes: Uint8Array): Promise<SignedBy> {
  try {
    const { contentType, content } = pkijs.ContentInfo.fromBER(exact(p7s));
    if (contentType !== oid.signed) throw new TypeError('This is no signed data.');
    const signed = new pkijs.SignedData({ schema: content as asn1js.BaseBlock });
    if (signed.encapContentInfo.eContent !== undefined) throw new TypeError('The signature holds content of its own.');
    const verdict = await signed.verify({ signer: 0, data: exact(bytes), checkChain: false, extendedMode: true });
    if (verdict.signatureVerified !== true || !verdict.signerCertificate) throw new TypeError('It does not verify.');
    const certificate = Buffer.from(verdict.signerCertificate.toSchema().toBER(false));
    return { certificate, fingerprint: createHash('sha256').update(certificate).digest('hex'), subject: new X509Certificate(certificate).subject.replaceAll('\n', ', ') };
  } catch (cause) {
    throw new HubError('signature-invalid', 'This is no signature over the tag manifest of this bag.', { cause });
  }
}

/** A certificate something can be closed to. @throws HubError `certificate-invalid` */
export function receiverCertificate(pem: string, now: Instant): X509Certificate {
  try {
    const certificate = new X509Certificate(pem);
    const { asymmetricKeyType: kind, asymmetricKeyDetails: about } = certificate.publicKey;
    if (kind !== 'rsa' && !(kind === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(about?.namedCurve ?? ''))) throw new TypeError('The key cannot be closed to.');
    if (kind === 'rsa' && (about?.modulusLength ?? 0) < 2_048) throw new TypeError('The key is too short.');
    if (now > Date.parse(certificate.validTo)) throw new TypeError('The certificate has run out.');
    return certificate;
  } catch (cause) {
    throw new HubError('certificate-invalid', 'The receiver\'s certificate cannot be used.', { cause });
  }
}

/** CMS EnvelopedData (RFC 5652 §6) that only the receiver's private key opens: AES-256-CBC, its key by RSA-OAEP or by ECDH. DER. */
export async function envelop(bytes: Uint8Array, receiver: X509Certificate): Promise<Buffer> {
  const enveloped = new pkijs.EnvelopedData();
  enveloped.addRecipientByCertificate(pkijs.Certificate.fromBER(exact(receiver.raw)), { oaepHashAlgorithm: 'SHA-256', kdfAlgorithm: 'SHA-256' });
  const cipher = { name: 'AES-CBC', length: 256 };
  await enveloped.encrypt(cipher, exact(bytes));
  return Buffer.from(new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.3', content: enveloped.toSchema() }).toSchema().toBER(false));
}
