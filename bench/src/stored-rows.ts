/** What a hub's database says of one recorded file. */
export interface StoredRow {
  readonly camera: string;
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly sha256: string;
}
interface Connection {
  all<R>(sql: string): Promise<R[]>;
  close(): Promise<void>;
}
interface ConnectionModule { SqliteConnection: { open(file: string, busyTimeout: number): Promise<Connection> } }

/** Read beside the running hub. */
export async function storedRows(file: string): Promise<StoredRow[]> {
  const { SqliteConnection } = await (import(new URL('../../core/dist/store/sqlite-connection.js', import.meta.url).href) as Promise<ConnectionModule>);
  const connection = await SqliteConnection.open(file, 5_000);
  try {
    await connection.all('PRAGMA query_only = ON');
    return await connection.all<StoredRow>(`SELECT camera, path, from_at AS "from", to_at AS "to", bytes, sha256 FROM segment WHERE garbage = 0 ORDER BY from_at`);
  } finally {
    await connection.close();
  }
}
