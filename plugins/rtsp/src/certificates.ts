import { createHash } from 'node:crypto';
import { HubError, type PluginStorage, type Slot } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';

/** `remember`: the certificate a camera signed in with first is the only one it may show from then on. `accept-any`: no proof at all. */
export type TlsRule = 'remember' | 'verify' | 'accept-any';

/** What a camera showed while the connection was made. */
export interface ShownCertificate {
  /** SHA-256 of the leaf certificate, 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** Why it does not prove the camera's name by itself; undefined when it does. */
  readonly doubt: unknown;
}

/** The others are read again. */
const mostAtHand = 4_096;

/** Fingerprints as people copy them: colons, capitals, any separators between them. */
export function parseFingerprints(text: string): ReadonlySet<string> {
  return new Set(text.split(/[\s,;]+/).map((each) => each.replaceAll(':', '').toLowerCase()).filter((each) => each !== ''));
}

/** Who an encrypted camera is: by its certificate, before a word is said to it. */
export class Certificates {
  readonly #rule: TlsRule;
  readonly #trusted: ReadonlySet<string>;
  readonly #storage: PluginStorage;
  readonly #known = new Map<string, Promise<string | undefined>>();

  /** @param trusted fingerprints somebody said are right, whatever was remembered */
  constructor(rule: TlsRule, trusted: ReadonlySet<string>, storage: PluginStorage) {
    this.#rule = rule;
    this.#trusted = trusted;
    this.#storage = storage;
  }

  /** @param camera `host:port` @throws HubError `camera-certificate-changed`, `camera-broken-answer` for one that `verify` does not accept */
  async check(camera: string, { fingerprint, doubt }: ShownCertificate): Promise<void> {
    if (this.#rule === 'accept-any' || this.#trusted.has(fingerprint) || doubt === undefined) return;
    if (this.#rule === 'verify') throw brokenAnswer('The camera\'s certificate was not accepted.', doubt);
    const known = await this.#knownOf(camera);
    if (known !== undefined && known !== fingerprint) throw changed(fingerprint);
  }
  /** The camera signed in with it. @throws HubError `camera-certificate-changed` when it signed in with another one meanwhile */
  async remember(camera: string, { fingerprint, doubt }: ShownCertificate): Promise<void> {
    if (this.#rule !== 'remember' || doubt === undefined) return;
    const asked = this.#knownOf(camera);
    const known = await asked;
    // Two streams of one camera may sign in for the first time at once.
    if (this.#known.get(camera) !== asked) return this.remember(camera, { fingerprint, doubt });
    if (known === fingerprint) return;
    if (known !== undefined && !this.#trusted.has(fingerprint)) throw changed(fingerprint);
    await this.#keep(camera, this.#storage.write(slotOf(camera), fingerprint).then(() => fingerprint));
  }

  #knownOf(camera: string): Promise<string | undefined> {
    return this.#known.get(camera) ?? this.#keep(camera, this.#storage.read(slotOf(camera)));
  }
  #keep(camera: string, known: Promise<string | undefined>): Promise<string | undefined> {
    if (this.#known.size >= mostAtHand) this.#known.clear();
    this.#known.set(camera, known);
    // What could not be read is read again; until then nothing is believed.
    known.catch(() => this.#known.get(camera) === known && this.#known.delete(camera));
    return known;
  }
}

function slotOf(camera: string): Slot<string> {
  return {
    name: `certificate-${createHash('sha256').update(camera).digest('hex').slice(0, 32)}`,
    parse: (stored) => {
      if (typeof stored !== 'string' || !/^[0-9a-f]{64}$/.test(stored)) throw brokenAnswer('The remembered certificate cannot be read.');
      return stored;
    },
  };
}

function changed(fingerprint: string): HubError {
  return new HubError('camera-certificate-changed', `The camera shows another certificate than it signed in with first. SHA-256 of this one: ${fingerprint}`);
}
