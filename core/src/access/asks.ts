import { randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import { askHash } from '../consent/ask-hash.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Action, Asker, Interval, Purpose } from '../domain/consent.ts';
import { id, type AskId, type CameraId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import { minutes } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { AskTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import { writeAsk } from './ask-json.ts';
import type { Cases } from './cases.ts';
import { bestOffer } from './officer-offers.ts';

export interface AskDraft {
  readonly camera: CameraId;
  readonly action: Action;
  readonly purpose: Purpose;
  readonly caseNo?: string | undefined;
  readonly message: string;
  readonly footage?: Interval | undefined;
}
export interface AskFacts {
  'ask.made': AskTable;
  'ask.decided': AskTable;
}
/** Silence is never yes: an ask lapses. */
const lapses = minutes(30);
const approvalLasts = minutes(30);
const pendingPerOwner = 3;

/** Officers ask, owners answer (route R2). */
export class Asks {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #records: ConsentRecords;
  readonly #cases: Cases;
  readonly #clock: Clock;
  readonly #facts: Emitter<AskFacts>;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, records: ConsentRecords, cases: Cases, clock: Clock, facts: Emitter<AskFacts>) {
    this.#store = store;
    this.#log = log;
    this.#records = records;
    this.#cases = cases;
    this.#clock = clock;
    this.#facts = facts;
  }

  /** @throws HubError `consent-refused` when no grant lets this be asked, `conflict` when nothing need be asked, `too-many-asks` */
  async make(who: Asker, unit: UnitId, officerNo: string, draft: AskDraft): Promise<AskTable> {
    const now = this.#clock.now();
    if (draft.caseNo !== undefined) await this.#cases.open(unit, draft.caseNo, who.person);
    const offer = await bestOffer(this.#records, who, draft.camera, draft.action, draft, now);
    if (!offer) throw new HubError('consent-refused', 'No grant lets this be asked.');
    if (offer.effect === 'permit') throw new HubError('conflict', 'This is allowed already; it need not be asked.');
    const grant = (await this.#records.stateFor(draft.camera)).grants.find((each) => each.id === offer.grant);
    if (!grant) throw new HubError('consent-refused', 'The grant ended meanwhile.');
    const ask: AskTable = {
      id: id<AskId>(randomUUID()), grant_id: grant.id, grant_version: grant.version, owner: grant.owner, camera: draft.camera, person: who.person, unit, officer_no: officerNo, body: writeAsk(offer.ask), hash: askHash(offer.ask),
      message: draft.message, status: 'pending', created_at: now, lapses_at: now + lapses, decided_by: null, decided_at: null, approved_until: null, used_at: null,
    };
    await this.#store.write(async (trx) => {
      const { count } = await trx.selectFrom('ask').select((select) => select.fn.countAll<number>().as('count')).where('owner', '=', grant.owner).where('status', '=', 'pending').where('lapses_at', '>', now).executeTakeFirstOrThrow();
      if (count >= pendingPerOwner) throw new HubError('too-many-asks', 'The owner has enough asks to answer.');
      await trx.insertInto('ask').values(ask).execute();
      await this.#log.append(trx, { type: 'ask.made', camera: ask.camera, at: now, body: { ask: ask.id, person: who.person, unit, officerNo, hash: ask.hash, message: ask.message, body: ask.body } });
    });
    this.#facts.emit('ask.made', ask);
    return ask;
  }

  /** The caller has checked that this person may decide for the owner. @throws HubError `not-found`, `ask-lapsed`, `conflict` */
  async decide(ask: AskId, owners: readonly OwnerId[], by: PersonId, answer: 'approved' | 'declined'): Promise<AskTable> {
    const now = this.#clock.now();
    const decided = await this.#store.write(async (trx) => {
      const row = await trx.selectFrom('ask').selectAll().where('id', '=', ask).executeTakeFirst();
      if (!row || !owners.includes(row.owner)) throw new HubError('not-found', 'There is no such ask.');
      if (row.status === 'lapsed' || (row.status === 'pending' && row.lapses_at <= now)) throw new HubError('ask-lapsed', 'The ask has lapsed.');
      if (row.status !== 'pending') throw new HubError('conflict', `The ask is ${row.status} already.`);
      const change = { status: answer, decided_by: by, decided_at: now, approved_until: answer === 'approved' ? now + approvalLasts : null };
      await trx.updateTable('ask').set(change).where('id', '=', ask).execute();
      await this.#log.append(trx, { type: answer === 'approved' ? 'ask.approved' : 'ask.declined', camera: row.camera, at: now, body: { ask, by, hash: row.hash } });
      return { ...row, ...change };
    });
    this.#facts.emit('ask.decided', decided);
    return decided;
  }

  /** By the officer who made it. @throws HubError `not-found` */
  async withdraw(ask: AskId, by: PersonId): Promise<void> {
    const now = this.#clock.now();
    const row = await this.#store.write(async (trx) => {
      const found = await trx.selectFrom('ask').selectAll().where('id', '=', ask).where('person', '=', by).where('status', '=', 'pending').executeTakeFirst();
      if (!found) throw new HubError('not-found', 'There is no such pending ask.');
      await trx.updateTable('ask').set({ status: 'withdrawn', decided_at: now }).where('id', '=', ask).execute();
      await this.#log.append(trx, { type: 'ask.withdrawn', camera: found.camera, at: now, body: { ask, by } });
      return { ...found, status: 'withdrawn' as const, decided_at: now };
    });
    this.#facts.emit('ask.decided', row);
  }

  /** To be called every so often. */
  async lapse(): Promise<void> {
    const now = this.#clock.now();
    const isDue = await this.#store.read.selectFrom('ask').select('id').where('status', '=', 'pending').where('lapses_at', '<=', now).limit(1).executeTakeFirst();
    if (!isDue) return;
    // Read again inside the write: one may have been withdrawn meanwhile.
    const due = await this.#store.write(async (trx) => {
      const rows = await trx.selectFrom('ask').selectAll().where('status', '=', 'pending').where('lapses_at', '<=', now).execute();
      for (const { id: ask, camera } of rows) {
        await trx.updateTable('ask').set({ status: 'lapsed', decided_at: now }).where('id', '=', ask).execute();
        await this.#log.append(trx, { type: 'ask.lapsed', camera, at: now, body: { ask } });
      }
      return rows;
    });
    for (const row of due) this.#facts.emit('ask.decided', { ...row, status: 'lapsed', decided_at: now });
  }

  async find(ask: AskId): Promise<AskTable | undefined> {
    return this.#store.read.selectFrom('ask').selectAll().where('id', '=', ask).executeTakeFirst();
  }
  async ofOwners(owners: readonly OwnerId[]): Promise<readonly AskTable[]> {
    if (owners.length === 0) return [];
    return this.#store.read.selectFrom('ask').selectAll().where('owner', 'in', owners).orderBy('created_at', 'desc').limit(200).execute();
  }
  async ofPerson(person: PersonId): Promise<readonly AskTable[]> {
    return this.#store.read.selectFrom('ask').selectAll().where('person', '=', person).orderBy('created_at', 'desc').limit(200).execute();
  }
}
