import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditType } from '../audit/entry.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openStore, type Store } from '../store/open-store.ts';
import type { Journal } from './journal.ts';
import { openPeopleRoom, type PeopleRoom } from './people-room.ts';

export interface PeopleHouse extends AsyncDisposable {
  readonly room: PeopleRoom;
  readonly store: Store;
  readonly clock: FakeClock;
  /** What was written to the log, `type` and body. */
  readonly written: { readonly type: AuditType; readonly body: Readonly<Record<string, unknown>> }[];
  /** Facts in the order they were told. */
  readonly told: string[];
  readonly newCodes: string[];
  /** Yeses in the order they were given. */
  readonly consents: { readonly person: string; readonly notice: string; readonly method: string }[];
  failJournal: boolean;
}
export const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
export const device = { userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140', address: '192.168.1.7' };
/** The hash of a notice she read. */
export const consent = 'c0'.repeat(32);
export const goodPassword = 'mưa rơi trên mái tôn';

/** A people room on a real database, with a clock that stands still. */
export async function peopleHouse(): Promise<PeopleHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-people-'));
  const store = await openStore({ file: join(folder, 'hub.db'), log: noLog });
  const clock = new FakeClock();
  const written: PeopleHouse['written'] = [];
  const newCodes: string[] = [];
  const told: string[] = [];
  const consents: PeopleHouse['consents'] = [];
  const journal: Journal = {
    append: async (_trx, { type, body }) => {
      if (house.failJournal) throw new Error('the log cannot be written');
      written.push({ type, body });
    },
  };
  const room = openPeopleRoom({ store, journal, clock, log: noLog, hubName: 'Nhà thử', consents: { given: async (_trx, { person, notice, method }) => { consents.push({ person, notice, method }); }, inForce: async (_reading, person) => consents.some((each) => each.person === person) }, onNewSetUpCode: (code) => newCodes.push(code) });
  for (const fact of ['member.joined', 'member.ended', 'officer.joined', 'officer.ended', 'person.ended', 'session.ended'] as const) room.facts.on(fact, () => told.push(fact));
  const house: PeopleHouse = {
    room, store, clock, written, told, newCodes, consents, failJournal: false,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
  return house;
}

/** The first person, Lan, with her session's token. */
export async function setUpLan({ room }: PeopleHouse): Promise<Awaited<ReturnType<PeopleRoom['setUp']['run']>>> {
  return await room.setUp.run({ code: room.setUp.code, name: 'Lan', login: 'lan', password: goodPassword, language: 'vi', ownerKind: 'household', ownerName: 'Nhà bà Lan', consent }, device);
}
