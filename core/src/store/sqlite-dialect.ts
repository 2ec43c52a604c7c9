import {
  SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler,
  type CompiledQuery, type DatabaseConnection, type DatabaseIntrospector, type Dialect, type DialectAdapter, type Driver, type Kysely, type QueryCompiler, type QueryResult,
} from 'kysely';
import { HubError } from '../sdk/errors.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Lends out connections, one borrower each, in the order they asked. */
class ConnectionPool {
  readonly #all: readonly KyselyConnection[];
  readonly #free: KyselyConnection[];
  readonly #waiting: Array<(connection: KyselyConnection) => void> = [];
  #closing = false;

  constructor(connections: readonly SqliteConnection[]) {
    this.#all = connections.map((connection) => new KyselyConnection(connection));
    this.#free = [...this.#all];
  }

  async borrow(): Promise<KyselyConnection> {
    if (this.#closing) throw new HubError('not-ready', 'The database is closed.');
    return await this.#take();
  }

  giveBack(connection: KyselyConnection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
  }

  /** Waits for every borrower, and those already queued. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    for (const _ of this.#all) await (await this.#take()).raw.close();
  }

  async #take(): Promise<KyselyConnection> {
    return this.#free.pop() ?? (await new Promise<KyselyConnection>((resolve) => { this.#waiting.push(resolve); }));
  }
}

class KyselyConnection implements DatabaseConnection {
  readonly raw: SqliteConnection;

  constructor(raw: SqliteConnection) {
    this.raw = raw;
  }

  async executeQuery<R>({ query, sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const isWrite = query.kind === 'InsertQueryNode' || query.kind === 'UpdateQueryNode' || query.kind === 'DeleteQueryNode';
    if (!isWrite || query.returning !== undefined) return { rows: await this.raw.all<R>(sql, parameters) };
    const { changes, lastId } = await this.raw.run(sql, parameters);
    return { rows: [], numAffectedRows: BigInt(changes), ...(query.kind === 'InsertQueryNode' ? { insertId: BigInt(lastId) } : {}) };
  }

  streamQuery(): AsyncIterableIterator<QueryResult<never>> {
    throw new HubError('internal', 'This database does not stream: read a page at a time, by key.');
  }
}

class PoolDriver implements Driver {
  readonly #pool: ConnectionPool;
  readonly #begin: string;

  constructor(connections: readonly SqliteConnection[], begin: string) {
    this.#pool = new ConnectionPool(connections);
    this.#begin = begin;
  }

  async init(): Promise<void> {}
  acquireConnection(): Promise<KyselyConnection> { return this.#pool.borrow(); }
  async releaseConnection(connection: KyselyConnection): Promise<void> { this.#pool.giveBack(connection); }
  async beginTransaction(connection: KyselyConnection): Promise<void> { await connection.raw.run(this.#begin); }
  async commitTransaction(connection: KyselyConnection): Promise<void> { await connection.raw.run('COMMIT'); }

  async rollbackTransaction(connection: KyselyConnection): Promise<void> {
    try {
      await connection.raw.run('ROLLBACK');
    } catch (failure) {
      // A full disk or a failed commit may have rolled back already; the first failure is the one to tell.
      if (!(failure instanceof HubError && failure.message.includes('no transaction is active'))) throw failure;
    }
  }

  destroy(): Promise<void> { return this.#pool.close(); }
}

/** Kysely over `sqlite3`: connections that are already open and set up. */
export class Sqlite3Dialect implements Dialect {
  readonly #connections: readonly SqliteConnection[];
  readonly #begin: string;

  /** @param begin `BEGIN IMMEDIATE` for a writer, so that it never has to give up half-way; `BEGIN` for readers */
  constructor(connections: readonly SqliteConnection[], begin: 'BEGIN' | 'BEGIN IMMEDIATE') {
    this.#connections = connections;
    this.#begin = begin;
  }

  createDriver(): Driver { return new PoolDriver(this.#connections, this.#begin); }
  createQueryCompiler(): QueryCompiler { return new SqliteQueryCompiler(); }
  createAdapter(): DialectAdapter { return new SqliteAdapter(); }
  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector { return new SqliteIntrospector(db); }
}
