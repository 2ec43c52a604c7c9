import { createHash, X509Certificate } from 'node:crypto';
import { CompactSign, importPKCS8 } from 'jose';
import type { AuditLog } from '../audit/audit-log.ts';
import { Lock } from '../base/lock.ts';
import type { Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Vault } from '../vault/vault.ts';
import { signDetached, signingAlgorithm } from './bag-cms.ts';
import { derOf, makeAuthority, makeOwn, renewBefore, type KeyPair } from './certificates.ts';

export type JwsType = 'matpho-grant' | 'matpho-decision' | 'matpho-receipts' | 'matpho-custody';
/** Signs bags. The private key never leaves it. */
export interface BagSigner {
  readonly certificate: string;
  /** PEM; ends with the root. */
  readonly chain: readonly string[];
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
  /** RFC 7515, compact; the payload is exactly this text. */
  jws(typ: JwsType, payload: string): Promise<string>;
  /** Detached CMS over the bytes, DER. */
  cms(bytes: Uint8Array, at: Instant): Promise<Buffer>;
}
export interface CertificateFacts {
  readonly kind: 'own' | 'installed';
  readonly subject: string; readonly issuer: string; readonly notBefore: Instant; readonly notAfter: Instant; readonly fingerprint: string;
  /** PEM, the certificate first. */
  readonly chain: string;
}
export interface BagKeysParts {
  readonly vault: Pick<Vault, 'get' | 'put' | 'remove'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  /** ASCII; a part of the authority's name. */
  readonly name: string;
}
const places = { authority: 'evidence/authority', own: 'evidence/own', installed: 'evidence/installed', old: (fingerprint: string) => `evidence/old/${fingerprint}` } as const;

/** What the hub signs bags with: a certificate under its own authority, made at the first need, or one of a licensed authority that was installed. */
export class BagKeys {
  readonly #parts: BagKeysParts;
  readonly #lock = new Lock();
  constructor(parts: BagKeysParts) {
    this.#parts = parts;
  }

  async signer(): Promise<BagSigner> {
    const { pair } = await this.#pair();
    return signerWith(pair);
  }
  async facts(): Promise<CertificateFacts> {
    const { kind, pair: { certificate, chain } } = await this.#pair();
    const found = new X509Certificate(certificate);
    const oneLine = (name: string): string => name.replaceAll('\n', ', ');
    return { kind, subject: oneLine(found.subject), issuer: oneLine(found.issuer), notBefore: Date.parse(found.validFrom), notAfter: Date.parse(found.validTo), fingerprint: fingerprintOf(certificate), chain: [certificate, ...chain.filter((each) => each !== certificate)].join('') };
  }
  /** Bags made before keep the chain they were signed under; it is kept here too. */
  async install(pair: KeyPair, by: string): Promise<void> {
    await this.#replace(by, () => this.#parts.vault.put(places.installed, JSON.stringify(pair)));
  }
  async uninstall(by: string): Promise<void> {
    await this.#replace(by, () => this.#parts.vault.remove(places.installed));
  }

  async #replace(by: string, work: () => Promise<void>): Promise<void> {
    const before = await this.facts();
    await this.#parts.vault.put(places.old(before.fingerprint), before.chain);
    await work();
    const after = await this.facts();
    await this.#parts.audit.append(undefined, { type: 'bag.certificate', at: this.#parts.clock.now(), body: { by, kind: after.kind, subject: after.subject, issuer: after.issuer, fingerprint: after.fingerprint, before: before.fingerprint } });
  }

  /** The installed one while it is valid; else the hub's own, made anew before it runs out. */
  async #pair(): Promise<{ readonly kind: 'own' | 'installed'; readonly pair: KeyPair }> {
    return this.#lock.run(async () => {
      const { vault, clock, name } = this.#parts;
      const now = clock.now();
      const installed = await this.#kept(places.installed);
      if (installed && lastsUntil(installed) > now) return { kind: 'installed', pair: installed };
      let authority = await this.#kept(places.authority);
      if (!authority || lastsUntil(authority) - renewBefore <= now) {
        if (authority) await vault.put(places.old(fingerprintOf(authority.certificate)), authority.certificate);
        authority = await makeAuthority(name, now);
        await vault.put(places.authority, JSON.stringify(authority));
        await vault.remove(places.own);
      }
      let own = await this.#kept(places.own);
      if (!own || lastsUntil(own) - renewBefore <= now) {
        if (own) await vault.put(places.old(fingerprintOf(own.certificate)), [own.certificate, ...own.chain].join(''));
        own = await makeOwn(authority, name, now);
        await vault.put(places.own, JSON.stringify(own));
      }
      return { kind: 'own', pair: own };
    });
  }
  async #kept(place: string): Promise<KeyPair | undefined> {
    const text = await this.#parts.vault.get(place);
    return text === undefined ? undefined : JSON.parse(text) as KeyPair;
  }
}

export function signerWith(pair: KeyPair): BagSigner {
  const { jws: alg } = signingAlgorithm(pair.key);
  const x5c = [pair.certificate, ...pair.chain.filter((each) => each !== pair.certificate)].map((pem) => derOf(pem).toString('base64'));
  return {
    certificate: pair.certificate, chain: pair.chain, fingerprint: fingerprintOf(pair.certificate),
    jws: async (typ, payload) => new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg, typ, x5c }).sign(await importPKCS8(pair.key, alg)),
    cms: (bytes, at) => signDetached(bytes, pair, at),
  };
}
function fingerprintOf(pem: string): string {
  return createHash('sha256').update(derOf(pem)).digest('hex');
}
function lastsUntil({ certificate }: KeyPair): Instant {
  return Date.parse(new X509Certificate(certificate).validTo);
}
