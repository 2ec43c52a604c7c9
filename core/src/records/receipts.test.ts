import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactVerify, createLocalJWKSet } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditType } from '../audit/entry.ts';
import { id, type CameraId, type OwnerId, type PersonId } from '../domain/ids.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { openVault, type Vault } from '../vault/vault.ts';
import { ConsentBook } from './consent-book.ts';
import { languageOfNotice, noticeHash } from './privacy-notice.ts';
import { consentReceipt, grantReceipt, receiptId, type GrantForReceipt } from './receipts.ts';
import { openReceiptSigner } from './receipt-signer.ts';

const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const place = { hubName: 'Hub nhà cô Lan', origin: 'https://matpho.local:8443' };
const lan = id<PersonId>('lan');
let folder: string;
let store: Store;
let vault: Vault;
const clock = new FakeClock();
let written: { readonly type: AuditType; readonly body: object }[];
let book: ConsentBook;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matpho-consents-'));
  store = await openStore({ file: join(folder, 'hub.db'), log: noLog });
  vault = await openVault({ store, keyFile: join(folder, 'vault.key') });
  written = [];
  book = new ConsentBook(store, { append: (async (_trx: unknown, fact: { type: AuditType; body: object }) => { written.push(fact); }) as never }, clock);
  await store.write(async (trx) => {
    for (const login of ['lan', 'bay']) await trx.insertInto('person').values({ id: id<PersonId>(login), login, name: login, language: 'vi', password: null, operator: 0, created_at: 1, disabled_at: null }).execute();
    await trx.insertInto('owner').values({ id: id<OwnerId>('home'), kind: 'household', name: 'Nhà', created_at: 1 }).execute();
    await trx.insertInto('member').values({ owner: id<OwnerId>('home'), person: lan, role: 'owner', since: 1, ended_at: null }).execute();
    await trx.insertInto('notice_address').values({ person: lan, channel: 'email', address: 'lan@example.vn', enabled: 1 }).execute();
    await trx.insertInto('camera').values({
      id: id<CameraId>('gate'), owner: id<OwnerId>('home'), name: 'Cổng', place: '', direction: null, provider: 'manual', native_id: 'x', maker: null, model: null, device_uri: null, snapshot_uri: null, sources: '[]', clock_offset_ms: null,
      confirmed_at: null, recording: 'off', record_days: 7, record_bytes: 1, created_at: 1, removed_at: null, latitude: 20.4, longitude: 106.3, view_degrees: 90,
    }).execute();
  });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});
const give = (notice = noticeHash('vi')): Promise<void> => store.write((trx) => book.given(trx, { person: lan, notice, method: 'set-up', at: clock.now() }));

describe('a person\'s consent', () => {
  test('is to the words she read, in her language, and on record', async () => {
    await give(noticeHash('en'));
    const [record] = await book.of(lan);
    expect([record?.state, record?.notice.language, book.isCurrent(record!), written.map(({ type }) => type)]).toEqual(['ConsentGiven', 'en', true, ['consent.given']]);
  });
  test('to other words than today\'s is none', async () => {
    await expect(give('0'.repeat(64))).rejects.toMatchObject({ code: 'notice-changed' });
    expect([await book.of(lan), languageOfNotice('0'.repeat(64))]).toEqual([[], undefined]);
  });
  test('withdrawn takes at once where to reach her and where her cameras stand; given anew it is renewed; every word of it stays', async () => {
    await give();
    const [first] = await book.of(lan);
    const withdrawn = await book.withdraw(lan, first!.id);
    const twice = await book.withdraw(lan, first!.id);
    const addresses = await store.read.selectFrom('notice_address').select('address').execute();
    const camera = await store.read.selectFrom('camera').select(['latitude', 'longitude', 'view_degrees']).executeTakeFirst();
    const renewed = await book.renew(lan, noticeHash('vi'));
    expect([withdrawn.state, twice.events.length, addresses, camera, renewed.events.map(({ state }) => state), renewed.id === first!.id, written.map(({ type }) => type)]).toEqual([
      'ConsentWithdrawn', 2, [], { latitude: null, longitude: null, view_degrees: null }, ['ConsentGiven', 'ConsentWithdrawn', 'RenewedConsentGiven'], true, ['consent.given', 'consent.withdrawn', 'consent.given'],
    ]);
  });
  test('is hers alone to withdraw', async () => {
    await give();
    const [record] = await book.of(lan);
    await expect(book.withdraw(id<PersonId>('bay'), record!.id)).rejects.toMatchObject({ code: 'not-found' });
  });
  test('is never changed afterwards, not even by the hub', async () => {
    await give();
    await expect(store.write((trx) => trx.updateTable('consent_record').set({ state: 'ConsentWithdrawn' }).execute())).rejects.toThrow();
  });
});

describe('a receipt', () => {
  const grant: GrantForReceipt = {
    grant: {
      id: 'g1', version: 1, owner: 'home', who: { unit: 'u' }, what: { cameras: ['gate'], actions: ['clip'], maxHeight: 720, maxFps: 15, audio: false, masks: [] }, when: { from: 1_000, until: 9_000_000 }, why: { purposes: ['crime', 'fire_rescue'], caseRequired: true }, mode: 'ask',
      limits: { maxSessionMs: 1, maxConcurrent: 1, maxPerDay: 1, watermark: true, store: 'case' },
    } as unknown as GrantForReceipt['grant'],
    sentence: { vi: 'Bạn cho phép…', en: 'You allow…' }, signedAt: 1_000, revokedAt: null, ownerName: 'Nhà cô Lan', to: 'Công an phường Bồ Xuyên', keptDays: 7,
  };
  /** With the published keys and jose, nothing else. */
  const verified = async (jws: string, keys: Awaited<ReturnType<typeof openReceiptSigner>>['keys']): Promise<unknown> => JSON.parse(new TextDecoder().decode((await compactVerify(jws, createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) }), { algorithms: ['EdDSA'] })).payload)) as unknown;

  test('is checked with the published keys alone, also those of the hub started anew', async () => {
    const signer = await openReceiptSigner(vault);
    const receipt = grantReceipt(grant, place, clock.now());
    const jws = await signer.sign(receipt);
    const after = await openReceiptSigner(vault);
    expect([await verified(jws, after.keys), JSON.stringify(after.keys)]).toEqual([receipt, JSON.stringify(signer.keys)]);
    expect(Object.keys(signer.keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });
  test('that was changed, or is another hub\'s, is found out', async () => {
    const signer = await openReceiptSigner(vault);
    const [head, body = '', sign] = (await signer.sign(grantReceipt(grant, place, clock.now()))).split('.');
    const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace('Công an phường Bồ Xuyên', 'Ai cũng được')).toString('base64url');
    await expect(verified([head, forged, sign].join('.'), signer.keys)).rejects.toThrow();
    const other = await openReceiptSigner({ get: async () => undefined, put: async () => {} });
    await expect(verified([head, body, sign].join('.'), other.keys)).rejects.toThrow();
  });
  test('has the fields of ISO/IEC TS 27560 and the terms of DPV', () => {
    const receipt = grantReceipt(grant, place, clock.now());
    const fields = ['schema_version', 'record_id', 'receipt_id', 'pii_principal_id', 'privacy_notice', 'purposes', 'pii_controllers', 'recipient_third_parties', 'storage_locations', 'jurisdiction', 'withdrawal_method', 'privacy_rights', 'parties', 'events'];
    expect([fields.filter((field) => !(field in receipt)), receipt['event_state'], receipt['valid'], (receipt['@context'] as Record<string, unknown>)['dpv']]).toEqual([[], 'dpv:ConsentGiven', true, 'https://w3id.org/dpv#']);
    expect((receipt['purposes'] as { lawful_basis: string }[]).map(({ lawful_basis }) => lawful_basis)).toEqual(['dpv:Consent', 'dpv:Consent']);
    // Every name it uses is explained in it: a reader needs no network.
    const context = receipt['@context'] as Record<string, unknown>;
    expect(fields.filter((field) => !(field in context))).toEqual([]);
  });
  test('of a stopped grant is another one, and says so', () => {
    const before = grantReceipt(grant, place, clock.now());
    const after = grantReceipt({ ...grant, revokedAt: 5_000 }, place, clock.now());
    expect([after['receipt_id'] === before['receipt_id'], after['valid'], after['event_state'], (after['validity'] as { until: string }).until]).toEqual([false, false, 'dpv:ConsentWithdrawn', new Date(5_000).toISOString()]);
  });
  test('of a person does not tell who she is, nor that two are of one person', async () => {
    await give();
    const [record] = await book.of(lan);
    const one = consentReceipt(record!, place, clock.now());
    const two = consentReceipt({ ...record!, id: 'another' }, place, clock.now());
    expect([JSON.stringify(one).includes('"lan"'), one['pii_principal_id'] === two['pii_principal_id'], one['event_state']]).toEqual([false, false, 'dpv:ConsentGiven']);
  });
  test('has a number that can be read aloud, another for every event', () => {
    const numbers = [receiptId('g1', 1, 1), receiptId('g1', 1, 2), receiptId('g1', 2, 1), receiptId('g2', 1, 1)];
    expect([new Set(numbers).size, numbers.every((number) => /^MP(-[0-9A-F]{4}){4}$/.test(number))]).toEqual([4, true]);
  });
});
