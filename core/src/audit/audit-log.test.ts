import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { id, type CameraId } from '../domain/ids.ts';
import { openCheckpoint } from './checkpoint.ts';
import { auditTypes } from './entry.ts';
import { leafHash, verifyConsistency, verifyInclusion } from './merkle.ts';
import { auditPlace, type AuditPlace } from './testing/audit-place.fixture.ts';

let place: AuditPlace;
beforeEach(async () => { place = await auditPlace(); });
afterEach(async () => { await place[Symbol.asyncDispose](); });

const gate = id<CameraId>('c-gate');
const yard = id<CameraId>('c-yard');
const login = (n: number) => ({ type: 'login', at: 1_000 + n, body: { person: `p${n}` } }) as const;
const opened = (camera: CameraId, n: number) => ({ type: 'session.opened', camera, at: 1_000 + n, body: { officer: `296-${n}` } }) as const;
const counts = async () => {
  const [entries, bodies, nodes] = await Promise.all((['audit_entry', 'audit_body', 'audit_node'] as const).map(async (table) => (await place.store.read.selectFrom(table).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n));
  return { entries, bodies, nodes };
};

describe('append', () => {
  it('counts entries from 0 and each camera\'s own from 1, and keeps names out of the tree', async () => {
    const appended = [];
    for (const fact of [login(1), opened(gate, 2), opened(yard, 3), opened(gate, 4)]) appended.push(await place.log.append(undefined, fact));
    expect(appended.map(({ seq, cameraSeq }) => [seq, cameraSeq])).toEqual([[0, undefined], [1, 1], [2, 1], [3, 2]]);
    const leaves = await place.log.leaves(0, 10);
    expect(leaves.map(({ entry }) => leafHash(entry))).toEqual(appended.map(({ leaf }) => leaf));
    expect(leaves.map(({ entry }) => (JSON.parse(entry) as { cameraSeq?: number; type: string }).type)).toEqual(['login', 'session.opened', 'session.opened', 'session.opened']);
    expect(JSON.stringify(leaves)).not.toMatch(/296-|p1/);
  });

  it('takes 1,000 calls at once, from inside transactions and alone, without a gap or a double', async () => {
    const appended = await Promise.all(Array.from({ length: 1_000 }, (_, n) => {
      const fact = opened(n % 3 === 0 ? gate : yard, n);
      return n % 10 === 0 ? place.store.write((trx) => place.log.append(trx, fact)) : place.log.append(undefined, fact);
    }));
    expect(appended.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    for (const [camera, rest] of [[gate, [0]], [yard, [1, 2]]] as const) {
      const seqs = appended.filter((_, n) => (rest as readonly number[]).includes(n % 3)).map(({ cameraSeq }) => cameraSeq ?? 0).toSorted((a, b) => a - b);
      expect({ camera, seqs }).toEqual({ camera, seqs: seqs.map((_, n) => n + 1) });
    }
    const alone = appended.filter((_, n) => n % 10 !== 0).map(({ seq }) => seq);
    expect(alone).toEqual(alone.toSorted((a, b) => a - b));
    expect(await place.log.verify()).toMatchObject({ sound: true, size: 1_000 });
  });

  it('stands or falls with the transaction it is given', async () => {
    await place.log.append(undefined, login(1));
    const before = await counts();
    await expect(place.store.write(async (trx) => {
      await Promise.all([place.log.append(trx, opened(gate, 2)), place.log.append(trx, opened(gate, 3))]);
      throw new Error('the grant was not valid');
    })).rejects.toThrow('the grant was not valid');
    expect(await counts()).toEqual(before);
    const both = await place.store.write((trx) => Promise.all([place.log.append(trx, opened(gate, 4)), place.log.append(trx, opened(gate, 5))]));
    expect(both.map(({ seq, cameraSeq }) => [seq, cameraSeq])).toEqual([[1, 1], [2, 2]]);
    expect(await place.log.verify()).toMatchObject({ sound: true, size: 3 });
  });

  it('rejects when the disk refuses and leaves no trace, alone, in a batch and in a transaction that goes on', async () => {
    await place.log.append(undefined, opened(gate, 1));
    await place.store.write(async (trx) => { await sql`CREATE TRIGGER no_room BEFORE INSERT ON audit_node WHEN new.level = 1 BEGIN SELECT RAISE(ABORT, 'refused'); END`.execute(trx); });
    const before = await counts();
    const failures = await Promise.allSettled([opened(gate, 2), opened(gate, 3), login(4)].map((fact) => place.log.append(undefined, fact)));
    expect(failures.map((failure) => failure.status === 'rejected' && (failure.reason as { code: string }).code)).toEqual(['not-recorded', 'not-recorded', 'not-recorded']);
    await place.store.write(async (trx) => {
      await expect(place.log.append(trx, opened(gate, 5))).rejects.toMatchObject({ code: 'not-recorded' });
      await trx.insertInto('hub_value').values({ name: 'went on', value: '' }).execute();
    });
    expect(await counts()).toEqual(before);
    await place.store.write(async (trx) => { await sql`DROP TRIGGER no_room`.execute(trx); });
    expect(await place.log.append(undefined, opened(gate, 6))).toMatchObject({ seq: 1, cameraSeq: 2 });
    expect(await place.log.verify()).toMatchObject({ sound: true, size: 2 });
  });

  it('says not-recorded when the database is closed', async () => {
    await place.store.close();
    await expect(place.log.append(undefined, login(1))).rejects.toMatchObject({ code: 'not-recorded', cause: { code: 'not-ready' } });
  });

  it('refuses, before anything is written, what it could not read back', async () => {
    const bad = [{ ...login(1), body: { masks: new Set(['m']) } }, { ...login(1), body: { until: Infinity } }, { ...login(1), at: 1.5 }, { ...login(1), type: 'gossip' }, { ...login(1), body: { text: 'x'.repeat(70_000) } }];
    for (const fact of bad) await expect(place.log.append(undefined, fact as never)).rejects.toThrow();
    expect(await place.log.size()).toBe(0);
  });

  it('refuses to wait for itself when its caller forgets the transaction', async () => {
    await expect(place.store.write(() => place.log.append(undefined, login(1)))).rejects.toMatchObject({ code: 'internal' });
  });

  it('takes every type on its list', async () => {
    for (const type of auditTypes) await place.log.append(undefined, { type, at: 1, body: {} });
    expect(await place.log.verify()).toMatchObject({ sound: true, size: auditTypes.length });
  });
});

describe('reading', () => {
  it('gives one camera\'s entries, newest first, with their bodies until these are erased', async () => {
    for (let n = 0; n < 6; n += 1) await place.log.append(undefined, opened(n % 2 ? yard : gate, n));
    await place.log.append(undefined, { type: 'session.closed', camera: gate, at: 2_000, body: { seconds: 12 } });
    await place.store.write((trx) => trx.deleteFrom('audit_body').where('seq', '=', 2).execute());
    const all = await place.log.entriesFor(gate, { limit: 10 });
    expect(all.map(({ seq, entry, body }) => [seq, entry.cameraSeq, body])).toEqual([[6, 4, { seconds: 12 }], [4, 3, { officer: '296-4' }], [2, 2, undefined], [0, 1, { officer: '296-0' }]]);
    expect((await place.log.entriesFor(gate, { limit: 1, before: 4, types: ['session.opened'] })).map(({ seq }) => seq)).toEqual([2]);
    expect(await place.log.verify()).toMatchObject({ sound: true });
  });

  it('does not keep bodies readable on the disk', async () => {
    await place.log.append(undefined, opened(gate, 77));
    const { body } = await place.store.read.selectFrom('audit_body').select('body').executeTakeFirstOrThrow();
    expect(body).not.toContain('296-77');
  });
});

describe('proofs and checkpoints', () => {
  it('prove every entry and every growth against the signed root', async () => {
    const heads = [];
    const leaves = [];
    for (let n = 0; n < 13; n += 1) {
      heads.push(openCheckpoint(await place.log.checkpoint(), place.parts.signer));
      leaves.push((await place.log.append(undefined, opened(gate, n))).leaf);
    }
    heads.push(openCheckpoint(await place.log.checkpoint(), place.parts.signer));
    for (const [seq, leaf] of leaves.entries()) {
      for (const { size, root } of heads.slice(seq + 1)) expect(verifyInclusion(leaf, seq, size, [...(await place.log.inclusion(seq, size))], root)).toBe(true);
    }
    for (const a of heads) for (const b of heads.slice(a.size)) expect(verifyConsistency(a.size, b.size, [...(await place.log.consistency(a.size, b.size))], a.root, b.root)).toBe(true);
  });

  it('signs each size once and gives the newest', async () => {
    expect(await place.log.lastCheckpoint()).toBeUndefined();
    await place.log.append(undefined, login(1));
    const note = await place.log.checkpoint();
    expect([await place.log.checkpoint(), await place.log.lastCheckpoint()]).toEqual([note, note]);
  });

  it.each([[0, 3], [2, 2], [-1, 1], [0.5, 2]])('has no proof of entry %d in a tree of %d it does not have', async (seq, size) => {
    await place.log.append(undefined, login(1));
    await place.log.append(undefined, login(2));
    await expect(place.log.inclusion(seq, size)).rejects.toMatchObject({ code: 'not-found' });
    await expect(place.log.consistency(3, 2)).rejects.toMatchObject({ code: 'not-found' });
  });
});
