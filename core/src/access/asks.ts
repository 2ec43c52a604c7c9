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
import { bestOffer, withCaseOpened } from './officer-offers.ts';

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
  /** As it is: for the owner. */
  'ask.decided': AskTable;
  /** When whoever asked may know. A no is told when the ask would have lapsed anyway, so that it cannot be told from silence (THREATS 13, 14, 25). */
  'ask.closed': AskTable;
}
type Write = Parameters<Parameters<Store['write']>[0]>[0];
/** Silence is never yes: an ask lapses. */
const lapses = minutes(30);
const approvalLasts = minutes(30);
const pendingPerOwner = 3;
/** Asks of one person to one owner, however they ended. */
const askedLately = { most: 6, within: minutes(30) };
/** After an ask for a camera came to nothing, before the same person may ask for it again. */
const coolDown = minutes(10);
/** Up to when asks that came to nothing were told, in `hub_value`. */
const toldUntil = 'asks.told-until';

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
    const offer = await bestOffer(withCaseOpened(this.#records, this.#cases, unit, draft.caseNo), who, draft.camera, draft.action, draft, now);
    if (!offer) throw new HubError('consent-refused', 'No grant lets this be asked.');
    if (offer.effect === 'permit') throw new HubError('conflict', 'This is allowed already; it need not be asked.');
    const grant = (await this.#records.stateFor(draft.camera)).grants.find((each) => each.id === offer.grant);
    if (!grant) throw new HubError('consent-refused', 'The grant ended meanwhile.');
    const ask: AskTable = {
      id: id<AskId>(randomUUID()), grant_id: grant.id, grant_version: grant.version, owner: grant.owner, camera: draft.camera, person: who.person, unit, officer_no: officerNo, body: writeAsk(offer.ask), hash: askHash(offer.ask),
      message: draft.message, status: 'pending', created_at: now, lapses_at: now + lapses, decided_by: null, decided_at: null, approved_until: null, used_at: null,
    };
    await this.#store.write(async (trx) => {
      await requireRoom(trx, ask);
      // Only now, so that a refused try opens no case.
      if (draft.caseNo !== undefined) await this.#cases.openIn(trx, unit, draft.caseNo, who.person);
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
    if (answer === 'approved') this.#facts.emit('ask.closed', decided);
    return decided;
  }

  /** By the officer who made it, also after a no he was not told of yet. @throws HubError `not-found` */
  async withdraw(ask: AskId, by: PersonId): Promise<void> {
    const now = this.#clock.now();
    const row = await this.#store.write(async (trx) => {
      const found = await trx.selectFrom('ask').selectAll().where('id', '=', ask).where('person', '=', by).where('status', 'in', ['pending', 'declined']).where('lapses_at', '>', now).executeTakeFirst();
      if (!found) throw new HubError('not-found', 'There is no such pending ask.');
      // Who said no, and when, stays; the time to wait begins with the withdrawal.
      const change = { status: 'withdrawn' as const, decided_at: found.decided_at ?? now, lapses_at: Math.max(now, found.created_at + 1) };
      await trx.updateTable('ask').set(change).where('id', '=', ask).execute();
      await this.#log.append(trx, { type: 'ask.withdrawn', camera: found.camera, at: now, body: { ask, by } });
      return { ...found, ...change };
    });
    this.#facts.emit('ask.decided', row);
    this.#facts.emit('ask.closed', row);
  }

  /** To be called every so often. */
  async lapse(): Promise<void> {
    const now = this.#clock.now();
    const told = Number((await this.#store.read.selectFrom('hub_value').select('value').where('name', '=', toldUntil).executeTakeFirst())?.value ?? 0);
    const isDue = await this.#store.read.selectFrom('ask').select('id').where('lapses_at', '<=', now).where((ask) => ask.or([ask('status', '=', 'pending'), ask.and([ask('status', '=', 'declined'), ask('lapses_at', '>', told)])])).limit(1).executeTakeFirst();
    if (!isDue) return;
    // Read again inside the write: one may have been withdrawn meanwhile.
    const due = await this.#store.write(async (trx) => {
      const rows = await trx.selectFrom('ask').selectAll().where('status', '=', 'pending').where('lapses_at', '<=', now).execute();
      for (const { id: ask, camera } of rows) {
        await trx.updateTable('ask').set({ status: 'lapsed', decided_at: now }).where('id', '=', ask).execute();
        await this.#log.append(trx, { type: 'ask.lapsed', camera, at: now, body: { ask } });
      }
      const declined = await trx.selectFrom('ask').selectAll().where('status', '=', 'declined').where('lapses_at', '<=', now).where('lapses_at', '>', told).execute();
      await trx.insertInto('hub_value').values({ name: toldUntil, value: String(now) }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(now) })).execute();
      return { lapsed: rows.map((row) => ({ ...row, status: 'lapsed' as const, decided_at: now })), declined };
    });
    for (const row of due.lapsed) this.#facts.emit('ask.decided', row);
    for (const row of [...due.lapsed, ...due.declined]) this.#facts.emit('ask.closed', row);
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

/**
 * What an owner is spared. A no counts like silence until the ask would have lapsed: an answer here must not tell the two apart.
 * @throws HubError `too-many-asks`
 */
async function requireRoom(trx: Write, { owner, camera, person, created_at: now }: AskTable): Promise<void> {
  const open = await trx.selectFrom('ask').select((select) => select.fn.countAll<number>().as('count')).where('owner', '=', owner).where('lapses_at', '>', now)
    .where((ask) => ask.or([ask('status', '=', 'pending'), ask.and([ask('status', '=', 'declined'), ask('person', '=', person)])])).executeTakeFirstOrThrow();
  const lately = await trx.selectFrom('ask').select((select) => select.fn.countAll<number>().as('count')).where('owner', '=', owner).where('person', '=', person).where('created_at', '>', now - askedLately.within).executeTakeFirstOrThrow();
  const same = await trx.selectFrom('ask').select('id').where('person', '=', person).where('camera', '=', camera).where('status', '!=', 'approved').where('lapses_at', '>', now - coolDown).limit(1).executeTakeFirst();
  if (open.count >= pendingPerOwner || lately.count >= askedLately.most) throw new HubError('too-many-asks', 'The owner has enough asks to answer.');
  if (same) throw new HubError('too-many-asks', 'The last ask for this camera came to nothing a short while ago, or is not answered yet.');
}
