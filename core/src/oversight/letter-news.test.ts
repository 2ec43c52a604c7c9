import { expect, it } from 'vitest';
import { house, lan, neighbours, storedHouse, an, ward, gateCamera } from '../consent/test/stored-house.fixture.ts';
import { id, type ViewingId } from '../domain/ids.ts';
import { Contributions } from '../kernel/contributions.ts';
import { NoticeDesk } from '../notices/notice-desk.ts';
import { letterFacts } from './letter-facts.ts';
import { LetterNews } from './letter-news.ts';
import { monthNamed } from './months.ts';

const zone = 'Asia/Ho_Chi_Minh';
const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const viewing = (name: string, opened_at: number) => ({
  id: id<ViewingId>(name), camera: gateCamera, owner: house, person: an, person_name: 'An', unit: ward, unit_name: 'Công an phường', officer_no: '123-456', route: 'R1' as const, action: 'live' as const, purpose: 'crime' as const, case_no: null, grant_id: null, footage_from: null, footage_to: null,
  obligations: '{}', opened_at, closed_at: opened_at + 9, end_reason: 'viewer' as const, seconds: 90, bytes: 0, mark: null,
});

it('is announced once on the first, in the morning, also late after a pause and across restarts, to households that were here', async () => {
  await using at = await storedHouse();
  const { store } = at.place;
  const desk = new NoticeDesk({ store, contributions: new Contributions(), clock: at.clock, timers: at.clock, random: () => 0, log: noLog, push: () => {} });
  await store.write(async (trx) => {
    await trx.insertInto('viewing').values(viewing('v1', Date.UTC(2026, 9, 31, 16, 59))).execute();
    await trx.insertInto('viewing').values(viewing('v2', Date.UTC(2026, 9, 31, 17))).execute();
    await trx.updateTable('owner').set({ created_at: Date.UTC(2026, 10, 5) }).where('id', '=', neighbours).execute();
  });
  const letters = async () => (await store.read.selectFrom('notice').select(['person', 'title_vi', 'body_vi', 'link']).where('kind', '=', 'letter.ready').orderBy('at').execute());
  const counts: number[] = [];
  // Half past seven and half past eight in Vietnam on 1 November; the 9th; 1 December.
  for (const now of [Date.UTC(2026, 10, 1, 0, 30), Date.UTC(2026, 10, 1, 1, 30), Date.UTC(2026, 10, 9), Date.UTC(2026, 11, 1, 1, 30)]) {
    at.clock.set(now);
    for (let run = 0; run < 2; run += 1) await new LetterNews(store, desk, at.clock, zone).announce();
    counts.push((await letters()).length);
  }
  expect([counts, (await letters())[0]]).toEqual([[0, 1, 1, 2], { person: lan, title_vi: 'Thư tháng 10/2026 đã có', body_vi: '1 lượt xem của 1 cán bộ, tổng cộng khoảng 2 phút.', link: '/ledger/letters' }]);
  // A house that left has no letter and is not entered anew.
  await store.write(async (trx) => {
    await trx.insertInto('leaving').values({ id: 'l', code_hash: 'a'.repeat(64), owner: house, person: lan, step: 'people', figures: '{}', started_at: 1, done_at: null }).execute();
    await trx.deleteFrom('letter_told').where('owner', '=', house).execute();
  });
  await new LetterNews(store, desk, at.clock, zone).announce();
  expect(await store.read.selectFrom('letter_told').select('month').where('owner', '=', house).execute()).toEqual([]);
  const news = new LetterNews(store, desk, at.clock, zone);
  expect([(await news.list([house])).slice(0, 3).map(({ month, views }) => [month, views]), (await news.list([neighbours])).map(({ month }) => month), await news.list([])]).toEqual([[['2026-11', 1], ['2026-10', 1], ['2026-09', 0]], ['2026-11'], []]);
  await expect(news.past(house, '2026-12')).rejects.toThrow(RangeError);
  await expect(news.past(neighbours, '2026-10')).rejects.toThrow(RangeError);
  expect((await news.past(house, '2026-10')).name).toBe('2026-10');
});

it('says who looked how often and for what, and of refusals only how many', async () => {
  await using at = await storedHouse();
  await at.place.store.write(async (trx) => {
    for (const [i, seconds] of [30, 200, 5].entries()) await trx.insertInto('viewing').values({ ...viewing(`v${i}`, Date.UTC(2026, 9, 10 + i)), seconds, ...(i === 2 ? { purpose: 'fire_rescue' as const, route: 'R3' as const } : {}) }).execute();
    await trx.insertInto('viewing').values({ ...viewing('own', Date.UTC(2026, 9, 12)), route: 'R0', unit: null }).execute();
    await trx.insertInto('refused_try').values({ camera: gateCamera, person: an, hour: Date.UTC(2026, 9, 3), owner: house, unit: ward, unit_name: 'x', officer_no: '1', tries: 4, last_at: Date.UTC(2026, 9, 3) }).execute();
  });
  const facts = await letterFacts(at.place.store, house, monthNamed('2026-10', zone));
  expect({ ...facts, month: facts.month.name }).toEqual({
    ownerName: 'Nhà bà Lan', month: '2026-10', views: 3, seconds: 235, cameras: 1, officers: 1, emergencies: 1, refusedTries: 4, asksNotAgreed: 0, longest: { camera: 'gate', at: Date.UTC(2026, 9, 11), seconds: 200 },
    lines: [{ unit: 'Công an phường', officerNo: '123-456', purpose: 'crime', action: 'live', views: 2, seconds: 230 }, { unit: 'Công an phường', officerNo: '123-456', purpose: 'fire_rescue', action: 'live', views: 1, seconds: 5 }],
  });
});
