import type { CameraId } from '../domain/ids.ts';
import { days, minutes, type Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { forecast, type HubForecast, type KeptCamera } from './forecast.ts';
import type { DiskFact } from './recording-disks.ts';

export interface StoredDisk extends DiskFact {
  /** Recordings on it. */
  readonly bytes: number;
  readonly files: number;
}
export interface StorageFacts {
  readonly disks: readonly StoredDisk[];
  /** What recordings may take on the disks that are there. */
  readonly capacity: number;
  readonly maxBytes: number | undefined;
  readonly forecast: HubForecast;
}
/** How fast cameras grow changes slowly, and a day of all of them is many rows. */
const keptFor = minutes(10);

/** What is stored where, and how long it will last. */
export class Storage {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #disks: () => readonly DiskFact[];
  readonly #maxBytes: number | undefined;
  #recent: { readonly at: Instant; readonly cameras: Promise<ReadonlyMap<CameraId, Pick<KeptCamera, 'recent' | 'window' | 'oldest'>>> } | undefined;

  constructor(store: Store, clock: Clock, disks: () => readonly DiskFact[], maxBytes: number | undefined) {
    this.#store = store;
    this.#clock = clock;
    this.#disks = disks;
    this.#maxBytes = maxBytes;
  }

  async facts(): Promise<StorageFacts> {
    const now = this.#clock.now();
    const totals = await this.#store.read.selectFrom('footage_total').selectAll().execute();
    const disks = this.#disks().map((disk): StoredDisk => totals.filter((total) => total.disk === disk.id).reduce((sum, { bytes, files }) => ({ ...sum, bytes: sum.bytes + bytes, files: sum.files + files }), { ...disk, bytes: 0, files: 0 }));
    const there = new Set(disks.filter(({ state }) => state === 'here' || state === 'full').map(({ id }) => id));
    const capacity = Math.min(this.#maxBytes ?? Infinity, disks.filter(({ id }) => there.has(id)).reduce((sum, { bytes, free, kept }) => sum + bytes + Math.max(0, free - kept), 0));
    const recent = await this.#recentOf(now);
    const cameras = await this.#store.read.selectFrom('camera').select(['id', 'record_days', 'record_bytes']).where('removed_at', 'is', null).execute();
    const kept = cameras.map(({ id, record_days, record_bytes }): KeptCamera => ({
      camera: id, days: record_days, bytes: record_bytes, kept: totals.filter((total) => total.camera === id && there.has(total.disk)).reduce((sum, { bytes }) => sum + bytes, 0),
      ...recent.get(id) ?? { oldest: undefined, recent: 0, window: 0 },
    }));
    return { disks, capacity, maxBytes: this.#maxBytes, forecast: forecast({ now, cameras: kept, capacity }) };
  }

  #recentOf(now: Instant): Promise<ReadonlyMap<CameraId, Pick<KeptCamera, 'recent' | 'window' | 'oldest'>>> {
    if (!this.#recent || now - this.#recent.at > keptFor || now < this.#recent.at) {
      const cameras = this.#readRecent(now);
      cameras.catch(() => { this.#recent = undefined; });
      this.#recent = { at: now, cameras };
    }
    return this.#recent.cameras;
  }
  async #readRecent(now: Instant): Promise<ReadonlyMap<CameraId, Pick<KeptCamera, 'recent' | 'window' | 'oldest'>>> {
    const found = new Map<CameraId, Pick<KeptCamera, 'recent' | 'window' | 'oldest'>>();
    const since = now - days(1);
    for (const { id } of await this.#store.read.selectFrom('camera').select('id').where('removed_at', 'is', null).execute()) {
      const rows = this.#store.read.selectFrom('segment').where('camera', '=', id).where('garbage', '=', 0);
      const oldest = await rows.select('from_at').orderBy('from_at').limit(1).executeTakeFirst();
      if (!oldest) continue;
      const sum = await rows.select((select) => select.fn.sum<number | null>('bytes').as('bytes')).where('origin', '=', 'recorded').where('from_at', '>', since).executeTakeFirst();
      found.set(id, { oldest: oldest.from_at, recent: sum?.bytes ?? 0, window: now - Math.max(since, oldest.from_at) });
    }
    return found;
  }
}
