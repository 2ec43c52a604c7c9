import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openStore, type Store } from './open-store.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { silentLog } from './testing/store-folder.fixture.ts';

type Rows = Record<string, unknown[]>;
/** Version 2 brought indexes and no rows. */
const rowsFor: Readonly<Record<number, number>> = { 2: 1 };

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'matpho-migrate-')); });
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

/** A database as a hub of an old version left it. */
async function left(version: number): Promise<string> {
  const file = join(folder, `v${version}.db`);
  const connection = await SqliteConnection.open(file, 1_000);
  await migrate(connection, { file, log: silentLog, migrations: migrations.slice(0, version) });
  await connection.exec(await readFile(new URL(`./migrations/fixtures/v${rowsFor[version] ?? version}.sql`, import.meta.url), 'utf8'));
  await connection.close();
  return file;
}

const tablesOf = async (store: Store) => (await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version' ORDER BY name`.execute(store.read)).rows.map(({ name }) => name);

async function rowsOf(store: Store): Promise<Rows> {
  const rows: Rows = {};
  for (const table of await tablesOf(store)) rows[table] = (await sql.raw(`SELECT * FROM ${table}`).execute(store.read)).rows;
  return rows;
}

/** What the schema says, without how it is laid out. */
async function shapeOf(store: Store): Promise<unknown[]> {
  const { rows } = await sql<{ type: string; name: string; sql: string | null }>`SELECT type, name, sql FROM sqlite_master ORDER BY type, name`.execute(store.read);
  return rows.map((row) => ({ ...row, sql: row.sql?.replaceAll(/--[^\n]*/g, ' ').replaceAll(/\s+/g, ' ').replaceAll(/ ?([(),]) ?/g, '$1') }));
}

const using = async <T>(file: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore({ file, log: silentLog });
  try { return await work(store); } finally { await store.close(); }
};

describe('migrate', () => {
  it.each(migrations.slice(1).map((_, i) => i + 1))('brings a database of version %i to the shape of a new one, with every row it had', async (version) => {
    const file = await left(version);
    const old = await SqliteConnection.open(file, 1_000);
    const before: Rows = {};
    const tables = (await old.all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'`)).map(({ name }) => name);
    for (const table of tables) before[table] = await old.all(`SELECT * FROM ${table}`);
    await old.close();
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);

    const upgraded = await using(file, async (store) => ({ shape: await shapeOf(store), rows: await rowsOf(store) }));
    const fresh = await using(join(folder, 'new.db'), shapeOf);
    expect(upgraded.shape).toEqual(fresh);
    expect(upgraded.rows).toMatchObject(before);
  });

  it('leaves a private copy of the database as it was, and none when there is nothing to lose', async () => {
    const file = await left(1);
    await using(file, async () => {});
    await using(join(folder, 'new.db'), async () => {});
    expect((await readdir(folder)).filter((name) => name.includes('backup'))).toEqual(['v1.db.v1.backup']);
    expect((await stat(`${file}.v1.backup`)).mode & 0o777).toBe(0o600);
    const copy = await SqliteConnection.open(`${file}.v1.backup`, 1_000);
    expect(await copy.all('SELECT (SELECT max(version) FROM schema_version) AS version, (SELECT name FROM person WHERE id = ?) AS name', ['p-hoa'])).toEqual([{ version: 1, name: 'Nguyễn Thị Hoa' }]);
    await copy.close();
  });

  it('does nothing when there is nothing to do', async () => {
    const file = join(folder, 'hub.db');
    const first = await using(file, async (store) => (await sql`SELECT * FROM schema_version`.execute(store.read)).rows);
    const second = await using(file, async (store) => (await sql`SELECT * FROM schema_version`.execute(store.read)).rows);
    expect(second).toEqual(first);
    expect(first).toHaveLength(migrations.length);
  });

  it('refuses a database of a newer hub and leaves it alone', async () => {
    const file = join(folder, 'hub.db');
    const connection = await SqliteConnection.open(file, 1_000);
    await migrate(connection, { file, log: silentLog, migrations: [...migrations, { name: 'later', text: 'CREATE TABLE later (id TEXT) STRICT' }] });
    await connection.close();
    await expect(openStore({ file, log: silentLog })).rejects.toMatchObject({ code: 'store-newer' });
  });

  it('refuses a migration that was edited after it was applied', async () => {
    const file = join(folder, 'hub.db');
    const connection = await SqliteConnection.open(file, 1_000);
    const [first, ...rest] = migrations;
    await migrate(connection, { file, log: silentLog, migrations: [{ name: 'first', text: `${first?.text} -- a small change` }, ...rest] });
    await connection.close();
    await expect(openStore({ file, log: silentLog })).rejects.toThrow('never be edited');
  });

  it('keeps the old version whole when a step fails half-way', async () => {
    const file = await left(1);
    const connection = await SqliteConnection.open(file, 1_000);
    const broken = { name: 'broken', text: `CREATE TABLE half (id TEXT) STRICT; INSERT INTO hub_value VALUES ('half', ''); INSERT INTO nowhere VALUES (1);` };
    await expect(migrate(connection, { file, log: silentLog, migrations: [...migrations.slice(0, 1), broken] })).rejects.toMatchObject({ code: 'internal' });
    expect(await connection.all(`SELECT (SELECT count(*) FROM sqlite_master WHERE name = 'half') AS tables, (SELECT count(*) FROM hub_value WHERE name = 'half') AS "rows", (SELECT max(version) FROM schema_version) AS version`)).toEqual([{ tables: 0, rows: 0, version: 1 }]);
    await connection.close();
  });

  it('refuses a database that is not of a hub', async () => {
    const file = join(folder, 'other.db');
    const connection = await SqliteConnection.open(file, 1_000);
    await connection.exec('CREATE TABLE songs (title TEXT)');
    await connection.close();
    await expect(openStore({ file, log: silentLog })).rejects.toMatchObject({ code: 'internal' });
  });
});
