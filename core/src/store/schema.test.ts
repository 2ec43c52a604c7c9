import { readFile } from 'node:fs/promises';
import { parseSync } from 'oxc-parser';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions, purposes, restrictionKinds } from '../domain/consent.ts';
import { languages, memberRoles, ownerKinds, unitKinds, unitRoles } from '../domain/people.ts';
import { storeFolder, type StoreFolder } from './testing/store-folder.fixture.ts';

interface Column { readonly name: string; readonly nullable: boolean }
type Node = { readonly type: string; readonly [key: string]: unknown };

let place: StoreFolder;
beforeAll(async () => { place = await storeFolder(); });
afterAll(async () => { await place[Symbol.asyncDispose](); });

const keyOf = (property: Node): string => (property['key'] as { name: string }).name;
const typeOf = (property: Node): Node => (property['typeAnnotation'] as { typeAnnotation: Node }).typeAnnotation;

/** Table name -> columns, as schema.ts says. */
async function declared(): Promise<Record<string, Column[]>> {
  const files = await Promise.all(['schema.ts', 'schema-people.ts', 'schema-consent.ts', 'schema-media.ts', 'schema-footage.ts'].map(async (name) => parseSync(name, await readFile(new URL(`./${name}`, import.meta.url), 'utf8')).program.body as unknown as Node[]));
  const interfaces = new Map<string, Node[]>();
  for (const statement of files.flat()) {
    const declaration = statement['declaration'] as { type: string; id: { name: string }; body: { body: Node[] } } | undefined;
    if (declaration?.type === 'TSInterfaceDeclaration') interfaces.set(declaration.id.name, declaration.body.body);
  }
  return Object.fromEntries((interfaces.get('Database') ?? []).map((table) => {
    const columns = interfaces.get((typeOf(table)['typeName'] as { name: string }).name) ?? [];
    return [keyOf(table), columns.map((column) => ({
      name: keyOf(column),
      nullable: typeOf(column).type === 'TSUnionType' && (typeOf(column)['types'] as Node[]).some(({ type }) => type === 'TSNullKeyword'),
    }))];
  }));
}

async function made(): Promise<Record<string, Column[]>> {
  const { rows: tables } = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'`.execute(place.store.read);
  const found: Record<string, Column[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql.raw<{ name: string; notnull: number; pk: number }>(`PRAGMA table_info(${name})`).execute(place.store.read);
    found[name] = rows.map((column) => ({ name: column.name, nullable: column.notnull === 0 && column.pk === 0 }));
  }
  return found;
}

describe('schema.ts and the migrations', () => {
  it('name the same tables, with the same columns in the same order, nullable alike', async () => {
    const words = await declared();
    expect(Object.keys(words).length).toBeGreaterThan(20);
    expect(await made()).toEqual(words);
  });

  it('close the same lists as the domain', async () => {
    const { rows } = await sql<{ name: string; sql: string }>`SELECT name, sql FROM sqlite_master WHERE type = 'table'`.execute(place.store.read);
    const tables = new Map(rows.map((row) => [row.name, row.sql]));
    const lists: readonly (readonly [string, string, readonly string[]])[] = [
      ['person', 'language', languages], ['owner', 'kind', ownerKinds], ['member', 'role', memberRoles], ['unit', 'kind', unitKinds], ['officer', 'role', unitRoles],
      ['restriction', 'kind', restrictionKinds], ['viewing', 'action', actions], ['viewing', 'purpose', purposes],
    ];
    for (const [table, column, values] of lists) {
      const list = new RegExp(`CHECK \\(${column} IN \\(([^)]*)\\)`).exec(tables.get(table) ?? '')?.[1]?.split(',').map((word) => word.trim().slice(1, -1));
      expect({ table, column, list: list?.toSorted() }).toEqual({ table, column, list: values.toSorted() });
    }
  });

  it('make every table strict and explain each of them', async () => {
    const { rows } = await sql<{ name: string; strict: number }>`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`.execute(place.store.read);
    expect(rows.filter(({ strict }) => strict === 0)).toEqual([]);
    const text = (await import('./migrations/index.ts')).migrations.map((migration) => migration.text).join('\n');
    const unexplained = [...text.matchAll(/^(.*)\nCREATE TABLE (\w+)/gm)].filter(([, before]) => !before?.startsWith('-- ')).map(([, , table]) => table);
    expect(unexplained).toEqual([]);
  });

  it.each(['audit_entry', 'audit_node', 'audit_checkpoint'])('refuse to change or delete rows of %s, by REPLACE too', async (table) => {
    const row = { audit_entry: `(seq, at, type, entry, leaf_hash) VALUES (0, 1, 'login', '{}', randomblob(32))`, audit_node: '(level, idx, hash) VALUES (0, 0, randomblob(32))', audit_checkpoint: `(size, root, note, at) VALUES (1, randomblob(32), '', 1)` }[table];
    const run = (text: string) => place.store.write(async (trx) => { await sql.raw(text).execute(trx); });
    await run(`INSERT INTO ${table} ${row}`);
    for (const change of [`UPDATE ${table} SET ${table === 'audit_node' ? 'idx' : 'at'} = 5`, `DELETE FROM ${table}`, `INSERT OR REPLACE INTO ${table} ${row}`]) {
      await expect(run(change)).rejects.toThrow('append-only');
    }
  });
});
