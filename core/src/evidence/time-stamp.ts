import { createHash, webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { seconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import { derOf, exact } from './certificates.ts';

export interface TimeStampService {
  readonly url: string;
  /** PEM: what its certificate is checked against. */
  readonly ca: string;
}
export interface TimeStamp {
  /** The whole TimeStampResp, DER: what `openssl ts -verify -in` reads. */
  readonly response: Buffer;
  readonly at: number;
}
const largest = 200_000;
const longest = seconds(20);

/**
 * An RFC 3161 token over the bytes. The answer counts only when its imprint and nonce are ours and its signature leads to the service's root.
 * @throws HubError `timestamp-failed`
 */
export async function timeStamp(service: TimeStampService, bytes: Uint8Array, signal?: AbortSignal): Promise<TimeStamp> {
  try {
    const imprint = createHash('sha256').update(bytes).digest();
    const nonce = webcrypto.getRandomValues(new Uint8Array(8));
    // Positive, and of full length.
    nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
    const request = new pkijs.TimeStampReq({
      version: 1, certReq: true, nonce: new asn1js.Integer({ valueHex: exact(nonce) }),
      messageImprint: new pkijs.MessageImprint({ hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1', algorithmParams: new asn1js.Null() }), hashedMessage: new asn1js.OctetString({ valueHex: exact(imprint) }) }),
    });
    const response = await post(service.url, Buffer.from(request.toSchema().toBER(false)), signal);
    const at = await checkToken(response, bytes, imprint, nonce, service.ca);
    return { response, at };
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new HubError('timestamp-failed', 'The time-stamp service gave no token that counts.', { cause });
  }
}

/** RFC 3161 §3.4. */
async function post(url: string, body: Buffer, signal?: AbortSignal): Promise<Buffer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error('It did not answer in time.')), longest);
  const end = (): void => stop.abort(signal?.reason);
  signal?.addEventListener('abort', end, { once: true });
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }, body: new Uint8Array(body), redirect: 'error', signal: stop.signal });
    if (!answer.ok || !answer.body) throw new Error(`It answered ${answer.status}.`);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > largest) throw new Error('Its answer is too long.');
      parts.push(part);
    }
    return Buffer.concat(parts);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

async function checkToken(response: Buffer, bytes: Uint8Array, imprint: Buffer, nonce: Uint8Array, ca: string): Promise<number> {
  const { status, timeStampToken } = pkijs.TimeStampResp.fromBER(exact(response));
  // granted, grantedWithMods
  if (![0, 1].includes(status.status) || !timeStampToken) throw new Error(`It answered with status ${status.status}.`);
  const signed = new pkijs.SignedData({ schema: timeStampToken.content as asn1js.BaseBlock });
  const content = signed.encapContentInfo.eContent?.getValue();
  if (signed.encapContentInfo.eContentType !== '1.2.840.113549.1.9.16.1.4' || !content) throw new Error('It sent no TSTInfo.');
  const info = pkijs.TSTInfo.fromBER(content);
  if (!Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView).equals(imprint)) throw new Error('The token is for something else.');
  if (!info.nonce || !Buffer.from(info.nonce.valueBlock.valueHexView).equals(Buffer.from(nonce))) throw new Error('The token answers another request.');
  const trusted = (ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => pkijs.Certificate.fromBER(exact(derOf(pem))));
  const verdict = await signed.verify({ signer: 0, data: exact(bytes), trustedCerts: trusted, checkChain: true, extendedMode: true, checkDate: info.genTime });
  if (verdict.signatureVerified !== true) throw new Error('Its signature does not verify.');
  const purposes = verdict.signerCertificate?.extensions?.find(({ extnID }) => extnID === '2.5.29.37')?.parsedValue as pkijs.ExtKeyUsage | undefined;
  if (!purposes?.keyPurposes.includes('1.3.6.1.5.5.7.3.8')) throw new Error('Its certificate is not for time-stamping.');
  return info.genTime.getTime();
}
