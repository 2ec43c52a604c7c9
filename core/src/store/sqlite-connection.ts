import sqlite3 from 'sqlite3';
import { storeError } from './sqlite-error.ts';

export interface Changes { readonly changes: number; readonly lastId: number }
type Parameters = readonly unknown[];

/** Prepared statements kept per connection; the hub's own code has fewer. */
const mostStatements = 300;

/** One SQLite connection with promises. Used by one borrower at a time, so a prepared statement is never run twice at once. */
export class SqliteConnection {
  readonly #database: sqlite3.Database;
  readonly #statements = new Map<string, sqlite3.Statement>();

  private constructor(database: sqlite3.Database) {
    this.#database = database;
  }

  /** Opens a file that exists or is to be made. */
  static open(file: string, busyTimeout: number): Promise<SqliteConnection> {
    return new Promise((resolve, reject) => {
      const database = new sqlite3.Database(file, sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE | sqlite3.OPEN_FULLMUTEX, (failure) => {
        if (failure) return reject(storeError(failure));
        database.configure('busyTimeout', busyTimeout);
        resolve(new SqliteConnection(database));
      });
    });
  }

  /** Several statements, without parameters or rows. */
  exec(sql: string): Promise<void> {
    return this.#ask<void>((done) => this.#database.exec(sql, (failure) => done(failure)));
  }

  /** Every row of one statement. */
  async all<R>(sql: string, parameters: Parameters = []): Promise<R[]> {
    const statement = await this.#prepared(sql);
    return await this.#ask<R[]>((done) => statement.all<R>(bindable(parameters), (failure, rows) => done(failure, rows)));
  }

  /** One statement that returns no rows. */
  async run(sql: string, parameters: Parameters = []): Promise<Changes> {
    const statement = await this.#prepared(sql);
    return await this.#ask<Changes>((done) => {
      statement.run(bindable(parameters), function ended(this: sqlite3.RunResult, failure: Error | null) {
        done(failure, { changes: this.changes, lastId: this.lastID });
      });
    });
  }

  async close(): Promise<void> {
    for (const statement of this.#statements.values()) await finalized(statement);
    this.#statements.clear();
    await this.#ask<void>((done) => this.#database.close((failure) => done(failure)));
  }

  async #prepared(sql: string): Promise<sqlite3.Statement> {
    const known = this.#statements.get(sql);
    if (known) {
      // Moved to the end: the map's order is the order of use.
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = await new Promise<sqlite3.Statement>((resolve, reject) => {
      const made = this.#database.prepare(sql, (failure: Error | null) => {
        if (failure) reject(storeError(failure));
        else resolve(made);
      });
    });
    if (this.#statements.size >= mostStatements) await this.#forgetOldest();
    this.#statements.set(sql, statement);
    return statement;
  }

  async #forgetOldest(): Promise<void> {
    const oldest = this.#statements.entries().next().value;
    if (!oldest) return;
    this.#statements.delete(oldest[0]);
    await finalized(oldest[1]);
  }

  #ask<T>(start: (done: (failure: Error | null, answer?: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      start((failure, answer) => {
        if (failure) reject(storeError(failure));
        else resolve(answer as T);
      });
    });
  }
}

function finalized(statement: sqlite3.Statement): Promise<void> {
  return new Promise((resolve) => { statement.finalize(() => resolve()); });
}

/** The driver would store NULL for what it does not know; better to fail. */
function bindable(parameters: Parameters): unknown[] {
  for (const value of parameters) {
    const known = value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && !Number.isNaN(value)) || value instanceof Uint8Array;
    if (!known) throw new TypeError(`SQLite cannot store a value of type ${typeof value} as it is.`);
  }
  return [...parameters];
}
