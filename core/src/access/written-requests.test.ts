import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { plainSealer } from '../audit/testing/audit-place.fixture.ts';
import { id, type CameraId, type ViewingId } from '../domain/ids.ts';
import { days, hours, seconds } from '../domain/time.ts';
import { deskCutter } from '../exports/desk-cutter.ts';
import { an, recordedTo, ward } from '../exports/export-place.fixture.ts';
import { gateCamera, house, lan, morning } from '../recordings/footage.fixture.ts';
import { Holds } from '../recordings/holds.ts';
import { Retention } from '../recordings/retention.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { openWrittenRoom } from './open-written-room.ts';
import type { WrittenPaper } from './written-paper.ts';
import type { Acting } from './written-ports.ts';
import { codeOf, delivered, officer, owner, pdf, place, type Place } from './written-place.fixture.ts';

describe('a written request', () => {
  it('is filed with its paper sealed, its footage held and everything on record, in one write', async () => {
    await using here = await place();
    const request = await here.file();
    const [hold] = await here.at.store.read.selectFrom('footage_hold').selectAll().execute();
    const [record] = await here.room.rows.ofOwners([house]);
    const row = await here.at.store.read.selectFrom('written_request').selectAll().executeTakeFirstOrThrow();
    expect([await here.types(), here.told, record?.paper.signerName, record?.pieces.map(({ held, status }) => [held, status]), hold?.reason, hold?.until]).toEqual([['hold.placed', 'request.received'], ['filed'], 'Nguyễn Văn A', [[1, 'asked']], 'written', here.at.clock.now() + days(33)]);
    expect([JSON.stringify({ ...row, body: row.body }).includes('Nguyễn'), (await here.bodies('request.received'))[0]]).toMatchObject([false, { request, documentNo: '15/CV-CAP', officerNo: '123-456', scan: { sha256: createHash('sha256').update(pdf).digest('hex'), bytes: pdf.length, type: 'application/pdf' } }]);
    // The paper lies there as nobody can read it, under a name nobody chose, for the hub's eyes only.
    const [name = ''] = await readdir(join(here.folder, 'scans'));
    expect([name, (await readFile(join(here.folder, 'scans', name))).includes('PDF-1.7'), (await here.room.folder.scan(name)).equals(pdf)]).toEqual([row.scan, false, true]);
  });

  it('is not filed without its own unused scan, an open case, a camera, a sound interval; and nothing of it is left then', async () => {
    await using here = await place();
    const { requests } = here.room;
    const scan = await requests.keepScan(an, pdf);
    const foreign = await requests.keepScan(lan, pdf);
    const filing = { by: 'unit', unit: ward, unitName: 'Công an phường', officerNo: '1' } as const;
    const file = (paper: WrittenPaper, of = scan.id, cameras = [{ id: gateCamera, owner: house }]): Promise<string> => codeOf(requests.file(an, filing, paper, of, cameras));
    expect([
      await file(here.paper({ caseNo: 'HS-9' })), await file(here.paper(), foreign.id), await file(here.paper(), 'none'), await file(here.paper(), scan.id, []), await file(here.paper({ intervals: [[morning, morning + hours(2) + 1]] })),
      await file(here.paper({ deadline: here.at.clock.now() })), await file(here.paper(), scan.id, [{ id: id<CameraId>('gone'), owner: house }]),
    ]).toEqual(['case-unknown', 'not-found', 'not-found', 'written-invalid', 'written-invalid', 'written-invalid', 'not-found']);
    expect([await here.types(), here.told, (await here.room.rows.ofOwners([house])).length]).toEqual([[], [], 0]);
    expect([await file(here.paper()), await file(here.paper())]).toEqual(['done', 'not-found']);
    here.at.clock.set(here.at.clock.now() + hours(25));
    expect(await codeOf(requests.file(lan, { by: 'owner', unit: ward, unitName: 'Công an phường' }, here.paper(), foreign.id, [{ id: gateCamera, owner: house }]))).toBe('not-found');
  });

  it('takes no scan that is none, whatever it is called, none too large, and of what nobody files only the newest few', async () => {
    await using here = await place();
    const keep = (bytes: Buffer): Promise<string> => codeOf(here.room.requests.keepScan(an, bytes));
    const codes = [await keep(Buffer.from('MZ\u0090 công-văn.pdf')), await keep(Buffer.alloc(0)), await keep(Buffer.concat([pdf, Buffer.alloc(10 * 2 ** 20)]))];
    expect([codes, await readdir(here.folder)]).toEqual([['scan-wrong-type', 'scan-wrong-type', 'too-large'], []]);
    const kept: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      here.at.clock.set(here.at.clock.now() + 1_000);
      kept.push((await here.room.requests.keepScan(an, pdf)).id);
    }
    expect((await readdir(join(here.folder, 'scans'))).toSorted()).toEqual(kept.slice(2).toSorted());
  });

  it('piles up for no owner: five of a unit may wait, not six', async () => {
    await using here = await place();
    const codes: string[] = [];
    for (let n = 0; n < 6; n += 1) codes.push(await codeOf(here.file({ documentNo: `${n}` })));
    expect(codes).toEqual(['done', 'done', 'done', 'done', 'done', 'too-many-asks']);
  });

  it('goes to and fro with questions, and ends refused with its reason on record and the footage free', async () => {
    await using here = await place();
    const request = await here.file();
    const { requests, rows } = here.room;
    await requests.move(request, 'check', owner);
    await requests.move(request, 'ask', owner, { message: { kind: 'question', body: { text: 'Xe màu gì?' } } });
    expect([await codeOf(requests.execute(request, owner, undefined)), await codeOf(requests.move(request, 'answer', owner))]).toEqual(['conflict', 'not-allowed']);
    await requests.move(request, 'answer', officer, { message: { kind: 'answer', body: { text: 'Màu đỏ.' } } });
    await requests.refuse(request, owner, 'unclear', 'Không nói rõ đoạn nào.');
    const [record] = await rows.ofOwners([house]);
    expect([record?.row.status, record?.row.refused_ground, record?.messages.map(({ kind, body }) => [kind, body.text]), await here.types()]).toEqual(['refused', 'unclear', [['question', 'Xe màu gì?'], ['answer', 'Màu đỏ.'], ['refusal', 'Không nói rõ đoạn nào.']],
      ['hold.placed', 'request.received', 'request.checking', 'request.clarification', 'request.answered', 'hold.lifted', 'request.refused']]);
    expect(await codeOf(requests.refuse(request, owner, 'other', ''))).toBe('conflict');
  });

  it('is not there for whoever has no part in it: another house, another unit, a duty officer who did not file it', async () => {
    await using here = await place();
    const request = await here.file();
    const others: Acting[] = [{ ...owner, keeps: [] }, { ...officer, offices: [] }, { ...officer, offices: [{ ...officer.offices[0]!, unit: 'other' as never }] }, { ...officer, person: id('binh') }];
    expect(await Promise.all(others.flatMap((acting) => [codeOf(here.room.requests.move(request, 'withdraw', acting)), codeOf(here.room.fetch.open(request, '1-part-1.mp4', acting))]))).toEqual(Array.from({ length: 8 }, () => 'not-found'));
    expect([await codeOf(here.room.requests.move(request, 'execute', officer)), (await here.room.rows.ofOfficer(others[3]!)).length, (await here.room.rows.ofOfficer({ ...officer, person: id('binh'), offices: [{ ...officer.offices[0]!, role: 'investigator' }] })).length]).toEqual(['not-allowed', 0, 1]);
  });

  it('that does not get into the log does not happen', async () => {
    await using here = await place();
    const request = await here.file();
    await here.at.store.write((trx) => sql`CREATE TRIGGER broken BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END`.execute(trx));
    expect([await codeOf(here.room.requests.move(request, 'check', owner)) === 'done', await here.status(request), await codeOf(here.file()) === 'done', (await here.room.rows.ofOwners([house])).length]).toEqual([false, 'received', false, 1]);
  });
});

describe('footage that a paper asks for', () => {
  it('outlives its camera\'s days while an answer is owed, and goes when she has refused', async () => {
    await using here = await place();
    const { at } = here;
    const retention = new Retention({ store: at.store, audit: at.log, disk: at.disk, clock: at.clock, log: silentLog, maxBytes: undefined, isHeld: () => false });
    const left = async () => (await at.store.read.selectFrom('segment').select('id').where('camera', '=', gateCamera).execute()).length;
    const request = await here.file({ intervals: [[morning, morning + 5_000]] });
    const before = await left();
    at.clock.set(at.clock.now() + days(20));
    await retention.run();
    expect([before, await left()]).toEqual([3, 1]);
    await here.room.requests.refuse(request, owner, 'not_valid', '');
    await retention.run();
    expect(await left()).toBe(0);
  });
});

describe('what is handed over', () => {
  it('is cut, listed with its sums, fetched by the unit only after the fetch is on record, and in the ledger as R4', async () => {
    await using here = await place();
    const request = await delivered(here);
    const [record] = await here.room.rows.ofOwners([house]);
    const files = record?.pieces[0]?.files ?? [];
    expect([record?.row.status, files.map(({ name }) => name), record?.row.release_until]).toEqual(['delivered', ['1-part-1.mp4', '1-part-2.mp4', '1-part-3.mp4'], here.at.clock.now() + days(30)]);
    expect((await here.bodies('request.fulfilled'))[0]).toMatchObject({ request, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })), count: 3 });
    const bytes = await here.fetch(request, '1-part-2.mp4');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(files[1]?.sha256);
    expect(await here.bodies('clip.fetched')).toEqual([{ request, documentNo: '15/CV-CAP', caseNo: 'HS-1', file: '1-part-2.mp4', sha256: files[1]?.sha256, person: an, unit: ward, officerNo: '123-456', route: 'R4', viewing: 'w1' }]);
    const line = await here.at.store.read.selectFrom('viewing').selectAll().where('id', '=', id<ViewingId>('w1')).executeTakeFirstOrThrow();
    expect(line).toMatchObject({ route: 'R4', action: 'clip', unit: ward, officer_no: '123-456', case_no: 'HS-1', purpose: 'crime', bytes: bytes.length, end_reason: 'viewer', footage_from: morning, footage_to: recordedTo });
    expect((await here.room.rows.find(request))?.first_fetched_at).toBe(here.at.clock.now());
    // The house has it too, as its own.
    expect((await here.fetch(request, '1-part-2.mp4', owner)).equals(bytes)).toBe(true);
    expect((await here.at.store.read.selectFrom('viewing').select('route').where('id', '=', id<ViewingId>('w2')).executeTakeFirst())?.route).toBe('R0');
  });

  it('leaves no byte that is not on record', async () => {
    await using here = await place();
    const request = await delivered(here);
    const { bytes, read } = await here.room.fetch.open(request, '1-part-1.mp4', officer);
    await here.at.store.write((trx) => sql`CREATE TRIGGER broken BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END`.execute(trx));
    expect(await codeOf((async () => { for await (const chunk of read(0, bytes)) expect(chunk).toHaveLength(0); })())).toBe('not-recorded');
  });

  it.each<[string, (here: Place, request: string) => Promise<unknown>, string]>([
    ['she takes it back', async ({ room, gate }, request) => { await room.requests.move(request, 'recall', owner); await gate.recheck({ unit: ward }); }, 'consent-ended'],
    ['the officer leaves', async ({ at, gate }) => { await at.store.write((trx) => trx.updateTable('officer').set({ ended_at: 2 }).execute()); await gate.recheck({ person: an }); }, 'consent-refused'],
    ['the case is closed', async ({ at, gate }) => { await at.store.write((trx) => trx.updateTable('unit_case').set({ closed_by: an, closed_at: at.clock.now() }).execute()); await gate.recheck({ unit: ward }); }, 'consent-refused'],
    ['thirty days are over', async ({ at }) => at.clock.advance(days(30)), 'consent-ended'],
  ])('is cut off in the middle when %s, and does not open again', async (_, change, code) => {
    await using here = await place();
    const request = await delivered(here);
    const { bytes, read } = await here.room.fetch.open(request, '1-part-1.mp4', officer);
    const reading = read(0, bytes)[Symbol.asyncIterator]();
    await reading.next();
    expect(here.gate.open().map(({ route }) => route)).toEqual(['R4']);
    await change(here, request);
    // One chunk may be on its way; after it there is nothing.
    expect(await codeOf((async () => { for (let n = 0; n < 1_000; n += 1) if ((await reading.next()).done) return; })())).toBe(bytes > 65_536 ? 'consent-ended' : 'done');
    expect([here.gate.open(), await codeOf(here.fetch(request, '1-part-1.mp4'))]).toEqual([[], code]);
  });

  it('is exactly what was cut: no other name, no path out of its folder', async () => {
    await using here = await place();
    const request = await delivered(here);
    expect(await Promise.all(['../../vault.key', '1-part-9.mp4', '', '1-part-1.mp4/..'].map((name) => codeOf(here.fetch(request, name))))).toEqual(['not-found', 'not-found', 'not-found', 'not-found']);
  });

  it('is destroyed by the receiver, who says when, how and under which paper; then the footage is free and nothing is fetched', async () => {
    await using here = await place();
    const request = await delivered(here);
    await here.fetch(request, '1-part-1.mp4');
    await here.room.requests.move(request, 'destroy', officer, { message: { kind: 'destruction', body: { text: '', destroyedAt: here.at.clock.now(), by: 'An', method: 'erased', documentNo: '3/BB-TH' } }, about: { method: 'erased' } });
    await here.room.delivery.tidy();
    const [record] = await here.room.rows.ofOwners([house]);
    expect([record?.row.status, record?.messages.at(-1)?.body.documentNo, (await here.types()).slice(-2), await codeOf(here.fetch(request, '1-part-1.mp4')), await readdir(join(here.folder, 'files')), record?.pieces[0]?.files.length]).toEqual(['closed', '3/BB-TH', ['hold.lifted', 'request.destroyed'], 'consent-ended', [], 3]);
  });

  it('goes with its camera, with an entry that says so', async () => {
    await using here = await place();
    const request = await delivered(here);
    await here.room.delivery.forget(gateCamera);
    expect([await readdir(join(here.folder, 'files', request)), (await here.bodies('purge'))[0], await codeOf(here.fetch(request, '1-part-1.mp4'))]).toEqual([[], { what: 'delivered', why: ['removed'], request, piece: 1, files: 3 }, 'not-found']);
  });

  it('is nothing where nothing was recorded: she is told, and decides what to answer', async () => {
    await using here = await place();
    const request = await here.file({ intervals: [[morning - seconds(90), morning - seconds(30)]] });
    await here.room.requests.move(request, 'check', owner);
    await here.room.requests.execute(request, owner, undefined);
    await here.cut(request);
    const row = await here.room.rows.find(request);
    expect([row?.status, row?.trouble, here.told.at(-1)]).toEqual(['checking', 'no-footage', 'fail']);
    await here.room.requests.refuse(request, owner, 'no_footage', '');
    expect(await here.status(request)).toBe('refused');
  });

  it('goes on after a stop where it was, whenever the hub stopped', async () => {
    await using here = await place();
    const request = await here.file();
    await here.room.requests.move(request, 'check', owner);
    await here.room.requests.execute(request, owner, undefined);
    await here.room.delivery.advance();
    await here.at.desk.close();
    // The piece is marked as being cut, its export is half done; a scan was written and its row was not.
    await here.room.folder.keepScan('00000000-0000-4000-8000-000000000000', pdf);
    const desk = here.at.restarted();
    await desk.start();
    const parts = { store: here.at.store, audit: here.at.log, gate: here.gate, clock: here.at.clock, holds: new Holds(here.at.store, here.at.log, here.at.clock), cases: { requireOpen: async () => ({}) as never }, sealer: plainSealer, folder: here.folder, log: silentLog };
    const again = openWrittenRoom({ ...parts, cutter: deskCutter(here.at.store, desk, here.at.folder) });
    await again.delivery.start();
    for (let n = 0; n < 20 && (await again.rows.find(request))?.status === 'executing'; n += 1) {
      await desk.idle();
      await again.delivery.advance();
    }
    expect([await here.status(request), (await readdir(join(here.folder, 'scans'))).length, (await here.fetch(request, '1-part-1.mp4')).length > 1_000]).toEqual(['delivered', 1, true]);
  });

  it('is only what she said last: what she leaves out while it is being cut is not cut and not handed over', async () => {
    await using here = await place();
    const { store, desk, folder } = here.at;
    const yard = id<CameraId>('yard');
    await store.write(async (trx) => {
      const row = await trx.selectFrom('camera').selectAll().where('id', '=', gateCamera).executeTakeFirstOrThrow();
      await trx.insertInto('camera').values({ ...row, id: yard, native_id: 'n2', name: 'Sân' }).execute();
    });
    const cutter = deskCutter(store, desk, folder);
    let again = async (): Promise<void> => {};
    const parts = { store, audit: here.at.log, gate: here.gate, clock: here.at.clock, holds: new Holds(store, here.at.log, here.at.clock), cases: { requireOpen: async () => ({}) as never }, sealer: plainSealer, folder: here.folder, log: silentLog };
    const room = openWrittenRoom({ ...parts, cutter: { ...cutter, begin: async (piece) => { const job = await cutter.begin(piece); await again(); return job; } } });
    const scan = await room.requests.keepScan(an, pdf);
    const [row] = await room.requests.file(an, { by: 'unit', unit: ward, unitName: 'Công an phường', officerNo: '123-456' }, here.paper(), scan.id, [{ id: gateCamera, owner: house }, { id: yard, owner: house }]);
    const request = row?.id ?? '';
    await room.requests.move(request, 'check', owner);
    await room.requests.execute(request, owner, [gateCamera]);
    // While the export of the gate is being asked for, she stops, and begins anew with the yard alone.
    again = async () => {
      again = async () => {};
      await room.requests.move(request, 'check', owner);
      await room.requests.execute(request, owner, [yard]);
    };
    for (let n = 0; n < 20 && (await room.rows.find(request))?.status === 'executing'; n += 1) {
      await room.delivery.advance();
      await desk.idle();
    }
    const pieces = await room.rows.pieces(request);
    expect([(await room.rows.find(request))?.status, pieces.map(({ camera, status, files }) => [camera, status, files]), await readdir(folder)]).toEqual(['checking', [[gateCamera, 'left_out', '[]'], [yard, 'no_footage', '[]']], []]);
    // Nor is what was cut before she began anew.
    await room.requests.execute(request, owner, [yard]);
    expect([await codeOf(room.requests.finish(request, new Map([[1, []]]))), (await room.rows.find(request))?.status]).toEqual(['conflict', 'executing']);
  });

  it('stops being cut when she says stop, and what was cut so far is thrown away', async () => {
    await using here = await place();
    const request = await here.file();
    await here.room.requests.move(request, 'check', owner);
    await here.room.requests.execute(request, owner, undefined);
    await here.room.delivery.advance();
    await here.room.requests.move(request, 'check', owner);
    await here.at.desk.idle();
    await here.room.delivery.advance();
    const [piece] = await here.room.rows.pieces(request);
    expect([await here.status(request), piece?.status, piece?.job, await readdir(here.at.folder), here.gate.open()]).toEqual(['checking', 'asked', null, [], []]);
  });
});
