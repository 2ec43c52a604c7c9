import { describe, expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { days, minutes } from '../domain/time.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { feed, gateCamera, house, morning, record, recordingPlace, type RecordingPlace } from './footage.fixture.ts';
import { holdQuota, Holds, type HoldRequest } from './holds.ts';
import { Retention } from './retention.ts';

function retention(place: RecordingPlace, short = 0): Retention {
  return new Retention({ store: place.store, audit: place.log, disk: place.disk, disks: { short: short > 0 ? new Map([['main', short]]) : new Map<string, number>(), reachable: ['main'] }, clock: place.clock, log: silentLog, maxBytes: undefined, isHeld: () => false });
}
const kept = async (place: RecordingPlace): Promise<number> => (await place.store.read.selectFrom('segment').select('id').execute()).length;
const types = async (place: RecordingPlace): Promise<string[]> => (await place.store.read.selectFrom('audit_entry').select('type').where('type', 'like', 'hold.%').orderBy('seq').execute()).map(({ type }) => type);
const first = (place: RecordingPlace, more: Partial<HoldRequest> = {}): HoldRequest => ({ camera: gateCamera, from: morning, to: morning + 1_000, reason: 'ask', ref: 'ask-1', until: place.clock.now() + days(7), ...more });
const holdsOf = (place: RecordingPlace, quota = holdQuota): Holds => new Holds(place.store, place.log, place.clock, quota);

describe('held footage', () => {
  it('is not deleted for its age, nor for the camera\'s share, nor on a full disk; what lies beside it is', async () => {
    await using place = await recordingPlace();
    await record(place, feed(25));
    expect(await kept(place)).toBe(3);
    await place.clock.advance(days(8));
    const holds = holdsOf(place);
    await place.store.write((trx) => holds.place(first(place), trx));
    const [held] = await place.store.read.selectFrom('segment').selectAll().orderBy('from_at').execute();
    await place.store.write((trx) => trx.updateTable('camera').set({ record_bytes: 0 }).execute());
    await retention(place, 10 ** 12).run();
    const left = await place.store.read.selectFrom('segment').selectAll().execute();
    expect(left).toEqual([held]);
    expect((await place.disk.read(held?.path ?? '')).length).toBe(held?.bytes);
    await place.store.write((trx) => holds.release({ reason: 'ask', ref: 'ask-1' }, trx));
    await retention(place).run();
    expect([await kept(place), await types(place)]).toEqual([0, ['hold.placed', 'hold.lifted']]);
  });

  it('that is laid between the plan and the deletion still stays', async () => {
    await using place = await recordingPlace();
    await record(place, feed(25));
    await place.clock.advance(days(30));
    const holds = holdsOf(place);
    // The write of the hold stands in line before the write that deletes.
    const laid = place.store.write((trx) => holds.place(first(place), trx));
    await Promise.all([retention(place).run(), laid]);
    expect(await kept(place)).toBe(1);
  });

  it('is free again after seven days at most, to the millisecond, and its end is written down', async () => {
    await using place = await recordingPlace();
    await record(place, feed(12));
    const holds = holdsOf(place);
    const at = place.clock.now();
    const placed = await place.store.write((trx) => holds.place(first(place, { until: at + days(400) }), trx));
    expect(placed).toMatchObject({ placed: true, until: at + days(7) });
    await place.store.write((trx) => trx.updateTable('camera').set({ record_days: 1 }).execute());
    place.clock.set(at + days(7) - 1);
    await retention(place).run();
    await holds.expire();
    expect([await kept(place), (await holds.ofCamera(gateCamera)).length]).toEqual([1, 1]);
    place.clock.set(at + days(7));
    await retention(place).run();
    await holds.expire();
    expect([await kept(place), await holds.ofOwners([house]), await types(place)]).toEqual([0, [], ['hold.placed', 'hold.lifted']]);
  });

  it('of a removed camera goes with it, unless a written request needs it', async () => {
    await using place = await recordingPlace();
    await record(place, feed(25));
    const holds = holdsOf(place);
    await place.store.write((trx) => holds.place(first(place, { to: morning + minutes(1) }), trx));
    await place.store.write((trx) => holds.place(first(place, { reason: 'written', ref: 'R4-1' }), trx));
    await place.store.write((trx) => trx.updateTable('camera').set({ removed_at: place.clock.now() }).execute());
    await retention(place).run();
    expect(await kept(place)).toBe(1);
  });
});

describe('a hold', () => {
  it('over the quota of its camera or of the hub, in number or bytes, is not laid, and nothing fails', async () => {
    await using place = await recordingPlace();
    await record(place, feed(12));
    const bytes = (await place.store.read.selectFrom('segment').select('bytes').executeTakeFirst())?.bytes ?? 0;
    const roomy = { cameraCount: 9, cameraBytes: 1e12, hubCount: 9, hubBytes: 1e12 };
    for (const [quota, room] of [[{ ...roomy, cameraCount: 1 }, 1], [{ ...roomy, hubCount: 2 }, 2], [{ ...roomy, cameraBytes: bytes * 3 }, 3], [{ ...roomy, hubBytes: bytes * 2 }, 2]] as const) {
      const holds = holdsOf(place, quota);
      const placed: boolean[] = [];
      for (let n = 0; n < 4; n += 1) placed.push((await place.store.write((trx) => holds.place(first(place, { ref: `r${n}` }), trx))).placed);
      expect(placed).toEqual([0, 1, 2, 3].map((n) => n < room));
      for (let n = 0; n < 4; n += 1) await place.store.write((trx) => holds.release({ reason: 'ask', ref: `r${n}` }, trx));
    }
    await place.store.write((trx) => trx.updateTable('camera').set({ record_bytes: bytes }).execute());
    expect((await place.store.write((trx) => holdsOf(place).place(first(place), trx))).placed).toBe(false);
  });

  it('laid again for the same request takes the place of the one before, and counts once', async () => {
    await using place = await recordingPlace();
    const holds = holdsOf(place, { ...holdQuota, cameraCount: 1 });
    for (const to of [1_000, 2_000]) expect((await place.store.write((trx) => holds.place(first(place, { to: morning + to }), trx))).placed).toBe(true);
    expect((await holds.ofCamera(gateCamera)).map(({ to_at }) => to_at)).toEqual([morning + 2_000]);
  });

  it('of nothing, or of no camera, is refused', async () => {
    await using place = await recordingPlace();
    const holds = holdsOf(place);
    for (const bad of [{ to: morning }, { from: Number.NaN }, { until: 0 }]) await expect(place.store.write((trx) => holds.place(first(place, bad), trx))).rejects.toMatchObject({ code: 'bad-request' });
    await expect(place.store.write((trx) => holds.place(first(place, { camera: id<CameraId>('none') }), trx))).rejects.toMatchObject({ code: 'not-found' });
    expect(await types(place)).toEqual([]);
  });
});
