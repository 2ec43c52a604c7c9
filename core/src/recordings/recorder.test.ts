import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decode } from '../media/clips.fixture.ts';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { HubError } from '../sdk/errors.ts';
import type { Disk } from './disk.ts';
import { feed, gateCamera, morning, play, record, recordingPlace } from './footage.fixture.ts';

it('writes files of about ten seconds, cut at key pictures, that play by themselves and follow each other without a gap', async () => {
  await using place = await recordingPlace();
  await record(place, feed(25));
  const rows = await place.store.read.selectFrom('segment').selectAll().orderBy('from_at').execute();
  expect(rows.map(({ path, from_at, to_at }) => [path, from_at - morning, to_at - morning])).toEqual([
    [`gate/2026-11-21/01/${morning}.mp4`, 0, 10_000], [`gate/2026-11-21/02/${morning + 10_000}.mp4`, 10_000, 20_000], [`gate/2026-11-21/02/${morning + 20_000}.mp4`, 20_000, 25_000],
  ]);
  for (const [i, { path, bytes, sha256 }] of rows.entries()) {
    const file = await readFile(join(place.recordings, path));
    expect({ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex'), mode: (await stat(join(place.recordings, path))).mode & 0o777 }).toEqual({ bytes, sha256, mode: 0o600 });
    const { errors, frames } = decode(file);
    expect({ errors, frames: frames.length, first: frames[0]?.ticks }).toEqual({ errors: '', frames: i < 2 ? 250 : 125, first: 0 });
  }
  const entries = await place.log.entriesFor(gateCamera, { limit: 10, types: ['segment.closed'] });
  expect(entries.map(({ body }) => (body as { sha256: string }).sha256)).toEqual(rows.map(({ sha256 }) => sha256).toReversed());
});

it('keeps the sound, also where it comes a little before its picture', async () => {
  await using place = await recordingPlace();
  await record(place, feed(12, morning, { sound: true }));
  expect(place.written).toHaveLength(2);
  const frames = await Promise.all(place.written.map(async ({ path }) => decode(await place.disk.read(path))));
  expect(frames.map(({ errors }) => errors)).toEqual(['', '']);
  const sounds = frames.flatMap((file) => file.frames.filter(({ stream }) => stream === 1)).length;
  // 12 s hold 562 frames of sound; the last tenth of a second is still being gathered at the end.
  expect(sounds).toBeGreaterThan(550);
});

it('begins a new file after a silence, a clock that was set, and new parameters', async () => {
  await using place = await recordingPlace();
  const { recorder } = place.recorder();
  const first = feed(4);
  const later = first.fragments.map((fragment) => ({ ...fragment, at: fragment.at + 60_000, decodeTicks: fragment.decodeTicks + 4 * 90_000 }));
  play(recorder, { format: first.format, fragments: [...first.fragments, ...later] });
  play(recorder, feed(3, morning + 70_000, { size: '320x180' }));
  recorder.waiting();
  play(recorder, feed(2, morning + 80_000));
  await recorder.close();
  expect(place.written.map(({ from, to }) => [from - morning, to - morning])).toEqual([[0, 4_000], [60_000, 64_000], [70_000, 73_000], [80_000, 82_000]]);
});

it('writes parts of at most a second, so that a sudden stop loses no more', async () => {
  await using place = await recordingPlace();
  const writes: number[] = [];
  const disk: Disk = wrapped(place.disk, (bytes) => { writes.push(mapFmp4(bytes).fragments.length); });
  const { recorder } = place.recorder(disk);
  play(recorder, feed(10));
  await recorder.close();
  expect(Math.max(...writes)).toBeLessThanOrEqual(25);
  expect(writes.reduce((sum, count) => sum + count, 0)).toBe(250);
});

it('writes a part of a slow camera before the picture that would make it too long is over', async () => {
  await using place = await recordingPlace();
  const writes: number[] = [];
  const { recorder } = place.recorder(wrapped(place.disk, (bytes) => { writes.push(mapFmp4(bytes).fragments.length); }));
  const { format, fragments } = feed(4);
  // Five pictures a second.
  play(recorder, { format, fragments: fragments.map((fragment, n) => ({ ...fragment, at: morning + n * 200, decodeTicks: n * 18_000, duration: 18_000 })) });
  await recorder.close();
  expect(Math.max(...writes)).toBe(4);
  expect(writes.reduce((sum, count) => sum + count, 0)).toBe(100);
});

it('begins a file after one that failed with nothing of what was gathered for that one', async () => {
  await using place = await recordingPlace();
  let left = 2;
  const { recorder } = place.recorder(wrapped(place.disk, () => {
    if ((left -= 1) === 0) throw new Error('EIO');
  }));
  const { format, fragments } = feed(80);
  recorder.format(format);
  for (const fragment of fragments.slice(0, 30)) recorder.fragment(fragment);
  // The disk fails in the middle of a part.
  await waitFor(() => recorder.queuedBytes === 0 && left <= 0);
  await recorder.drained();
  await place.clock.advance(40_000);
  for (const fragment of fragments.slice(1_000)) recorder.fragment(fragment);
  await recorder.close();
  const files = await Promise.all(place.written.map(async ({ path, from }) => ({ from: from - morning, ...decode(await place.disk.read(path)) })));
  expect(files.map(({ from, errors, frames }) => [from, errors, frames.length])).toEqual([40_000, 50_000, 60_000, 70_000].map((from) => [from, '', 250]));
});

it('skips to a later key picture when the disk is too slow, counts what it left out, and never holds more than its queue', async () => {
  await using place = await recordingPlace();
  let release = (): void => {};
  const stuck = new Promise<void>((resolve) => { release = resolve; });
  const { recorder } = place.recorder(wrapped(place.disk, () => stuck));
  const { format, fragments } = feed(10);
  const heavy = fragments.map((fragment) => ({ ...fragment, bytes: Buffer.concat([fragment.bytes, Buffer.alloc(200_000)]) }));
  play(recorder, { format, fragments: heavy });
  expect(recorder.dropped).toBeGreaterThan(100);
  release();
  await place.clock.advance(0);
  await place.journal.settled();
  await recorder.close();
  const before = recorder.dropped;
  play(recorder, feed(2, morning + 20_000));
  await recorder.close();
  expect(recorder.dropped).toBe(before);
  expect(place.written.map(({ from }) => from - morning)).toEqual([0, 20_000]);
});

it('pauses when the disk is full while the stream goes on, keeps what is whole, says it once, and tries again after 30 seconds', async () => {
  await using place = await recordingPlace();
  let left = 4;
  const { recorder, guard } = place.recorder(wrapped(place.disk, () => {
    if ((left -= 1) < 0) throw new HubError('disk-full', 'There is no room.');
  }));
  const { format, fragments } = feed(40);
  recorder.format(format);
  for (const fragment of fragments.slice(0, 200)) recorder.fragment(fragment);
  await place.clock.advance(0);
  await waitFor(() => guard.isLow);
  for (const fragment of fragments.slice(200, 500)) recorder.fragment(fragment);
  expect(recorder.state).toMatchObject({ status: 'paused', error: { code: 'disk-full' } });
  await guard.check();
  expect(guard.isLow).toBe(true);
  left = Infinity;
  await place.clock.advance(30_000);
  await guard.check();
  for (const fragment of fragments.slice(500)) recorder.fragment(fragment);
  expect(recorder.state).toEqual({ status: 'recording' });
  await recorder.close();
  expect(place.written.map(({ from, to }) => [from - morning, to - morning])).toEqual([[0, expect.closeTo(3_000, -3)], [20_000, 30_000], [30_000, 40_000]]);
  const [kept] = place.written;
  const file = await place.disk.read(kept?.path ?? '');
  expect(createHash('sha256').update(file).digest('hex')).toBe(kept?.sha256);
  expect(decode(file).errors).toBe('');
  expect(place.lows).toHaveLength(1);
});

/** The same disk, with something that happens before each write. */
function wrapped(disk: Disk, before: (bytes: Uint8Array) => void | Promise<void>): Disk {
  return {
    read: (path) => disk.read(path), cut: (path, bytes) => disk.cut(path, bytes), remove: (path) => disk.remove(path), list: (folder) => disk.list(folder), room: () => disk.room(),
    create: async (path) => {
      const file = await disk.create(path);
      return {
        write: async (bytes) => {
          await before(bytes);
          await file.write(bytes);
        },
        sync: () => file.sync(), cut: (bytes) => file.cut(bytes), close: () => file.close(),
      };
    },
  };
}
async function waitFor(is: () => boolean): Promise<void> {
  // Real disk: as long as the test's own limit lets it take, on a busy machine too.
  while (!is()) await new Promise((resolve) => { setTimeout(resolve, 1); });
}
