import { existsSync } from 'node:fs';
import { Kysely } from 'kysely';
import { HubError } from '../sdk/errors.ts';
import type { Database } from './schema.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { Sqlite3Dialect } from './sqlite-dialect.ts';

/** A hub's database that is only looked at: nothing is made, brought up to date or written. */
export interface StoreCopy extends AsyncDisposable {
  readonly read: Kysely<Database>;
}

/** @throws HubError `not-found`, `not-ready`, `log-damaged` */
export async function openCopy(file: string): Promise<StoreCopy> {
  // Opening would make an empty one.
  if (!existsSync(file)) throw new HubError('not-found', `There is no database at ${file}.`);
  const connection = await SqliteConnection.open(file, 5_000);
  await connection.all('PRAGMA query_only = ON');
  await connection.all('PRAGMA cell_size_check = ON');
  const read = new Kysely<Database>({ dialect: new Sqlite3Dialect([connection], 'BEGIN') });
  return { read, [Symbol.asyncDispose]: () => read.destroy() };
}
