import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { askHash } from '../consent/ask-hash.ts';
import { hours } from '../domain/time.ts';
import { gateCamera, house, lan, morning } from '../recordings/footage.fixture.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import { codeOf, download, halfWay, jobOf, made } from './export-desk.fixture.ts';
import { an, byAn, byLan, exportPlace, grant, ward, type ExportPlace } from './export-place.fixture.ts';

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
  expect(entry?.body).toMatchObject({ person: lan, from: job.from_at, to: job.to_at, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) });
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

it.each<[string, boolean, (place: ExportPlace) => Promise<unknown>, string]>([
  ['nothing has changed', false, async () => {}, 'fine'],
  ['she has signed the grant anew', false, async ({ store }) => store.write((trx) => trx.insertInto('grant_version').values({ id: grant.id, version: 2, owner: house, body: JSON.stringify({ ...grant, version: 2, mode: 'ask' }), sentence_vi: '', sentence_en: '', signed_by: lan, signed_at: 2, revoked_by: null, revoked_at: null }).execute()), 'consent-ended'],
  ['its case is open', true, async () => {}, 'fine'],
  ['its case is closed', true, async ({ store, clock }) => store.write((trx) => trx.updateTable('unit_case').set({ closed_by: an, closed_at: clock.now() }).execute()), 'consent-ended'],
])('hands a finished export that she said yes to that once to an officer while her yes still means it: %s', async (_, withCase, change, code) => {
  await using place = await exportPlace({ ...grant, mode: 'ask' });
  const { store, clock } = place;
  const { as, ask: bare } = byAn();
  const ask = withCase ? { ...bare, caseNo: 'HS-1' } : bare;
  await store.write(async (trx) => {
    await trx.insertInto('unit_case').values({ id: 'case1', unit: ward, case_no: 'HS-1', kind: 'crime', title: 'Trộm xe', place: 'chợ', latitude: null, longitude: null, happened_from: 1, happened_to: 2, opened_by: an, opened_at: 1, countersigned_by: lan, countersigned_at: 2, closed_by: null, closed_at: null, outcome: null, outcome_note: null }).execute();
    await trx.insertInto('ask').values({
      id: 'ask1' as never, grant_id: grant.id, grant_version: 1, owner: house, camera: gateCamera, person: an, unit: ward, officer_no: '123-456', body: '{}', hash: askHash(ask), message: '', status: 'approved', created_at: clock.now() - 2, lapses_at: clock.now() + hours(1),
      decided_by: lan, decided_at: clock.now() - 1, approved_until: clock.now() + hours(1), used_at: null, area: null, approved_body: null, approved_hash: null, held: null, covered: null,
    }).execute();
  });
  await place.desk.start();
  const { id } = made(await place.desk.ask({ as, ask }, house));
  await place.desk.idle();
  expect((await jobOf(place.desk, id, an))?.status).toBe('done');
  await change(place);
  expect(await codeOf(download(place.desk, id, 'part-1.mp4', an))).toBe(code);
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
