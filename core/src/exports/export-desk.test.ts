import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Refusal } from '../consent/refusal.ts';
import { days, hours } from '../domain/time.ts';
import { gateCamera, house, lan, morning } from '../recordings/footage.fixture.ts';
import { HubError } from '../sdk/errors.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import { an, byAn, byLan, exportPlace, grant, type ExportPlace } from './export-place.fixture.ts';
import type { ExportDesk } from './export-desk.ts';
import type { ExportJob } from './export-rows.ts';

function made(answer: ExportJob | Refusal): ExportJob {
  if ('refused' in answer) throw answer.error;
  return answer;
}
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'fine', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
}
async function jobOf(desk: ExportDesk, id: string, person = lan): Promise<ExportJob | undefined> {
  return (await desk.ofPerson(person)).find((job) => job.id === id);
}
async function download(desk: ExportDesk, job: string, name: string, by = lan): Promise<Buffer> {
  const { bytes, read } = await desk.file(job, name, by);
  const chunks: Uint8Array[] = [];
  for await (const chunk of read(0, bytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
/** A place where the exporter stands before its second file until told. */
async function halfWay(given = grant): Promise<{ readonly place: ExportPlace; readonly reached: Promise<void>; readonly goOn: () => void }> {
  const place = await exportPlace(given);
  let reach = (): void => {};
  let goOn = (): void => {};
  const reached = new Promise<void>((resolve) => { reach = resolve; });
  const gone = new Promise<void>((resolve) => { goOn = resolve; });
  place.exporter.between = async (n) => {
    if (n !== 1) return;
    reach();
    await gone;
  };
  return { place, reached, goOn: () => goOn() };
}

it('writes what the house asks for, records it with its hashes, and hands it to the one who asked', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const job = made(await place.desk.ask(byLan(), house));
  expect([job.status, job.camera_name]).toEqual(['waiting', 'Cổng']);
  await place.desk.idle();
  const done = await jobOf(place.desk, job.id);
  const files = JSON.parse(done?.files ?? '[]') as ExportedFile[];
  expect([done?.status, done?.progress, files.map(({ name }) => name)]).toEqual(['done', 1, ['part-1.mp4', 'part-2.mp4', 'part-3.mp4']]);
  const file = await download(place.desk, job.id, 'part-2.mp4');
  expect(createHash('sha256').update(file).digest('hex')).toBe(files[1]?.sha256);
  expect((await stat(join(place.folder, job.id, 'part-2.mp4'))).mode & 0o777).toBe(0o600);
  const [entry] = await place.log.entriesFor(gateCamera, { limit: 1, types: ['clip.exported'] });
  expect(entry?.body).toMatchObject({ person: lan, from: job.from_at, to: job.to_at, files });
  const viewing = await place.store.read.selectFrom('viewing').select(['action', 'closed_at', 'seconds', 'bytes']).executeTakeFirstOrThrow();
  expect(viewing).toEqual({ action: 'clip', closed_at: place.clock.now(), seconds: 25, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) });
  expect(place.gate.open()).toEqual([]);
});

it('answers a range of a file, so that a broken download goes on', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const { id } = made(await place.desk.ask(byLan(), house));
  await place.desk.idle();
  const whole = await download(place.desk, id, 'part-1.mp4');
  const answer = await place.desk.file(id, 'part-1.mp4', lan);
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.read(100, 5_000)) chunks.push(chunk);
  expect({ type: answer.type, bytes: Buffer.concat(chunks) }).toEqual({ type: 'video/mp4', bytes: whole.subarray(100, 5_000) });
});

it('refuses what is too long, empty, not recorded or too much at once', async () => {
  await using place = await exportPlace();
  expect(await codeOf(place.desk.ask(byLan(morning - hours(2) - 1, morning), house))).toBe('export-too-long');
  expect(await codeOf(place.desk.ask(byLan(morning, morning), house))).toBe('bad-request');
  expect(await codeOf(place.desk.ask(byLan(morning - 60_000, morning - 30_000), house))).toBe('no-footage');
  expect(place.gate.open()).toEqual([]);
  // Nothing is started, so they wait.
  const withoutPlugin = place.exporter.formats.splice(0);
  for (let n = 0; n < 5; n += 1) await place.desk.ask(byLan(), house);
  expect(await codeOf(place.desk.ask(byLan(), house))).toBe('too-many-requests');
  place.exporter.formats.push(...withoutPlugin);
});

it('tells an officer without a grant nothing about what was recorded', async () => {
  await using place = await exportPlace({ ...grant, what: { ...grant.what, actions: ['live'] } });
  for (const request of [byAn(), byAn(morning - 60_000, morning - 30_000)]) {
    const answer = await place.desk.ask(request, house);
    expect('refused' in answer && answer.error.code).toBe('consent-refused');
  }
});

it('of a camera that was removed is stopped, and its files are deleted, with an entry that says so', async () => {
  const { place, reached, goOn } = await halfWay();
  await using _ = place;
  await place.desk.start();
  const first = made(await place.desk.ask(byLan(), house));
  await reached;
  const second = made(await place.desk.ask(byLan(), house));
  const forgotten = place.desk.forget(gateCamera);
  goOn();
  await forgotten;
  await place.desk.idle();
  expect([(await jobOf(place.desk, first.id))?.status, (await jobOf(place.desk, second.id))?.status, await readdir(place.folder), place.gate.open()]).toEqual(['cancelled', 'cancelled', [], []]);
  const third = made(await place.desk.ask(byLan(), house));
  await place.desk.idle();
  expect(await readdir(place.folder)).toEqual([third.id]);
  await place.desk.close();
  await place.store.write((trx) => trx.updateTable('camera').set({ removed_at: place.clock.now() }).execute());
  const later = place.restarted();
  await later.start();
  expect([await readdir(place.folder), (await jobOf(later, third.id))?.files]).toEqual([[], '[]']);
  const entries = await place.log.entriesFor(gateCamera, { limit: 9, types: ['purge'] });
  expect(entries.map(({ body }) => body)).toEqual([{ what: 'exports', why: ['removed'], exports: [third.id] }, { what: 'exports', why: ['removed'], exports: [first.id, second.id] }]);
});

it('is no one else\'s', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const { id } = made(await place.desk.ask(byLan(), house));
  await place.desk.idle();
  expect(await Promise.all([codeOf(place.desk.file(id, 'part-1.mp4', an)), codeOf(place.desk.cancel(id, an)), codeOf(place.desk.file(id, '../job1/part-1.mp4', lan))])).toEqual(['not-found', 'not-found', 'not-found']);
  await place.store.write((trx) => trx.updateTable('member').set({ ended_at: 2 }).execute());
  expect(await codeOf(place.desk.file(id, 'part-1.mp4', lan))).toBe('not-allowed');
});

it('lets an officer fetch hers for a day', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const { id } = made(await place.desk.ask(byAn(), house));
  await place.desk.idle();
  expect((await jobOf(place.desk, id, an))?.status).toBe('done');
  expect((await download(place.desk, id, 'part-1.mp4', an)).length).toBeGreaterThan(1_000);
  place.clock.set(place.clock.now() + hours(24));
  expect(await codeOf(place.desk.file(id, 'part-1.mp4', an))).toBe('consent-ended');
  await place.desk.tidy();
  expect([await readdir(place.folder), (await jobOf(place.desk, id, an))?.files]).toEqual([[], '[]']);
});

it.each([
  ['her grant is revoked', async (place: ExportPlace) => place.revoke(), 'consent-ended'],
  ['the owner pauses', async ({ store }: ExportPlace) => { await store.write((trx) => trx.insertInto('restriction').values({ id: 'p1' as never, owner: house, kind: 'pause', body: JSON.stringify({ id: 'p1', kind: 'pause', scope: { owner: house }, from: 1, until: 8e15 }), created_by: lan, created_at: 1, lifted_by: null, lifted_at: null }).execute()); }, 'consent-ended'],
  ['she leaves the unit', async ({ store }: ExportPlace) => { await store.write((trx) => trx.updateTable('officer').set({ ended_at: 2 }).execute()); }, 'not-allowed'],
])('does not hand a finished export to an officer once %s', async (_, change, code) => {
  await using place = await exportPlace();
  await place.desk.start();
  const { id } = made(await place.desk.ask(byAn(), house));
  await place.desk.idle();
  const answer = await place.desk.file(id, 'part-1.mp4', an);
  await change(place);
  expect(await codeOf(place.desk.file(id, 'part-1.mp4', an))).toBe(code);
  // Nor the rest of a download that was allowed to begin.
  expect(await codeOf((async () => { for await (const chunk of answer.read(0, answer.bytes)) expect(chunk).toHaveLength(0); })())).toBe(code);
});

it('gives no byte of a download that is not on record first, once for each', async () => {
  await using place = await exportPlace();
  await place.desk.start();
  const { id } = made(await place.desk.ask(byAn(), house));
  await place.desk.idle();
  await download(place.desk, id, 'part-1.mp4', an);
  const entries = await place.log.entriesFor(gateCamera, { limit: 9, types: ['clip.fetched'] });
  expect(entries.map(({ body }) => body)).toEqual([{ export: id, file: 'part-1.mp4', person: an, unit: 'ward', officerNo: '123-456', route: 'R1', viewing: 'v1' }]);
  const answer = await place.desk.file(id, 'part-1.mp4', an);
  await place.store.write((trx) => sql`CREATE TRIGGER broken BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END`.execute(trx));
  expect(await codeOf((async () => { for await (const chunk of answer.read(0, answer.bytes)) expect(chunk).toHaveLength(0); })())).toBe('not-recorded');
});

it('lets an officer fetch under a standing grant only at the hours of the grant', async () => {
  const weekdayHour = { tz: 'UTC', windows: [{ days: [new Date(morning).getUTCDay()], from: 0, to: 1_439 }] };
  await using place = await exportPlace({ ...grant, when: { ...grant.when, access: weekdayHour } });
  await place.desk.start();
  const { id } = made(await place.desk.ask(byAn(), house));
  await place.desk.idle();
  expect((await download(place.desk, id, 'part-1.mp4', an)).length).toBeGreaterThan(1_000);
  place.clock.set(place.clock.now() + hours(23.9));
  expect(await codeOf(place.desk.file(id, 'part-1.mp4', an))).toBe('consent-ended');
});

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
