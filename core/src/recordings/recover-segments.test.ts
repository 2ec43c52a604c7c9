import { createHash } from 'node:crypto';
import { open, readFile, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hours } from '../domain/time.ts';
import { decode } from '../media/clips.fixture.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { feed, gateCamera, morning, record, recordingPlace, type RecordingPlace } from './footage.fixture.ts';
import { recoverSegments, type Recovered } from './recover-segments.ts';

async function recover(place: RecordingPlace): Promise<Recovered> {
  return recoverSegments({ store: place.store, audit: place.log, disk: place.disk, clock: place.clock, log: silentLog });
}
async function rows(place: RecordingPlace): Promise<{ path: string; from_at: number; to_at: number; bytes: number; sha256: string }[]> {
  return place.store.read.selectFrom('segment').select(['path', 'from_at', 'to_at', 'bytes', 'sha256']).orderBy('from_at').execute();
}

it('finds nothing to mend after a proper stop', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12));
  expect(await recover(place)).toEqual({ adopted: 0, mended: 0, lost: 0, empty: 0 });
});

it('enters files that were written after the clock was set back by hours', async () => {
  await using place = await recordingPlace();
  await record(place, feed(5));
  await record(place, feed(5, morning - hours(5)));
  await place.store.write((trx) => trx.deleteFrom('segment').where('from_at', '<', morning).execute());
  const parts = { store: place.store, audit: place.log, disk: place.disk, clock: place.clock, log: silentLog };
  expect(await recoverSegments({ ...parts, alive: morning - hours(5) + 4_000 })).toEqual({ adopted: 1, mended: 0, lost: 0, empty: 0 });
  expect((await rows(place)).map(({ from_at }) => from_at - morning)).toEqual([-hours(5), 0]);
});

it('cuts a torn file to its last whole picture, and enters files that have no row', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  const [, second, third] = await rows(place);
  await place.store.write((trx) => trx.deleteFrom('segment').where('path', 'in', [second?.path ?? '', third?.path ?? '']).execute());
  // In the middle of a picture, 3 s before its end.
  const torn = join(place.recordings, third?.path ?? '');
  await truncate(torn, Math.floor((third?.bytes ?? 0) * 0.4));

  expect(await recover(place)).toEqual({ adopted: 2, mended: 1, lost: 0, empty: 0 });
  const after = await rows(place);
  expect(after[1]).toEqual(second);
  const file = await readFile(torn);
  const { errors, frames } = decode(file);
  expect({ errors, length: (after[2]?.to_at ?? 0) - (after[2]?.from_at ?? 0), bytes: after[2]?.bytes, sha256: after[2]?.sha256 }).toEqual({ errors: '', length: frames.length * 40, bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') });
  expect(frames.length).toBeGreaterThan(20);
  expect(frames.length).toBeLessThan(125);
  expect((await place.log.entriesFor(gateCamera, { limit: 10, types: ['segment.closed'] })).length).toBe(5);
  expect(await recover(place)).toEqual({ adopted: 0, mended: 0, lost: 0, empty: 0 });
});

it('forgets rows whose file is gone and says so in the log; deletes files without a picture', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  const [, second, third] = await rows(place);
  await unlink(join(place.recordings, second?.path ?? ''));
  await truncate(join(place.recordings, third?.path ?? ''), 500);
  await place.store.write((trx) => trx.deleteFrom('segment').where('path', '=', third?.path ?? '').execute());
  expect(await recover(place)).toEqual({ adopted: 0, mended: 0, lost: 1, empty: 1 });
  expect((await rows(place)).map(({ from_at }) => from_at - morning)).toEqual([0]);
  expect(await place.disk.list('gate/2026-11-21/02')).toEqual([]);
  expect((await place.log.entriesFor(gateCamera, { limit: 1, types: ['purge'] }))[0]?.body).toMatchObject({ why: ['file-missing'], count: 1, sha256: [second?.sha256] });
});

it('leaves alone what the recorder did not write, and folders of cameras it does not know', async () => {
  await using place = await recordingPlace();
  await record(place, feed(2));
  for (const path of ['gate/2026-11-21/01/note.txt', `gate/2026-11-21/01/${morning - 3_600_000}.mp4`]) await (await open(join(place.recordings, path), 'w')).close();
  await place.disk.create(`stranger/2026-11-21/01/${morning}.mp4`).then((file) => file.close());
  expect(await recover(place)).toEqual({ adopted: 0, mended: 0, lost: 0, empty: 0 });
  expect(await place.disk.list('gate/2026-11-21/01')).toContain('note.txt');
});
