import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import { askHash } from '../consent/ask-hash.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Action, Asker, Interval, Purpose } from '../domain/consent.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import { id, type AskId, type CameraId, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import { days, hours, minutes } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { AskTable } from '../store/schema.ts';
import type { Store } from '../store/open-store.ts';
import { AskBuckets } from './ask-buckets.ts';
import { readAsk, writeAsk } from './ask-json.ts';
import { writtenCover } from './ask-redactions.ts';
import { requireRoom } from './ask-room.ts';
import { trimmedAsk, type Trim } from './ask-trim.ts';
import type { Cases } from './cases.ts';
import type { FootageHolds } from './footage-holds.ts';
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
  /** As it is: for the owner. */
  'ask.decided': AskTable;
  /** When whoever asked may know. A no is told when the ask would have lapsed anyway, so that it cannot be told from silence (THREATS 13, 14, 25). */
  'ask.closed': AskTable;
}
type Write = Parameters<Parameters<Store['write']>[0]>[0];
export interface AsksParts {
  readonly store: Store;
  readonly log: Pick<AuditLog, 'append'>;
  readonly records: ConsentRecords;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly clock: Clock;
  readonly facts: Emitter<AskFacts>;
  readonly holds: FootageHolds;
}
/** Silence is never yes: an ask lapses. */
const lapses = minutes(30);
const approvalLasts = minutes(30);
const holdLasts = days(7);
/** EVIDENCE: of one request. A longer one could not be delivered either. */
const longestFootage = hours(2);
/** Up to when asks that came to nothing were told, in `hub_value`. */
const toldUntil = 'asks.told-until';

/** Officers ask, owners answer (route R2). */
export class Asks {
  readonly #parts: AsksParts;
  readonly #buckets: AskBuckets;
  constructor(parts: AsksParts) {
    this.#parts = parts;
    this.#buckets = new AskBuckets(parts.store, parts.clock);
  }

  /**
   * What is asked is held until it is answered, which whoever asks is never told.
   * @param area the area ask it is part of, which has paid for it
   * @throws HubError `consent-refused` when no grant lets this be asked, `conflict` when nothing need be asked, `too-many-asks`, `too-many-requests`, `export-too-long`, `case-unknown`, `case-closed`, `case-unsigned`
   */
  async make(who: Asker, unit: UnitId, officerNo: string, { caseNo: typed, ...draft }: AskDraft, area?: string): Promise<AskTable> {
    const { store, records, cases, clock, log, facts, holds } = this.#parts;
    const mine = { officer: who.person, unit };
    // Whoever has nothing left costs no more than a read.
    if (area === undefined && await this.#buckets.isEmpty(mine)) throw new HubError('too-many-requests', 'This officer or unit has asked enough for now.');
    if (draft.footage && draft.footage[1] - draft.footage[0] > longestFootage) throw new HubError('export-too-long', 'The interval is longer than two hours.');
    const caseNo = typed === undefined ? undefined : (await cases.requireOpen(unit, typed)).case_no;
    if (area === undefined && !await store.write((trx) => this.#buckets.take(trx, mine))) throw new HubError('too-many-requests', 'This officer or unit has asked enough for now.');
    const now = clock.now();
    const offer = await bestOffer(records, who, draft.camera, draft.action, { ...draft, caseNo }, now).catch((failure: unknown) => {
      // A camera that is not there is answered, and costs, like one that was never shared.
      if (failure instanceof HubError && failure.code === 'not-found') return undefined;
      throw failure;
    });
    if (!offer) throw new HubError('consent-refused', 'No grant lets this be asked.');
    if (offer.effect === 'permit') throw new HubError('conflict', 'This is allowed already; it need not be asked.');
    const grant = (await records.stateFor(draft.camera)).grants.find((each) => each.id === offer.grant);
    if (!grant) throw new HubError('consent-refused', 'The grant ended meanwhile.');
    const { footage } = offer.ask;
    const ask: AskTable = {
      id: id<AskId>(randomUUID()), grant_id: grant.id, grant_version: grant.version, owner: grant.owner, camera: draft.camera, person: who.person, unit, officer_no: officerNo, body: writeAsk(offer.ask), hash: askHash(offer.ask),
      message: draft.message, status: 'pending', created_at: now, lapses_at: now + lapses, decided_by: null, decided_at: null, approved_until: null, used_at: null, area: area ?? null, approved_body: null, approved_hash: null, held: null, covered: null,
    };
    const made = await store.write(async (trx) => {
      // Closed meanwhile: what waited under it was withdrawn before this write, and nothing would withdraw this one.
      if (caseNo !== undefined) await cases.requireOpen(unit, caseNo);
      await requireRoom(trx, ask);
      if (!await this.#buckets.take(trx, { camera: ask.camera })) throw new HubError('too-many-asks', 'This camera was asked for often enough for now.');
      const held = footage ? Number((await holds.place({ camera: ask.camera, from: footage[0], to: footage[1], reason: 'ask', ref: ask.id, until: now + holdLasts }, trx)).placed) as 0 | 1 : null;
      await trx.insertInto('ask').values({ ...ask, held }).execute();
      await log.append(trx, { type: 'ask.made', camera: ask.camera, at: now, body: { ask: ask.id, person: who.person, unit, officerNo, hash: ask.hash, message: ask.message, body: ask.body } });
      return { ...ask, held };
    });
    facts.emit('ask.made', made);
    return made;
  }

  /**
   * The caller has checked that this person may decide for the owner.
   * @param trim with a yes: what she leaves of it; the officer has that and nothing else
   * @param regions with a yes: what of the picture leaves only covered
   * @throws HubError `not-found`, `ask-lapsed`, `conflict`, `bad-request` for a trim that is no less, or a cover of what was not filmed
   */
  async decide(ask: AskId, owners: readonly OwnerId[], by: PersonId, answer: 'approved' | 'declined', trim: Trim = {}, regions: readonly RedactionRegion[] = []): Promise<AskTable> {
    const { store, log, clock, facts, holds } = this.#parts;
    const now = clock.now();
    const decided = await store.write(async (trx) => {
      const row = await trx.selectFrom('ask').selectAll().where('id', '=', ask).executeTakeFirst();
      if (!row || !owners.includes(row.owner)) throw new HubError('not-found', 'There is no such ask.');
      if (row.status === 'lapsed' || (row.status === 'pending' && row.lapses_at <= now)) throw new HubError('ask-lapsed', 'The ask has lapsed.');
      if (row.status !== 'pending') throw new HubError('conflict', `The ask is ${row.status} already.`);
      const isYes = answer === 'approved';
      const left = trimmedAsk(readAsk(row.body), isYes ? trim : {});
      const cover = writtenCover(left, isYes ? regions : []);
      const less = askHash(left) === row.hash ? {} : { approved_body: writeAsk(left), approved_hash: askHash(left) };
      const change = { status: answer, decided_by: by, decided_at: now, approved_until: isYes ? now + Math.min(approvalLasts, minutes(trim.minutes ?? Infinity)) : null, covered: cover?.sha256 ?? null, ...less };
      if (cover) await trx.insertInto('ask_redaction').values({ ask, owner: row.owner, ...cover, at: now }).execute();
      await trx.updateTable('ask').set(change).where('id', '=', ask).execute();
      if (!isYes) await holds.release({ reason: 'ask', ref: ask }, trx);
      await log.append(trx, { type: isYes ? 'ask.approved' : 'ask.declined', camera: row.camera, at: now, body: { ask, by, hash: change.approved_hash ?? row.hash, ...(isYes ? { until: change.approved_until } : {}), ...(change.approved_body === undefined ? {} : { trimmed: change.approved_body }), ...(cover ? { covered: { regions: regions.length, sha256: cover.sha256 } } : {}) } });
      return { ...row, ...change };
    });
    facts.emit('ask.decided', decided);
    if (answer === 'approved') facts.emit('ask.closed', decided);
    return decided;
  }

  /** By the officer who made it, also after a no he was not told of yet. @throws HubError `not-found` */
  async withdraw(ask: AskId, by: PersonId): Promise<void> {
    const [row] = await this.#withdrawWhere((asks) => asks.where('id', '=', ask).where('person', '=', by).where('area', 'is', null), by);
    if (!row) throw new HubError('not-found', 'There is no such pending ask.');
  }
  /** All that an area ask still waits for. */
  async withdrawArea(area: string, by: PersonId): Promise<void> {
    await this.#withdrawWhere((asks) => asks.where('area', '=', area), by);
  }
  /** All that wait under a case: it is closed. */
  async withdrawCase(unit: UnitId, caseNo: string, by: PersonId): Promise<void> {
    await this.#withdrawWhere((asks) => asks.where('unit', '=', unit).where(caseOfAsk, '=', caseNo), by);
  }

  async #withdrawWhere(which: (asks: WaitingAsks) => WaitingAsks, by: PersonId): Promise<readonly AskTable[]> {
    const { store, log, clock, facts, holds } = this.#parts;
    const now = clock.now();
    const rows = await store.write(async (trx) => {
      const found = await which(waitingAsks(trx)).where('status', 'in', ['pending', 'declined']).where('lapses_at', '>', now).execute();
      const withdrawn: AskTable[] = [];
      for (const row of found) {
        // Who said no, and when, stays; the time to wait begins with the withdrawal.
        const change = { status: 'withdrawn' as const, decided_at: row.decided_at ?? now, lapses_at: Math.max(now, row.created_at + 1) };
        await trx.updateTable('ask').set(change).where('id', '=', row.id).execute();
        await holds.release({ reason: 'ask', ref: row.id }, trx);
        await log.append(trx, { type: 'ask.withdrawn', camera: row.camera, at: now, body: { ask: row.id, by } });
        withdrawn.push({ ...row, ...change });
      }
      return withdrawn;
    });
    for (const row of rows) {
      facts.emit('ask.decided', row);
      if (row.area === null) facts.emit('ask.closed', row);
    }
    return rows;
  }

  /** To be called every so often. */
  async lapse(): Promise<void> {
    const { store, log, clock, facts, holds } = this.#parts;
    const now = clock.now();
    const told = Number((await store.read.selectFrom('hub_value').select('value').where('name', '=', toldUntil).executeTakeFirst())?.value ?? 0);
    const isDue = await store.read.selectFrom('ask').select('id').where('lapses_at', '<=', now).where((ask) => ask.or([ask('status', '=', 'pending'), ask.and([ask('status', '=', 'declined'), ask('lapses_at', '>', told)])])).limit(1).executeTakeFirst();
    if (!isDue) return;
    // Read again inside the write: one may have been withdrawn meanwhile.
    const due = await store.write(async (trx) => {
      const rows = await trx.selectFrom('ask').selectAll().where('status', '=', 'pending').where('lapses_at', '<=', now).execute();
      for (const { id: ask, camera } of rows) {
        await trx.updateTable('ask').set({ status: 'lapsed', decided_at: now }).where('id', '=', ask).execute();
        await holds.release({ reason: 'ask', ref: ask }, trx);
        await log.append(trx, { type: 'ask.lapsed', camera, at: now, body: { ask } });
      }
      const declined = await trx.selectFrom('ask').selectAll().where('status', '=', 'declined').where('lapses_at', '<=', now).where('lapses_at', '>', told).execute();
      await trx.insertInto('hub_value').values({ name: toldUntil, value: String(now) }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(now) })).execute();
      return { lapsed: rows.map((row) => ({ ...row, status: 'lapsed' as const, decided_at: now })), declined };
    });
    for (const row of due.lapsed) facts.emit('ask.decided', row);
    // Of an area ask its officer never learns who was asked, only who agreed.
    for (const row of [...due.lapsed, ...due.declined]) if (row.area === null) facts.emit('ask.closed', row);
  }

  /** To be called every so often: what was held for a yes that was used up, or never used, is free again. */
  async releaseHolds(): Promise<void> {
    const { store, clock, holds } = this.#parts;
    const now = clock.now();
    const over = await store.read.selectFrom('footage_hold').innerJoin('ask', (join) => join.on(sql`ask.id`, '=', sql.ref('footage_hold.ref'))).select('ask.id').distinct().where('footage_hold.reason', '=', 'ask').where('footage_hold.released_at', 'is', null).where('footage_hold.until', '>', now)
      .where('ask.status', '=', 'approved').where((ask) => ask.or([
        ask.and([ask('ask.used_at', 'is', null), ask('ask.approved_until', '<=', now)]),
        // Delivered: the clip of what she left of it was made.
        ask.exists(ask.selectFrom('export_job').select('export_job.id').whereRef('export_job.camera', '=', 'ask.camera').whereRef('export_job.person', '=', 'ask.person').whereRef('export_job.created_at', '>=', 'ask.used_at').where('export_job.status', '=', 'done')
          .where(sql<boolean>`export_job.from_at = json_extract(coalesce(ask.approved_body, ask.body), '$.footage[0]') and export_job.to_at = json_extract(coalesce(ask.approved_body, ask.body), '$.footage[1]')`)),
        // Or it lies in a bag that was fetched.
        ask.exists(ask.selectFrom('evidence_piece').innerJoin('viewing', 'viewing.id', 'evidence_piece.viewing').innerJoin('custody_event', 'custody_event.bag', 'evidence_piece.bag').select('evidence_piece.bag').whereRef('viewing.ask', '=', 'ask.id')
          .where('custody_event.event', '=', 'copy').whereRef('custody_event.person', '=', 'ask.person')),
      ])).limit(200).execute();
    if (over.length > 0) await store.write(async (trx) => { for (const { id: ask } of over) await holds.release({ reason: 'ask', ref: ask }, trx); });
  }

  async find(ask: AskId): Promise<AskTable | undefined> {
    return this.#parts.store.read.selectFrom('ask').selectAll().where('id', '=', ask).executeTakeFirst();
  }
  /** What of an ask, or of all that was agreed to of an area ask, whoever asked may fetch now. */
  async fetchable(ask: string, person: PersonId): Promise<readonly AskTable[]> {
    return this.#parts.store.read.selectFrom('ask').selectAll().where((each) => each.or([each('id', '=', id<AskId>(ask)), each('area', '=', ask)])).where('person', '=', person)
      .where('status', '=', 'approved').where('used_at', 'is', null).where('approved_until', '>', this.#parts.clock.now()).orderBy('decided_at').execute();
  }
  async ofOwners(owners: readonly OwnerId[]): Promise<readonly AskTable[]> {
    if (owners.length === 0) return [];
    return this.#parts.store.read.selectFrom('ask').selectAll().where('owner', 'in', owners).orderBy('created_at', 'desc').limit(200).execute();
  }
  /** What the one who asked may know of: of an area ask, who agreed. */
  async ofPerson(person: PersonId): Promise<readonly AskTable[]> {
    return known(this.#parts.store).where('person', '=', person).orderBy('created_at', 'desc').limit(200).execute();
  }
  /** As `ofPerson`, of all who work on a case. */
  async ofCase(unit: UnitId, caseNo: string): Promise<readonly AskTable[]> {
    return known(this.#parts.store).where('unit', '=', unit).where(caseOfAsk, '=', caseNo).orderBy('created_at', 'desc').limit(200).execute();
  }
  /** Those who agreed. */
  async ofAreas(areas: readonly string[]): Promise<readonly AskTable[]> {
    if (areas.length === 0) return [];
    return this.#parts.store.read.selectFrom('ask').selectAll().where('area', 'in', areas).where('status', '=', 'approved').orderBy('decided_at').limit(400).execute();
  }
}

const caseOfAsk = sql<string>`json_extract(ask.body, '$.caseNo')`;
const waitingAsks = (trx: Write) => trx.selectFrom('ask').selectAll();
type WaitingAsks = ReturnType<typeof waitingAsks>;
const known = (store: Store) => store.read.selectFrom('ask').selectAll().where((ask) => ask.or([ask('area', 'is', null), ask('status', '=', 'approved')]));
