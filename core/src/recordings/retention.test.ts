import { expect, it } from 'vitest';
import { days } from '../domain/time.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import type { Disk } from './disk.ts';
import { feed, gateCamera, record, recordingPlace, type RecordingPlace } from './footage.fixture.ts';
import { Retention } from './retention.ts';

function retention(place: RecordingPlace, { disk = place.disk, short = 0, held = false }: { readonly disk?: Pick<Disk, 'remove'>; readonly short?: number; readonly held?: boolean } = {}): Retention {
  return new Retention({ store: place.store, audit: place.log, disk: disk as Disk, disks: { short: short > 0 ? new Map([['main', short]]) : new Map<string, number>(), reachable: ['main'] }, clock: place.clock, log: silentLog, maxBytes: undefined, isHeld: () => held });
}
async function kept(place: RecordingPlace): Promise<number[]> {
  return (await place.store.read.selectFrom('segment').select('garbage').orderBy('from_at').execute()).map(({ garbage }) => garbage);
}

it('deletes old files, their rows and empty folders, and names their hashes in the log', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  await place.clock.advance(days(7) + 12_000);
  await retention(place).run();
  expect(await kept(place)).toEqual([0, 0]);
  expect(await place.disk.list('gate/2026-11-21')).toEqual(['02']);
  const [entry] = await place.log.entriesFor(gateCamera, { limit: 1, types: ['purge'] });
  expect(entry?.body).toMatchObject({ why: ['days'], sha256: [place.written[0]?.sha256] });
});

it('deletes at once when what was recorded passes the camera\'s share', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  const keeping = retention(place);
  await keeping.run();
  const total = place.written.reduce((sum, { bytes }) => sum + bytes, 0);
  await place.store.write((trx) => trx.updateTable('camera').set({ record_bytes: total - 1 }).execute());
  await keeping.run();
  expect(await kept(place)).toHaveLength(2);
  const left = keeping.bytesOf(gateCamera) ?? 0;
  expect(left).toBe(total - (place.written[0]?.bytes ?? 0));
  // What is new needs the room of one old file.
  await keeping.added([{ camera: gateCamera, from: 1, to: 2, bytes: total - left, sha256: '' }]);
  expect(await kept(place)).toHaveLength(1);
});

it('deletes nothing of what is recorded now for the sake of files on a disk that is gone', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  const total = place.written.reduce((sum, { bytes }) => sum + bytes, 0);
  await place.store.write(async (trx) => {
    await trx.updateTable('camera').set({ record_bytes: total }).execute();
    await trx.insertInto('segment').values({ camera: gateCamera, from_at: 1, to_at: 2, path: 'usb1:gate/1.mp4', bytes: total, sha256: '0'.repeat(64), garbage: 0 }).execute();
  });
  const reachable = ['main', 'usb1'];
  const keeping = new Retention({ store: place.store, audit: place.log, disk: place.disk, disks: { short: new Map(), get reachable() { return [...reachable]; } }, clock: place.clock, log: silentLog, maxBytes: total, isHeld: () => true });
  await keeping.run();
  // It goes between two looks.
  reachable.pop();
  await keeping.added([{ camera: gateCamera, from: 1, to: 2, bytes: 0, sha256: '' }]);
  expect(keeping.bytesOf(gateCamera)).toBe(total);
  const after = new Retention({ store: place.store, audit: place.log, disk: place.disk, disks: { short: new Map(), reachable: ['main'] }, clock: place.clock, log: silentLog, maxBytes: total, isHeld: () => false });
  await after.run();
  expect(await kept(place)).toEqual([0, 0, 0, 0]);
});

it('leaves what is being read', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  await place.clock.advance(days(30));
  await retention(place, { held: true }).run();
  expect(await kept(place)).toHaveLength(2);
});

it('goes on later with a file that could not be deleted; its row is out of use meanwhile', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  await place.clock.advance(days(30));
  await retention(place, { disk: { remove: async () => { throw new Error('read-only'); } } }).run();
  expect(await kept(place)).toEqual([1, 1]);
  await retention(place).run();
  expect(await kept(place)).toEqual([]);
  expect(await place.disk.list('.')).toEqual([]);
  expect(await place.log.entriesFor(gateCamera, { limit: 9, types: ['purge'] })).toHaveLength(1);
});
