import { describe, expect, it } from 'vitest';
import { eachTime, liveAsk, noon } from '../consent/test/gate.fixture.ts';
import { an, gateCamera, house, lan, neighbours, storedHouse, ward, yardCamera, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import type { Grant } from '../domain/consent.ts';
import { id, type CameraId, type GrantId } from '../domain/ids.ts';
import { days, hours, minutes } from '../domain/time.ts';
import { areaAskRows } from '../http/case-rows.ts';
import { officerAskRows } from '../http/ledger-rows.ts';
import { codeOf, room } from './access-room.fixture.ts';
import type { AreaDraft } from './area-asks.ts';
import type { Point } from './near-cameras.ts';
import { offPlane } from './plane.ts';

const nextDoor = id<CameraId>('next-door');
const market = { latitude: 20.4463, longitude: 106.3366 };
const metreNorth = 1 / 111_195;
const footage = [noon - minutes(60), noon - minutes(30)] as const;
const wish: AreaDraft = { caseNo: '1', action: 'clip', purpose: 'crime', message: 'Tìm xe máy bị mất.', area: { ...market, radiusM: 100 }, footage };
const clips: Grant = { ...eachTime, what: { ...eachTime.what, cameras: [gateCamera, yardCamera], actions: ['live', 'clip'] }, when: { ...eachTime.when, footage: { lookbackMs: days(2) } } };

/** The gate 20 m north of the market, the yard 40 m, next door 60 m: two houses, all of them let themselves be asked. */
async function scene(at: StoredHouse) {
  const made = await room(at, clips);
  await at.give({ ...clips, id: id<GrantId>('g-next'), owner: neighbours, what: { ...clips.what, cameras: [nextDoor] } });
  for (const [camera, metres] of [[gateCamera, 20], [yardCamera, 40], [nextDoor, 60]] as const) await move(at, camera, metres);
  await made.openCase('1');
  const ask = async (more: Partial<AreaDraft> = {}) => {
    const row = await made.areaAsks.make(liveAsk.who, ward, '123-456', 'duty_officer', { ...wish, ...more });
    await made.areaAsks.spread();
    return row;
  };
  const asked = async () => (await at.place.store.read.selectFrom('ask').select(['camera', 'status', 'area']).orderBy('created_at').orderBy('camera').execute()).map(({ camera, status }) => `${camera} ${status}`).toSorted();
  const seen = async () => areaAskRows({ store: at.place.store, asks: made.asks, tz: 'UTC' }, await made.areaAsks.ofPerson(an), an, at.clock.now());
  return { ...made, ask, asked, seen };
}
const move = async (at: StoredHouse, camera: CameraId, metres: number | null): Promise<void> => {
  await at.place.store.write((trx) => trx.updateTable('camera').set(metres === null ? { latitude: null, longitude: null } : { latitude: market.latitude + metres * metreNorth, longitude: market.longitude }).where('id', '=', camera).execute());
};

describe('an area ask', () => {
  it('goes to every owner of a camera in the area that a grant lets be asked, and holds what was filmed', async () => {
    await using at = await storedHouse();
    const { ask, asked, holds, failures } = await scene(at);
    await move(at, yardCamera, 400);
    await ask();
    expect([await asked(), (await holds.ofOwners([house, neighbours])).length, failures]).toEqual([['gate pending', 'next-door pending'], 2, []]);
  });

  it('is one thing to its officer: nobody in it until somebody says yes, then name and place', async () => {
    await using at = await storedHouse();
    const { ask, asks, seen, closed } = await scene(at);
    await ask();
    const [before] = await seen();
    const [hers] = await asks.ofOwners([neighbours]);
    await asks.decide(hers?.id ?? id('x'), [neighbours], lan, 'approved');
    const [after] = await seen();
    expect([before?.agreed, after?.agreed.map(({ camera, place, status }) => [camera, place, status]), closed]).toEqual([[], [[nextDoor, 'cổng', 'approved']], ['approved']]);
    expect((await officerAskRows(at.place.store, await asks.ofPerson(an), 'UTC', at.clock.now())).map(({ camera }) => camera)).toEqual([nextDoor]);
  });

  it('tells nothing of who was asked, said no or said nothing: the same text at every moment for three cameras, one and none (THREATS 13, 14, 24, 25)', async () => {
    const seen = await Promise.all(['three', 'none', 'a no', 'full'].map(async (who) => {
      await using at = await storedHouse();
      const { ask, asks, seen: look, closed, make } = await scene(at);
      if (who === 'none') for (const camera of [gateCamera, yardCamera, nextDoor]) await move(at, camera, null);
      if (who === 'full') for (const camera of [gateCamera, yardCamera]) await make({ camera });
      const before = await asks.ofPerson(an);
      await ask();
      const moments: unknown[] = [];
      for (const moment of [0, minutes(5), minutes(30) - 1, minutes(30), minutes(60)]) {
        at.clock.set(noon + moment);
        if (who === 'a no' && moment === minutes(5)) for (const row of await asks.ofOwners([house, neighbours])) await asks.decide(row.id, [house, neighbours], lan, 'declined');
        await asks.lapse();
        moments.push((await look()).map(({ id: _, case: __, ...row }) => row), (await asks.ofPerson(an)).length - before.length);
      }
      return { moments, heard: closed.filter(() => who !== 'full') };
    }));
    expect(seen.slice(1)).toEqual([seen[0], seen[0], seen[0]]);
  });

  it('answers before anybody is looked for: its own write is all that it waits for', async () => {
    await using at = await storedHouse();
    const { areaAsks, asked } = await scene(at);
    const stateFor = at.records.stateFor.bind(at.records);
    let open = (): void => {};
    const gated = new Promise<void>((resolve) => { open = resolve; });
    let looked = 0;
    at.records.stateFor = async (camera) => { looked += 1; return gated.then(() => stateFor(camera)); };
    const { spread_at: spreadAt } = await areaAsks.make(liveAsk.who, ward, '123-456', 'duty_officer', wish);
    expect([spreadAt, await asked(), looked]).toEqual([null, [], 0]);
    open();
    await areaAsks.spread();
    expect((await asked()).length).toBe(3);
  });

  it('that a stop left half done is finished, and nobody is asked twice', async () => {
    await using at = await storedHouse();
    const { ask, asked, areaAsks } = await scene(at);
    await ask();
    await at.place.store.write(async (trx) => {
      await trx.updateTable('area_ask').set({ spread_at: null }).execute();
      await trx.deleteFrom('ask').where('camera', '=', yardCamera).execute();
    });
    at.clock.set(noon + minutes(1));
    await areaAsks.spread();
    expect(await asked()).toEqual(['gate pending', 'next-door pending', 'yard pending']);
  });

  it('passes over whoever may not be asked, or has enough asks', async () => {
    await using at = await storedHouse();
    const { ask, asked, desk } = { ...await scene(at), desk: at.desk };
    await desk.revoke(id<GrantId>('g-next'), lan);
    await ask();
    expect(await asked()).toEqual(['gate pending', 'yard pending']);
  });

  it('is not told by a later ask about one camera: what an area asked counts for no cool-down of a named one', async () => {
    const answers = await Promise.all([20, null].map(async (metres) => {
      await using at = await storedHouse();
      const { ask, asks, make } = await scene(at);
      await move(at, gateCamera, metres);
      await ask();
      const first = await codeOf(make(wish));
      for (const row of await asks.ofOwners([house])) if (row.status === 'pending') await asks.decide(row.id, [house], lan, 'declined');
      at.clock.set(noon + minutes(31));
      return [first, await codeOf(make(wish))];
    }));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe('done');
  });

  it('is withdrawn as one: owners are spared what waits', async () => {
    await using at = await storedHouse();
    const { ask, asked, areaAsks, seen, holds } = await scene(at);
    const { id: area } = await ask();
    expect(await codeOf(areaAsks.withdraw(area, lan))).toBe('not-found');
    await areaAsks.withdraw(area, an);
    // Its own write is all that the answer waits for: the time of it counts nobody.
    expect(await asked()).toEqual(['gate pending', 'next-door pending', 'yard pending']);
    await areaAsks.spread();
    expect([await asked(), (await seen()).map(({ state }) => state), await holds.ofOwners([house, neighbours]), await codeOf(areaAsks.withdraw(area, an))]).toEqual([['gate withdrawn', 'next-door withdrawn', 'yard withdrawn'], ['withdrawn'], [], 'not-found']);
  });

  it('of a case that is closed waits no more, also for owners who were not asked yet', async () => {
    await using at = await storedHouse();
    const { areaAsks, ask, asked, seen, make, cases } = await scene(at);
    const { case_id: caseId } = await ask();
    await areaAsks.make(liveAsk.who, ward, '123-456', 'duty_officer', wish);
    await cases.close(caseId, ward, an, 'solved', '');
    await areaAsks.withdrawCase(caseId, an);
    await areaAsks.spread();
    expect([await asked(), (await seen()).map(({ state }) => state), (await at.types()).filter((type) => type === 'area-ask.withdrawn').length, await codeOf(make({ caseNo: '1' }))]).toEqual([['gate withdrawn', 'next-door withdrawn', 'yard withdrawn'], ['withdrawn', 'withdrawn'], 2, 'case-closed']);
  });

  it('withdrawn while its owners are being asked leaves none of them waiting, also after a stop in between', async () => {
    await using at = await storedHouse();
    const { areaAsks, asked } = await scene(at);
    const stateFor = at.records.stateFor.bind(at.records);
    const { id: area } = await areaAsks.make(liveAsk.who, ward, '123-456', 'duty_officer', wish);
    let looked = 0;
    at.records.stateFor = async (camera) => {
      looked += 1;
      if (looked === 3) await areaAsks.withdraw(area, an);
      return stateFor(camera);
    };
    await areaAsks.spread();
    expect([looked > 2, (await asked()).filter((each) => each.endsWith('pending'))]).toEqual([true, []]);
    await at.place.store.write(async (trx) => { await trx.updateTable('ask').set({ status: 'pending', lapses_at: noon + minutes(30) }).execute(); await trx.updateTable('area_ask').set({ spread_at: null }).execute(); });
    await (await room(at, { ...clips, id: id<GrantId>('g9') })).areaAsks.spread();
    expect((await asked()).filter((each) => each.endsWith('pending'))).toEqual([]);
  });

  it.each<[string, Partial<AreaDraft>, string]>([
    ['an unknown case', { caseNo: '9' }, 'case-unknown'], ['no interval', { footage: undefined }, 'bad-request'], ['three hours', { footage: [noon - hours(3), noon] }, 'bad-request'], ['the future', { footage: [noon, noon + 1] }, 'bad-request'],
    ['too wide', { area: { ...market, radiusM: 301 } }, 'bad-request'], ['not round', { area: { ...market, radiusM: Number.NaN } }, 'bad-request'], ['far from the case', { area: { latitude: 20.46, longitude: 106.3366, radiusM: 300 } }, 'area-too-far'], ['an interval of live', { action: 'live' }, 'bad-request'],
  ])('for %s is refused', async (_, more, code) => {
    await using at = await storedHouse();
    const { ask, asked } = await scene(at);
    expect([await codeOf(ask(more)), await asked()]).toEqual([code, []]);
  });

  it('drawn as corners goes to whoever stands within them or looks into them, and is shown as it was drawn', async () => {
    await using at = await storedHouse();
    const { areaAsks, ask, asked, seen } = await scene(at);
    const corner = (north: number, east: number): Point => offPlane(market, { x: east, y: north });
    // Around the yard only, 40 m north: the gate at 20 m looks away from it, next door at 60 m looks towards it.
    const corners = [corner(30, -15), corner(30, 15), corner(50, 15), corner(50, -15)];
    const look = async (camera: CameraId, direction: number) => at.place.store.write((trx) => trx.updateTable('camera').set({ direction, view_degrees: 60 }).where('id', '=', camera).execute());
    await look(gateCamera, 180);
    await look(nextDoor, 180);
    const row = await ask({ area: { corners } });
    expect([await asked(), (await seen())[0]?.polygon, row.radius_m, await areaAsks.ofPerson(an)]).toEqual([['next-door pending', 'yard pending'], corners, 19, [{ ...row, spread_at: noon }]]);
    const codes = [];
    for (const area of [{ corners: [corner(30, -15), corner(50, 15), corner(50, -15), corner(30, 15)] }, { corners: [corner(0, 0), corner(0, 700), corner(20, 0)] }, { corners: [corner(1_400, 0), corner(1_400, 50), corner(1_450, 50)] }, { corners: [corner(0, 0), corner(0, 30)] }]) codes.push(await codeOf(ask({ area })));
    expect(codes).toEqual(['area-shape', 'area-too-wide', 'area-too-far', 'area-shape']);
  });

  it('under a case without a position is refused', async () => {
    await using at = await storedHouse();
    const { ask, openCase } = await scene(at);
    await openCase('2', { latitude: null, longitude: null });
    expect(await codeOf(ask({ caseNo: '2' }))).toBe('area-too-far');
  });

  it('cannot feel out a town: four in a row, then one each quarter of an hour, also after a restart (THREATS 24)', async () => {
    await using at = await storedHouse();
    const { ask } = await scene(at);
    const answers: string[] = [];
    for (let n = 0; n < 6; n += 1) answers.push(await codeOf(ask({ area: { ...market, radiusM: 50 + n } })));
    at.clock.set(noon + minutes(15));
    const again = await room(at, { ...clips, id: id<GrantId>('g9') });
    for (let n = 0; n < 2; n += 1) answers.push(await codeOf(again.areaAsks.make(liveAsk.who, ward, '123-456', 'duty_officer', wish)));
    await again.areaAsks.spread();
    expect(answers).toEqual(['done', 'done', 'done', 'done', 'too-many-requests', 'too-many-requests', 'done', 'too-many-requests']);
  });

  it('asks at most eight cameras', async () => {
    await using at = await storedHouse();
    const { ask, asked, openCase } = await scene(at);
    await openCase('8');
    await at.place.store.write(async (trx) => {
      const like = await trx.selectFrom('camera').selectAll().where('id', '=', nextDoor).executeTakeFirstOrThrow();
      for (let n = 0; n < 12; n += 1) {
        const owner = id<typeof like.owner>(`o${n}`);
        await trx.insertInto('owner').values({ id: owner, kind: 'household', name: owner, created_at: 1 }).execute();
        await trx.insertInto('camera').values({ ...like, id: id<CameraId>(`c${n}`), owner, native_id: `c${n}` }).execute();
      }
    });
    for (let n = 0; n < 12; n += 1) await at.give({ ...clips, id: id<GrantId>(`g-${n}`), owner: id(`o${n}`), what: { ...clips.what, cameras: [id<CameraId>(`c${n}`)] } });
    await ask();
    expect((await asked()).length).toBe(8);
  });
});
