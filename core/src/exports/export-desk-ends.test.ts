import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { days } from '../domain/time.ts';
import { house, lan, morning } from '../recordings/footage.fixture.ts';
import { codeOf, halfWay, jobOf, made } from './export-desk.fixture.ts';
import { an, byAn, byLan, exportPlace } from './export-place.fixture.ts';

it('stops at once, and keeps nothing, when consent ends half way', async () => {
  const { place, reached } = await halfWay();
  await using _ = place;
  await place.desk.start();
  const { id } = made(await place.desk.ask(byAn(), house));
  await reached;
  expect(await readdir(join(place.folder, id))).toEqual(['part-1.mp4']);
  await place.revoke();
  await place.desk.idle();
  const job = await jobOf(place.desk, id, an);
  expect([job?.status, job?.error, job?.files, await readdir(place.folder)]).toEqual(['failed', 'consent-ended', '[]', []]);
});

it('stops and keeps nothing when it is cancelled, also once it is done', async () => {
  const { place, reached, goOn } = await halfWay();
  await using _ = place;
  await place.desk.start();
  const first = made(await place.desk.ask(byLan(), house));
  await reached;
  const second = made(await place.desk.ask(byLan(), house));
  await place.desk.cancel(first.id, lan);
  goOn();
  await place.desk.idle();
  expect([(await jobOf(place.desk, first.id))?.status, (await jobOf(place.desk, second.id))?.status]).toEqual(['cancelled', 'done']);
  await place.desk.cancel(second.id, lan);
  expect(await codeOf(place.desk.file(second.id, 'part-1.mp4', lan))).toBe('not-found');
  expect([await readdir(place.folder), place.gate.open()]).toEqual([[], []]);
});

it('goes on after a restart, under a permit of its own', async () => {
  const { place, reached, goOn } = await halfWay();
  await using _ = place;
  await place.desk.start();
  const first = made(await place.desk.ask(byAn(), house));
  await reached;
  const second = made(await place.desk.ask(byLan(), house));
  const closing = place.desk.close();
  goOn();
  await closing;
  expect([(await jobOf(place.desk, first.id, an))?.status, place.gate.open()]).toEqual(['running', []]);
  const desk = place.restarted();
  await writeFile(join(place.folder, 'stray'), 'x');
  await desk.start();
  await desk.idle();
  const jobs = [await jobOf(desk, first.id, an), await jobOf(desk, second.id)];
  expect(jobs.map((job) => [job?.status, job?.viewing])).toEqual([['done', 'v3'], ['done', 'v4']]);
  expect(await readdir(place.folder)).toEqual([first.id, second.id]);
});

it('does not go on after a restart when the grant ended meanwhile', async () => {
  const { place, reached, goOn } = await halfWay();
  await using _ = place;
  await place.desk.start();
  const { id } = made(await place.desk.ask(byAn(), house));
  await reached;
  const closing = place.desk.close();
  goOn();
  await closing;
  await place.revoke();
  const desk = place.restarted();
  await desk.start();
  await desk.idle();
  const job = await jobOf(desk, id, an);
  expect([job?.status, job?.error]).toEqual(['failed', 'consent-refused']);
});

it('waits for a plugin that can write it', async () => {
  await using place = await exportPlace();
  const formats = place.exporter.formats.splice(0);
  await place.desk.start();
  const { id } = made(await place.desk.ask(byLan(), house));
  await place.desk.idle();
  expect((await jobOf(place.desk, id))?.status).toBe('waiting');
  place.exporter.formats.push(...formats);
  const desk = place.restarted();
  await desk.start();
  await desk.idle();
  expect((await jobOf(desk, id))?.status).toBe('done');
});

it('says what went wrong, and goes on with the next', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const path = (await place.store.read.selectFrom('segment').select('path').orderBy('from_at').executeTakeFirstOrThrow()).path;
  await writeFile(join(place.recordings, path), (await readFile(join(place.recordings, path))).subarray(1));
  const broken = made(await place.desk.ask(byLan(), house));
  const fine = made(await place.desk.ask(byLan(morning + 11_000, morning + 12_000), house));
  await place.desk.idle();
  const jobs = [await jobOf(place.desk, broken.id), await jobOf(place.desk, fine.id)];
  expect(jobs.map((job) => [job?.status, job?.error])).toEqual([['failed', 'footage-damaged'], ['done', null]]);
});

it('throws everything away after a week', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const { id } = made(await place.desk.ask(byLan(), house));
  await place.desk.idle();
  place.clock.set(place.clock.now() + days(7) - 1);
  await place.desk.tidy();
  expect(await readdir(place.folder)).toEqual([id]);
  place.clock.set(place.clock.now() + 1);
  await place.desk.tidy();
  expect([await readdir(place.folder), await place.desk.ofPerson(lan)]).toEqual([[], []]);
});
