import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeDigest } from '../base/node-digest.ts';
import { nodeVerify } from '../base/node-verify.ts';
import { checkExport, checkProof, verifyConsistency, openCheckpoint, readKey } from '../proof/index.ts';
import type { Browser } from './browser.fixture.ts';
import { openStreet, type Street } from './hub-street.fixture.ts';

/** Neighbours share a hub and so a log: each can check all of it and read only her own. */
describe('the log of a street, over the hub\'s own door', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  const exportOf = (by: Browser, owner: string) => by.send('GET /api/log/export', { query: { owner } });
  const checked = async (text: string, key?: string, kept?: string) => checkExport((async function* () { yield new TextEncoder().encode(text); })(), { digest: nodeDigest, verify: nodeVerify, key, kept });

  it('is whole for each household, signed, and names only her own cameras', async () => {
    const { people, owners, cameras } = street;
    const { key, note } = await people.lan.get('GET /api/log');
    for (const [login, owner, own, others] of [['lan', owners.a, cameras.a.id, [cameras.b.id, cameras.c.id]], ['bay', owners.b, cameras.b.id, [cameras.a.id, cameras.c.id]], ['quan', owners.c, cameras.c.id, [cameras.a.id, cameras.b.id]]] as const) {
      const { status, text, headers } = await exportOf(people[login], owner);
      expect([status, headers.get('content-disposition')?.startsWith('attachment'), text.includes(own), others.some((other) => text.includes(other))]).toEqual([200, true, true, false]);
      expect(others.some((other) => text.includes(owners[other === cameras.a.id ? 'a' : other === cameras.b.id ? 'b' : 'c']))).toBe(false);
      const verdict = await checked(text, key, note);
      expect(verdict).toMatchObject({ fault: undefined, cameras: 1, continues: expect.any(Number) as number });
      expect([verdict.own > 0, verdict.own < verdict.entries, verdict.bodies]).toEqual([true, true, verdict.own]);
    }
  });

  it('is not handed to her neighbour, to one who only looks, to an officer or to nobody', async () => {
    const { people, owners } = street;
    const codes = await Promise.all([exportOf(people.bay, owners.a), exportOf(people.xem, owners.c), exportOf(people.truong, owners.a), exportOf(people.kythuat, owners.a), exportOf(street.newBrowser(), owners.a)]);
    expect(codes.map(({ code, status }) => [status, code])).toEqual([[404, 'not-found'], [403, 'not-allowed'], [403, 'not-allowed'], [403, 'not-allowed'], [401, 'not-signed-in']]);
    expect([(await people.truc.send('GET /api/log')).status, (await people.xem.send('GET /api/log')).status]).toEqual([403, 200]);
  });

  it('grows provably from the checkpoint a phone kept', async () => {
    const { lan } = street.people;
    const first = await lan.get('GET /api/log');
    await street.signedIn('lan');
    const now = await lan.get('GET /api/log');
    const key = readKey(first.key, nodeDigest);
    const [older, newer] = await Promise.all([first, now].map(async ({ note }) => key && openCheckpoint(note, key, nodeVerify)));
    if (typeof older !== 'object' || typeof newer !== 'object') throw new Error('not signed');
    const { proof } = await lan.get('GET /api/log/consistency', { query: { from: String(older.size), to: String(newer.size) } });
    expect([newer.size > older.size, verifyConsistency(nodeDigest, older, newer, proof.map((hash) => Buffer.from(hash, 'base64')))]).toEqual([true, true]);
    expect((await lan.send('GET /api/log/checkpoint')).text.split('\n')[0]).toBe(key?.name);
    expect((await lan.send('GET /api/log/consistency', { query: { from: '1', to: '999999' } })).status).toBe(404);
  });

  it('gives tiles, bundles and proofs in which others\' entries are only hashes', async () => {
    const { people: { lan, bay }, cameras } = street;
    const { key } = await lan.get('GET /api/log');
    const tile = await lan.raw('GET', '/api/log/tile/0/000.p/5');
    const width = Math.min(await street.running.hub.audit.size(), 255);
    const bundles = await Promise.all([lan, bay].map((by) => by.raw('GET', `/api/log/tile/entries/000.p/${width}`)));
    expect([tile.status, bundles.map(({ text }) => [text.includes(cameras.a.id), text.includes(cameras.b.id)])]).toEqual([200, [[true, false], [false, true]]]);
    for (const path of ['0/999', '0/x000/000', 'entries/1', '64/000', 'entries/000.p/256']) expect([path, (await lan.raw('GET', `/api/log/tile/${path}`)).status]).toEqual([path, 404]);
    const seq = (await street.running.hub.store.read.selectFrom('audit_entry').select('seq').where('camera', '=', street.running.hub.store.read.selectFrom('camera').select('id').where('name', '=', cameras.a.name)).executeTakeFirstOrThrow()).seq;
    const proofs = await Promise.all([lan, bay].map(async (by) => checkProof((await by.send('GET /api/log/inclusion', { query: { seq: String(seq) } })).text, key, nodeDigest, nodeVerify)));
    expect(proofs).toMatchObject([{ fault: undefined, seq }, { fault: 'no-entry' }]);
  });
});
