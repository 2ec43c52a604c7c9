import { createHash, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { AuditLog, AuditType } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { CameraId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import { days, hours } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { WrittenMessageTable, WrittenPieceTable, WrittenRequestTable, WrittenScanTable } from '../store/schema-consent.ts';
import type { Database } from '../store/schema.ts';
import { canonicalCaseNo } from './case-pattern.ts';
import type { Cases } from './cases.ts';
import type { WrittenFolder, TextSealer } from './written-folder.ts';
import { heldUntil, largestScan, problemOfPaper, releaseLasts, typeOfScan, type SealedPaper, type WrittenPaper } from './written-paper.ts';
import { sidesOf, type Acting, type WrittenFacts, type WrittenHolds } from './written-ports.ts';
import { holdRef, messageName, paperName, type MessageBody } from './written-rows.ts';
import { isHeld, moved, overdueOf, type RefusalGround, type WrittenMove, type WrittenSide } from './written-states.ts';

export interface WrittenParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly holds: WrittenHolds;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly sealer: TextSealer;
  readonly folder: WrittenFolder;
  readonly facts: Emitter<WrittenFacts>;
}
/** Whose paper it is. */
export type Filing = { readonly by: 'unit'; readonly unit: UnitId; readonly unitName: string; readonly officerNo: string } | { readonly by: 'owner'; readonly unit: UnitId | null; readonly unitName: string };
export interface Change {
  readonly set?: Partial<Pick<WrittenRequestTable, 'decided_by' | 'refused_ground' | 'trouble' | 'release_until'>>;
  readonly message?: { readonly kind: WrittenMessageTable['kind']; readonly body: MessageBody };
  /** For the log, besides who and which. */
  readonly about?: object;
  /** In the same write. */
  readonly also?: (trx: Transaction<Database>, row: WrittenRequestTable) => Promise<void>;
}
const entryOf: { readonly [M in WrittenMove]: AuditType } = {
  check: 'request.checking', ask: 'request.clarification', answer: 'request.answered', refuse: 'request.refused', execute: 'request.executing',
  finish: 'request.fulfilled', fail: 'request.halted', withdraw: 'request.withdrawn', recall: 'request.recalled', destroy: 'request.destroyed',
};
const unusedScans = 5;
export const scanWaits = hours(24);
/** Open requests of one unit to one owner: a pile of paper must not wear her down (THREATS 21). */
const openPerOwner = 5;
const filedPerUnitADay = 20;
const mostMessages = 40;

/** Written requests (route R4): filed, moved from state to state, each move with its entry in the log in one write. */
export class WrittenRequests {
  readonly #parts: WrittenParts;
  constructor(parts: WrittenParts) {
    this.#parts = parts;
  }

  /** Of those a person brought and filed nothing with, the newest few are kept. @throws HubError `scan-wrong-type`, `too-large`, `disk-full` */
  async keepScan(person: PersonId, bytes: Buffer): Promise<WrittenScanTable> {
    const { store, clock, folder } = this.#parts;
    if (bytes.length > largestScan) throw new HubError('too-large', 'The scan is larger than 10 MiB.');
    const type = typeOfScan(bytes);
    if (!type) throw new HubError('scan-wrong-type', 'The scan is no PDF, JPEG or PNG by its first bytes.');
    const row: WrittenScanTable = { id: randomUUID(), person, type, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), created_at: clock.now() };
    // The file first: one without a row is swept away, a row without its file would promise what is not there.
    await folder.keepScan(row.id, bytes);
    const tooMany = await store.write(async (trx) => {
      const waiting = await unused(trx).select('written_scan.id').where('written_scan.person', '=', person).orderBy('written_scan.created_at', 'desc').orderBy('written_scan.id').execute();
      const old = waiting.slice(unusedScans - 1).map(({ id }) => id);
      if (old.length > 0) await trx.deleteFrom('written_scan').where('id', 'in', old).execute();
      await trx.insertInto('written_scan').values(row).execute();
      return old;
    });
    for (const id of tooMany) await folder.dropScan(id);
    return row;
  }

  /**
   * One request for each owner whose cameras are named; the caller has checked that this person may name them. The footage is locked in the same write.
   * @throws HubError `written-invalid`, `case-unknown`, `case-closed`, `case-unsigned`, `not-found` for the scan, `too-many-asks`
   */
  async file(person: PersonId, filing: Filing, paper: WrittenPaper, scan: string, cameras: readonly { readonly id: CameraId; readonly owner: OwnerId }[]): Promise<readonly WrittenRequestTable[]> {
    const { store, clock, cases, facts } = this.#parts;
    const at = clock.now();
    const problem = problemOfPaper({ ...paper, cameras: cameras.map(({ id }) => id) }, at);
    if (problem) throw new HubError('written-invalid', `The paper cannot be filed: ${problem}.`);
    if (filing.by === 'unit') await cases.requireOpen(filing.unit, paper.caseNo);
    const owners = [...new Set(cameras.map(({ owner }) => owner))];
    const rows = await store.write(async (trx) => {
      const kept = await unused(trx).selectAll('written_scan').where('written_scan.id', '=', scan).where('written_scan.person', '=', person).where('written_scan.created_at', '>', at - scanWaits).executeTakeFirst();
      if (!kept) throw new HubError('not-found', 'There is no such scan of this person.');
      const made: WrittenRequestTable[] = [];
      for (const owner of owners) made.push(await this.#fileOne(trx, person, filing, paper, kept, owner, cameras.filter((camera) => camera.owner === owner).map(({ id }) => id)));
      return made;
    });
    for (const request of rows) facts.emit('written.filed', { request, by: person });
    return rows;
  }

  /**
   * What is not hers does not exist; what she may not do is said to be so.
   * @throws HubError `not-found`, `not-allowed`, `conflict`
   */
  async move(request: string, move: WrittenMove, acting: Acting | 'hub', change: Change = {}): Promise<WrittenRequestTable> {
    const { store, clock, audit, holds, facts } = this.#parts;
    const at = clock.now();
    const person = acting === 'hub' ? undefined : acting.person;
    const row = await store.write(async (trx) => {
      const before = await trx.selectFrom('written_request').selectAll().where('id', '=', request).executeTakeFirst();
      const sides: readonly WrittenSide[] = acting === 'hub' ? ['hub'] : before ? sidesOf(before, acting) : [];
      if (!before || sides.length === 0) throw new HubError('not-found', 'There is no such request.');
      const next = moved(before.status, move, sides);
      if ('refused' in next) throw new HubError(next.refused, `From ${before.status} nobody on this side does ${move}.`);
      const after: WrittenRequestTable = { ...before, ...change.set, status: next.to, status_at: Math.max(at, before.created_at) };
      await trx.updateTable('written_request').set({ ...change.set, status: after.status, status_at: after.status_at }).where('id', '=', request).execute();
      if (change.message && person !== undefined) await this.#say(trx, request, person, change.message);
      await change.also?.(trx, after);
      const pieces = await trx.selectFrom('written_piece').select(['n', 'camera']).where('request', '=', request).orderBy('n').execute();
      if (isHeld(before.status) && !isHeld(after.status)) for (const { n } of pieces) await holds.release({ reason: 'written', ref: holdRef(request, n) }, trx);
      await audit.append(trx, {
        type: entryOf[move], ...(pieces[0] && { camera: pieces[0].camera }), at,
        body: { request, documentNo: before.document_no, caseNo: before.case_no, unit: before.unit, by: person ?? null, from: before.status, to: after.status, ...change.about },
      });
      return after;
    });
    facts.emit('written.moved', { request: row, move, by: person });
    return row;
  }

  /** She gives a reason of the list, which the unit is told, and may write down more, which it is not. */
  async refuse(request: string, acting: Acting, ground: RefusalGround, note: string): Promise<WrittenRequestTable> {
    return this.move(request, 'refuse', acting, { set: { refused_ground: ground, decided_by: acting.person }, message: { kind: 'refusal', body: { text: note } }, about: { ground, note } });
  }
  /** Begins the cutting. @param cameras those she hands over; the others are left out @throws HubError `written-invalid` when none is left */
  async execute(request: string, acting: Acting, cameras: readonly CameraId[] | undefined): Promise<WrittenRequestTable> {
    return this.move(request, 'execute', acting, {
      set: { decided_by: acting.person, trouble: null }, about: { cameras: cameras ?? 'all' },
      also: async (trx) => {
        const pieces = await trx.selectFrom('written_piece').selectAll().where('request', '=', request).execute();
        const isGiven = ({ camera }: WrittenPieceTable): boolean => cameras === undefined || cameras.includes(camera);
        if (!pieces.some(isGiven)) throw new HubError('written-invalid', 'Nothing would be handed over.');
        for (const piece of pieces) await trx.updateTable('written_piece').set({ status: isGiven(piece) ? 'asked' : 'left_out', job: null, files: '[]' }).where('request', '=', request).where('n', '=', piece.n).execute();
      },
    });
  }
  /** The pieces that were cut, with their sums; from now on the unit may fetch them. */
  async finish(request: string, files: ReadonlyMap<number, readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]>): Promise<WrittenRequestTable> {
    const listed = [...files.values()].flat().map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
    return this.move(request, 'finish', 'hub', {
      set: { release_until: this.#parts.clock.now() + releaseLasts, trouble: null }, about: { files: listed.slice(0, 200), count: listed.length },
      also: async (trx) => {
        for (const [n, each] of files) {
          // She may have stopped and begun again with less, between the cutting and this.
          const { numUpdatedRows } = await trx.updateTable('written_piece').set({ files: JSON.stringify(each) }).where('request', '=', request).where('n', '=', n).where('status', '=', 'cut').executeTakeFirst();
          if (numUpdatedRows === 0n) throw new HubError('conflict', 'She no longer hands this over.');
        }
      },
    });
  }

  /** What became late since it was last asked; each is told once. To be called every so often. */
  async tellOverdue(): Promise<void> {
    const { store, clock, facts } = this.#parts;
    const rows = await store.read.selectFrom('written_request').selectAll().where('status', 'in', ['received', 'checking', 'clarifying', 'executing', 'delivered', 'recalled']).where('deadline_at', '<', clock.now()).limit(500).execute();
    for (const request of rows) {
      const what = overdueOf(request, clock.now());
      if (!what || what === request.overdue_told) continue;
      await store.write((trx) => trx.updateTable('written_request').set({ overdue_told: what }).where('id', '=', request.id).execute());
      facts.emit('written.overdue', { request, what });
    }
  }

  async #fileOne(trx: Transaction<Database>, person: PersonId, filing: Filing, paper: WrittenPaper, scan: WrittenScanTable, owner: OwnerId, cameras: readonly CameraId[]): Promise<WrittenRequestTable> {
    const { clock, audit, holds, sealer } = this.#parts;
    const at = clock.now();
    if (filing.by === 'unit') await requireRoom(trx, filing.unit, owner, at);
    const { issuer, signerName, signerTitle, legalBasis, details } = paper;
    const id = randomUUID();
    const row: WrittenRequestTable = {
      id, owner, unit: filing.unit, unit_name: filing.unitName, entered_by: filing.by, person, officer_no: filing.by === 'unit' ? filing.officerNo : null, status: 'received',
      document_no: paper.documentNo, case_no: canonicalCaseNo(paper.caseNo), purpose: paper.purpose, deadline_at: paper.deadline, destroy_by: paper.destroyBy, scan: scan.id,
      body: sealer.seal(paperName(id), JSON.stringify({ issuer, signerName, signerTitle, legalBasis, details } satisfies SealedPaper)),
      created_at: at, status_at: at, decided_by: null, refused_ground: null, trouble: null, release_until: null, first_fetched_at: null, overdue_told: null,
    };
    await trx.insertInto('written_request').values(row).execute();
    let n = 0;
    for (const camera of cameras) {
      for (const [from, to] of paper.intervals) {
        n += 1;
        const { placed } = await holds.place({ camera, from, to, reason: 'written', ref: holdRef(id, n), until: heldUntil(paper.deadline, at) }, trx);
        await trx.insertInto('written_piece').values({ request: id, n, camera, from_at: from, to_at: to, held: placed ? 1 : 0, status: 'asked', job: null, files: '[]' }).execute();
      }
    }
    await audit.append(trx, {
      type: 'request.received', ...(cameras[0] !== undefined && { camera: cameras[0] }), at,
      body: {
        request: id, owner, unit: filing.unit, unitName: filing.unitName, enteredBy: filing.by, by: person, officerNo: row.officer_no, documentNo: paper.documentNo, issuer, signerName, signerTitle, legalBasis, details,
        caseNo: row.case_no, purpose: paper.purpose, cameras: [...cameras], intervals: paper.intervals.map(([from, to]) => [from, to]), deadline: paper.deadline, destroyBy: paper.destroyBy, scan: { sha256: scan.sha256, bytes: scan.bytes, type: scan.type },
      },
    });
    return row;
  }

  async #say(trx: Transaction<Database>, request: string, person: PersonId, { kind, body }: NonNullable<Change['message']>): Promise<void> {
    const { count } = await trx.selectFrom('written_message').select((select) => select.fn.countAll<number>().as('count')).where('request', '=', request).executeTakeFirstOrThrow();
    if (count >= mostMessages && kind === 'question') throw new HubError('too-many-requests', 'There are enough questions about this request.');
    const n = count + 1;
    await trx.insertInto('written_message').values({ request, n, at: this.#parts.clock.now(), kind, person, body: this.#parts.sealer.seal(messageName(request, n), JSON.stringify(body)) }).execute();
  }
}

async function requireRoom(trx: Transaction<Database>, unit: UnitId, owner: OwnerId, now: number): Promise<void> {
  const ofUnit = trx.selectFrom('written_request').select((select) => select.fn.countAll<number>().as('count')).where('unit', '=', unit).where('entered_by', '=', 'unit');
  const open = await ofUnit.where('owner', '=', owner).where('status', 'in', ['received', 'checking', 'clarifying', 'executing']).executeTakeFirstOrThrow();
  const today = await ofUnit.where('created_at', '>', now - days(1)).executeTakeFirstOrThrow();
  if (open.count >= openPerOwner || today.count >= filedPerUnitADay) throw new HubError('too-many-asks', 'The unit has filed enough for now.');
}

/** Scans that no request is filed with. */
export function unused(rows: Store['read']) {
  return rows.selectFrom('written_scan').where((scan) => scan.not(scan.exists(scan.selectFrom('written_request').select('written_request.id').whereRef('written_request.scan', '=', 'written_scan.id'))));
}
