import type { Timers } from '../base/clock.ts';
import type { CameraId, OwnerId } from '../domain/ids.ts';
import { hours, seconds, type Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { keepersOf } from './keepers-of.ts';
import type { NoticeDesk } from './notice-desk.ts';

/** The same trouble is told an owner once in this time. */
const tellEvery = hours(1);
const tryAgainAfter = seconds(15);

/**
 * Somebody wanted to look and the ledger could not be written, so nothing was opened: the owner of the camera hears of it.
 * What keeps the ledger from being written (a full disk, a locked database) keeps the notice too, so it is tried until it is through.
 */
export class LogTrouble implements Disposable {
  readonly #desk: Pick<NoticeDesk, 'tell'>;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #waiting = new Set<CameraId>();
  readonly #told = new Map<OwnerId, Instant>();
  #next: Disposable | undefined;
  #isTelling = false;
  #isOver = false;
  constructor(desk: Pick<NoticeDesk, 'tell'>, store: Store, clock: Clock, timers: Timers) {
    this.#desk = desk;
    this.#store = store;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** An admission to this camera was refused because it could not be written down. */
  failed(camera: CameraId): void {
    this.#waiting.add(camera);
    if (!this.#next && !this.#isTelling) void this.#tell();
  }
  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#next?.[Symbol.dispose]();
  }

  async #tell(): Promise<void> {
    this.#isTelling = true;
    this.#next = undefined;
    try {
      for (const camera of Array.from(this.#waiting)) {
        await this.#tellOwnerOf(camera);
        this.#waiting.delete(camera);
      }
    } catch {
      // Not through yet; what waits stays.
    }
    this.#isTelling = false;
    if (this.#waiting.size > 0 && !this.#isOver) this.#next = this.#timers.after(tryAgainAfter, () => void this.#tell());
  }

  async #tellOwnerOf(camera: CameraId): Promise<void> {
    const row = await this.#store.read.selectFrom('camera').select(['name', 'owner']).where('id', '=', camera).executeTakeFirst();
    const now = this.#clock.now();
    if (!row || now - (this.#told.get(row.owner) ?? -Infinity) < tellEvery) return;
    await this.#desk.tell(await keepersOf(this.#store, row.owner), {
      kind: 'log.trouble', link: '/ledger', title: { vi: `Không ghi được sổ truy cập: camera ${row.name} đã không mở`, en: `The ledger could not be written: the camera ${row.name} was not opened` },
      body: { vi: 'Có người muốn xem nhưng hub không ghi được vào sổ, nên không ai xem được gì. Kiểm tra ổ đĩa của hub.', en: 'Somebody wanted to look, but the hub could not write it down, so nobody saw anything. Check the hub\'s disk.' },
    });
    this.#told.set(row.owner, now);
  }
}
