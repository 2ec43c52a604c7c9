import type { AuditType } from '../audit/entry.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';

/** The transaction of one write. */
export type Trx = Parameters<Parameters<Store['write']>[0]>[0];
/** Where reads go: outside a write what is committed, inside it what the write sees. */
export type Reading = Store['read'];

/** What this room asks of the audit log: the entry lands in the same transaction as the change it tells, or neither does. */
export interface Journal {
  append(trx: Trx, entry: { readonly type: AuditType; readonly at: Instant; readonly body: Readonly<Record<string, string | number | null>> }): Promise<unknown>;
}

/** Who does something, and with which session. */
export interface Doer {
  readonly person: PersonId;
  readonly session?: string;
}
/** From where somebody signs in. */
export interface Device {
  readonly userAgent: string;
  readonly address: string;
}

/** What this room asks of the consent records: nobody is entered without her yes, in the same transaction. */
export interface PersonConsents {
  /** `notice` is the SHA-256, hex, of the words she read. @throws HubError `notice-changed` when they are not today's */
  given(trx: Trx, consent: { readonly person: PersonId; readonly notice: string; readonly method: 'set-up' | 'invitation'; readonly at: Instant }): Promise<void>;
  /** Whether she said yes and has not taken it back. */
  inForce(reading: Reading, person: PersonId): Promise<boolean>;
}
