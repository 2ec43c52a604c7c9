import { readFile, stat, writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './open-store.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { silentLog, storeFolder, type StoreFolder } from './testing/store-folder.fixture.ts';

let place: StoreFolder;
beforeEach(async () => { place = await storeFolder(); });
afterEach(async () => { await place[Symbol.asyncDispose](); });

const put = (name: string, value = '') => place.store.write((trx) => trx.insertInto('hub_value').values({ name, value }).execute());
const names = async () => (await place.store.read.selectFrom('hub_value').select('name').orderBy('name').execute()).map(({ name }) => name);

describe('openStore', () => {
  it('keeps the file and what SQLite writes beside it to its owner alone', async () => {
    await put('a');
    const modes = await Promise.all(['', '-wal', '-shm'].map(async (end) => (await stat(place.file + end)).mode & 0o777));
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  it('runs its writer durable, with foreign keys, and reads what is committed', async () => {
    const settings = await place.store.write(async (trx) => {
      const answers = [];
      for (const pragma of ['journal_mode', 'synchronous', 'foreign_keys', 'recursive_triggers', 'secure_delete']) answers.push(Object.values((await sql.raw<Record<string, unknown>>(`PRAGMA ${pragma}`).execute(trx)).rows[0] ?? {})[0]);
      return answers;
    });
    expect(settings).toEqual(['wal', 2, 1, 1, 1]);
    await place.store.check();
  });

  it('keeps every row of a write or none', async () => {
    await put('before');
    await expect(place.store.write(async (trx) => {
      await trx.insertInto('hub_value').values({ name: 'half', value: '' }).execute();
      await trx.insertInto('hub_value').values({ name: 'before', value: '' }).execute();
    })).rejects.toMatchObject({ code: 'conflict' });
    expect(await names()).toEqual(['before']);
  });

  it('runs writes one after another and shows none before it is committed', async () => {
    let seen: string[] = [];
    const first = place.store.write(async (trx) => {
      await trx.insertInto('hub_value').values({ name: 'one', value: '' }).execute();
      seen = await names();
    });
    const later = Promise.all(Array.from({ length: 50 }, (_, i) => place.store.write(async (trx) => {
      const { n } = await trx.selectFrom('hub_value').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
      await trx.insertInto('hub_value').values({ name: `n${String(n).padStart(3, '0')}`, value: String(i) }).execute();
    })));
    await first;
    await later;
    expect(seen).toEqual([]);
    expect(await names()).toEqual([...Array.from({ length: 50 }, (_, i) => `n${String(i + 1).padStart(3, '0')}`), 'one']);
  });

  it('refuses a write inside a write instead of waiting for itself', async () => {
    await expect(place.store.write(() => put('inner'))).rejects.toMatchObject({ code: 'internal' });
    await put('after');
    expect(await names()).toEqual(['after']);
  });

  it('refuses to write through a reader', async () => {
    await expect(place.store.read.insertInto('hub_value').values({ name: 'x', value: '' }).execute()).rejects.toMatchObject({ code: 'internal' });
    expect(await names()).toEqual([]);
  });

  it('tells how many rows a change touched, and returns what it is asked to return', async () => {
    await put('a', '1');
    await put('b', '1');
    const answer = await place.store.write(async (trx) => ({
      updated: (await trx.updateTable('hub_value').set({ value: '2' }).executeTakeFirst()).numUpdatedRows,
      deleted: (await trx.deleteFrom('hub_value').where('name', '=', 'a').executeTakeFirst()).numDeletedRows,
      returned: await trx.updateTable('hub_value').set({ value: '3' }).returning(['name', 'value']).execute(),
    }));
    expect(answer).toEqual({ updated: 2n, deleted: 1n, returned: [{ name: 'b', value: '3' }] });
  });

  it('fails rather than store NULL for a value SQLite does not know', async () => {
    await expect(put('a', { not: 'text' } as never)).rejects.toThrow(TypeError);
    await expect(put('a', 5n as never)).rejects.toThrow(TypeError);
    expect(await names()).toEqual([]);
  });

  it('says disk-full when there is no room, keeps nothing of that write, and works again with room', async () => {
    const limit = async (pages: number) => place.store.write(async (trx) => { await sql.raw(`PRAGMA max_page_count = ${pages}`).execute(trx); });
    await put('before');
    await limit(1);
    await expect(put('big', 'x'.repeat(1_000_000))).rejects.toMatchObject({ code: 'disk-full' });
    await limit(1_000_000);
    await put('after');
    expect(await names()).toEqual(['after', 'before']);
    await place.store.check();
  });

  it('says not-ready when another program holds the file too long', async () => {
    const impatient = await openStore({ file: place.file, log: silentLog, busyTimeout: 1 });
    const other = await SqliteConnection.open(place.file, 1);
    try {
      await other.exec('BEGIN IMMEDIATE');
      await expect(impatient.write((trx) => trx.insertInto('hub_value').values({ name: 'x', value: '' }).execute())).rejects.toMatchObject({ code: 'not-ready' });
      await other.exec('ROLLBACK');
      await impatient.write((trx) => trx.insertInto('hub_value').values({ name: 'y', value: '' }).execute());
      expect(await names()).toEqual(['y']);
    } finally {
      await other.close();
      await impatient.close();
    }
  });

  it('says not-ready once closed, after finishing what was under way', async () => {
    const last = put('last');
    await Promise.all([last, place.store.close()]);
    await expect(put('late')).rejects.toMatchObject({ code: 'not-ready' });
    const again = await openStore({ file: place.file, log: silentLog });
    expect(await again.read.selectFrom('hub_value').select('name').execute()).toEqual([{ name: 'last' }]);
    await again.close();
  });

  it('does not open a damaged file, nor one that is no database', async () => {
    for (let i = 0; i < 200; i += 1) await put(`n${i}`, 'x'.repeat(200));
    await place.store.close();
    const bytes = await readFile(place.file);
    // Every page but the first: tables and indexes alike.
    for (let at = 4_096 + 100; at < bytes.length; at += 4_096) bytes.fill(0xff, at, at + 600);
    await writeFile(place.file, bytes);
    await expect(openStore({ file: place.file, log: silentLog })).rejects.toMatchObject({ code: 'log-damaged' });
    await writeFile(place.file, 'these are not the bytes of a database, whatever the name says'.repeat(100));
    await expect(openStore({ file: place.file, log: silentLog })).rejects.toMatchObject({ code: 'log-damaged' });
  });
});

describe('an insert that finds its row already there', () => {
  it('says that it changed nothing', async () => {
    const once = () => place.store.write(async (trx) => (await trx.insertInto('hub_value').values({ name: 'a', value: '' }).onConflict((taken) => taken.doNothing()).executeTakeFirst()).numInsertedOrUpdatedRows);
    expect([await once(), await once()]).toEqual([1n, 0n]);
  });
});
