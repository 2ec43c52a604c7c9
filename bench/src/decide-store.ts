import { join } from 'node:path';
import type { BenchRun } from './bench.ts';
import { grantsFor, now } from './decide-records.ts';

interface Table { values(rows: readonly object[]): { execute(): Promise<unknown> } }
interface Store {
  write(work: (trx: { insertInto(table: string): Table }) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
interface StoreModule { openStore(options: { file: string; log: object }): Promise<Store> }
interface RecordsModule { StoredConsent: new (store: Store, clock: { now(): number }, trust: { trusted(): boolean }, tz: string) => { stateFor(camera: string): Promise<object> } }
const built = (file: string): string => new URL(`../../core/dist/${file}`, import.meta.url).href;

/** A database as a ward's hub might have it: one household for each ten cameras, each with ten grants to the unit, read through the hub's own records. */
export async function storedHouses(run: BenchRun, cameras: number): Promise<{ stateFor(camera: string): Promise<object> }> {
  const [{ openStore }, { StoredConsent }] = await Promise.all([import(built('store/open-store.js')) as Promise<StoreModule>, import(built('consent/consent-records.js')) as Promise<RecordsModule>]);
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const store = await openStore({ file: join(run.folder, 'decide.db'), log: quiet });
  run.scope.defer(() => store.close());
  run.say(`Writing ${cameras} cameras and ${cameras} grants`);
  const houses = Math.ceil(cameras / 10);
  await store.write(async (trx) => {
    const insert = async (table: string, rows: readonly object[]): Promise<void> => {
      // SQLite takes 32,766 values in one statement.
      for (let at = 0; at < rows.length; at += 500) await trx.insertInto(table).values(rows.slice(at, at + 500)).execute();
    };
    await insert('person', [{ id: 'an', login: 'an', name: 'An', language: 'vi', password: null, operator: 0, created_at: now, disabled_at: null }]);
    await insert('unit', [{ id: 'ward', kind: 'ward_police', name: 'Công an phường', created_at: now }]);
    await insert('owner', Array.from({ length: houses }, (_, n) => ({ id: `h${n}`, kind: 'household', name: `Nhà ${n}`, created_at: now })));
    await insert('camera', Array.from({ length: cameras }, (_, n) => ({
      id: `c${n}`, owner: `h${Math.floor(n / 10)}`, name: `Camera ${n}`, place: '', direction: null, provider: 'manual', native_id: `n${n}`, maker: null, model: null, device_uri: null, snapshot_uri: null,
      sources: '[]', clock_offset_ms: null, confirmed_at: now, recording: 'off', record_days: 7, record_bytes: 1_000_000, created_at: now, removed_at: null,
    })));
    const grants = Array.from({ length: cameras }, (_, n) => {
      const [grant] = grantsFor(`c${n}`, 3, `h${Math.floor(n / 10)}`).slice(2);
      return { ...grant, id: `g${n}` };
    });
    await insert('grant_version', grants.map((grant, n) => ({ id: `g${n}`, version: 1, owner: `h${Math.floor(n / 10)}`, body: JSON.stringify(grant), sentence_vi: '', sentence_en: '', signed_by: 'an', signed_at: now, revoked_by: null, revoked_at: null })));
  });
  return new StoredConsent(store, { now: () => now }, { trusted: () => true }, 'Asia/Ho_Chi_Minh');
}
