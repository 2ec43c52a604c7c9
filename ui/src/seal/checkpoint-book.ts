/** How the log of the hub stopped being the one this device knew. */
export interface SealAlarm {
  readonly is: 'older' | 'forked' | 'key' | 'unsigned';
  /** As the hub said it at that time. */
  readonly keyNow: string;
  readonly noteNow: string;
  readonly at: number;
}
/** What this device keeps of its hub's log. */
export interface KeptCheckpoint {
  readonly key: string;
  readonly note: string;
  readonly size: number;
  /** When it was last found to continue. */
  readonly at: number;
  /** Of a demonstration hub, which is made anew at every start. */
  readonly demo: boolean;
  /** Stays until she says that she has understood. */
  readonly alarm?: SealAlarm;
}
export interface CheckpointBook {
  read(): Promise<KeptCheckpoint | undefined>;
  write(kept: KeptCheckpoint): Promise<void>;
  forget(): Promise<void>;
}

const place = 'checkpoint';
/** A hub is an origin, and so is a database: one of each. */
const hub = 'hub';

/** On this device, in IndexedDB: it outlives signing out, for the log is the house's and not the session's. */
export function checkpointBook(factory: IDBFactory): CheckpointBook {
  const work = async <T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const database = await opened(factory);
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = database.transaction(place, mode);
        const request = ask(transaction.objectStore(place));
        transaction.addEventListener('complete', () => resolve(request.result));
        transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The book could not be written.')));
      });
    } finally {
      database.close();
    }
  };
  return {
    read: () => work<KeptCheckpoint | undefined>('readonly', (store) => store.get(hub) as IDBRequest<KeptCheckpoint | undefined>),
    write: async (kept) => { await work('readwrite', (store) => store.put(kept, hub)); },
    forget: async () => { await work('readwrite', (store) => store.delete(hub)); },
  };
}

function opened(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open('matpho-seal', 1);
    request.addEventListener('upgradeneeded', () => { request.result.createObjectStore(place); });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('The book cannot be opened.')));
  });
}
