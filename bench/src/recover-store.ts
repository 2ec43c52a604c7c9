import { join } from 'node:path';

interface Table { values(rows: readonly object[]): { execute(): Promise<unknown> } }
interface Store {
  write(work: (trx: { insertInto(table: string): Table }) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
interface StoreModule { openStore(options: { file: string; log: object }): Promise<Store> }

/** Puts cameras into the database of a hub that does not run: enrolling a thousand through its door would take the hour they are protected for. @param more columns instead of the usual ones @returns their ids */
export async function addCameras(folder: string, owner: string, uris: readonly string[], more: object = {}): Promise<readonly string[]> {
  const { openStore } = await import(new URL('../../core/dist/store/open-store.js', import.meta.url).href) as StoreModule;
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const store = await openStore({ file: join(folder, 'matpho.db'), log: quiet });
  const ids = uris.map((_, n) => `recover-${n + 1}`);
  try {
    await store.write(async (trx) => {
      const now = Date.now();
      const rows = uris.map((uri, n) => ({
        id: ids[n], owner, name: `Camera ${n + 1}`, place: 'Ngõ 12', direction: null, provider: 'manual', native_id: `recover-${n + 1}`, maker: null, model: null, device_uri: null, snapshot_uri: null,
        sources: JSON.stringify([{ role: 'main', uri }]), clock_offset_ms: null, confirmed_at: now, recording: 'off', record_days: 7, record_bytes: 1_000_000, created_at: now + n, removed_at: null, ...more,
      }));
      // SQLite takes 32,766 values in one statement.
      for (let at = 0; at < rows.length; at += 500) await trx.insertInto('camera').values(rows.slice(at, at + 500)).execute();
    });
  } finally {
    await store.close();
  }
  return ids;
}
