import { expect, it } from 'vitest';
import type { AuditLog } from '../audit/audit-log.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { hours } from '../domain/time.ts';
import type { StreamConsumer } from '../streams/live-stream.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import type { Disk } from './disk.ts';
import { feed, gateCamera, morning, play, record, recordingPlace, type RecordingPlace } from './footage.fixture.ts';
import { Recordings } from './recordings.ts';
import { SegmentJournal } from './segment-journal.ts';

/** Streams that say what a test says, and remember who listens. */
class FakeStreams {
  readonly seats = new Map<CameraId, Set<StreamConsumer>>();
  of(camera: CameraId): { join(consumer: StreamConsumer): Disposable } {
    const seats = this.seats.get(camera) ?? new Set();
    this.seats.set(camera, seats);
    return {
      join: (consumer) => {
        seats.add(consumer);
        return { [Symbol.dispose]: () => void seats.delete(consumer) };
      },
    };
  }
  listeners(camera: CameraId): number {
    return this.seats.get(camera)?.size ?? 0;
  }
}
function open(place: RecordingPlace, streams: FakeStreams, disk: Disk = place.disk, keepFreeBytes = 0): Recordings {
  return new Recordings({ store: place.store, audit: place.log, streams, disk, rule: { keepFreeBytes, keepFreePercent: 0, maxBytes: undefined }, clock: place.clock, timers: place.clock, log: silentLog, diskLow: (fact) => { place.lows.push(fact); } });
}

it('records the cameras that are to be recorded, and stops with them', async () => {
  await using place = await recordingPlace();
  const streams = new FakeStreams();
  const recordings = open(place, streams);
  await recordings.start();
  const yard = id<CameraId>('yard');
  recordings.follow([{ id: gateCamera, recording: 'continuous' }, { id: yard, recording: 'off' }]);
  recordings.follow([{ id: gateCamera, recording: 'continuous' }, { id: yard, recording: 'off' }]);
  expect([streams.listeners(gateCamera), streams.listeners(yard), recordings.state(gateCamera), recordings.state(yard)]).toEqual([1, 0, { status: 'waiting' }, undefined]);
  for (const consumer of streams.seats.get(gateCamera) ?? []) play(consumer, feed(4));
  expect(recordings.state(gateCamera)).toEqual({ status: 'recording' });
  recordings.follow([{ id: gateCamera, recording: 'off' }]);
  expect(streams.listeners(gateCamera)).toBe(0);
  await recordings.close();
  expect(await recordings.footage.spans(gateCamera, 0, 8e15)).toEqual([{ from: morning, to: morning + 4_000 }]);
});

it('keeps nothing of a camera that was removed, not even what it was filming, nor what an earlier stop left', async () => {
  await using place = await recordingPlace();
  const streams = new FakeStreams();
  const recordings = open(place, streams);
  await recordings.start();
  recordings.follow([{ id: gateCamera, recording: 'continuous' }]);
  for (const consumer of streams.seats.get(gateCamera) ?? []) play(consumer, feed(12));
  await place.store.write((trx) => trx.updateTable('camera').set({ removed_at: place.clock.now() }).execute());
  await recordings.forget(gateCamera);
  expect([streams.listeners(gateCamera), await place.disk.list('.')]).toEqual([0, []]);
  expect(await place.store.read.selectFrom('segment').select('id').execute()).toEqual([]);
  const [entry] = await place.log.entriesFor(gateCamera, { limit: 9, types: ['purge'] });
  expect(entry?.body).toMatchObject({ what: 'segments', why: ['removed'] });
  await recordings.close();
  await record(place, feed(3));
  const again = open(place, new FakeStreams());
  await again.start();
  expect(await place.disk.list('.')).toEqual([]);
  await again.close();
});

it('closes and enters the open file when the hub stops', async () => {
  await using place = await recordingPlace();
  const streams = new FakeStreams();
  const recordings = open(place, streams);
  await recordings.start();
  recordings.follow([{ id: gateCamera, recording: 'continuous' }]);
  for (const consumer of streams.seats.get(gateCamera) ?? []) play(consumer, feed(3));
  await recordings.close();
  expect((await recordings.footage.segmentsIn(gateCamera, 0, 8e15)).length).toBe(1);
  expect(place.clock.pending).toBe(0);
});

it('pauses while the disk has less room than it must, says so once, frees what it may, and goes on', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  await place.clock.advance(hours(24) + 11_000);
  let free = 50;
  const disk: Disk = { create: (path) => place.disk.create(path), read: (path) => place.disk.read(path), cut: (path, bytes) => place.disk.cut(path, bytes), list: (folder) => place.disk.list(folder), room: async () => ({ free, total: 1_000 }), remove: (path) => place.disk.remove(path) };
  const recordings = open(place, new FakeStreams(), disk, 100);
  await recordings.start();
  recordings.follow([{ id: gateCamera, recording: 'continuous' }]);
  // What is older than a day went; the rest stays whatever the disk says.
  expect((await recordings.footage.segmentsIn(gateCamera, 0, 8e15)).map(({ from }) => from - morning)).toEqual([10_000]);
  expect(recordings.state(gateCamera)).toMatchObject({ status: 'paused', error: { code: 'disk-full' } });
  expect(place.lows.map((low) => low.free)).toEqual([50]);
  free = 500;
  await recordings.checkDisk();
  expect(recordings.state(gateCamera)).toEqual({ status: 'waiting' });
  await recordings.close();
});

it('enters files that closed together in one transaction, and tries again what could not be entered', async () => {
  await using place = await recordingPlace();
  let isBroken = true;
  let writes = 0;
  const audit: Pick<AuditLog, 'append'> = { append: async (trx, fact) => { if (isBroken) throw new Error('no'); return place.log.append(trx, fact); } };
  const store = { ...place.store, write: async (work: never) => { writes += 1; return place.store.write(work); } } as typeof place.store;
  const journal = new SegmentJournal({ store, audit, clock: place.clock, log: silentLog, written: () => {} });
  const sha256 = 'a'.repeat(64);
  for (const n of [0, 1, 2]) journal.add({ camera: gateCamera, from: morning + n, to: morning + n + 1, path: `gate/${n}.mp4`, bytes: 1, sha256 });
  await journal.settled();
  isBroken = false;
  journal.retry();
  await journal.settled();
  const rows = await place.store.read.selectFrom('segment').select('path').orderBy('from_at').execute();
  expect([writes, rows.map(({ path }) => path)]).toEqual([2, ['gate/0.mp4', 'gate/1.mp4', 'gate/2.mp4']]);
});
