import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WrittenRow } from '../api/written-requests.ts';
import { Evidence } from '../proof/bag/records.ts';
import type { Browser, Answer } from './browser.fixture.ts';
import { give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

const paperBytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(40_000, 'công văn ')]);
const hour = 3_600_000;

/** As a browser sends a form with one file. */
async function upload(by: Browser, bytes: Buffer, name = 'cong-van.pdf', type = 'application/pdf'): Promise<Answer> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
  const response = await fetch(`${by.origin}/api/written/scans`, { method: 'POST', headers: by.headers, body: form });
  const text = await response.text();
  const body = JSON.parse(text) as { readonly code?: string };
  return { status: response.status, code: response.ok ? undefined : body.code, text, body, headers: response.headers };
}
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const folders: string[] = [];
afterAll(async () => { for (const folder of folders) await rm(folder, { recursive: true, force: true }); });
async function unpacked(zip: Buffer, id: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-handed-'));
  folders.push(folder);
  await writeFile(join(folder, 'a.zip'), zip);
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'a.zip'), folder]);
  return join(folder, id);
}
async function scanOf(by: Browser): Promise<string> {
  return ((await upload(by, paperBytes)).body as { readonly id: string }).id;
}

describe('a written request on a running hub', () => {
  let street: Street;
  let from = 0;
  let to = 0;
  beforeAll(async () => {
    street = await openStreet();
    const { people: { lan, bay, truc }, owners, units: { u }, cameras } = street;
    await give(lan, { owner: owners.a, cameras: [cameras.a.id], who: { unit: u } });
    await give(bay, { owner: owners.b, cameras: [cameras.b.id], who: { unit: u } });
    await truc.get('POST /api/officer/cases', { body: { unit: u, caseNo: '15/2026', kind: 'crime', title: 'Trộm xe ở chợ', place: 'Chợ Bồ Xuyên', position: null, happened: { from: Date.now() - hour, to: Date.now() - 60_000 } } });
    for (const [by, camera] of [[lan, cameras.a], [bay, cameras.b]] as const) {
      await by.get('PATCH /api/cameras/:id', { params: { id: camera.id }, body: { recording: 'continuous' } });
    }
    const { store } = street.running.hub;
    await until('something is recorded', async () => (await store.read.selectFrom('segment').select('id').where('camera', 'in', [cameras.a.id, cameras.b.id] as never[]).execute()).length >= 2, 60_000);
    const rows = await store.read.selectFrom('segment').select(['from_at', 'to_at']).orderBy('from_at').execute();
    from = Math.min(...rows.map(({ from_at }) => from_at));
    to = Math.max(...rows.map(({ to_at }) => to_at));
  }, 120_000);
  afterAll(async () => street?.close());

  const paper = (scan: string, cameras: readonly string[], more: object = {}) => ({
    documentNo: '15/CV-CAP', issuer: 'Công an phường U', signerName: 'Nguyễn Văn An', signerTitle: 'Trưởng công an phường', legalBasis: 'Điều 88 Bộ luật Tố tụng hình sự', details: 'Xe máy bị lấy trộm trước cổng chợ.', caseNo: '15/2026', purpose: 'crime' as const,
    deadline: Date.now() + 72 * hour, destroyBy: Date.now() + 90 * 24 * hour, cameras: [...cameras], intervals: [{ from, to }], scan, ...more,
  });
  const filed = async (by: Browser, cameras: readonly string[], more: object = {}): Promise<WrittenRow[]> => by.get('POST /api/officer/written', { body: { ...paper(await scanOf(by), cameras, more), unit: street.units.u } });
  const rowOf = async (by: Browser, request: string): Promise<WrittenRow | undefined> => (await by.get('GET /api/written')).find((row) => row.id === request);
  const fresh = async (): Promise<void> => void await street.people.lan.get('POST /api/session/proof', { body: { password: street.passwords.lan } });
  async function executed(request: string): Promise<WrittenRow> {
    const { lan } = street.people;
    await lan.get('POST /api/written/:id/check', { params: { id: request } });
    await fresh();
    await lan.get('POST /api/written/:id/execute', { params: { id: request }, body: {} });
    await until('it is handed over', async () => (await rowOf(lan, request))?.status === 'delivered', 60_000);
    return (await rowOf(lan, request))!;
  }

  test('takes a scan that is one, and no other, whatever it is called', async () => {
    const { truc, lan, kythuat, xem } = street.people;
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
    const answers = [
      await upload(truc, Buffer.concat([Buffer.from('MZ'), Buffer.alloc(5_000)]), 'cong-van.pdf'), await upload(truc, Buffer.from('<html><script>alert(1)</script>'), 'a.png', 'image/png'), await upload(truc, Buffer.concat([paperBytes, Buffer.alloc(10 * 2 ** 20)])),
      await upload(truc, Buffer.alloc(0)), await upload(truc, png, '../../../../etc/passwd', 'text/html'), await upload(lan, paperBytes, '..\\..\\vault.key\u0000.pdf'),
      await upload(kythuat, paperBytes), await upload(xem, paperBytes), await upload(street.newBrowser(), paperBytes),
    ];
    expect(answers.map(({ status, code }) => code ?? status)).toEqual(['scan-wrong-type', 'scan-wrong-type', 'too-large', 'scan-wrong-type', 200, 200, 'not-allowed', 'not-allowed', 'not-signed-in']);
    const names = await readdir(join(street.config.dataDir, 'written', 'scans'));
    expect(names.every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
    // A form is read nowhere else, and a body that is none is told so.
    const form = new FormData();
    form.set('owner', street.owners.a);
    const elsewhere = await fetch(`${lan.origin}/api/pauses`, { method: 'POST', headers: lan.headers, body: form });
    const json = await truc.raw('POST', '/api/written/scans', { body: '{}', headers: { 'content-type': 'application/json' } });
    expect([elsewhere.status, json.code, (await lan.get('GET /api/pauses')).length]).toEqual([400, 'bad-request', 0]);
  });

  test('names only cameras the unit was let near; every other is answered alike', async () => {
    const { people: { truc, vuong }, cameras, units: { v } } = street;
    const scan = await scanOf(truc);
    const answers = await Promise.all([[cameras.c.id], ['made-up'], [cameras.a.id, cameras.c.id]].map(async (named) => truc.send('POST /api/officer/written', { body: { ...paper(scan, named), unit: street.units.u } })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ code: 'consent-refused', reasons: ['not_shared'] });
    const foreign = await vuong.send('POST /api/officer/written', { body: { ...paper(await scanOf(vuong), [cameras.a.id]), unit: v } });
    const unknown = await truc.send('POST /api/officer/written', { body: { ...paper(scan, [cameras.a.id], { caseNo: '99/2026' }), unit: street.units.u } });
    expect([foreign.code, unknown.code, (await street.people.lan.get('GET /api/written')).length]).toEqual(['consent-refused', 'case-unknown', 0]);
  });

  test('comes to each owner by itself, with its paper, and holds her footage from that moment', async () => {
    const { people: { lan, bay, truc, kim, kythuat }, cameras, running: { hub }, config } = street;
    const rows = await filed(truc, [cameras.a.id, cameras.b.id]);
    const [ofLan] = await lan.get('GET /api/written');
    const [ofBay] = await bay.get('GET /api/written');
    expect([rows.length, ofLan?.pieces.map(({ camera, held }) => [camera, held]), ofBay?.pieces.map(({ camera }) => camera), rows[0]?.pieces[0]?.held, (await kim.get('GET /api/written')).length]).toEqual([2, [[cameras.a.id, true]], [cameras.b.id], null, 0]);
    const request = ofLan?.id ?? '';
    const holds = await hub.store.read.selectFrom('footage_hold').select(['camera', 'reason', 'released_at']).where('reason', '=', 'written').execute();
    expect(new Map(holds.map(({ camera, released_at }) => [camera as string, released_at]))).toEqual(new Map([[cameras.a.id, null], [cameras.b.id, null]]));
    await until('she is told', async () => (await lan.get('GET /api/notices')).some(({ kind, link }) => kind === 'written.received' && link === `/written/${request}`));

    // The paper: for both sides, to save and not to show, and unreadable on the disk.
    const scans = await Promise.all([lan, truc, street.people.truong, street.people.tra].map(async (by) => fetch(`${by.origin}/api/written/${request}/scan`, { headers: by.headers })));
    const headers = scans[0]?.headers;
    expect([scans.map(({ status }) => status), Buffer.from(await scans[0]!.arrayBuffer()).equals(paperBytes), headers?.get('content-disposition'), headers?.get('content-security-policy'), headers?.get('x-content-type-options'), headers?.get('content-type')])
      .toEqual([[200, 200, 200, 200], true, 'attachment; filename="van-ban.pdf"', "sandbox; default-src 'none'", 'nosniff', 'application/pdf']);
    const folder = join(config.dataDir, 'written', 'scans');
    const contents = await Promise.all((await readdir(folder)).map(async (name) => [await readFile(join(folder, name)), (await stat(join(folder, name))).mode & 0o777] as const));
    expect([contents.some(([bytes]) => bytes.includes('công văn')), contents.every(([, mode]) => mode === 0o600)]).toEqual([false, true]);

    // For nobody else is it there.
    const strangers = await Promise.all([bay, kim, street.people.vuong, street.people.vinh].flatMap((by) => (
      ['GET /api/written/:id/scan', 'GET /api/written/:id/files/:name', 'POST /api/written/:id/check', 'POST /api/written/:id/refuse', 'POST /api/written/:id/recall', 'DELETE /api/officer/written/:id'] as const).map(async (key) => (await by.sendAny(key, { params: { id: request, name: 'a.mp4' }, body: key.endsWith('refuse') ? { ground: 'other' } : undefined })).code)));
    expect(new Set(strangers)).toEqual(new Set(['not-allowed', 'not-found']));
    expect((await bay.send('POST /api/written/:id/check', { params: { id: request } })).code).toBe('not-found');
    expect((await street.people.vinh.send('DELETE /api/officer/written/:id', { params: { id: request } })).code).toBe('not-found');
    expect((await kythuat.send('GET /api/written')).status).toBe(403);

    // The unit's own lists: who filed it and those who lead or investigate.
    const lists = await Promise.all([truc, street.people.tra, street.people.truong, street.people.vinh].map(async (by) => (await by.get('GET /api/officer/written')).length));
    expect(lists).toEqual([2, 2, 2, 0]);
    await truc.get('DELETE /api/officer/written/:id', { params: { id: ofBay?.id ?? '' } });
    expect([(await rowOf(bay, ofBay?.id ?? ''))?.status, (await hub.store.read.selectFrom('footage_hold').select('id').where('camera', '=', cameras.b.id as never).where('released_at', 'is', null).execute()).length]).toEqual(['withdrawn', 0]);
  });

  test('is asked about, answered, and refused with a reason whose words stay with her', async () => {
    const { people: { lan, truc, minh }, cameras } = street;
    const [row] = await filed(truc, [cameras.a.id], { documentNo: '16/CV-CAP' });
    const params = { id: row?.id ?? '' };
    await minh.get('POST /api/written/:id/check', { params });
    await lan.get('POST /api/written/:id/question', { params, body: { text: 'Xe màu gì, biển số bao nhiêu?' } });
    await truc.get('POST /api/written/:id/answer', { params, body: { text: 'Xe màu đỏ, biển 17-B1.' } });
    await lan.get('POST /api/written/:id/refuse', { params, body: { ground: 'too_wide', note: 'Hỏi rộng quá, tôi không yên tâm.' } });
    const mine = await rowOf(lan, params.id);
    const theirs = (await truc.get('GET /api/officer/written')).find(({ id }) => id === params.id);
    expect([mine?.status, mine?.messages.map(({ kind, by }) => [kind, by])]).toEqual(['refused', [['question', 'Người tên lan'], ['answer', 'Người tên truc'], ['refusal', 'Người tên lan']]]);
    expect([theirs?.refusedGround, theirs?.messages.map(({ kind, by }) => [kind, by]), JSON.stringify(theirs).includes('không yên tâm'), JSON.stringify(theirs).includes('Người tên lan')]).toEqual(['too_wide', [['question', null], ['answer', 'Người tên truc']], false, false]);
  });

  test('is handed over only by a fresh hand of the house, and every fetch is on record first', async () => {
    const { people: { lan, truc, tra, vuong, kythuat }, cameras, running: { hub } } = street;
    const [row] = await filed(truc, [cameras.a.id], { documentNo: '17/CV-CAP' });
    const params = { id: row?.id ?? '' };
    await hub.store.write((trx) => trx.updateTable('session').set({ proved_at: Date.now() - 700_000 }).execute());
    await lan.get('POST /api/written/:id/check', { params });
    const stale = await lan.send('POST /api/written/:id/execute', { params, body: {} });
    const byUnit = await truc.send('POST /api/written/:id/execute', { params, body: {} });
    expect([stale.code, byUnit.code]).toEqual(['fresh-sign-in', 'not-allowed']);
    await lan.get('POST /api/session/proof', { body: { password: street.passwords.lan } });
    await lan.get('POST /api/written/:id/execute', { params, body: {} });
    await until('it is handed over', async () => (await rowOf(lan, params.id))?.status === 'delivered', 60_000);
    const theirs = (await tra.get('GET /api/officer/written')).find(({ id }) => id === params.id);
    const file = theirs?.pieces[0]?.files.find(({ name }) => name.endsWith('.zip'));
    const address = `/api/written/${params.id}/files/${file?.name ?? ''}`;
    const response = await fetch(`${tra.origin}${address}`, { headers: tra.headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.status, createHash('sha256').update(bytes).digest('hex'), response.headers.get('content-disposition')]).toEqual([200, file?.sha256, `attachment; filename="${file?.name ?? ''}"`]);
    const entries = await hub.audit.entriesFor(cameras.a.id as Parameters<typeof hub.audit.entriesFor>[0], { limit: 50, types: ['clip.fetched', 'session.opened'] });
    expect(entries[0]?.body).toMatchObject({ request: params.id, documentNo: '17/CV-CAP', caseNo: '15/2026', file: file?.name, sha256: file?.sha256, officerNo: 'U-3', route: 'R4' });
    const line = (await lan.get('GET /api/ledger'))[0];
    expect(line).toMatchObject({ route: 'R4', action: 'clip', officerNo: 'U-3', unit: 'Công an phường U', caseNo: '15/2026', purpose: 'crime' });
    // What is handed over is one bag, with the paper it answers; its custody is seen from both sides.
    const [, id = ''] = /^(EV-\d{4}-\d{6})\.zip$/.exec(file?.name ?? '') ?? [];
    const inside = await unpacked(bytes, id);
    const listed = await readdir(inside, { recursive: true });
    expect([execFileSync('sh', ['verify.sh'], { cwd: inside }).toString().split('\n')[0], listed.filter((name) => /request|grant/.test(name)).toSorted(), sha256(await readFile(join(inside, 'data/records/request-scan.pdf')))])
      .toEqual(['1. OK: không tệp nào bị sửa / no file was changed', ['data/records/request-scan.pdf', 'data/records/request.json'], sha256(paperBytes)]);
    const film = listed.find((name) => name.startsWith('data/playable/')) ?? '';
    const probed = execFileSync('ffprobe', ['-v', 'error', '-select_streams', 'v', '-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0', join(inside, film)]).toString();
    expect(Number(probed)).toBeGreaterThan(10);
    const evidence = Evidence.parse(JSON.parse(await readFile(join(inside, 'data/records/evidence.json'), 'utf8')));
    expect([evidence.route, evidence.originals, evidence.pieces[0]?.files.filter(({ kind }) => kind === 'original').length]).toEqual(['R4', 'inside', listed.filter((name) => /^data\/original\/.*Z\.mp4$/.test(name)).length]);
    // Whoever reads nothing but this knows for whom, for which case, for what and on which paper.
    expect([evidence.unit, evidence.caseNo, evidence.purpose, (await readFile(join(inside, 'data/records/notes_vi.txt'), 'utf8')).includes('(R4), số ')]).toEqual(['Công an phường U', '15/2026', 'crime', true]);
    const [hers, theirs_] = [await lan.get('GET /api/evidence/:id', { params: { id } }), await tra.get('GET /api/evidence/:id', { params: { id } })];
    expect([hers.custody.map(({ event }) => event), theirs_.custody.at(-1)?.by, (await vuong.send('GET /api/evidence/:id', { params: { id } })).code, (await kythuat.send('GET /api/evidence/:id', { params: { id } })).code]).toEqual([['create', 'seal', 'copy'], { side: 'unit', name: 'Người tên tra', unit: 'Công an phường U', officerNo: 'U-3' }, 'not-found', 'not-allowed']);

    const others = await Promise.all([vuong, street.people.bay, kythuat, street.people.chutich].map(async (by) => (await by.raw('GET', address)).status));
    expect(others).toEqual([404, 404, 403, 403]);

    // She takes it back: not one byte more.
    await lan.get('POST /api/written/:id/recall', { params });
    expect([(await tra.raw('GET', address)).code, (await lan.raw('GET', address)).code]).toEqual(['consent-ended', 'consent-ended']);
    const done = await truc.get('POST /api/written/:id/destruction', { params, body: { at: Date.now() - 1_000, by: 'Người tên tra', method: 'erased', documentNo: '3/BB-TH', note: '' } });
    await until('she is told of it', async () => (await lan.get('GET /api/notices')).some(({ kind }) => kind === 'written.destroyed'));
    expect([done.status, (await rowOf(lan, params.id))?.destruction?.documentNo, (await hub.audit.verify()).sound]).toEqual(['closed', '3/BB-TH', true]);
  }, 90_000);

  test('may be entered by her whose door the paper came to, also from a unit that is not here', async () => {
    const { people: { lan, tra }, owners, cameras, units } = street;
    const common = async () => ({ ...paper(await scanOf(lan), [cameras.a.id]), owner: owners.a });
    const known = await lan.get('POST /api/written', { body: { ...await common(), unit: units.u, documentNo: '20/CV' } });
    const strange = await lan.get('POST /api/written', { body: { ...await common(), unitName: 'Công an thành phố', documentNo: '21/CV' } });
    const wrong = await Promise.all([{ owner: owners.b }, { cameras: [cameras.b.id] }, { unit: units.p }].map(async (change) => (await lan.send('POST /api/written', { body: { ...await common(), ...change } })).code));
    const listed = (await tra.get('GET /api/officer/written')).map(({ id }) => id);
    // Only for a unit that is not here does she write down what it answers: the other answers for itself.
    expect([known.enteredBy, known.onPaper, strange.onPaper, strange.unit, wrong, listed.includes(known.id), listed.includes(strange.id)]).toEqual(['owner', false, true, 'Công an thành phố', ['not-found', 'not-found', 'not-found'], true, false]);
    const row = await executed(strange.id);
    const file = row.pieces[0]?.files[0]?.name ?? '';
    expect((await lan.raw('GET', `/api/written/${strange.id}/files/${file}`)).status).toBe(200);
    // The receiver's paper about the destruction comes on paper too; she writes it down.
    expect((await lan.get('POST /api/written/:id/destruction', { params: { id: strange.id }, body: { at: Date.now(), by: 'Công an thành phố', method: 'erased', documentNo: '9/BB', note: '' } })).status).toBe('closed');
    await lan.get('POST /api/written/:id/refuse', { params: { id: known.id }, body: { ground: 'other' } });
  }, 90_000);

  test('that is late is counted for the leader of the unit, and for no other', async () => {
    const { people: { truong, truc, tra, vinh }, units: { u }, cameras, running: { hub } } = street;
    const [row] = await filed(tra, [cameras.a.id], { documentNo: '22/CV' });
    await hub.store.write((trx) => trx.updateTable('written_request').set({ deadline_at: Date.now() - 1_000 }).where('id', '=', row?.id ?? '').execute());
    expect([await truong.get('GET /api/officer/written/overdue', { query: { unit: u } }), (await vinh.send('GET /api/officer/written/overdue', { query: { unit: u } })).code, (await truc.send('GET /api/officer/written/overdue', { query: { unit: u } })).code, (await rowOf(street.people.lan, row?.id ?? ''))?.overdue])
      .toEqual([{ unit: 'Công an phường U', open: 2, answer: 1, destruction: 0 }, 'not-allowed', 'not-allowed', 'answer']);
  });
});
