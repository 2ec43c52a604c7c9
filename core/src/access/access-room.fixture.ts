import { Emitter } from '../base/emitter.ts';
import { eachTime, liveAsk } from '../consent/test/gate.fixture.ts';
import { an, gateCamera, ward, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import { caseRow } from '../consent/test/case-row.fixture.ts';
import type { Grant } from '../domain/consent.ts';
import type { PersonId } from '../domain/ids.ts';
import { Holds } from '../recordings/holds.ts';
import { HubError } from '../sdk/errors.ts';
import type { UnitCaseTable } from '../store/schema.ts';
import type { AskDraft, AskFacts, Asks } from './asks.ts';
import { openAccessRoom, type AccessRoom } from './open-access-room.ts';

export const draft: AskDraft = { camera: gateCamera, action: 'live', purpose: 'crime', message: 'Tìm xe máy bị mất.' };
export const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));

export interface Room extends AccessRoom {
  readonly holds: Holds;
  /** `made pending`, `decided approved`: what the owner's side heard. */
  readonly told: string[];
  /** Statuses that the officer's side heard. */
  readonly closed: string[];
  readonly failures: unknown[];
  make(more?: Partial<AskDraft>, person?: PersonId): ReturnType<Asks['make']>;
  openCase(caseNo: string, more?: Partial<UnitCaseTable>): Promise<UnitCaseTable>;
}

/** The room over a real house whose owner is asked each time; or nothing given, where `grant` is undefined. */
export async function room(at: StoredHouse, grant: Grant | undefined = eachTime): Promise<Room> {
  await at.give(grant);
  const told: string[] = [];
  const closed: string[] = [];
  const failures: unknown[] = [];
  const facts = new Emitter<AskFacts>(() => {});
  facts.on('ask.made', ({ status }) => told.push(`made ${status}`));
  facts.on('ask.decided', ({ status }) => told.push(`decided ${status}`));
  facts.on('ask.closed', ({ status }) => closed.push(status));
  const holds = new Holds(at.place.store, at.log, at.clock);
  const access = openAccessRoom({ store: at.place.store, audit: at.log, records: at.records, gate: at.gate, clock: at.clock, holds, facts, tz: 'Asia/Ho_Chi_Minh', failed: (failure) => failures.push(failure) });
  return {
    ...access, holds, told, closed, failures,
    make: (more = {}, person = an) => access.asks.make({ ...liveAsk.who, person }, ward, '123-456', { ...draft, ...more }),
    openCase: async (caseNo, more = {}) => {
      const row = caseRow(ward, caseNo, an, { opened_at: at.clock.now(), ...more });
      await at.place.store.write((trx) => trx.insertInto('unit_case').values(row).execute());
      return row;
    },
  };
}

/** Recorded files of a camera: `[from, to, bytes]`. */
export async function recorded(at: StoredHouse, camera: AskDraft['camera'], files: readonly (readonly [from: number, to: number, bytes: number])[]): Promise<void> {
  await at.place.store.write(async (trx) => {
    await trx.updateTable('camera').set({ record_bytes: 1e9 }).where('id', '=', camera).execute();
    for (const [from, to, bytes] of files) await trx.insertInto('segment').values({ camera, from_at: from, to_at: to, path: `${camera}/${from}.mp4`, bytes, sha256: '0'.repeat(64), garbage: 0 }).execute();
  });
}
