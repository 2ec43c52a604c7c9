import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noticeHash } from '../records/privacy-notice.ts';
import { readZip } from '../records/read-zip.fixture.ts';
import { id, type CameraId } from '../domain/ids.ts';
import type { Browser } from './browser.fixture.ts';
import { always, give, leaksIn, newPassword, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('documents and consent records, through the door', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  const bytes = async (by: Browser, path: string): Promise<{ readonly status: number; readonly type: string | null; readonly data: Buffer }> => {
    const response = await fetch(`${street.running.origin}${path}`, { headers: by.headers });
    return { status: response.status, type: response.headers.get('content-type'), data: Buffer.from(await response.arrayBuffer()) };
  };
  const newcomer = { name: 'Ai đó', login: 'ai.do', password: newPassword(), language: 'vi' as const };

  test('nobody is entered without a yes to today\'s words', async () => {
    const { link } = await street.people.lan.get('POST /api/invitations', { body: { kind: 'member', owner: street.owners.a, role: 'viewer' } });
    const token = new URL(link).hash.replace('#invite=', '');
    const accept = (body: object) => street.newBrowser().sendAny('POST /api/invitations/accept', { body: { token, ...newcomer, ...body } });
    expect([(await accept({})).code, (await accept({ consent: true })).code, (await accept({ consent: '0'.repeat(64) })).code]).toEqual(['bad-request', 'bad-request', 'notice-changed']);
    const browser = street.newBrowser();
    await browser.get('POST /api/invitations/accept', { body: { token, ...newcomer, consent: noticeHash('en') } });
    const [record] = await browser.get('GET /api/consents');
    expect([record?.valid, record?.language, record?.events.map(({ state, method }) => [state, method])]).toEqual([true, 'en', [['ConsentGiven', 'invitation']]]);
  });

  test('who has an account and no yes in force says it before joining anything', async () => {
    const { lan, tuan } = { lan: street.people.lan, tuan: street.newBrowser() };
    const link = async (): Promise<string> => new URL((await lan.get('POST /api/invitations', { body: { kind: 'member', owner: street.owners.a, role: 'viewer' } })).link).hash.replace('#invite=', '');
    const me = await tuan.get('POST /api/invitations/accept', { body: { ...newcomer, token: await link(), login: 'tuan.moi', consent: noticeHash('vi') } });
    await lan.get('DELETE /api/owners/:id/members/:person', { params: { id: street.owners.a, person: me.id } });
    const [record] = await tuan.get('GET /api/consents');
    await tuan.get('DELETE /api/consents/:id', { params: { id: record?.id ?? '' } });
    const token = await link();
    const joined = async (consent?: string): Promise<string | undefined> => (await tuan.send('POST /api/invitations/join', { body: { token, ...(consent === undefined ? {} : { consent }) } })).code;
    expect([await joined(), await joined('0'.repeat(64)), (await tuan.get('GET /api/session')).memberships, await joined(noticeHash('vi')), (await tuan.get('GET /api/consents'))[0]?.events.map(({ state }) => state)])
      .toEqual(['consent-needed', 'notice-changed', [], undefined, ['ConsentGiven', 'ConsentWithdrawn', 'RenewedConsentGiven']]);
    // In force, it is not asked again.
    await lan.get('DELETE /api/owners/:id/members/:person', { params: { id: street.owners.a, person: me.id } });
    expect((await tuan.send('POST /api/invitations/join', { body: { token: await link() } })).status).toBe(200);
  });

  test('an officer who takes back the yes sees nothing from that moment, and again after a new yes', async () => {
    const { bay, vuong } = street.people;
    const camera = street.cameras.b.id;
    await give(bay, { owner: street.owners.b, cameras: [camera], who: { unit: street.units.v }, ...always });
    const hello = { camera, transport: 'mse', unit: street.units.v, purpose: 'crime' };
    using viewer = await vuong.live(hello).playing();
    const [record] = await vuong.get('GET /api/consents');
    const withdrawn = await vuong.get('DELETE /api/consents/:id', { params: { id: record?.id ?? '' } });
    expect([withdrawn.state, (await viewer.end()).type, viewer.bytesAfterEnd]).toEqual(['ConsentWithdrawn', 'ended', 0]);
    using refused = vuong.live(hello);
    expect([(await refused.end()).type, refused.bytes]).toEqual(['ended', 0]);
    await vuong.get('POST /api/consents', { body: { notice: noticeHash('vi') } });
    using again = await vuong.live(hello).playing();
    expect(again.bytes).toBeGreaterThan(0);
  });

  test('a receipt is checked with the published keys alone; a stopped grant has another; a stranger has none', async () => {
    const { lan, kim } = street.people;
    const grant = await give(lan, { owner: street.owners.a, cameras: [street.cameras.a.id], who: { unit: street.units.u } });
    const keys = await street.newBrowser().get('GET /api/receipt-keys') as JSONWebKeySet;
    const receipt = async (): Promise<{ readonly receipt: Record<string, unknown>; readonly jws: string }> => (await lan.send('GET /api/grants/:id/receipt', { params: { id: grant.id } })).body as never;
    const given = await receipt();
    const { payload } = await compactVerify(given.jws, createLocalJWKSet(keys));
    await lan.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    const stopped = await receipt();
    expect([JSON.parse(new TextDecoder().decode(payload)), stopped.receipt['receipt_id'] === given.receipt['receipt_id'], stopped.receipt['event_state'], (await kim.send('GET /api/grants/:id/receipt', { params: { id: grant.id } })).code, (await kim.send('GET /api/grants/:id/slip', { params: { id: grant.id } })).code])
      .toEqual([given.receipt, false, 'dpv:ConsentWithdrawn', 'not-found', 'not-found']);
    const slip = await bytes(lan, `/api/grants/${grant.id}/slip`);
    expect([slip.status, slip.type, slip.data.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
  });

  test('a sign tells a passer-by what it says and nothing more; her words reach the house; another house reads neither', async () => {
    const { lan, minh, kim } = street.people;
    const body = { owner: street.owners.a, camera: street.cameras.a.id, responsible: 'Nhà bà Lan', contact: '0912 345 678', purposes: ['property' as const] };
    const sign = await lan.get('POST /api/signs', { body });
    const passer = street.newBrowser();
    const page = await passer.get('GET /api/public/signs/:code', { params: { code: sign.code } });
    expect([Object.keys(page).toSorted(), page.responsible, /camera-|Cổng|rtsp|lan/.test(JSON.stringify(page))]).toEqual([['contact', 'keptDays', 'madeAt', 'notAdvice', 'purposes', 'responsible', 'sharedOnlyByGrant'], 'Nhà bà Lan', false]);
    expect((await passer.send('POST /api/public/signs/:code/messages', { params: { code: sign.code }, body: { kind: 'mask', words: 'Xin che cửa sổ số 14.', replyTo: '0987' } })).status).toBe(204);
    await until('the co-owner is told', async () => (await minh.get('GET /api/notices')).some(({ kind }) => kind === 'complaint.received'));
    const [message] = await lan.get('GET /api/sign-messages');
    expect([message?.words, message?.replyTo, (await kim.get('GET /api/sign-messages')), (await kim.send('POST /api/sign-messages/:id/close', { params: { id: message?.id ?? '' } })).code, (await kim.send('GET /api/signs/:code/paper', { params: { code: sign.code }, query: { size: 'A4' } })).code, (await kim.send('DELETE /api/signs/:code', { params: { code: sign.code } })).code, (await kim.send('POST /api/signs', { body })).code])
      .toEqual(['Xin che cửa sổ số 14.', '0987', [], 'not-found', 'not-found', 'not-found', 'not-found']);
    const paper = await bytes(lan, `/api/signs/${sign.code}/paper?size=A5`);
    expect([paper.status, paper.data.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await minh.get('POST /api/sign-messages/:id/close', { params: { id: message?.id ?? '' } })).closedAt).not.toBeNull();
    await minh.get('DELETE /api/signs/:code', { params: { code: sign.code } });
    expect([(await passer.send('GET /api/public/signs/:code', { params: { code: sign.code } })).code, (await passer.send('GET /api/public/signs/:code', { params: { code: 'x'.repeat(22) } })).code]).toEqual(['not-found', 'not-found']);
    const entries = await street.running.hub.store.read.selectFrom('audit_entry').select('type').where('camera', '=', id<CameraId>(street.cameras.a.id)).where('type', 'like', '%complaint%').execute();
    expect(entries.map(({ type }) => type)).toEqual(['complaint.received']);
  });

  test('a sign is written to a few times a day, not without end', async () => {
    const sign = await street.people.kim.get('POST /api/signs', { body: { owner: street.owners.c, responsible: 'Tiệm Kim', contact: 'gõ cửa', purposes: ['entrance'] } });
    const codes: unknown[] = [];
    // From ever other addresses, as a script would.
    for (let i = 0; i < 12; i += 1) codes.push((await street.newBrowser().send('POST /api/public/signs/:code/messages', { params: { code: sign.code }, body: { kind: 'complaint', words: `Lời nhắn ${i}` } })).code ?? 'taken');
    expect([codes.filter((code) => code === 'taken').length, codes.slice(10)]).toEqual([10, ['too-many-requests', 'too-many-requests']]);
  });

  test('her data comes whole, without a secret of hers or a word of another house', async () => {
    const { data, type } = await bytes(street.people.kim, '/api/my-data');
    const files = readZip(data);
    const all = Object.values(files).join('\n');
    expect([type, Object.keys(files).includes('nha-1/camera.json'), files['nha-1/camera.json']?.includes('Quầy tiệm Kim'), leaksIn(street, all), /bà Lan|ông Bảy/.test(all)]).toEqual(['application/zip', true, true, [], false]);
  });

  test('a house that leaves is cut off at once, leaves nothing behind, and tells the unit to destroy what it has', async () => {
    const { running: { hub }, people: { bay, vuong, kim }, owners, cameras, units, config } = street;
    const camera = cameras.b.id;
    using viewer = await vuong.live({ camera, transport: 'mse', unit: units.v, purpose: 'crime' }).playing();
    const preview = await bay.get('GET /api/owners/:id/leaving', { params: { id: owners.b } });
    expect([preview.cameras, preview.units, preview.accountEnds, (await kim.send('POST /api/owners/:id/leaving', { params: { id: owners.b } })).code]).toEqual([1, ['Công an phường V'], true, 'not-found']);
    const { code } = await bay.get('POST /api/owners/:id/leaving', { params: { id: owners.b } });
    expect([(await viewer.end()).reason, viewer.bytesAfterEnd]).toEqual(['revoked', 0]);
    const anybody = street.newBrowser();
    await until('all is gone', async () => (await anybody.get('GET /api/public/leavings/:code', { params: { code } })).doneAt !== null);
    const { figures, units: told } = await anybody.get('GET /api/public/leavings/:code', { params: { code } });
    const [secrets, person, rows] = await Promise.all([
      hub.store.read.selectFrom('secret').select('name').where('name', 'like', `camera/${camera}/%`).execute(), hub.store.read.selectFrom('person').select(['name', 'password']).where('login', '=', 'bay').execute(),
      hub.store.read.selectFrom('camera').select(['name', 'sources']).where('id', '=', id<CameraId>(camera)).executeTakeFirst(),
    ]);
    expect([figures.cameras, told.map(({ unit }) => unit), secrets, person, rows, (await bay.send('GET /api/session')).code, (await street.newBrowser().send('POST /api/session', { body: { login: 'bay', password: street.passwords.bay } })).code])
      .toEqual([1, ['Công an phường V'], [], [], { name: '(đã rời)', sources: '[]' }, 'not-signed-in', 'wrong-login']);
    const left = await readdir(config.recordings.dir, { recursive: true });
    expect([left.filter((path) => path.includes(camera) && path.endsWith('.mp4')), await access(join(config.dataDir, 'exports')).then(() => readdir(join(config.dataDir, 'exports')), () => [])]).toEqual([[], []]);
    const [purge] = await vuong.get('GET /api/purges');
    expect([purge?.items.length === 0, JSON.stringify(purge).includes('Bảy'), (await street.people.truc.send('POST /api/purges/:id/acknowledge', { params: { id: purge?.id ?? '' } })).code]).toEqual([false, false, 'not-found']);
    await vuong.get('POST /api/purges/:id/acknowledge', { params: { id: purge?.id ?? '' } });
    expect((await anybody.get('GET /api/public/leavings/:code', { params: { code } })).units[0]?.acknowledgedAt).not.toBeNull();
    expect((await hub.audit.verify()).sound).toBe(true);
  });

  test('whoever runs the hub keeps her account when her house leaves', async () => {
    const { people: { lan, minh }, owners } = street;
    const { code, accountEnded } = await lan.get('POST /api/owners/:id/leaving', { params: { id: owners.a } });
    await until('all is gone', async () => (await lan.get('GET /api/public/leavings/:code', { params: { code } })).doneAt !== null);
    expect((await minh.get('GET /api/notices')).filter(({ kind }) => kind !== 'test').map(({ kind }) => kind)).toEqual(['house.left']);
    const [her, his] = await Promise.all([lan.get('GET /api/session'), minh.get('GET /api/session')]);
    expect([accountEnded, her.operator, her.memberships, his.memberships, (await lan.send('POST /api/owners/:id/leaving', { params: { id: owners.a } })).code]).toEqual([false, true, [], [], 'not-allowed']);
  });
});
