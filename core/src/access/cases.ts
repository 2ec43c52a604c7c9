import { randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { OpenViewing } from '../consent/gate-ports.ts';
import { caseLapsesAfter } from '../consent/case-facts.ts';
import type { EndReason, Permit, Purpose } from '../domain/consent.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { CaseNoteTable } from '../store/schema-consent.ts';
import type { UnitCaseTable } from '../store/schema.ts';
import { canonicalCaseNo, fitsCasePattern, parseCasePattern } from './case-pattern.ts';

export interface CaseDraft {
  readonly caseNo: string;
  readonly kind: Purpose;
  readonly title: string;
  readonly place: string;
  /** WGS 84 degrees; undefined where nobody can say. */
  readonly at?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly happened: readonly [from: Instant, to: Instant];
}
export type CaseOutcome = NonNullable<UnitCaseTable['outcome']>;
/** As it stands: `unsigned` within the first day, `halted` after it without a countersign. */
export type CaseState = 'unsigned' | 'signed' | 'halted' | 'closed';
/** What the gate has open, and how one of them ends. */
export interface CaseViewings {
  open(): readonly Pick<OpenViewing, 'ask' | 'permit'>[];
  end(permit: Permit, reason: EndReason): Promise<void>;
  recheck(scope: { readonly unit: UnitId }): Promise<void>;
}
export interface CaseFacts {
  'case.changed': { readonly unit: UnitId };
}
export interface CasesParts {
  readonly store: Store;
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly viewings: CaseViewings;
  readonly facts: Emitter<CaseFacts>;
  /** IANA zone of the hub: where the year of a number begins. */
  readonly tz: string;
}
const listed = 300;
const mostNotes = 500;
/** Cases that one officer opens in a day and nobody countersigned: a register is no place to fill. */
const mostUnsigned = 50;

/** The units' registers of cases (vụ việc): nothing is asked or watched under a number that is not an open case of the unit. */
export class Cases {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  readonly #viewings: CaseViewings;
  readonly #year: () => number;
  readonly #facts: Emitter<CaseFacts>;
  constructor({ store, log, clock, viewings, facts, tz }: CasesParts) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
    this.#viewings = viewings;
    this.#facts = facts;
    this.#year = () => Number(new Intl.DateTimeFormat('en', { timeZone: tz, year: 'numeric' }).format(clock.now()));
  }

  get year(): number {
    return this.#year();
  }

  /** @throws HubError `case-number-wrong` for one that does not fit the unit's pattern, `case-taken` for one that was used before, open or closed, `too-many-requests` when too many of hers of a day wait for a countersign */
  async open(unit: UnitId, draft: CaseDraft, by: PersonId): Promise<UnitCaseTable> {
    const now = this.#clock.now();
    const caseNo = canonicalCaseNo(draft.caseNo);
    const row: UnitCaseTable = {
      id: randomUUID(), unit, case_no: caseNo, kind: draft.kind, title: draft.title, place: draft.place, latitude: draft.at?.latitude ?? null, longitude: draft.at?.longitude ?? null, happened_from: draft.happened[0], happened_to: draft.happened[1],
      opened_by: by, opened_at: now, countersigned_by: null, countersigned_at: null, closed_by: null, closed_at: null, outcome: null, outcome_note: null,
    };
    if (!(row.happened_from <= row.happened_to) || row.happened_from > now) throw new HubError('bad-request', 'A case is about something that has happened or begun.');
    await this.#store.write(async (trx) => {
      const { case_pattern: pattern } = await trx.selectFrom('unit').select('case_pattern').where('id', '=', unit).executeTakeFirstOrThrow();
      const tokens = pattern === null ? undefined : parseCasePattern(pattern);
      if (pattern !== null && !(tokens && fitsCasePattern(tokens, caseNo, this.#year()))) throw new HubError('case-number-wrong', 'The number does not fit the pattern of the unit.');
      if (await trx.selectFrom('unit_case').select('id').where('unit', '=', unit).where('case_no', '=', caseNo).executeTakeFirst()) throw new HubError('case-taken', 'The unit used this number before.');
      const { count } = await trx.selectFrom('unit_case').select((select) => select.fn.countAll<number>().as('count')).where('unit', '=', unit).where('opened_by', '=', by).where('opened_at', '>', now - caseLapsesAfter).where('countersigned_at', 'is', null).executeTakeFirstOrThrow();
      if (count >= mostUnsigned) throw new HubError('too-many-requests', 'Too many cases of this officer wait for a countersign.');
      await trx.insertInto('unit_case').values(row).execute();
      await this.#log.append(trx, { type: 'case.opened', at: now, body: { by, ...row } });
    });
    this.#facts.emit('case.changed', { unit });
    return row;
  }

  /** A second pair of eyes, so that a number cannot be made up alone; also after the first day. @throws HubError `not-found`, `case-second-person`, `case-closed` */
  async countersign(caseId: string, unit: UnitId, by: PersonId): Promise<UnitCaseTable> {
    const now = this.#clock.now();
    const signed = await this.#store.write(async (trx) => {
      const row = await this.#ofUnit(trx, caseId, unit);
      if (row.closed_at !== null) throw new HubError('case-closed', 'The case is closed.');
      if (row.opened_by === by) throw new HubError('case-second-person', 'Who opened a case does not countersign it.');
      if (row.countersigned_at !== null) return row;
      await trx.updateTable('unit_case').set({ countersigned_by: by, countersigned_at: now }).where('id', '=', caseId).execute();
      await this.#log.append(trx, { type: 'case.countersigned', at: now, body: { by, unit, case: caseId, caseNo: row.case_no } });
      return { ...row, countersigned_by: by, countersigned_at: now };
    });
    this.#facts.emit('case.changed', { unit });
    return signed;
  }

  /** For good; what is open under it ends before this returns. Closing twice keeps the first time. @throws HubError `not-found`, `not-recorded` */
  async close(caseId: string, unit: UnitId, by: PersonId, outcome: CaseOutcome, note: string): Promise<UnitCaseTable> {
    const now = this.#clock.now();
    const row = await this.#store.write(async (trx) => {
      const found = await this.#ofUnit(trx, caseId, unit);
      if (found.closed_at !== null) return found;
      const change = { closed_by: by, closed_at: Math.max(now, found.opened_at), outcome, outcome_note: note === '' ? null : note };
      await trx.updateTable('unit_case').set(change).where('id', '=', caseId).execute();
      await this.#log.append(trx, { type: 'case.closed', at: now, body: { by, unit, case: caseId, caseNo: found.case_no, outcome, note } });
      return { ...found, ...change };
    });
    await this.#endViewings([row]);
    this.#facts.emit('case.changed', { unit });
    return row;
  }

  /** What was done in it. @throws HubError `not-found`, `case-closed`, `conflict` when there are too many */
  async note(caseId: string, unit: UnitId, by: PersonId, text: string): Promise<CaseNoteTable> {
    const note = { id: randomUUID(), case_id: caseId, by, at: this.#clock.now(), text };
    await this.#store.write(async (trx) => {
      const row = await this.#ofUnit(trx, caseId, unit);
      if (row.closed_at !== null) throw new HubError('case-closed', 'The case is closed.');
      const { count } = await trx.selectFrom('case_note').select((select) => select.fn.countAll<number>().as('count')).where('case_id', '=', caseId).executeTakeFirstOrThrow();
      if (count >= mostNotes) throw new HubError('conflict', 'The case has enough notes.');
      await trx.insertInto('case_note').values(note).execute();
      await this.#log.append(trx, { type: 'case.noted', at: note.at, body: { by, unit, case: caseId, note: note.id, text } });
    });
    this.#facts.emit('case.changed', { unit });
    return note;
  }
  async notes(caseId: string): Promise<readonly CaseNoteTable[]> {
    return this.#store.read.selectFrom('case_note').selectAll().where('case_id', '=', caseId).orderBy('at').limit(mostNotes).execute();
  }

  /** Newest first. */
  async ofUnit(unit: UnitId, which: 'open' | 'to-sign' | 'closed'): Promise<readonly UnitCaseTable[]> {
    const all = this.#store.read.selectFrom('unit_case').selectAll().where('unit', '=', unit).orderBy('opened_at', 'desc').limit(listed);
    if (which === 'closed') return all.where('closed_at', 'is not', null).execute();
    const open = all.where('closed_at', 'is', null);
    return which === 'open' ? open.execute() : open.where('countersigned_at', 'is', null).execute();
  }
  async find(caseId: string, unit: UnitId): Promise<UnitCaseTable | undefined> {
    return this.#store.read.selectFrom('unit_case').selectAll().where('id', '=', caseId).where('unit', '=', unit).executeTakeFirst();
  }

  /** What a number must be before anything is asked or shown under it; the same answer whatever the camera. @throws HubError `case-unknown`, `case-closed`, `case-unsigned` */
  async requireOpen(unit: UnitId, caseNo: string): Promise<UnitCaseTable> {
    const row = await this.#store.read.selectFrom('unit_case').selectAll().where('unit', '=', unit).where('case_no', '=', canonicalCaseNo(caseNo)).executeTakeFirst();
    if (!row) throw new HubError('case-unknown', 'The unit has no case of this number.');
    const state = caseState(row, this.#clock.now());
    if (state === 'closed') throw new HubError('case-closed', 'The case is closed.');
    if (state === 'halted') throw new HubError('case-unsigned', 'The case was not countersigned within a day.');
    return row;
  }

  /** To be called every so often: ends what is shown under a number that carries nothing any more. What the gate knew of ends by itself, to the millisecond; here, what was closed between the look at the number and the gate. */
  async halt(): Promise<void> {
    const named = this.#viewings.open().filter(({ ask, permit }) => ask.caseNo !== undefined && (permit.route === 'R1' || permit.route === 'R2'));
    for (const { ask, permit } of named) {
      const stands = await Promise.all(ask.who.units.map((unit) => this.requireOpen(unit, ask.caseNo ?? '').then(() => true, () => false)));
      if (!stands.includes(true)) await this.#viewings.end(permit, 'expired');
    }
  }

  /** Of the unit, null where any number will do. Nobody but its leader sets it. @throws HubError `bad-request` for what is no pattern */
  async setPattern(unit: UnitId, pattern: string | null, by: PersonId): Promise<void> {
    if (pattern !== null && !parseCasePattern(pattern)) throw new HubError('bad-request', 'This is no pattern of case numbers.');
    await this.#store.write(async (trx) => {
      await trx.updateTable('unit').set({ case_pattern: pattern }).where('id', '=', unit).execute();
      await this.#log.append(trx, { type: 'case.pattern', at: this.#clock.now(), body: { by, unit, pattern } });
    });
  }
  async pattern(unit: UnitId): Promise<string | null> {
    return (await this.#store.read.selectFrom('unit').select('case_pattern').where('id', '=', unit).executeTakeFirst())?.case_pattern ?? null;
  }

  async #endViewings(over: readonly UnitCaseTable[]): Promise<void> {
    const mine = this.#viewings.open().filter(({ ask }) => over.some((row) => row.case_no === ask.caseNo && ask.who.units.includes(row.unit)));
    await Promise.all(mine.map(({ permit }) => this.#viewings.end(permit, 'expired')));
    for (const { unit } of over) await this.#viewings.recheck({ unit });
  }

  async #ofUnit(trx: Parameters<Parameters<Store['write']>[0]>[0], caseId: string, unit: UnitId): Promise<UnitCaseTable> {
    const row = await trx.selectFrom('unit_case').selectAll().where('id', '=', caseId).where('unit', '=', unit).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'The unit has no such case.');
    return row;
  }
}

export function caseState({ closed_at, countersigned_at, opened_at }: Pick<UnitCaseTable, 'closed_at' | 'countersigned_at' | 'opened_at'>, now: Instant): CaseState {
  if (closed_at !== null) return 'closed';
  if (countersigned_at !== null) return 'signed';
  return opened_at <= now && now < opened_at + caseLapsesAfter ? 'unsigned' : 'halted';
}
