import type { AuditLog } from '../audit/audit-log.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Language } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { newId } from '../people/tokens.ts';
import type { PersonConsents, Trx } from '../people/journal.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { ConsentRecordTable } from '../store/schema-consent.ts';
import { languageOfNotice, noticeHash, noticeVersion } from './privacy-notice.ts';

export type ConsentState = ConsentRecordTable['state'];
/** W3C DPV: only these two allow processing. */
export const isValid = (state: ConsentState): boolean => state === 'ConsentGiven' || state === 'RenewedConsentGiven';

export interface ConsentEvent {
  readonly state: ConsentState;
  readonly at: Instant;
  readonly by: PersonId;
  readonly method: ConsentRecordTable['method'];
}
/** What one person said about her own data, from the first word to the last. */
export interface ConsentRecord {
  readonly id: string;
  readonly person: PersonId;
  readonly state: ConsentState;
  /** Of the newest yes. */
  readonly notice: { readonly version: string; readonly language: Language; readonly sha256: string };
  readonly events: readonly ConsentEvent[];
}

/** The consent records of people (CONSENT.md §7): append-only events, each with its entry in the log. */
export class ConsentBook implements PersonConsents {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, clock: Clock) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  async given(trx: Trx, { person, notice, method, at }: { readonly person: PersonId; readonly notice: string; readonly method: ConsentRecordTable['method']; readonly at: Instant }): Promise<void> {
    const language = languageOfNotice(notice);
    if (!language) throw new HubError('notice-changed', 'What she read are not the words of today.');
    const last = await newest(trx, person);
    const state: ConsentState = last ? 'RenewedConsentGiven' : 'ConsentGiven';
    await this.#append(trx, { id: last?.id ?? newId(), event: (last?.event ?? 0) + 1, person, state, at, by_person: person, method, notice_version: noticeVersion, notice_language: language, notice_sha256: notice });
  }

  async inForce(reading: Trx | Store['read'], person: PersonId): Promise<boolean> {
    const last = await newest(reading, person);
    return last !== undefined && isValid(last.state);
  }

  /** Says yes again, or for the first time on a hub that is older than this question. @throws HubError `notice-changed` */
  async renew(person: PersonId, notice: string): Promise<ConsentRecord> {
    await this.#store.write((trx) => this.given(trx, { person, notice, method: 'settings', at: this.#clock.now() }));
    return (await this.of(person))[0] ?? gone();
  }

  /**
   * Her no takes effect at once: where to reach her and where her cameras stand are erased in the same transaction; an officer looks at nothing until she says yes again.
   * Twice keeps the first time. @throws HubError `not-found` when it is not hers
   */
  async withdraw(person: PersonId, id: string): Promise<ConsentRecord> {
    await this.#store.write(async (trx) => {
      const last = await newest(trx, person);
      if (last?.id !== id) throw new HubError('not-found', 'It is no record of hers.');
      if (!isValid(last.state)) return;
      await this.#append(trx, { ...last, event: last.event + 1, state: 'ConsentWithdrawn', at: this.#clock.now(), by_person: person, method: 'settings' });
      await trx.deleteFrom('notice_address').where('person', '=', person).execute();
      const owned = trx.selectFrom('member').select('owner').where('person', '=', person).where('role', '=', 'owner').where('ended_at', 'is', null);
      await trx.updateTable('camera').set({ latitude: null, longitude: null, view_degrees: null }).where('owner', 'in', owned).execute();
    });
    return (await this.of(person))[0] ?? gone();
  }

  /** One record a person; none when she was never asked. */
  async of(person: PersonId): Promise<readonly ConsentRecord[]> {
    const rows = await this.#store.read.selectFrom('consent_record').selectAll().where('person', '=', person).orderBy('event').limit(1_000).execute();
    const [first, last, yes] = [rows[0], rows.at(-1), rows.findLast(({ state }) => isValid(state))];
    if (!first || !last || !yes) return [];
    return [{
      id: first.id, person, state: last.state, notice: { version: yes.notice_version, language: yes.notice_language, sha256: yes.notice_sha256 },
      events: rows.map(({ state, at, by_person: by, method }) => ({ state, at, by, method })),
    }];
  }
  /** Whether what she agreed to are the words of today. */
  isCurrent({ notice }: ConsentRecord): boolean {
    return notice.sha256 === noticeHash(notice.language);
  }

  async #append(trx: Trx, row: ConsentRecordTable): Promise<void> {
    await trx.insertInto('consent_record').values(row).execute();
    const { id: record, event, person, state, notice_version: version, notice_sha256: sha256 } = row;
    await this.#log.append(trx, { type: isValid(state) ? 'consent.given' : 'consent.withdrawn', at: row.at, body: { person, record, event, state, version, sha256 } });
  }
}

function newest(trx: Trx | Store['read'], person: PersonId): Promise<ConsentRecordTable | undefined> {
  return trx.selectFrom('consent_record').selectAll().where('person', '=', person).orderBy('event', 'desc').limit(1).executeTakeFirst();
}
function gone(): never {
  throw new HubError('not-found', 'The record is gone.');
}
