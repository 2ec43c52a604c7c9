import { minutes, seconds, type Instant } from '../domain/time.ts';
import type { Clock } from '../sdk/services.ts';
import type { Disk } from './disk.ts';

export interface DiskLow {
  readonly at: Instant;
  readonly free: number;
  readonly total: number;
}
export interface RoomRule {
  readonly keepFreeBytes: number;
  readonly keepFreePercent: number;
}
export const diskCheckedEvery = seconds(30);
/** A disk that fills up again within this is the same trouble. */
const sameTrouble = minutes(10);

/** Bytes the disk is short of what must stay free; 0 or less when there is room. */
export function shortBytes({ free, total }: { readonly free: number; readonly total: number }, { keepFreeBytes, keepFreePercent }: RoomRule): number {
  return Math.max(keepFreeBytes, (total * keepFreePercent) / 100) - free;
}

/** Knows whether there is room to record. Whoever writes asks it, and tells it when a write found none. */
export class DiskGuard {
  readonly #disk: Pick<Disk, 'room'>;
  readonly #rule: RoomRule;
  readonly #clock: Clock;
  readonly #low: (fact: DiskLow) => void;
  #short = 0;
  #fullAt = -Infinity;
  #isFull = false;
  #isTold = false;

  /** @param low is told once for each time the disk fills up */
  constructor(disk: Pick<Disk, 'room'>, rule: RoomRule, clock: Clock, low: (fact: DiskLow) => void) {
    this.#disk = disk;
    this.#rule = rule;
    this.#clock = clock;
    this.#low = low;
  }

  get isLow(): boolean {
    return this.#isFull || this.#short > 0;
  }
  /** What would have to go before recording may go on. */
  get short(): number {
    return this.#short;
  }

  /** A write found the disk full, whatever it says of itself: a quota, a card that lies. */
  full(): void {
    this.#isFull = true;
    this.#fullAt = this.#clock.now();
    this.#tell({ free: 0, total: 0 });
  }

  /** To be called every `diskCheckedEvery`; then a full disk is tried again. */
  async check(): Promise<void> {
    const room = await this.#disk.room();
    const since = this.#clock.now() - this.#fullAt;
    this.#short = Math.max(0, shortBytes(room, this.#rule));
    if (since >= diskCheckedEvery) this.#isFull = false;
    if (this.#short > 0) this.#tell(room);
    else if (since > sameTrouble) this.#isTold = false;
  }

  #tell({ free, total }: { readonly free: number; readonly total: number }): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#low({ at: this.#clock.now(), free, total });
  }
}
