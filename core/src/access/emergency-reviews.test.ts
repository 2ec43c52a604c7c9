import { describe, expect, it } from 'vitest';
import type { Permit } from '../domain/consent.ts';
import { id } from '../domain/ids.ts';
import { hours, minutes } from '../domain/time.ts';
import { emergencyCounts } from './emergency-counts.ts';
import { chair, duty, emergencyStreet, fire, house, investigator, lan, leader, bay, neighbours, otherLeader, ward } from './emergency-street.fixture.ts';

const permit = (answer: Permit<'live'> | string): Permit<'live'> => {
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
};

describe('the review', () => {
  it('is a leader\'s who had no part in it; the owner reads it and may complain', async () => {
    await using one = await emergencyStreet();
    const { desk, reviews } = one.route;
    const row = await desk.second((await desk.declare(duty, fire)).id, leader);
    await desk.end(row.id, leader);
    expect([await one.refused(reviews.review(row.id, leader, 'justified', 'Cháy thật, đã cứu người.')), await one.refused(reviews.review(row.id, investigator, 'justified', 'Cháy thật, đã cứu người.'))]).toEqual(['emergency-reviewer', 'not-allowed']);
    const done = await reviews.review(row.id, otherLeader, 'justified', 'Cháy thật, đã cứu người.');
    expect([done.status, (await one.notices.of(lan))[0]?.body_vi]).toEqual(['justified', 'Kết luận: có lý do chính đáng. “Cháy thật, đã cứu người.” Nếu bạn không đồng ý, bạn gửi khiếu nại được.']);
    await reviews.complain(row.id, [house], lan, 'Tôi không thấy cháy gần nhà tôi.');
    expect([(await reviews.complaintsAbout([row.id])).map(({ words }) => words), await one.refused(reviews.complain(row.id, [id('nobody')], lan, 'Tôi không thấy cháy.')), (await one.at.types()).at(-1)]).toEqual([['Tôi không thấy cháy gần nhà tôi.'], 'not-found', 'complaint']);
    expect(await one.refused(reviews.review(row.id, otherLeader, 'unjustified', 'Đổi ý kiến rồi nhé.'))).toBe('conflict');
  });

  it('asks for another leader where the only one took part', async () => {
    await using one = await emergencyStreet();
    await one.at.place.store.write((trx) => trx.updateTable('officer').set({ ended_at: 2 }).where('person', '=', otherLeader.person).execute());
    const { desk, reviews } = one.route;
    const row = await desk.second((await desk.declare(duty, fire)).id, leader);
    await desk.end(row.id, duty);
    expect([await reviews.reviewersOf(row), (await one.told(leader.person)).at(-1), await one.told(chair.person)]).toEqual([[], 'emergency.review: Lần mở khẩn cấp chưa có ai xem xét được', ['emergency.review: Lần mở khẩn cấp chưa có ai xem xét được']]);
  });

  it('that is missed denies the next one and ends the one that runs; only the committee\'s leader gives the right back (THREATS 15)', async () => {
    await using one = await emergencyStreet();
    const { desk, reviews } = one.route;
    const first = await one.opened();
    await desk.end(first.id, duty);
    await one.at.clock.advance(hours(72) - minutes(10));
    const running = await one.opened();
    const view = permit(await one.looks());
    await one.at.clock.advance(minutes(10));
    await desk.look();
    expect([(await one.row(first.id)).status, (await one.row(running.id)).ended_why, view.signal.aborted, await one.looks()]).toEqual(['unreviewed', 'suspended', true, 'consent-refused']);
    expect(await one.refused(desk.declare(duty, fire))).toBe('emergency-suspended');
    // A late word does not give it back.
    await reviews.review(first.id, leader, 'justified', 'Xem xét muộn, cháy có thật.');
    await reviews.review(running.id, leader, 'justified', 'Vẫn là đám cháy hôm trước.');
    expect(await one.refused(desk.declare(duty, fire))).toBe('emergency-suspended');
    const [suspension] = await reviews.suspensions([ward]);
    expect([suspension?.cause, (await desk.quota(ward)).suspended, (await one.told(chair.person)).at(-1)]).toEqual(['missed', true, 'emergency.suspended: Công an phường bị tạm ngừng quyền mở khẩn cấp']);
    // Also where one of the two leads a people's committee besides.
    expect(await one.refused(reviews.lift(suspension?.id ?? '', investigator.person, 'Đơn vị đã tập huấn lại.'))).toBe('emergency-reviewer');
    await reviews.lift(suspension?.id ?? '', chair.person, 'Đơn vị đã tập huấn lại.');
    expect([(await desk.quota(ward)).suspended, (await desk.declare(duty, fire)).status, (await one.at.types()).filter((type) => ['emergency.unreviewed', 'emergency.suspended', 'emergency.lifted'].includes(type)).length]).toEqual([false, 'declared', 5]);
  });

  it('that finds it unjustified suspends the unit, and closes what waits', async () => {
    await using one = await emergencyStreet();
    const { desk, reviews } = one.route;
    const row = await one.opened();
    await desk.end(row.id, duty);
    const waiting = await desk.declare(duty, fire);
    await reviews.review(row.id, leader, 'unjustified', 'Không có cháy nào cả.');
    expect([(await one.row(waiting.id)).status, await one.refused(desk.declare(duty, fire)), await one.refused(desk.second(waiting.id, investigator))]).toEqual(['lapsed', 'emergency-suspended', 'emergency-over']);
  });

  it('of nothing is due while the clock is not believed', async () => {
    await using one = await emergencyStreet();
    const row = await one.opened();
    await one.route.desk.end(row.id, duty);
    one.at.clock.set(one.at.clock.now() + hours(80));
    one.at.guard.trusted();
    one.at.clock.set(one.at.clock.now() - minutes(5));
    await one.route.desk.look();
    expect((await one.row(row.id)).status).toBe('ended');
  });

  it('a month has so many emergencies, and the next month as many again', async () => {
    await using one = await emergencyStreet(2);
    const { desk, reviews } = one.route;
    for (let n = 0; n < 2; n += 1) {
      const row = await one.opened();
      await desk.end(row.id, duty);
      await reviews.review(row.id, leader, 'justified', 'Cháy thật, đã cứu người.');
    }
    expect([await desk.quota(ward), await one.refused(desk.declare(duty, fire))]).toEqual([{ used: 2, most: 2, suspended: false }, 'emergency-quota']);
    // 1 December in Vietnam begins at 17:00 UTC of 30 November.
    one.at.clock.set(Date.UTC(2026, 10, 30, 16, 59));
    expect(await one.refused(desk.declare(duty, fire))).toBe('emergency-quota');
    one.at.clock.set(Date.UTC(2026, 10, 30, 17, 0));
    expect((await desk.declare(duty, fire)).status).toBe('declared');
  });

  it('is counted for everybody, but not where so few would say who', async () => {
    await using one = await emergencyStreet();
    const counts = async (k?: number) => emergencyCounts(one.at.place.store, 0, one.at.clock.now() + 1, k);
    expect((await counts()).opened).toBe(0);
    const row = await one.opened();
    await one.route.desk.stop(row.id, [house, neighbours], bay);
    expect([(await counts()).opened, (await counts(1)).opened, (await counts(1)).byGround.fire_disaster, (await counts(1)).stoppedByOwners]).toEqual([null, 1, 1, 1]);
  });

  it('is counted so that what is withheld does not follow from the total', async () => {
    await using one = await emergencyStreet();
    const { store } = one.at.place;
    const { cameras: _, ...row } = await one.opened();
    let copies = 0;
    const more = async (times: number, change: Partial<typeof row>): Promise<void> => {
      for (let i = 0; i < times; i += 1) await store.write((trx) => trx.insertInto('emergency').values({ ...row, ...change, id: `copy-${copies += 1}` }).execute());
    };
    const shown = async () => {
      const { opened, byGround } = await emergencyCounts(store, 0, one.at.clock.now() + 1);
      return [opened, byGround.fire_disaster, byGround.serious_accident, byGround.life_danger];
    };
    await more(5, {});
    const six = await shown();
    await more(1, { ground: 'serious_accident', purpose: 'traffic_accident' });
    const seven = await shown();
    await more(2, { ground: 'life_danger' });
    const nine = await shown();
    await more(2, { ground: 'life_danger' });
    expect([six, seven, nine, await shown()]).toEqual([[6, 6, 0, 0], [null, 6, null, 0], [null, 6, null, null], [11, 6, null, null]]);
  });
});
