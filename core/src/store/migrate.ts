import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { migrations as ours, type Migration } from './migrations/index.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { storeError } from './sqlite-error.ts';

interface Applied { readonly version: number; readonly name: string; readonly sha256: string }
export interface MigrateOptions {
  readonly file: string;
  readonly log: Log;
  /** The steps, in order; the hub's own unless told. */
  readonly migrations?: readonly Migration[];
}

const versionTable = `
CREATE TABLE IF NOT EXISTS schema_version (
  -- 1 for the first migration; every one up to the newest has a row.
  version INTEGER PRIMARY KEY CHECK (version > 0),
  name TEXT NOT NULL,
  -- Of the migration's text, hex: one that was edited after it was applied is found.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  applied_at INTEGER NOT NULL
) STRICT`;

/**
 * Brings the database to this hub's version, all steps in one transaction, after a copy beside it (`<file>.v<version>.backup`) when it held anything.
 * @throws HubError `store-newer` when a newer hub has written it, `internal` when it is not a hub's database or a migration was edited
 */
export async function migrate(connection: SqliteConnection, { file, log, migrations = ours }: MigrateOptions): Promise<void> {
  const applied = await appliedTo(connection);
  requireKnown(applied, migrations);
  const missing = migrations.slice(applied.length);
  if (missing.length === 0) return;
  if (applied.length > 0) await backUp(connection, `${file}.v${applied.length}.backup`);
  await connection.exec('BEGIN IMMEDIATE');
  try {
    await connection.exec(versionTable);
    for (const [i, { name, text }] of missing.entries()) {
      await connection.exec(text);
      await connection.run('INSERT INTO schema_version (version, name, sha256, applied_at) VALUES (?, ?, ?, ?)', [applied.length + i + 1, name, fingerprint(text), Date.now()]);
    }
    await requireNoStrays(connection);
    await connection.exec('COMMIT');
  } catch (failure) {
    await connection.exec('ROLLBACK').catch(() => {});
    throw failure;
  }
  log.info('The database was brought up to date.', { from: applied.length, to: migrations.length });
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function appliedTo(connection: SqliteConnection): Promise<readonly Applied[]> {
  const tables = await connection.all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
  if (tables.length === 0) return [];
  if (!tables.some(({ name }) => name === 'schema_version')) throw new HubError('internal', 'The file is a database, but not of this hub.');
  return await connection.all<Applied>('SELECT version, name, sha256 FROM schema_version ORDER BY version');
}

function requireKnown(applied: readonly Applied[], migrations: readonly Migration[]): void {
  if (applied.length > migrations.length) throw new HubError('store-newer', `The database has version ${applied.length}; this hub knows ${migrations.length}.`);
  for (const [i, { version, name, sha256 }] of applied.entries()) {
    const migration = migrations[i];
    if (version !== i + 1 || !migration) throw new HubError('internal', `The database's versions have a gap at ${i + 1}.`);
    if (fingerprint(migration.text) !== sha256) throw new HubError('internal', `Migration ${version} (${name}) is not the one that made this database; a migration must never be edited, only followed by another.`);
  }
}

/** VACUUM INTO gives a complete copy in one file, without the write-ahead log. */
async function backUp(connection: SqliteConnection, copy: string): Promise<void> {
  const part = `${copy}.part`;
  await rm(part, { force: true });
  try {
    // Made first, empty: SQLite would make it readable to everyone.
    await (await open(part, 'wx', 0o600)).close();
    await connection.run('VACUUM INTO ?', [part]);
    const handle = await open(part, 'r+');
    try { await handle.sync(); } finally { await handle.close(); }
    await rename(part, copy);
  } catch (failure) {
    await rm(part, { force: true });
    throw failure instanceof HubError ? failure : storeError(failure);
  }
}

async function requireNoStrays(connection: SqliteConnection): Promise<void> {
  const strays = await connection.all('PRAGMA foreign_key_check');
  if (strays.length > 0) throw new HubError('internal', 'The upgrade would leave rows that point nowhere; the database stays as it was.');
}
