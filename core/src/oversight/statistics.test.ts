import { describe, expect, it } from 'vitest';
import { standing } from '../consent/test/gate.fixture.ts';
import { an, house, lan, storedHouse, ward } from '../consent/test/stored-house.fixture.ts';
import { id, type AskId, type CameraId, type OwnerId, type ViewingId } from '../domain/ids.ts';
import { minutes, type Instant } from '../domain/time.ts';
import { monthNamed, monthOf, monthsBefore } from './months.ts';
import { Statistics } from './statistics.ts';
import { atLeast, byEnough, hideSmall, median, wholeSum } from './suppress.ts';

const zone = 'Asia/Ho_Chi_Minh';
const november = Date.UTC(2026, 10, 22, 3);
const october = (day: number): Instant => Date.UTC(2026, 9, day, 3);

async function counted() {
  const at = await storedHouse();
  at.clock.set(november);
  const { store } = at.place;
  await at.give();
  let n = 0;
  const ask = async (status: 'approved' | 'declined' | 'lapsed' | 'pending' | 'withdrawn', when: Instant, owner: OwnerId = house): Promise<void> => {
    await store.write(async (trx) => {
      await trx.insertInto('owner').values({ id: owner, kind: 'household', name: owner, created_at: 1 }).onConflict((conflict) => conflict.doNothing()).execute();
      await trx.insertInto('ask').values({
        id: id<AskId>(`a${n += 1}`), grant_id: standing.id, grant_version: standing.version, owner, camera: id<CameraId>('gate'), person: an, unit: ward, officer_no: '1', body: '{}', hash: 'a'.repeat(64), message: 'x', status, created_at: when, lapses_at: when + minutes(30),
        decided_by: status === 'approved' || status === 'declined' ? lan : null, decided_at: status === 'pending' ? null : when + minutes(n), approved_until: status === 'approved' ? when + minutes(60) : null, used_at: null,
      }).execute();
    });
  };
  const view = async (when: Instant, route: 'R0' | 'R1' | 'R3' = 'R1'): Promise<void> => {
    await store.write((trx) => trx.insertInto('viewing').values({
      id: id<ViewingId>(`v${n += 1}`), camera: id<CameraId>('gate'), owner: house, person: an, person_name: 'An', unit: route === 'R0' ? null : ward, unit_name: null, officer_no: null, route, action: 'live', purpose: route === 'R0' ? null : 'crime', case_no: null, grant_id: null,
      footage_from: null, footage_to: null, obligations: '{}', opened_at: when, closed_at: null, end_reason: null, seconds: 60, bytes: 0, mark: null,
    }).execute());
  };
  return { at, ask, view, numbers: new Statistics(store, at.clock, zone), async [Symbol.asyncDispose]() { await at[Symbol.asyncDispose](); } };
}

describe('the numbers', () => {
  it('show no refusal until five of five households stand behind it, and nothing from which it follows', async () => {
    await using here = await counted();
    for (let i = 0; i < 6; i += 1) await here.ask('approved', october(2));
    const shown = async () => (await here.numbers.of('oversight', 1)).months.map(({ asks }) => asks);
    for (let i = 0; i < 4; i += 1) await here.ask(i % 2 ? 'declined' : 'lapsed', october(3), id<OwnerId>(`o${i}`));
    const four = await shown();
    // Forty more of a house that is counted already say nothing about anybody else.
    for (let i = 0; i < 40; i += 1) await here.ask('declined', october(4), id<OwnerId>('o1'));
    const same = await shown();
    await here.ask('lapsed', october(5), id<OwnerId>('o9'));
    const five = await here.numbers.of('oversight', 1);
    expect([four, same, five.months.map(({ asks }) => asks), five.asks]).toEqual([[null, null], [null, null], [{ asked: 51, agreed: 6, notAgreed: 45 }, null], { asked: 51, agreed: 6, notAgreed: 45 }]);
  });

  it('show everybody neither side of the answers where one of them is few', async () => {
    await using here = await counted();
    for (let i = 0; i < 12; i += 1) await here.ask('declined', october(3), id<OwnerId>(`o${i}`));
    const shown = async () => (await here.numbers.of('everybody', 1)).months[0]?.asks;
    const none = await shown();
    for (let i = 0; i < 9; i += 1) await here.ask('approved', october(4), id<OwnerId>(`y${i}`));
    const nine = await shown();
    await here.ask('approved', october(4), id<OwnerId>('y9'));
    expect([none, nine, await shown()]).toEqual([{ asked: 12, agreed: 0, notAgreed: 12 }, null, { asked: 22, agreed: 10, notAgreed: 12 }]);
  });

  it('say nothing of the month that runs, and no sum over months of which one is hidden', async () => {
    await using here = await counted();
    for (let i = 0; i < 9; i += 1) await here.ask('declined', november - minutes(60), id<OwnerId>(`n${i}`));
    for (let i = 0; i < 9; i += 1) await here.ask('declined', october(4), id<OwnerId>(`o${i}`));
    const two = await here.numbers.of('oversight', 2);
    expect([two.months.map(({ month, running, asks }) => [month, running, asks?.notAgreed ?? null]), two.asks]).toEqual([[['2026-09', false, null], ['2026-10', false, 9], ['2026-11', true, null]], null]);
  });

  it('count looks from outside by month, purpose, route and unit, never the household\'s own', async () => {
    await using here = await counted();
    for (const [when, route] of [[october(1), 'R1'], [october(9), 'R3'], [november, 'R1'], [november, 'R0']] as const) await here.view(when, route);
    const { months, byPurpose, byRoute, byUnit, cameras } = await here.numbers.of('oversight', 1);
    expect([months.map(({ views, seconds }) => [views, seconds]), byPurpose, byRoute, byUnit, cameras]).toEqual([[[2, 120], [1, 60]], [{ purpose: 'crime', views: 3 }], [{ route: 'R1', views: 2 }, { route: 'R3', views: 1 }], [{ unit: ward, name: 'Công an phường', views: 3, officers: 1 }], 3]);
  });

  it('show everybody nothing below ten, no unit and no written request', async () => {
    await using here = await counted();
    for (let i = 0; i < 9; i += 1) await here.view(october(1 + i));
    const nine = await here.numbers.of('everybody', 1);
    await here.view(october(20));
    const ten = await here.numbers.of('everybody', 1);
    expect([nine.k, nine.months[0], nine.byPurpose, nine.byUnit, nine.written, nine.cameras, ten.months[0]?.views]).toEqual([10, { month: '2026-10', running: false, views: null, seconds: null, asks: null }, [{ purpose: 'crime', views: null }], [], null, null, 10]);
  });

  it('give the time to an answer in the middle, of enough answers', async () => {
    await using here = await counted();
    for (let i = 0; i < 4; i += 1) await here.ask('approved', october(2));
    const few = (await here.numbers.of('oversight', 1)).medianAnswer;
    await here.ask('declined', october(2));
    expect([few, (await here.numbers.of('oversight', 1)).medianAnswer]).toEqual([null, minutes(3)]);
  });
});

it.each([[[], []], [[12, 30], [12, 30]], [[3, 12, 30], [null, null, 30]], [[6, 5, 30], [null, null, 30]], [[12, 3], [null, null]], [[0, 12], [null, 12]], [[9], [null]]])('of %j everybody sees %j', (counts, seen) => {
  expect(hideSmall(10, counts)).toEqual(seen);
});
it('hides and adds up', () => {
  expect([atLeast(5, 4), atLeast(5, 5), byEnough(5, 9, 4), byEnough(5, 5, 5), wholeSum([1, 2]), wholeSum([1, null]), wholeSum([]), median(1, [3, 1, 2]), median(2, [1, 4]), median(5, [1]), median(0, [])]).toEqual([null, 5, null, 5, 3, null, 0, 2, 3, null, null]);
});
it('knows months on the clock of a zone', () => {
  expect([monthOf(Date.UTC(2026, 9, 31, 16, 59), zone).name, monthOf(Date.UTC(2026, 9, 31, 17), zone), monthsBefore(november, 2, zone).map(({ name }) => name), monthsBefore(Date.UTC(2026, 0, 5), 1, zone).map(({ name }) => name), monthNamed('2026-03', 'America/New_York')])
    .toEqual(['2026-10', { name: '2026-11', from: Date.UTC(2026, 9, 31, 17), to: Date.UTC(2026, 10, 30, 17) }, ['2026-10', '2026-09'], ['2025-12'], { name: '2026-03', from: Date.UTC(2026, 2, 1, 5), to: Date.UTC(2026, 3, 1, 4) }]);
  expect(() => monthNamed('2026-13', zone)).toThrow(RangeError);
});
