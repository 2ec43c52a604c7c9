import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { openStore } from '../store/open-store.ts';
import type { Database } from '../store/schema.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { openAuditLog } from './audit-log.ts';
import { bodyHash, entryText, parseEntry } from './entry.ts';
import { leafHash } from './merkle.ts';
import { verifyLog } from './verify-log.ts';
import { auditPlace, plainSealer, type AuditPlace } from './testing/audit-place.fixture.ts';

type Rows = Kysely<Database>;

let place: AuditPlace;
beforeEach(async () => {
  place = await auditPlace();
  await fill(0, 9);
  await place.log.checkpoint();
  await fill(9, 13);
});
afterEach(async () => { await place[Symbol.asyncDispose](); });

async function fill(from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) await place.log.append(undefined, n % 4 === 0 ? { type: 'login', at: n, body: { n } } : { type: 'snapshot', camera: id<CameraId>('c1'), at: n, body: { n } });
}

/** Whoever holds the disk can take the triggers away. */
async function tamper(work: (rows: Rows) => Promise<unknown>): Promise<void> {
  await place.store.write(async (rows) => {
    for (const trigger of ['audit_entry_stays', 'audit_entry_is_kept', 'audit_body_stays', 'audit_node_stays', 'audit_node_is_kept', 'audit_checkpoint_stays', 'audit_checkpoint_is_kept']) await sql.raw(`DROP TRIGGER ${trigger}`).execute(rows);
    await sql`PRAGMA defer_foreign_keys = ON`.execute(rows);
    await work(rows);
  });
}
/** Removes the last entries without a trace in any table, so that the rest is a whole tree. */
const rollBack = (rows: Rows, size: number) => Promise.all([
  rows.deleteFrom('audit_body').where('seq', '>=', size).execute(), rows.deleteFrom('audit_entry').where('seq', '>=', size).execute(),
  sql`DELETE FROM audit_node WHERE (idx + 1) * (1 << level) > ${size}`.execute(rows),
]);
const rewrite = async (rows: Rows, seq: number, change: object) => {
  const { entry } = await rows.selectFrom('audit_entry').select('entry').where('seq', '=', seq).executeTakeFirstOrThrow();
  const text = entryText({ ...parseEntry(entry), ...change });
  return { text, leaf: leafHash(text) };
};

const edits: Record<string, [what: string, seq: number, edit: (rows: Rows) => Promise<unknown>]> = {
  'an entry\'s text': ['leaf', 5, (rows) => sql`UPDATE audit_entry SET entry = replace(entry, '"at":5', '"at":6') WHERE seq = 5`.execute(rows)],
  'an entry and its leaf hash': ['node', 5, async (rows) => {
    const { text, leaf } = await rewrite(rows, 5, { at: 6 });
    await rows.updateTable('audit_entry').set({ entry: text, leaf_hash: leaf, at: 6 }).where('seq', '=', 5).execute();
  }],
  'an entry, its leaf hash and its node': ['node', 5, async (rows) => {
    const { text, leaf } = await rewrite(rows, 4, { at: 6 });
    await rows.updateTable('audit_entry').set({ entry: text, leaf_hash: leaf, at: 6 }).where('seq', '=', 4).execute();
    await rows.updateTable('audit_node').set({ hash: leaf }).where('level', '=', 0).where('idx', '=', 4).execute();
  }],
  'a column beside the entry': ['columns', 3, (rows) => rows.updateTable('audit_entry').set({ at: 99 }).where('seq', '=', 3).execute()],
  'a type beside the entry': ['columns', 3, (rows) => rows.updateTable('audit_entry').set({ type: 'login' }).where('seq', '=', 3).execute()],
  'an entry that is none': ['entry', 7, (rows) => rows.updateTable('audit_entry').set({ entry: '{}', leaf_hash: leafHash('{}') }).where('seq', '=', 7).execute()],
  'a camera\'s count': ['camera-count', 6, async (rows) => {
    const { text, leaf } = await rewrite(rows, 6, { cameraSeq: 900 });
    await rows.updateTable('audit_entry').set({ entry: text, leaf_hash: leaf, camera_seq: 900 }).where('seq', '=', 6).execute();
  }],
  'a private body': ['body', 2, (rows) => rows.updateTable('audit_body').set({ body: plainSealer.seal('audit/2', '{"n":3}') }).where('seq', '=', 2).execute()],
  'two bodies swapped': ['body', 1, async (rows) => { await sql`UPDATE audit_body SET (salt, body) = (SELECT salt, body FROM audit_body o WHERE o.seq = 3 - audit_body.seq) WHERE seq IN (1, 2)`.execute(rows); }],
  'a salt': ['body', 2, (rows) => rows.updateTable('audit_body').set({ salt: Buffer.alloc(32) }).where('seq', '=', 2).execute()],
  'a node of the tree': ['node', 3, (rows) => rows.updateTable('audit_node').set({ hash: Buffer.alloc(32) }).where('level', '=', 2).where('idx', '=', 0).execute()],
  'a missing node': ['node', 7, (rows) => rows.deleteFrom('audit_node').where('level', '=', 3).where('idx', '=', 0).execute()],
  'a node too many': ['stray-node', 13, (rows) => rows.insertInto('audit_node').values({ level: 1, idx: 6, hash: Buffer.alloc(32) }).execute()],
  'a missing entry': ['gap', 4, async (rows) => {
    await rows.deleteFrom('audit_body').where('seq', '=', 4).execute();
    await rows.deleteFrom('audit_entry').where('seq', '=', 4).execute();
  }],
  'a checkpoint\'s root': ['checkpoint', 8, (rows) => rows.updateTable('audit_checkpoint').set({ root: Buffer.alloc(32) }).execute()],
  'a checkpoint\'s note': ['checkpoint', 8, (rows) => sql`UPDATE audit_checkpoint SET note = replace(note, char(10) || '9' || char(10), char(10) || '8' || char(10))`.execute(rows)],
  'the last entries rolled back past a checkpoint': ['rolled-back', 7, (rows) => rollBack(rows, 7)],
};

describe('verify', () => {
  it('finds a sound log sound, with its root', async () => {
    const report = await place.log.verify();
    expect(report).toMatchObject({ sound: true, size: 13 });
    await expect(place.reopen()).resolves.toBeDefined();
  });

  it.each(Object.entries(edits))('finds %s', async (_, [what, seq, edit]) => {
    await tamper(edit);
    expect(await place.log.verify()).toEqual({ sound: false, damage: { what, seq } });
  });

  it('is not deceived by a whole history made anew, for it was signed before', async () => {
    await tamper(async (rows) => {
      await rollBack(rows, 0);
      await place.log.append(rows as never, { type: 'login', at: 1, body: {} });
      for (let n = 1; n < 13; n += 1) await place.log.append(rows as never, { type: 'login', at: n, body: {} });
    });
    expect(await place.log.verify()).toEqual({ sound: false, damage: { what: 'checkpoint', seq: 8 } });
    await expect(place.reopen()).rejects.toMatchObject({ code: 'log-damaged' });
    await expect(place.log.checkpoint()).rejects.toMatchObject({ code: 'log-damaged' });
  });

  it('reads 10,000 entries', async () => {
    await place.store.write(async (trx) => { for (let n = 0; n < 100; n += 1) await place.log.append(trx, { type: 'login', at: n, body: {} }); });
    await Promise.all(Array.from({ length: 9_887 }, (_, n) => place.log.append(undefined, { type: 'decision', camera: id<CameraId>(`c${n % 7}`), at: n, body: { n } })));
    expect(await place.log.verify()).toMatchObject({ sound: true, size: 10_000 });
    await tamper((rows) => sql`UPDATE audit_entry SET entry = replace(entry, '"at":7000', '"at":7001') WHERE seq = 7113`.execute(rows));
    expect(await place.log.verify()).toEqual({ sound: false, damage: { what: 'leaf', seq: 7_113 } });
  });

  it('finds every kind of damage in a tile that is read at once, and says where as exactly as row by row', async () => {
    await fill(13, 700);
    await place.log.checkpoint();
    expect(await place.log.verify()).toMatchObject({ sound: true, size: 700 });
    await tamper(async () => {});
    const wrong: unknown[] = [];
    const at = 305;
    const later: Record<string, [what: string, seq: number, edit: (rows: Rows) => Promise<unknown>]> = {
      text: ['leaf', at, (rows) => sql`UPDATE audit_entry SET entry = replace(entry, '"at":305', '"at":306') WHERE seq = 305`.execute(rows)],
      column: ['columns', at, (rows) => rows.updateTable('audit_entry').set({ at: 99 }).where('seq', '=', at).execute()],
      type: ['columns', at, (rows) => rows.updateTable('audit_entry').set({ type: 'login' }).where('seq', '=', at).execute()],
      leaf: ['leaf', at, (rows) => rows.updateTable('audit_entry').set({ leaf_hash: Buffer.alloc(32) }).where('seq', '=', at).execute()],
      salt: ['body', at, (rows) => rows.updateTable('audit_body').set({ salt: Buffer.alloc(32) }).where('seq', '=', at).execute()],
      body: ['body', at, (rows) => rows.updateTable('audit_body').set({ body: plainSealer.seal(`audit/${at}`, '{"n":1}') }).where('seq', '=', at).execute()],
      'body of another': ['body', at, (rows) => sql`UPDATE audit_body SET body = (SELECT body FROM audit_body WHERE seq = 306) WHERE seq = 305`.execute(rows)],
      'node in a tile': ['node', 307, (rows) => rows.updateTable('audit_node').set({ hash: Buffer.alloc(32) }).where('level', '=', 2).where('idx', '=', 76).execute()],
      'top of a tile': ['node', 511, (rows) => rows.updateTable('audit_node').set({ hash: Buffer.alloc(32) }).where('level', '=', 8).where('idx', '=', 1).execute()],
      'node above tiles': ['node', 511, (rows) => rows.deleteFrom('audit_node').where('level', '=', 9).where('idx', '=', 0).execute()],
      gap: ['gap', at, async (rows) => { await rows.deleteFrom('audit_body').where('seq', '=', at).execute(); await rows.deleteFrom('audit_entry').where('seq', '=', at).execute(); }],
      checkpoint: ['checkpoint', 8, (rows) => rows.updateTable('audit_checkpoint').set({ root: Buffer.alloc(32) }).where('size', '=', 9).execute()],
      'last checkpoint': ['checkpoint', 699, (rows) => rows.updateTable('audit_checkpoint').set({ root: Buffer.alloc(32) }).where('size', '=', 700).execute()],
    };
    class Undo extends Error {}
    for (const [name, [what, seq, edit]] of Object.entries(later)) {
      await place.store.write(async (rows) => {
        await sql`PRAGMA defer_foreign_keys = ON`.execute(rows);
        await edit(rows);
        const report = await verifyLog({ rows, sealer: plainSealer, verifier: place.parts.signer });
        if (JSON.stringify(report) !== JSON.stringify({ sound: false, damage: { what, seq } })) wrong.push([name, report]);
        throw new Undo();
      }).catch((failure: unknown) => { if (!(failure instanceof Undo)) throw failure; });
    }
    expect(wrong).toEqual([]);
    expect(await place.log.verify()).toMatchObject({ sound: true, size: 700 });
  });

  it('stops when told to', async () => {
    await expect(place.log.verify(AbortSignal.abort(new Error('closing')))).rejects.toThrow('closing');
  });
});

describe('opening', () => {
  it.each([
    ['entries before the checkpoint are rolled back', (rows: Rows) => rollBack(rows, 8)],
    ['an entry is missing', async (rows: Rows) => { await rows.deleteFrom('audit_body').where('seq', '=', 4).execute(); await rows.deleteFrom('audit_entry').where('seq', '=', 4).execute(); }],
    ['a node of the signed tree was changed', (rows: Rows) => rows.updateTable('audit_node').set({ hash: Buffer.alloc(32) }).where('level', '=', 3).execute()],
    ['the checkpoint was changed', (rows: Rows) => rows.updateTable('audit_checkpoint').set({ root: Buffer.alloc(32) }).execute()],
    ['the note is signed by nobody', (rows: Rows) => rows.updateTable('audit_checkpoint').set({ note: 'hub.example/log\n9\n' }).execute()],
  ])('fails closed when %s', async (_, edit) => {
    await tamper(edit);
    await expect(place.reopen()).rejects.toMatchObject({ code: 'log-damaged' });
  });

  it('goes on after a restart where it was', async () => {
    const again = await place.reopen();
    expect(await again.append(undefined, { type: 'login', at: 1, body: {} })).toMatchObject({ seq: 13 });
    expect(await again.verify()).toMatchObject({ sound: true, size: 14 });
  });

  it('cannot see by itself that the whole disk is an older one; the checkpoint an owner kept can', async () => {
    await place.store.write(async (trx) => { await sql`SELECT 1`.execute(trx); });
    const copy = join(place.folder, 'older.db');
    await place.store.close();
    await copyFile(place.file, copy);
    const now = await openStore({ file: place.file, log: silentLog });
    const log = await openAuditLog({ ...place.parts, store: now });
    await log.append(undefined, { type: 'login', at: 1, body: {} });
    await log.checkpoint();
    const kept = await log.size();
    await now.close();
    const older = await openStore({ file: copy, log: silentLog });
    const rolledBack = await openAuditLog({ ...place.parts, store: older });
    expect(await rolledBack.verify()).toMatchObject({ sound: true });
    await expect(rolledBack.consistency(kept, kept)).rejects.toMatchObject({ code: 'not-found' });
    await older.close();
  });
});

describe('entries', () => {
  it('read back only when they are exactly what was written', () => {
    const text = entryText({ v: 1, type: 'login', at: 5, body: bodyHash(Buffer.alloc(32), '{}') });
    expect(parseEntry(text)).toMatchObject({ type: 'login', at: 5 });
    for (const other of [` ${text}`, text.replace('login', 'gossip'), text.replace('"v":1', '"v":2'), text.replace('"at":5', '"at":5.5'), text.replace('{', '{"camera":"c",'), 'null', '[]']) expect(() => parseEntry(other)).toThrow();
  });
});
