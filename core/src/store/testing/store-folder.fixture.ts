import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../sdk/plugin.ts';
import { openStore, type Store } from '../open-store.ts';

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A real database in a folder of its own; disposing closes it and removes the folder. */
export interface StoreFolder extends AsyncDisposable {
  readonly folder: string;
  readonly file: string;
  readonly store: Store;
}

export async function storeFolder(): Promise<StoreFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-store-'));
  const file = join(folder, 'hub.db');
  const store = await openStore({ file, log: silentLog });
  return {
    folder, file, store,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
