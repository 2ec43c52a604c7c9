import { describe, expect, it } from 'vitest';
import { purposeWords } from '../access/ask-sentence.ts';
import { Emitter } from '../base/emitter.ts';
import { liveAsk, permitted, standing } from '../consent/test/gate.fixture.ts';
import { an, gateCamera, house, lan, ownLive, storedHouse, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import { id, type PersonId } from '../domain/ids.ts';
import { minutes, seconds } from '../domain/time.ts';
import { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import type { HubEvents } from '../sdk/events.ts';
import { NoticeChannel } from '../sdk/ports.ts';
import { FakeLog } from '../sdk/testing/fake-log.ts';
import { NoticeDesk, type News } from './notice-desk.ts';
import { NoticeWatch } from './notice-watch.ts';
import { endedWords, startedWords } from './notice-words.ts';

const news: News = { kind: 'test', title: { vi: 'Thử', en: 'Test' }, body: { vi: 'Một', en: 'One' }, link: '/ledger' };
const never = new Promise<never>(() => {});

async function joins(store: StoredHouse['place']['store'], login: string, role: 'co_owner' | 'viewer'): Promise<PersonId> {
  const person = id<PersonId>(login);
  await store.write(async (trx) => {
    await trx.insertInto('person').values({ id: person, login, name: login, language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute();
    await trx.insertInto('member').values({ owner: house, person, role, since: 1, ended_at: null }).execute();
  });
  return person;
}
/** The desk over a real house, with channels that a test plays. */
async function scene(at: StoredHouse) {
  const { store } = at.place;
  const contributions = new Contributions();
  const pushed: string[] = [];
  const log = new FakeLog();
  const desk = new NoticeDesk({ store, contributions, clock: at.clock, timers: at.clock, random: () => 1 - 2 ** -30, log, push: (person, { kind, body_en }) => pushed.push(`${person} ${kind}: ${body_en}`) });
  const wants = async (person: PersonId, channel: string): Promise<void> => {
    await store.write((trx) => trx.insertInto('notice_address').values({ person, channel, address: `${person}@example`, enabled: 1 }).execute());
  };
  const channel = (name: string, send: NoticeChannel['send']): Disposable => contributions.add(NoticeChannel, 'notify', { id: name, name: { vi: name, en: name }, send });
  const rows = () => store.read.selectFrom('notice_delivery').select(['channel', 'tries', 'next_at', 'done_at', 'error']).orderBy('channel').execute();
  /** Real reads and writes, until it is so. */
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => { while (!(await isSo())) await new Promise((resolve) => { setImmediate(resolve); }); };
  return { store, contributions, desk, pushed, log, wants, channel, rows, until };
}

describe('a notice', () => {
  it('is on the person\'s pages at once and kept, each person once', async () => {
    await using at = await storedHouse();
    const { desk, pushed } = await scene(at);
    await desk.tell([lan, an, lan], news);
    expect([pushed, (await desk.of(lan)).map(({ kind, read_at }) => [kind, read_at])]).toEqual([['lan test: One', 'an test: One'], [['test', null]]]);
    const [mine] = await desk.of(lan);
    await desk.markRead(an, [mine?.id ?? '']);
    expect((await desk.of(lan))[0]?.read_at).toBeNull();
    await desk.markRead(lan, [mine?.id ?? '']);
    expect((await desk.of(lan))[0]?.read_at).toBe(at.clock.now());
  });

  it('goes out once by each channel the person chose, to her address, in her language', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const sent: unknown[] = [];
    one.channel('email', async (notice, to) => { sent.push([notice.kind, notice.title.vi, to]); });
    await one.wants(lan, 'email');
    await one.desk.tell([lan, an], news);
    one.desk.send();
    one.desk.send();
    await one.until(async () => (await one.rows())[0]?.done_at !== null);
    await at.clock.advance(minutes(200));
    expect(sent).toEqual([['test', 'Thử', { name: 'Lan', language: 'vi', addresses: { email: 'lan@example' } }]]);
  });

  it('that does not go through is tried again ever less often, eight times in all', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const times: number[] = [];
    one.channel('email', async () => { times.push(at.clock.now()); throw new HubError('notice-failed', 'The mail server is away.'); });
    await one.wants(lan, 'email');
    await one.desk.tell([lan], news);
    for (let tries = 1; tries <= 8; tries += 1) {
      await one.until(async () => (await one.rows())[0]?.tries === tries);
      await one.until(() => tries === 8 || at.clock.pending === 1);
      const [row] = await one.rows();
      if (row?.next_at) await at.clock.advance(row.next_at - at.clock.now());
    }
    await at.clock.advance(minutes(600));
    expect(times.map((time, n) => (time - (times[n - 1] ?? time)) / 1_000)).toEqual([0, 5, 20, 80, 320, 1_280, 3_600, 3_600]);
    expect(await one.rows()).toEqual([{ channel: 'email', tries: 8, next_at: null, done_at: null, error: 'The mail server is away.' }]);
  });

  it('by a channel that hangs is given up after 30 s and tried again; other channels and people do not wait', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const sent: string[] = [];
    one.channel('slow', () => never);
    one.channel('quick', async (_notice, { name }) => void sent.push(name));
    await Promise.all([one.wants(lan, 'slow'), one.wants(lan, 'quick'), one.wants(an, 'quick')]);
    for (let n = 0; n < 20; n += 1) await one.desk.tell([lan, an], news);
    await one.until(() => sent.length === 40);
    expect((await one.rows()).filter(({ channel }) => channel === 'slow').every(({ tries }) => tries === 0)).toBe(true);
    await at.clock.advance(seconds(30));
    await one.until(async () => (await one.rows()).filter(({ channel, tries }) => channel === 'slow' && tries === 1).length === 8);
  });

  it('left from before a restart is sent, and one cut short by the end of the hub counts no try', async () => {
    await using at = await storedHouse();
    const before = await scene(at);
    const begun: string[] = [];
    before.channel('email', async () => { begun.push('begun'); return never; });
    await before.wants(lan, 'email');
    await before.desk.tell([lan], news);
    await before.until(() => begun.length === 1);
    before.desk[Symbol.dispose]();
    await at.clock.advance(0);
    expect(await before.rows()).toMatchObject([{ tries: 0, next_at: at.clock.now(), done_at: null }]);
    const after = await scene(at);
    const sent: string[] = [];
    after.channel('email', async ({ id: notice }) => void sent.push(notice));
    after.desk.send();
    await after.until(async () => (await after.rows())[0]?.done_at !== null);
    expect(sent.length).toBe(1);
  });

  it('is not sent any more by a channel the person has turned off', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    let tries = 0;
    one.channel('email', async () => { tries += 1; throw new Error('no'); });
    await one.wants(lan, 'email');
    await one.desk.tell([lan], news);
    await one.until(async () => (await one.rows())[0]?.tries === 1 && at.clock.pending === 1);
    await one.store.write((trx) => trx.updateTable('notice_address').set({ enabled: 0 }).execute());
    await at.clock.advance(seconds(6));
    await one.until(async () => (await one.rows())[0]?.next_at === null);
    expect(tries).toBe(1);
  });

  it('by a channel no plugin has waits for its next try', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    await one.wants(lan, 'sms');
    await one.desk.tell([lan], news);
    await one.until(async () => (await one.rows())[0]?.tries === 1);
    expect((await one.rows())[0]).toMatchObject({ error: 'No running plugin sends by "sms".', done_at: null });
  });
});

describe('what happens', () => {
  async function watched(at: StoredHouse) {
    const one = await scene(at);
    const events = new Emitter<HubEvents>(() => {});
    const watch = new NoticeWatch({ desk: one.desk, store: one.store, gate: at.gate, events, timers: at.clock, log: one.log, purposeWords });
    watch.start();
    const told = async (): Promise<string[]> => (await one.desk.of(lan)).map(({ kind, body_en }) => `${kind}: ${body_en}`).toSorted();
    return { ...one, events, watch, told };
  }

  it('is told to the keepers of the house: an officer began to watch, and how it ended; not what the house looks at itself', async () => {
    await using at = await storedHouse();
    const one = await watched(at);
    await joins(one.store, 'mai', 'co_owner');
    await joins(one.store, 'nam', 'viewer');
    await at.give();
    expect(await at.admits(ownLive, 'member')).toBe('permit');
    const permit = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    // The pictures that came, not the time the page was open.
    at.gate.countWith(permit, () => ({ seconds: 65.4, bytes: 1 }));
    await one.until(() => one.pushed.length === 2);
    await at.clock.advance(seconds(95));
    await at.desk.revoke('g1' as never, lan);
    await one.until(() => one.pushed.length === 4);
    expect(one.pushed.toSorted()).toEqual([
      'lan viewing.ended: Officer 123-456 watched for 1 min 5 s; it ended because you revoked it.', 'lan viewing.started: Officer 123-456, for a criminal investigation. You can stop it at any time.',
      'mai viewing.ended: Officer 123-456 watched for 1 min 5 s; it ended because you revoked it.', 'mai viewing.started: Officer 123-456, for a criminal investigation. You can stop it at any time.',
    ]);
    one.watch[Symbol.dispose]();
  });

  it('to one viewing alone, which she stopped, is not called a revocation', async () => {
    await using at = await storedHouse();
    const one = await watched(at);
    await at.give();
    await at.gate.end(permitted(await at.gate.admit({ as: 'officer', ask: liveAsk })), 'revoked');
    await one.until(() => one.pushed.length === 2);
    expect((await one.told())[0]).toBe('viewing.ended: Officer 123-456 watched for 0 s; it ended because you stopped it.');
    one.watch[Symbol.dispose]();
  });

  it('to a grant is told to those who answer for the cameras, but not to who did it', async () => {
    await using at = await storedHouse();
    const one = await watched(at);
    const done: Promise<void>[] = [];
    for (const fact of ['grant.given', 'grant.revoked'] as const) at.grantFacts.on(fact, (detail) => { done.push(one.watch.grantDone(fact, detail)); });
    const mai = await joins(one.store, 'mai', 'co_owner');
    await joins(one.store, 'nam', 'viewer');
    await at.give();
    await at.desk.revoke(standing.id, mai);
    await at.desk.revoke(standing.id, lan);
    await Promise.all(done);
    expect([done.length, one.pushed]).toEqual([2, ['mai grant.given: sentence', 'lan grant.revoked: Nobody can watch under it any more.']]);
    expect([(await one.desk.of(mai))[0]?.title_vi, (await one.desk.of(lan))[0]?.title_vi]).toEqual(['Lan đã chia sẻ camera với Công an phường', 'mai đã thu hồi cho phép dành cho Công an phường']);
    one.watch[Symbol.dispose]();
  });

  it('to a camera is told after 60 s away, once, and that it is back only if that was told', async () => {
    await using at = await storedHouse();
    const one = await watched(at);
    const fact = { camera: gateCamera, at: 0 };
    one.events.emit('camera.offline', { ...fact, because: 'camera-offline' });
    await at.clock.advance(seconds(59));
    one.events.emit('camera.online', fact);
    await at.clock.advance(minutes(5));
    expect(await one.told()).toEqual([]);
    one.events.emit('camera.offline', { ...fact, because: 'camera-offline' });
    await at.clock.advance(seconds(30));
    one.events.emit('camera.offline', { ...fact, because: 'camera-stalled' });
    await at.clock.advance(seconds(30));
    await one.until(() => one.pushed.length === 1);
    await at.clock.advance(minutes(60));
    one.events.emit('camera.online', fact);
    await one.until(() => one.pushed.length === 2);
    one.events.emit('camera.online', fact);
    await at.clock.advance(minutes(5));
    expect(await one.told()).toEqual(['camera.back: The picture is back.', 'camera.offline: Check the camera\'s power and wifi.']);
    one.watch[Symbol.dispose]();
  });

  it('to a removed camera, or after the end, is told to nobody', async () => {
    await using at = await storedHouse();
    const one = await watched(at);
    one.events.emit('camera.offline', { camera: gateCamera, at: 0, because: 'camera-offline' });
    one.events.emit('camera.removed', { camera: gateCamera, owner: house });
    one.watch[Symbol.dispose]();
    one.events.emit('camera.offline', { camera: gateCamera, at: 0, because: 'camera-offline' });
    await at.clock.advance(minutes(5));
    expect([await one.told(), at.clock.pending]).toEqual([[], 0]);
  });

  it('is said in whole minutes and seconds', () => {
    const words = { action: 'live' as const, unit: 'CA', officerNo: '1', camera: 'cổng', purpose: undefined };
    expect([5, 60, 125].map((span) => endedWords(words, span, 'viewer').body.vi)).toEqual(['Số hiệu 1 đã xem 5 giây.', 'Số hiệu 1 đã xem 1 phút.', 'Số hiệu 1 đã xem 2 phút 5 giây.']);
  });

  it('is said by what is done: footage is exported, not watched', () => {
    const words = { action: 'clip' as const, unit: 'CA', officerNo: '1', camera: 'cổng', purpose: undefined };
    expect([startedWords(words).title.vi, endedWords(words, 5, 'viewer'), endedWords(words, 5, 'stopped').body.vi]).toEqual([
      'CA đang trích xuất hình từ camera cổng', { title: { vi: 'CA không còn trích xuất hình từ camera cổng', en: 'CA is no longer exporting footage of the camera cổng' }, body: { vi: 'Số hiệu 1.', en: 'Officer 1.' } }, 'Số hiệu 1, kết thúc vì bạn đã dừng.',
    ]);
  });
});
