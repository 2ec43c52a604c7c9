import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decode } from '../media/clips.fixture.ts';
import { feed, gateCamera, morning, record, recordingPlace } from './footage.fixture.ts';
import { decodeGroups, encodeGroups, GroupIndex, groupsWithin, indexOfFile } from './group-index.ts';
import { SegmentRows } from './segment-table.ts';

it('is written with the file and says the same as the file itself', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12, morning, { sound: true }));
  const rows = await new SegmentRows(place.store).touching(gateCamera, 0, 8e15);
  const index = new GroupIndex(place.store, place.disk);
  for (const row of rows) {
    const file = await readFile(join(place.recordings, row.path));
    const kept = await index.of(row);
    expect(kept).toEqual(indexOfFile(file));
    expect(kept?.groups.at(-1)).toMatchObject({ bytes: file.length - (kept?.groups.at(-1)?.offset ?? 0) });
  }
  expect((await index.of(rows[0] ?? expect.fail()))?.groups.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000]);
  // The same bytes again for both files: kept once.
  expect(await place.store.read.selectFrom('media_init').select('id').execute()).toHaveLength(1);
});

it('lets a player read one group of pictures out of a file, and nothing else', async () => {
  await using place = await recordingPlace();
  await record(place, feed(5));
  const [row] = await new SegmentRows(place.store).touching(gateCamera, 0, 8e15);
  const index = new GroupIndex(place.store, place.disk);
  const { init, groups } = (row && await index.of(row)) ?? expect.fail();
  const chosen = groupsWithin(groups, 2_300, 2_900);
  expect(chosen).toEqual([groups[2]]);
  const { errors, frames } = decode(Buffer.concat([init, await index.read(row?.path ?? '', chosen)]));
  expect({ errors, frames: frames.length }).toEqual({ errors: '', frames: 25 });
});

it('reads rows from before it was kept out of their file', async () => {
  await using place = await recordingPlace();
  await record(place, feed(3));
  const [row] = await new SegmentRows(place.store).touching(gateCamera, 0, 8e15);
  const index = new GroupIndex(place.store, place.disk);
  const before = row && await index.of(row);
  await place.store.write((trx) => trx.updateTable('segment').set({ groups: null, init: null }).execute());
  expect(before).toBeDefined();
  expect(row && await index.of(row)).toEqual(before);
});

it.each([[[]], [[{ atMs: 0, offset: 700, bytes: 1 }]], [[{ atMs: 0, offset: 700, bytes: 200_000 }, { atMs: 2_000, offset: 200_700, bytes: 5_000_000_000 }, { atMs: 240_000, offset: 5_000_200_700, bytes: 127 }]]])('keeps %j as it is', (groups) => {
  expect(decodeGroups(encodeGroups(groups))).toEqual(groups);
});
it.each([['another format', [2, 1]], ['nothing', []], ['half a number', [1, 0x80]], ['a group without bytes', [1, 1, 5]], ['a number without end', [1, ...Array.from({ length: 12 }, () => 0xff)]]])('does not believe %s', (_, bytes) => {
  expect(decodeGroups(Uint8Array.from(bytes)) ?? []).toEqual([]);
});

it('runs tell where a gap is, also across what was found after a sudden stop', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  await record(place, feed(2, morning + 60_000));
  const runs = async () => (await place.store.read.selectFrom('segment').select(['run_from', 'run_offset']).orderBy('from_at').execute()).map(({ run_from, run_offset }) => [(run_from ?? 0) - morning, run_offset]);
  expect(await runs()).toEqual([[0, 0], [0, 1], [0, 2], [60_000, 0]]);
});
