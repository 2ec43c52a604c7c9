import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SqliteConnection } from '../store/sqlite-connection.ts';
import { always, give, openStreet, startTestHub, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('no picture without an entry in the log', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());
  const refuseEntries = () => street.running.hub.store.write(async (trx) => { await sql`CREATE TRIGGER no_room BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no room'); END`.execute(trx); });
  const takeEntries = () => street.running.hub.store.write(async (trx) => { await sql`DROP TRIGGER no_room`.execute(trx); });

  test('while entries fail nothing opens, and her no still ends what is open; afterwards all is as before', async () => {
    const { people: { lan, truc, tra }, owners: { a }, units: { u }, cameras, running: { hub } } = street;
    const [grant] = [await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u, role: 'duty_officer' }, ...always }), await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u, role: 'investigator' }, ...always })];
    const hello = { camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' };
    using open = await truc.live(hello).playing();
    await refuseEntries();
    using officer = tra.live(hello);
    using owner = lan.live({ camera: cameras.a.id, transport: 'mse' });
    const [told, toldOwner, picture] = [await officer.end(), await owner.end(), await lan.send('GET /api/cameras/:id/picture', { params: { id: cameras.a.id } })];
    expect([told.problem.code, toldOwner.problem.code, picture.code, officer.bytes, owner.bytes, officer.of('format')]).toEqual(['not-recorded', 'not-recorded', 'not-recorded', 0, 0, 0]);
    // The disk does not take her no; the picture ends all the same, and she is told.
    const pause = await lan.send('POST /api/pauses', { body: { owner: a } });
    await open.end();
    expect([pause.status, pause.code, open.bytesAfterEnd, (await lan.get('GET /api/pauses')).length]).toEqual([503, 'not-recorded', 0, 0]);
    expect((await lan.send('DELETE /api/grants/:id', { params: { id: grant.id } })).code).toBe('not-recorded');
    await takeEntries();
    using again = await truc.live(hello).playing();
    const lines = await lan.get('GET /api/ledger');
    expect([again.of('opened'), lines.length, lines[1]?.viewing, lines[1]?.endReason, (await hub.audit.verify()).sound]).toEqual([1, 2, open.viewing, 'paused', true]);
    expect((await lan.get('POST /api/ledger/check')).intact).toBe(true);
    // She hears of it as soon as a notice can be written, once.
    await until('she is told', async () => (await lan.get('GET /api/notices')).some(({ kind }) => kind === 'log.trouble'));
    expect((await lan.get('GET /api/notices')).filter(({ kind }) => kind === 'log.trouble').length).toBe(1);
  });

  test('while another process holds the database nothing opens; when it lets go, all is as before', async () => {
    const { people: { lan, bay }, cameras, config } = street;
    const other = await SqliteConnection.open(join(config.dataDir, 'matpho.db'), 1_000);
    await other.exec('BEGIN EXCLUSIVE');
    using refused = lan.live({ camera: cameras.a.id, transport: 'mse' });
    const { problem } = await refused.end();
    await other.exec('COMMIT');
    await other.close();
    using own = await bay.live({ camera: cameras.b.id, transport: 'mse' }).playing();
    expect([problem.code, refused.bytes, own.bytes > 0]).toEqual(['not-recorded', 0, true]);
  }, 60_000);

  test('every byte that was delivered has an entry before it', async () => {
    const { people: { lan }, cameras, running: { hub } } = street;
    const entries = await hub.audit.entriesFor(cameras.a.id as Parameters<typeof hub.audit.entriesFor>[0], { limit: 200 });
    const opened = entries.filter(({ entry }) => entry.type === 'session.opened').map(({ body }) => (body as { viewing: string }).viewing);
    const ledger = await lan.get('GET /api/ledger', { query: { own: '1' } });
    expect([ledger.length > 1, ledger.filter(({ viewing }) => !opened.includes(viewing))]).toEqual([true, []]);
  });

  test('closing the hub ends what is watched, says so, and leaves a log that proves itself when it is opened again', async () => {
    const { people: { lan, tra }, units: { u }, cameras, running, folder } = street;
    using own = await lan.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    using officer = await tra.live({ camera: cameras.a.id, transport: 'mse', unit: u, purpose: 'crime' }).playing();
    using facts = await lan.facts().open();
    await running[Symbol.asyncDispose]();
    await until('all connections end', () => facts.ended && own.closed && officer.closed);
    expect([own.ended?.reason, officer.ended?.reason, own.bytesAfterEnd]).toEqual(['shutdown', 'shutdown', 0]);
    const lines: string[] = [];
    const { running: again } = await startTestHub(folder, lines);
    const rows = await again.hub.store.read.selectFrom('viewing').select(['id', 'end_reason', 'closed_at']).where('id', 'in', [own.viewing, officer.viewing] as never[]).execute();
    const open = await again.hub.store.read.selectFrom('viewing').select('id').where('closed_at', 'is', null).execute();
    const { sound } = await again.hub.audit.verify();
    const setUpCode = again.setUpCode;
    await again[Symbol.asyncDispose]();
    expect([rows.map(({ end_reason }) => end_reason), open, sound, setUpCode]).toEqual([['shutdown', 'shutdown'], [], true, undefined]);
  });
});
