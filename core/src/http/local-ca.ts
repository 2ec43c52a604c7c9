// @peculiar/x509 is built on tsyringe, which needs this first.
import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname } from 'node:path';
import * as x509 from '@peculiar/x509';
import { z } from 'zod';
import { days } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import { homeNames, isPermitted, nameConstraints } from './name-constraints.ts';
import type { TlsMaterial } from './server.ts';

const Pair = z.object({ key: z.string(), cert: z.string() });
const Kept = z.object({ v: z.literal(1), root: Pair.extend({ domains: z.array(z.string()) }), leaf: Pair.extend({ names: z.array(z.string()), until: z.int() }).nullable() });
type Kept = z.infer<typeof Kept>;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const rootLasts = days(3652);
/** Phones refuse more than 398 days. */
const leafLasts = days(397);
const renewBefore = days(30);
/** A phone's clock may be a little behind. */
const head = days(1);

export interface LocalCaOptions {
  /** Holds the private keys; made with mode 0600. */
  readonly file: string;
  /** More names than the home's own that the root may speak for; fixed when it is made. */
  readonly domains: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the hub's own certificate authority, making it at the first start. @throws HubError `bad-config` when the file is damaged */
export async function openLocalCa(options: LocalCaOptions): Promise<LocalCa> {
  const text = await readFile(options.file, 'utf8').catch((failure: unknown) => {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HubError('bad-config', `${options.file} cannot be read.`, { cause: failure });
  });
  if (text === undefined) {
    const kept: Kept = { v: 1, root: await makeRoot([...new Set([...homeNames, ...options.domains.filter((name) => isIP(name) === 0)])], options.clock.now()), leaf: null };
    await keep(options.file, kept);
    return new LocalCa(options, kept);
  }
  try {
    return new LocalCa(options, Kept.parse(JSON.parse(text)));
  } catch (cause) {
    // Never made anew by itself: every phone would have to trust the new one.
    throw new HubError('bad-config', `${options.file} is damaged. Put it back from a backup, or remove it to make a new root that phones must trust again.`, { cause });
  }
}

/** A root for the home network alone, and the hub's certificate under it. */
export class LocalCa {
  readonly #options: LocalCaOptions;
  #kept: Kept;
  constructor(options: LocalCaOptions, kept: Kept) {
    this.#options = options;
    this.#kept = kept;
  }

  /** DER, for a phone to trust. */
  get certificate(): Uint8Array { return new Uint8Array(new x509.X509Certificate(this.#kept.root.cert).rawData); }
  get certificatePem(): string { return this.#kept.root.cert; }
  /** SHA-256 in hex pairs, as phones show it. */
  get fingerprint(): string {
    return (createHash('sha256').update(this.certificate).digest('hex').toUpperCase().match(/../g) ?? []).join(':');
  }

  /** The hub's certificate for these names: the one it has, or a new one when names changed or it is about to run out. Ask at the start and once a day. */
  async leaf(names: readonly string[]): Promise<TlsMaterial & { readonly until: number }> {
    const { clock, log, file } = this.#options;
    const { root } = this.#kept;
    const wanted = [...new Set(names.map((name) => name.toLowerCase()))].toSorted();
    const covered = wanted.filter((name) => isPermitted(name, root.domains));
    const left = wanted.filter((name) => !covered.includes(name));
    if (left.length > 0) log.warn('the hub\'s own root was not made for these names, so its certificate leaves them out', { names: left });
    const now = clock.now();
    let { leaf } = this.#kept;
    if (!leaf || leaf.until - renewBefore <= now || leaf.names.join() !== covered.join()) {
      leaf = { ...(await makeLeaf(root, covered, now)), names: covered, until: now + leafLasts };
      this.#kept = { ...this.#kept, leaf };
      await keep(file, this.#kept);
    }
    return { cert: `${leaf.cert}\n${root.cert}`, key: leaf.key, until: leaf.until };
  }
}

async function makeRoot(domains: string[], now: number): Promise<Kept['root']> {
  const keys = await newKeys();
  const mark = createHash('sha256').update(new Uint8Array(await webcrypto.subtle.exportKey('spki', keys.publicKey))).digest('hex').slice(0, 6);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`Mat Pho ${mark}`] }], notBefore: new Date(now - head), notAfter: new Date(now + rootLasts), signingAlgorithm: algorithm, keys, serialNumber: serial(),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey), new x509.Extension('2.5.29.30', true, nameConstraints(domains)),
    ],
  });
  return { key: await privatePem(keys), cert: cert.toString('pem'), domains };
}

async function makeLeaf(root: Kept['root'], names: readonly string[], now: number): Promise<{ key: string; cert: string }> {
  const issuer = new x509.X509Certificate(root.cert);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(root.key), algorithm, false, ['sign']);
  const keys = await newKeys();
  const cert = await x509.X509CertificateGenerator.create({
    subject: [{ CN: ['Mat Pho hub'] }], issuer: issuer.subjectName, notBefore: new Date(now - head), notAfter: new Date(Math.min(now + leafLasts, issuer.notAfter.getTime())), signingAlgorithm: algorithm, publicKey: keys.publicKey, signingKey, serialNumber: serial(),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true), new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }))),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey), await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await privatePem(keys), cert: cert.toString('pem') };
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const privatePem = async (keys: webcrypto.CryptoKeyPair): Promise<string> => x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
/** 126 random bits, positive and without a leading zero octet (RFC 5280 §4.1.2.2). */
function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

/** The whole new file or the whole old one, whatever happens in between. */
async function keep(file: string, kept: Kept): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.new`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(JSON.stringify(kept));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
