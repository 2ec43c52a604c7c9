import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, sql, type Transaction } from 'kysely';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { Sqlite3Dialect } from './sqlite-dialect.ts';

/** The hub's one database. */
export interface Store {
  /** Reads what is committed; a write through it fails. */
  readonly read: Kysely<Database>;
  /**
   * Runs the work in one transaction, after the writes asked for before it. Resolves when the rows are on the disk; on any failure none of them is.
   * The work must not start another write and wait for it: that is refused.
   * @throws what the work throws; HubError `disk-full`, `conflict` (a key already taken or missing), `not-ready` (closed, or another program holds the file), `log-damaged`, `internal`
   */
  write<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T>;
  /** True inside the work of a write. */
  writing(): boolean;
  /** Reads every page and index. @throws HubError `log-damaged` */
  check(): Promise<void>;
  /** Waits for writes and reads under way. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly file: string;
  readonly log: Log;
  /** How long to wait for another program that holds the file, ms; 5,000 unless told. */
  readonly busyTimeout?: number;
}

const readerCount = 2;

/**
 * Opens the database, making or upgrading it where needed.
 * @throws HubError `log-damaged`, `store-newer`, `disk-full`, `not-ready`, `internal`
 */
export async function openStore({ file, log, busyTimeout = 5_000 }: StoreOptions): Promise<Store> {
  await makePrivate(file);
  const opened: SqliteConnection[] = [];
  const connect = async (...pragmas: readonly string[]): Promise<SqliteConnection> => {
    const connection = await SqliteConnection.open(file, busyTimeout);
    opened.push(connection);
    // One at a time: some answer with a row.
    for (const pragma of pragmas) await connection.all(`PRAGMA ${pragma}`);
    return connection;
  };
  try {
    const writer = await connect(
      'journal_mode = WAL',
      // The audit log is here too: an entry must be on the disk before the picture leaves.
      'synchronous = FULL',
      'foreign_keys = ON',
      // Else INSERT OR REPLACE deletes rows behind the append-only triggers.
      'recursive_triggers = ON',
      // What was erased is overwritten, not just unlinked.
      'secure_delete = ON',
      'cell_size_check = ON',
      `journal_size_limit = ${64 * 2 ** 20}`,
    );
    await requireSound(writer, 'PRAGMA quick_check(1)');
    await migrate(writer, { file, log });
    const readers: SqliteConnection[] = [];
    for (let i = 0; i < readerCount; i += 1) readers.push(await connect('query_only = ON', 'cell_size_check = ON'));
    return new SqliteStore(new Kysely({ dialect: new Sqlite3Dialect([writer], 'BEGIN IMMEDIATE') }), new Kysely({ dialect: new Sqlite3Dialect(readers, 'BEGIN') }));
  } catch (failure) {
    for (const connection of opened) await connection.close().catch(() => {});
    throw failure;
  }
}

class SqliteStore implements Store {
  readonly read: Kysely<Database>;
  readonly #writer: Kysely<Database>;
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor(writer: Kysely<Database>, read: Kysely<Database>) {
    this.#writer = writer;
    this.read = read;
  }

  async write<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
    if (this.writing()) throw new HubError('internal', 'A write was started inside another; it would wait for itself for ever.');
    if (this.#closed) throw new HubError('not-ready', 'The database is closed.');
    const written = this.#writer.transaction().execute(async (trx) => {
      const inside = { open: true };
      try { return await this.#inside.run(inside, () => work(trx)); } finally { inside.open = false; }
    });
    this.#underWay.add(written);
    try { return await written; } finally { this.#underWay.delete(written); }
  }

  writing(): boolean {
    return this.#inside.getStore()?.open === true;
  }

  async check(): Promise<void> {
    const { rows } = await sql<Record<string, unknown>>`PRAGMA integrity_check(5)`.execute(this.read);
    requireOk(rows);
    const strays = await sql`PRAGMA foreign_key_check`.execute(this.read);
    if (strays.rows.length > 0) throw new HubError('log-damaged', `The database has ${strays.rows.length} rows that point to rows that are gone.`);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.read.destroy();
    await this.#writer.destroy();
  }
}

async function requireSound(connection: SqliteConnection, pragma: string): Promise<void> {
  requireOk(await connection.all<Record<string, unknown>>(pragma));
}

function requireOk(rows: readonly Record<string, unknown>[]): void {
  const found = rows.flatMap((row) => Object.values(row)).filter((line) => line !== 'ok');
  if (rows.length === 0 || found.length > 0) throw new HubError('log-damaged', `The database file is damaged: ${found.join('; ')}`);
}

/** SQLite gives its -wal and -shm files the mode of the database. */
async function makePrivate(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try { await handle.chmod(0o600); } finally { await handle.close(); }
  } catch (cause) {
    throw new HubError('internal', 'The database file cannot be opened for writing.', { cause });
  }
}
