import { expect, it } from 'vitest';
import { id, type UnitId, type ViewingId } from '../domain/ids.ts';
import { minutes } from '../domain/time.ts';
import { readPlace, writePlace } from './ledger-place.ts';
import { Ledger } from './ledger.ts';
import { liveAsk, noon } from './test/gate.fixture.ts';
import { an, binh, gateCamera, house, storedHouse, ward, yardCamera, type StoredHouse } from './test/stored-house.fixture.ts';

const base = { owner: house, person_name: 'An', unit: ward, unit_name: 'Công an phường', route: 'R1' as const, action: 'live' as const, grant_id: null, footage_from: null, footage_to: null, obligations: '{"maxHeight":720,"maxFps":30,"audio":false,"masks":[],"watermark":true,"store":"none"}', closed_at: null, end_reason: null, seconds: 3, bytes: 0, mark: null };
async function fill({ place: { store } }: StoredHouse, count: number): Promise<void> {
  await store.write(async (trx) => {
    for (let i = 0; i < count; i += 1) {
      // Three at every instant.
      const isAn = i % 2 === 0;
      await trx.insertInto('viewing').values({ ...base, id: id<ViewingId>(`v${String(i).padStart(3, '0')}`), camera: i % 5 === 0 ? yardCamera : gateCamera, person: isAn ? an : binh, officer_no: isAn ? '123-456' : '123-457', purpose: i % 3 === 0 ? 'fire_rescue' : 'crime', case_no: i % 4 === 0 ? '7/2026' : null, opened_at: noon + minutes(Math.floor(i / 3)) }).execute();
    }
  });
}

it('is paged so that no line is left out or comes twice, though many have one instant', async () => {
  await using at = await storedHouse();
  await fill(at, 100);
  const ledger = new Ledger(at.place.store);
  const seen: string[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await ledger.ofOwners([house], { own: false, limit: 7, before: before === undefined ? undefined : readPlace(before) });
    const last = page.at(-1);
    if (!last) break;
    seen.push(...page.map((line) => line.id));
    before = writePlace({ at: last.opened_at, viewing: last.id });
  }
  expect([seen.length, new Set(seen).size, seen[0], seen.at(-1)]).toEqual([100, 100, 'v099', 'v000']);
});

it('narrows by camera, unit, officer, purpose, route, case and days, for each reader only what is his', async () => {
  await using at = await storedHouse();
  await fill(at, 60);
  const ledger = new Ledger(at.place.store);
  const count = async (filter: object): Promise<number> => (await ledger.ofOwners([house], { own: false, limit: 200, ...filter })).length;
  expect(await Promise.all([{}, { camera: yardCamera }, { officerNo: '123-456' }, { unit: ward }, { unit: id<UnitId>('far') }, { purpose: 'fire_rescue' }, { route: 'R3' }, { caseNo: '7/2026' }, { from: noon + minutes(10), to: noon + minutes(12) }, { officerNo: '123-457', purpose: 'crime', camera: gateCamera }].map(count)))
    .toEqual([60, 12, 30, 60, 0, 20, 0, 15, 6, 16]);
  expect([(await ledger.ofOfficer(an)).length, (await ledger.ofOfficer(an, { caseNo: '7/2026', limit: 4 })).length, (await ledger.ofUnit(ward, { limit: 200 })).length, (await ledger.ofUnit(id<UnitId>('far'), { limit: 200 })).length, await ledger.whoLooked([house]), await ledger.whoLooked([])])
    .toEqual([30, 4, 60, 0, [{ unit: ward, unitName: 'Công an phường', officerNo: '123-456' }, { unit: ward, unitName: 'Công an phường', officerNo: '123-457' }], []]);
});

it('counts what the gate refused, hour by hour, for the owner of the camera', async () => {
  await using at = await storedHouse();
  const ledger = new Ledger(at.place.store);
  for (let i = 0; i < 3; i += 1) await at.admits();
  at.clock.set(noon + minutes(90));
  await at.admits();
  await at.admits({ ...liveAsk, camera: yardCamera });
  const rows = await ledger.refusedTries([house], {});
  expect([rows.map(({ camera, tries, officer_no, unit_name, hour }) => [camera, tries, officer_no, unit_name, hour % 3_600_000]), (await ledger.refusedTries([house], { camera: yardCamera })).length, (await ledger.refusedTries([house], { to: noon + 1 })).length, await ledger.refusedTries([], {})])
    .toEqual([[[gateCamera, 1, '123-456', 'Công an phường', 0], [yardCamera, 1, '123-456', 'Công an phường', 0], [gateCamera, 3, '123-456', 'Công an phường', 0]], 1, 1, []]);
});

it('reads a place as it was written, and nothing else', () => {
  const place = { at: 1_760_000_000_000, viewing: id<ViewingId>('c0ffee-1') };
  expect([readPlace(writePlace(place)), readPlace('12'), readPlace('x'), readPlace('99999999999999999'), readPlace('1.')]).toEqual([place, 12, undefined, undefined, undefined]);
});

it('names the emergency or the written request under which a camera was open', async () => {
  await using at = await storedHouse();
  const { store } = at.place;
  await store.write(async (trx) => {
    await trx.insertInto('emergency').values({
      id: 'e1', unit: ward, status: 'running', ground: 'life_danger', purpose: 'crime', words: 'Cháy.', place: 'Ngõ 12', latitude: 20, longitude: 106, radius_m: 100, case_no: null, lasts: 600_000, declared_by: an, declared_role: 'duty_officer', declared_no: '1', declared_at: noon - 2, lapses_at: noon + 1,
      seconded_by: binh, seconded_role: 'unit_leader', seconded_no: '2', opened_at: noon - 1, until_at: noon + 600_000, ended_by: null, ended_at: null, ended_why: null, review_due_at: null, reviewed_by: null, reviewed_at: null, review_words: null,
    }).execute();
    await trx.insertInto('emergency_camera').values({ emergency: 'e1', place_no: 1, camera: gateCamera, owner: house, grant_id: 'g-emergency' as never, stopped_at: null, stopped_by: null }).execute();
  });
  const permit = { effect: 'permit' as const, holdsUntil: noon + 9, why: [], obligations: { maxHeight: 1, maxFps: 1, audio: false, masks: [], watermark: true, store: 'none' as const }, grant: 'g-emergency' as never };
  await at.trail.decided({ viewing: id<ViewingId>('v3'), at: noon, as: 'officer', ask: liveAsk, route: 'R4', decision: permit, release: 'r1.2' });
  for (const [viewing, route] of [['v1', 'R3'], ['v2', 'R1']] as const) await at.trail.decided({ viewing: id<ViewingId>(viewing), at: noon, as: 'officer', ask: liveAsk, route, decision: permit });
  expect((await store.read.selectFrom('viewing').select(['id', 'emergency', 'request']).orderBy('id').execute())).toEqual([{ id: 'v1', emergency: 'e1', request: null }, { id: 'v2', emergency: null, request: null }, { id: 'v3', emergency: null, request: 'r1' }]);
});
