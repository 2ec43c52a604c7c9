import { describe, expect, it } from 'vitest';
import { eachTime, noon } from '../consent/test/gate.fixture.ts';
import { an, gateCamera, house, lan, storedHouse, yardCamera, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import { days, minutes } from '../domain/time.ts';
import { askRows, officerAskRows } from '../http/ledger-rows.ts';
import { recorded, room } from './access-room.fixture.ts';
import { readAsk } from './ask-json.ts';

const clips = { ...eachTime, what: { ...eachTime.what, cameras: [gateCamera, yardCamera], actions: ['live' as const, 'clip' as const] }, when: { ...eachTime.when, footage: { lookbackMs: days(2) } } };
const footage = [noon - minutes(60), noon - minutes(30)] as const;
const wish = { action: 'clip' as const, footage };
async function scene(at: StoredHouse) {
  await recorded(at, gateCamera, [[footage[0], footage[1], 1_000]]);
  const made = await room(at, clips);
  return { ...made, held: async () => (await made.holds.ofOwners([house])).map(({ camera, from_at, to_at, until, bytes }) => ({ camera, from_at, to_at, until, bytes })) };
}

describe('footage that is asked for', () => {
  it('is held from the moment of the ask, for seven days at most; a live ask holds nothing', async () => {
    await using at = await storedHouse();
    const { make, held, asks } = await scene(at);
    await make(wish);
    await make({ camera: yardCamera });
    expect(await held()).toEqual([{ camera: gateCamera, from_at: footage[0], to_at: footage[1], until: noon + days(7), bytes: 1_000 }]);
    expect((await askRows(at.place.store, await asks.ofOwners([house]), 'UTC')).map(({ camera, hold }) => `${camera} ${hold}`).toSorted()).toEqual([`${gateCamera} held`, `${yardCamera} null`]);
  });

  it('is free again after a no, after silence and when the ask is withdrawn', async () => {
    for (const end of ['declined', 'lapsed', 'withdrawn']) {
      await using at = await storedHouse();
      const { make, held, asks } = await scene(at);
      const { id: ask } = await make(wish);
      const before = (await held()).length;
      if (end === 'declined') await asks.decide(ask, [house], lan, 'declined');
      if (end === 'withdrawn') await asks.withdraw(ask, an);
      at.clock.set(noon + minutes(30));
      if (end === 'lapsed') await asks.lapse();
      expect([end, before, await held()]).toEqual([end, 1, []]);
    }
  });

  it('stays after a yes until the clip is made, or until the yes is over unused', async () => {
    await using at = await storedHouse();
    const { make, held, asks } = await scene(at);
    const { id: ask, body } = await make(wish);
    await asks.decide(ask, [house], lan, 'approved');
    await asks.releaseHolds();
    expect([(await held()).length, await at.admits(readAsk(body))]).toEqual([1, 'permit']);
    at.clock.set(noon + minutes(40));
    await asks.releaseHolds();
    expect((await held()).length).toBe(1);
    const delivered = async (id: string, to: number): Promise<unknown> => at.place.store.write((trx) => trx.insertInto('export_job').values({ id, camera: gateCamera, owner: house, person: an, from_at: footage[0], to_at: to, format: 'mp4', status: 'done', progress: 1, files: '[]', error: null, viewing: null, created_at: noon + 1, done_at: noon + 2 }).execute());
    await delivered('another clip', footage[1] - 1);
    await asks.releaseHolds();
    expect((await held()).length).toBe(1);
    await delivered('this one', footage[1]);
    await asks.releaseHolds();
    expect(await held()).toEqual([]);
    at.clock.set(noon + minutes(60));
    const { id: unused } = await make(wish);
    await asks.decide(unused, [house], lan, 'approved');
    at.clock.set(noon + minutes(90) - 1);
    await asks.releaseHolds();
    const last = (await held()).length;
    at.clock.set(noon + minutes(90));
    await asks.releaseHolds();
    expect([last, await held()]).toEqual([1, []]);
  });

  it('stays while its bag is made, and goes when whoever asked fetched it', async () => {
    await using at = await storedHouse();
    const { make, held, asks } = await scene(at);
    const { id: ask, body } = await make(wish);
    await asks.decide(ask, [house], lan, 'approved');
    expect(await at.admits(readAsk(body))).toBe('permit');
    const { store } = at.place;
    const { id: viewing } = await store.read.selectFrom('viewing').select('id').where('ask', '=', ask).executeTakeFirstOrThrow();
    const bag = 'EV-2026-000001';
    await store.write(async (trx) => {
      await trx.insertInto('evidence_bag').values({ id: bag, status: 'done', progress: 1, person: an, route: 'R2', unit: null, unit_name: null, officer_no: null, purpose: null, case_no: null, ask, request: null, originals: 'with-owner', receiver: null, sha256: null, bytes: 1, stamped: 'none', receipt: null, unwrapped_at: null, error: null, created_at: noon, done_at: noon }).execute();
      await trx.insertInto('evidence_piece').values({ bag, n: 1, camera: gateCamera, owner: house, from_at: footage[0], to_at: footage[1], viewing, outcome: 'footage' }).execute();
    });
    const custody = async (n: number, event: string, person: typeof an | null): Promise<number> => {
      await store.write((trx) => trx.insertInto('custody_event').values({ bag, n, at: noon, event, person, body: '{}', jws: '' }).execute());
      await asks.releaseHolds();
      return (await held()).length;
    };
    // Made by the hub, looked at by the house, fetched by her.
    expect([await custody(1, 'create', null), await custody(2, 'copy', lan), await custody(3, 'copy', an)]).toEqual([1, 1, 0]);
  });

  it('is two hours at most: a longer interval is not asked for, and holds nothing', async () => {
    await using at = await storedHouse();
    const { make, held, asks } = await scene(at);
    const code = (span: number): Promise<string> => make({ action: 'clip', footage: [noon - span, noon] }).then(() => 'done', (failure: { readonly code: string }) => failure.code);
    const tooLong = await code(minutes(120) + 1);
    expect([tooLong, (await asks.ofPerson(an)).length, await held(), await code(minutes(120))]).toEqual(['export-too-long', 0, [], 'done']);
  });

  it('over quota is not held; the ask still goes, and only the owner is told', async () => {
    await using at = await storedHouse();
    const { make, held, asks } = await scene(at);
    await at.place.store.write((trx) => trx.updateTable('camera').set({ record_bytes: 1 }).execute());
    await make(wish);
    const rows = await asks.ofOwners([house]);
    expect([await held(), (await askRows(at.place.store, rows, 'UTC'))[0]?.hold]).toEqual([[], 'no-room']);
  });

  it('looks the same to whoever asked, held or not: no field of it leaves', async () => {
    const seen = await Promise.all([1e9, 1].map(async (bytes) => {
      await using at = await storedHouse();
      const { make, asks } = await scene(at);
      await at.place.store.write((trx) => trx.updateTable('camera').set({ record_bytes: bytes }).execute());
      await make(wish);
      return (await officerAskRows(at.place.store, await asks.ofPerson(an), 'UTC', at.clock.now())).map(({ id: _, ...row }) => row);
    }));
    expect(seen[0]).toEqual(seen[1]);
    expect(Object.keys(seen[0]?.[0] ?? {}).filter((key) => /hold|held/i.test(key))).toEqual([]);
  });

  it('is not held when the ask is not written', async () => {
    await using at = await storedHouse();
    const { make, held } = await scene(at);
    at.log.isBroken = true;
    await expect(make(wish)).rejects.toThrow();
    expect(await held()).toEqual([]);
  });
});
