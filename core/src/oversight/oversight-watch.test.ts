import { describe, expect, it } from 'vitest';
import { id, type AskId, type CameraId, type PersonId, type UnitId } from '../domain/ids.ts';
import { days, hours, seconds } from '../domain/time.ts';
import { liveAsk, noon, permitted, standing } from '../consent/test/gate.fixture.ts';
import { an, gateCamera, house, lan, neighbours, ownLive, storedHouse, ward, yardCamera } from '../consent/test/stored-house.fixture.ts';
import { NoticeDesk } from '../notices/notice-desk.ts';
import { Contributions } from '../kernel/contributions.ts';
import { AlertBook } from './alert-book.ts';
import { OversightWatch } from './oversight-watch.ts';

const [leader, committee, boss] = ['leader', 'committee', 'boss'].map((name) => id<PersonId>(name)) as [PersonId, PersonId, PersonId];
const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function overseen() {
  const at = await storedHouse();
  const { store } = at.place;
  await store.write(async (trx) => {
    for (const [person, unit, kind, role] of [[leader, ward, undefined, 'unit_leader'], [committee, id<UnitId>('ubnd'), 'peoples_committee', 'duty_officer'], [boss, id<UnitId>('far'), 'ward_police', 'unit_leader']] as const) {
      await trx.insertInto('person').values({ id: person, login: person, name: person, language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute();
      if (kind) await trx.insertInto('unit').values({ id: unit, kind, name: unit, created_at: 1 }).execute();
      await trx.insertInto('officer').values({ unit, person, role, officer_no: `${person}-1`, since: 1, ended_at: null }).execute();
    }
  });
  await at.give();
  const desk = new NoticeDesk({ store, contributions: new Contributions(), clock: at.clock, timers: at.clock, random: () => 0, log: noLog, push: () => {} });
  const book = new AlertBook(store, at.log, at.clock);
  const stop = new AbortController();
  const watch = () => new OversightWatch({ store, book, desk, gate: at.gate, clock: at.clock, timers: at.clock, log: noLog, signal: stop.signal, tz: 'Asia/Ho_Chi_Minh' });
  let count = 0;
  const ask = async (person: PersonId, camera: CameraId, owner = house, unit = ward, caseNo?: string): Promise<void> => {
    const now = at.clock.now();
    await store.write((trx) => trx.insertInto('ask').values({
      id: id<AskId>(`ask-${count += 1}`), grant_id: standing.id, grant_version: standing.version, owner, camera, person, unit, officer_no: '123-456', body: JSON.stringify({ purpose: 'crime', caseNo }), hash: 'a'.repeat(64), message: 'Xem.',
      status: 'declined', created_at: now, lapses_at: now + 1, decided_by: lan, decided_at: now, approved_until: null, used_at: null,
    }).execute());
  };
  const told = async (kind: 'oversight.alert' | 'camera.alert'): Promise<readonly string[]> => (await store.read.selectFrom('notice').select(['person', 'kind']).where('kind', '=', kind).orderBy('person').execute()).map(({ person }) => person);
  return { at, book, watch, ask, told, store, async [Symbol.asyncDispose]() { await at[Symbol.asyncDispose](); } };
}
type Overseen = Awaited<ReturnType<typeof overseen>>;
async function thrice({ at, ask }: Overseen, person: PersonId = an): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    at.clock.set(noon + days(i + 1));
    await ask(person, gateCamera);
  }
}
const row = async ({ store }: Overseen) => (await store.read.selectFrom('oversight_alert').selectAll().execute());

describe('the watch over those who look', () => {
  it('tells the leader, the people\'s committee and the owner once of a pattern, after whatever restart, and nobody else', async () => {
    await using here = await overseen();
    await thrice(here);
    await here.watch().look(an);
    await Promise.all([here.watch().lookAtAll(), here.watch().look(an)]);
    expect([(await row(here)).map(({ kind, acts, person }) => [kind, acts, person]), await here.told('oversight.alert'), await here.told('camera.alert'), (await here.at.types()).filter((type) => type === 'alert.raised').length]).toEqual([[['fixation', 3, an], ['returning', 3, an]], [committee, leader], [lan], 2]);
  });

  it('says to those who oversee no household and no camera, to the owner only of her own', async () => {
    await using here = await overseen();
    await thrice(here);
    await here.ask(an, id<CameraId>('next-door'), neighbours);
    await here.watch().look(an);
    const notices = await here.store.read.selectFrom('notice').select(['kind', 'title_vi', 'title_en', 'body_vi', 'body_en']).where('kind', 'in', ['oversight.alert', 'camera.alert']).execute();
    const [overseers, owners] = [notices.filter(({ kind }) => kind === 'oversight.alert'), notices.filter(({ kind }) => kind === 'camera.alert')].map((some) => JSON.stringify(some));
    const alert = JSON.stringify(await here.book.list({ side: 'oversight', person: committee }));
    const secret = [gateCamera, yardCamera, 'next-door', house, neighbours, 'Lan', 'Nhà'];
    expect([secret.filter((word) => overseers!.includes(`"${word}"`) || overseers!.includes(` ${word}`) || alert.includes(`"${word}"`)), owners!.includes('gate'), owners!.includes('next-door')]).toEqual([[], true, false]);
  });

  it('grows with what comes on top; a new one opens after a fortnight, and the owner hears of that, whatever was answered', async () => {
    await using here = await overseen();
    await thrice(here);
    await here.watch().look(an);
    const [first] = await row(here);
    await here.book.answer({ side: 'leader', person: leader, units: [ward] }, first!.id, 'Đã hỏi, có lý do.');
    here.at.clock.set(noon + days(6));
    await here.ask(an, gateCamera);
    await here.watch().look(an);
    const grown = await row(here);
    here.at.clock.set(noon + days(18));
    await here.ask(an, gateCamera);
    await here.watch().look(an);
    expect([grown.map(({ kind, acts }) => `${kind} ${acts}`).toSorted((a, b) => a.localeCompare(b)), (await row(here)).length, await here.told('camera.alert')]).toEqual([['fixation 4', 'returning 4'], 4, [lan, lan]]);
  });

  it('is not told to a leader about herself, nor to the leader of another unit', async () => {
    await using here = await overseen();
    await thrice(here, leader);
    await here.watch().look(leader);
    const list = async (person: PersonId, units: readonly UnitId[]) => (await here.book.list({ side: 'leader', person, units })).length;
    expect([await here.told('oversight.alert'), await list(leader, [ward]), await list(boss, [id<UnitId>('far')]), await list(boss, []), (await here.book.list({ side: 'oversight', person: committee })).length, (await here.book.list({ side: 'oversight', person: leader })).length]).toEqual([[committee], 0, 0, 0, 1, 0]);
    const alert = (await row(here)).find(({ kind }) => kind === 'fixation');
    for (const reader of [{ side: 'leader', person: leader, units: [ward] }, { side: 'leader', person: boss, units: [id<UnitId>('far')] }, { side: 'oversight', person: leader }] as const) await expect(here.book.answer(reader, alert!.id, 'Không sao cả.')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps what each side says of it, in the log too', async () => {
    await using here = await overseen();
    await thrice(here);
    await here.watch().look(an);
    const [alert] = await row(here);
    await here.book.answer({ side: 'oversight', person: committee }, alert!.id, 'Đã yêu cầu giải trình.');
    await here.book.answer({ side: 'leader', person: leader, units: [ward] }, alert!.id, 'Đang xác minh.');
    await here.book.answer({ side: 'leader', person: leader, units: [ward] }, alert!.id, 'Đã xử lý.');
    const [listed] = await here.book.list({ side: 'oversight', person: committee });
    expect([listed?.answers.map(({ side, by, reason }) => [side, by, reason]), (await here.at.types()).filter((type) => type === 'alert.answered').length]).toEqual([[['leader', 'leader', 'Đã xử lý.'], ['oversight', 'committee', 'Đã yêu cầu giải trình.']], 3]);
  });

  it('does not open an alert that the log does not take', async () => {
    await using here = await overseen();
    await thrice(here);
    here.at.log.isBroken = true;
    await expect(here.watch().look(an)).rejects.toThrow();
    expect([await row(here), await here.told('camera.alert')]).toEqual([[], []]);
    here.at.log.isBroken = false;
    await here.watch().look(an);
    expect((await row(here)).length).toBe(2);
  });

  it('tells the owner though a note in the case explains it to those who oversee; they do not read that she was told', async () => {
    await using here = await overseen();
    await here.store.write(async (trx) => {
      await trx.insertInto('unit_case').values({ id: 'c', unit: ward, case_no: '1/2026', kind: 'crime', title: 'x', place: 'x', latitude: null, longitude: null, happened_from: 1, happened_to: 1, opened_by: an, opened_at: 1, countersigned_by: leader, countersigned_at: 1, closed_by: null, closed_at: null, outcome: null, outcome_note: null }).execute();
    });
    for (let i = 0; i < 3; i += 1) {
      here.at.clock.set(noon + days(i + 1));
      await here.ask(an, gateCamera, house, ward, '1/2026');
    }
    await here.store.write((trx) => trx.insertInto('case_note').values({ id: 'n', case_id: 'c', by: an, at: noon + days(4), text: 'Đã xác minh.' }).execute());
    here.at.clock.set(noon + days(5));
    await here.watch().look(an);
    const [alert] = await row(here);
    expect([(await row(here)).map(({ kind }) => kind), await here.told('camera.alert'), await here.told('oversight.alert'), await here.book.list({ side: 'oversight', person: committee }), await here.book.list({ side: 'leader', person: leader, units: [ward] })]).toEqual([['returning'], [lan], [], [], []]);
    await expect(here.book.answer({ side: 'leader', person: leader, units: [ward] }, alert!.id, 'Không sao cả.')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('looks a moment after a viewing of an officer ends, not after one of the house', async () => {
    await using here = await overseen();
    using watch = here.watch();
    const looked: string[] = [];
    watch.look = async (person) => { looked.push(person); };
    watch.start();
    for (const as of ['officer', 'officer', 'member'] as const) {
      const permit = permitted(await here.at.gate.admit(as === 'member' ? { as, ask: ownLive } : { as, ask: liveAsk }));
      await here.at.gate.end(permit, 'viewer');
    }
    const before = [...looked];
    await here.at.clock.advance(seconds(2));
    expect([before, looked]).toEqual([[], [an]]);
  });
  it('looks at everybody who did anything lately every hour', async () => {
    await using here = await overseen();
    using watch = here.watch();
    await thrice(here);
    watch.start();
    await here.at.clock.advance(hours(1));
    const settled = async (): Promise<void> => { while ((await row(here)).length === 0) await new Promise((resolve) => { setImmediate(resolve); }); };
    await settled();
    expect((await row(here)).map(({ kind }) => kind)).toContain('fixation');
  });

  it('leaves one officer no more than a dozen alerts a month; what comes on top is counted with the newest', async () => {
    await using here = await overseen();
    for (let i = 0; i < 15; i += 1) await here.book.raise(an, { kind: 'fixation', subject: `street ${i}`, acts: [{ at: noon + i, camera: gateCamera, owner: house, place: 'x', unit: ward, officerNo: '1' }] }, async () => {});
    expect([(await row(here)).length, (await row(here)).reduce((sum, { acts }) => sum + acts, 0)]).toEqual([12, 15]);
  });
});
