import { expect, it } from 'vitest';
import { auditPlace, type AuditPlace } from '../audit/testing/audit-place.fixture.ts';
import { id, type CameraId, type OwnerId } from '../domain/ids.ts';
import { hours, minutes, seconds } from '../domain/time.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { MotionLog } from './motion-log.ts';

const gate = id<CameraId>('gate');
async function scene(): Promise<AuditPlace & { readonly clock: FakeClock; readonly told: string[]; readonly closes: { at: number }; readonly motions: MotionLog; readonly rows: () => Promise<(readonly [number, number | null])[]> }> {
  const place = await auditPlace();
  await place.store.write(async (trx) => {
    await trx.insertInto('owner').values({ id: id<OwnerId>('house'), kind: 'household', name: 'Nhà', created_at: 1 }).execute();
    await trx.insertInto('camera').values({ id: gate, owner: id<OwnerId>('house'), name: 'Cổng', place: '', direction: null, provider: 'onvif', native_id: 'n1', maker: null, model: null, device_uri: null, snapshot_uri: null, sources: '[]', clock_offset_ms: null, confirmed_at: 1, recording: 'continuous', record_days: 7, record_bytes: 1e9, created_at: 1, removed_at: null }).execute();
  });
  const clock = new FakeClock(0);
  const told: string[] = [];
  const closes = { at: Infinity };
  const motions = new MotionLog({ store: place.store, clock, timers: clock, log: silentLog, recordedUntil: () => closes.at, began: (_, at) => told.push(`began ${at / 1_000}`), ended: (_, at) => told.push(`ended ${at / 1_000}`) });
  const rows = async (): Promise<(readonly [number, number | null])[]> => {
    await motions.settled();
    return (await place.store.read.selectFrom('camera_event').selectAll().orderBy('id').execute()).map(({ from_at, to_at }) => [from_at / 1_000, to_at === null ? null : to_at / 1_000] as const);
  };
  return Object.assign(place, { clock, told, motions, rows, closes });
}

it('takes what comes again within ten seconds for the same motion, and writes down when it began and ended', async () => {
  await using hub = await scene();
  hub.motions.heard(gate, true);
  await hub.clock.advance(seconds(5));
  hub.motions.heard(gate, false);
  await hub.clock.advance(seconds(9));
  hub.motions.heard(gate, true);
  await hub.clock.advance(seconds(3));
  expect(await hub.rows()).toEqual([[0, null]]);
  hub.motions.heard(gate, false);
  await hub.clock.advance(seconds(11));
  hub.motions.heard(gate, undefined);
  await hub.clock.advance(seconds(10));
  expect([await hub.rows(), hub.told, hub.clock.pending]).toEqual([[[0, 17], [28, 28]], ['began 0', 'ended 17', 'began 28', 'ended 28'], 0]);
});

it('a word that it is over, of what nobody heard begin, is nothing', async () => {
  await using hub = await scene();
  hub.motions.heard(gate, false);
  expect([await hub.rows(), hub.told]).toEqual([[], []]);
});

it('ends what lasts when the camera is not heard any more, when the hub stops, and after an hour of a camera that never says so', async () => {
  await using hub = await scene();
  hub.motions.heard(gate, true);
  await hub.clock.advance(seconds(4));
  hub.motions.silent(gate);
  await hub.clock.advance(seconds(20));
  hub.motions.heard(gate, true);
  await hub.clock.advance(hours(2));
  hub.motions.heard(gate, true);
  await hub.clock.advance(seconds(3));
  await hub.motions.close();
  expect(await hub.rows()).toEqual([[0, 4], [24, 3_624], [7_224, 7_227]]);
});

it('keeps a bounded number of rows however often a tree moves', async () => {
  await using hub = await scene();
  for (let second = 0; second < 1_200; second += 12) {
    hub.motions.heard(gate, undefined);
    await hub.clock.advance(seconds(12));
  }
  const rows = await hub.rows();
  // Sixty by themselves; what follows within a minute of each other is one.
  expect([rows.length >= 60, rows.length <= 62]).toEqual([true, true]);
});

it('closes what a sudden stop left open, at most an hour long', async () => {
  await using hub = await scene();
  await hub.store.write((trx) => trx.insertInto('camera_event').values([{ camera: gate, kind: 'motion', from_at: 0, to_at: null }, { camera: gate, kind: 'motion', from_at: hours(2) - minutes(1), to_at: null }, { camera: gate, kind: 'motion', from_at: hours(3), to_at: null }]).execute());
  await hub.motions.open(hours(2));
  expect(await hub.rows()).toEqual([[0, 3_600], [7_140, 7_200], [10_800, 10_800]]);
});

it('of what moves on when the hours of recording are over, says nothing of later', async () => {
  await using hub = await scene();
  hub.closes.at = minutes(5);
  await hub.clock.advance(minutes(4));
  hub.motions.heard(gate, true);
  await hub.clock.advance(minutes(30));
  // The camera says only now that it is over.
  hub.motions.end(gate);
  expect([await hub.rows(), hub.told, hub.clock.pending]).toEqual([[[240, 300]], ['began 240', 'ended 300'], 0]);
});

it('hours that are changed meanwhile end it too', async () => {
  await using hub = await scene();
  hub.motions.heard(gate, true);
  await hub.clock.advance(minutes(4));
  hub.closes.at = minutes(2);
  hub.motions.end(gate);
  expect(await hub.rows()).toEqual([[0, 120]]);
});
