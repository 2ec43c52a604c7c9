import { FakeClock } from '../../sdk/testing/fake-clock.ts';
import { storeFolder, type StoreFolder } from '../../store/testing/store-folder.fixture.ts';
import { openAuditLog, type AuditLog, type AuditLogParts } from '../audit-log.ts';
import { openLogSigner } from '../log-signer.ts';
import type { BodySealer } from '../append-entries.ts';

/** Hides a body well enough for a test, and notices a wrong name. */
export const plainSealer: BodySealer = {
  seal: (name, text) => Buffer.from(`${name}\n${text}`).toString('base64'),
  open: (name, sealed) => {
    const text = Buffer.from(sealed, 'base64').toString();
    if (!text.startsWith(`${name}\n`)) throw new Error('sealed under another name');
    return text.slice(name.length + 1);
  },
};

/** A real log in a real database; disposing removes it. */
export interface AuditPlace extends StoreFolder {
  readonly log: AuditLog;
  readonly parts: AuditLogParts;
  /** As after a restart. */
  reopen(): Promise<AuditLog>;
}

export async function auditPlace(): Promise<AuditPlace> {
  const place = await storeFolder();
  const kept = new Map<string, string>();
  const signer = await openLogSigner('hub.example/log', { get: async (name) => kept.get(name), put: async (name, text) => { kept.set(name, text); } });
  const parts: AuditLogParts = { store: place.store, signer, sealer: plainSealer, clock: new FakeClock() };
  return { ...place, parts, log: await openAuditLog(parts), reopen: () => openAuditLog(parts), [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}
