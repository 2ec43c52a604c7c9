import { wait, type Timers } from '../base/clock.ts';
import type { CameraId } from '../domain/ids.ts';
import { hours, minutes, seconds, type Instant } from '../domain/time.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { SheetBook } from './sheet-book.ts';
import { sheetForm, type SheetMaker } from './sheet-maker.ts';

export interface SheetWorkParts {
  readonly book: SheetBook;
  readonly maker: Pick<SheetMaker, 'make'>;
  /** Those that are not removed. */
  readonly cameras: () => Promise<readonly CameraId[]>;
  /** The machine has something better to do. */
  readonly isBusy: () => boolean;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}
const looksEvery = seconds(10);
/** Files are entered when they are closed; the last of a window may be a while in coming. */
const settlesIn = seconds(30);
/** How long somebody who looked at a strip is thought to look at it still. */
const lookedFor = minutes(2);
/** While somebody looks, the sheet of this moment is made anew so often. */
const renewedAfter = seconds(60);
const sweptEvery = minutes(1);
const backlogReadEvery = hours(1);
/** A machine that is busy is left alone for as long. */
const rests = seconds(5);
/** One after another, with room between them: ffmpeg at the lowest priority still fills caches. */
const breath = 250;
/** Beyond so many the rest of a backlog waits for the next reading. */
const mostBacklog = 5_000;

/** Makes sheets in the background, one at a time: of the last ten minutes first, then what is missing, the newest before the oldest; and deletes those whose footage went. */
export class SheetWork implements AsyncDisposable {
  readonly #parts: SheetWorkParts;
  readonly #over = new AbortController();
  readonly #looked = new Map<CameraId, Instant>();
  readonly #renewed = new Map<CameraId, Instant>();
  readonly #newest = new Map<CameraId, Instant>();
  #backlog: { readonly camera: CameraId; readonly from: Instant }[] = [];
  #backlogAt = -Infinity;
  #sweptAt = -Infinity;
  #running: Promise<void> | undefined;
  #timer: Disposable | undefined;
  constructor(parts: SheetWorkParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = this.#parts.timers.every(looksEvery, () => this.look());
  }
  /** Somebody reads this camera's strip. */
  looked(camera: CameraId): void {
    this.#looked.set(camera, this.#parts.clock.now());
  }
  look(): void {
    this.#running ??= this.#run().catch((error: unknown) => {
      if (!this.#over.signal.aborted) this.#parts.log.warn('small pictures of footage could not be made; it is tried again', { error: String(error) });
    }).finally(() => { this.#running = undefined; });
  }
  async settled(): Promise<void> {
    await this.#running;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#over.abort(new Error('The hub stops.'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, book } = this.#parts;
    const { signal } = this.#over;
    const cameras = await this.#parts.cameras();
    if (clock.now() - this.#sweptAt >= sweptEvery) {
      this.#sweptAt = clock.now();
      for (const camera of await book.left()) await book.forget(camera);
      for (const camera of cameras) await book.sweep(camera, clock.now());
    }
    if (clock.now() - this.#backlogAt >= backlogReadEvery) {
      this.#backlogAt = clock.now();
      const missing = await Promise.all(cameras.map(async (camera) => (await book.missing(camera, clock.now() - settlesIn)).map((from) => ({ camera, from }))));
      this.#backlog = missing.flat().toSorted((a, b) => b.from - a.from).slice(0, mostBacklog);
    }
    for (;;) {
      if (signal.aborted || this.#parts.isBusy()) return;
      const next = this.#due(cameras) ?? this.#backlog.shift();
      if (!next) return;
      await this.#make(next.camera, next.from, signal);
      await wait(this.#parts.timers, this.#parts.isBusy() ? rests : breath, signal).catch(() => {});
    }
  }
  /** The window that was over last, of each camera; then the one of this moment, where somebody looks. */
  #due(cameras: readonly CameraId[]): { readonly camera: CameraId; readonly from: Instant } | undefined {
    const now = this.#parts.clock.now();
    const current = startOf(now);
    const last = startOf(now - settlesIn) - sheetForm.lasts;
    for (const camera of cameras) {
      if ((this.#newest.get(camera) ?? -Infinity) < last) {
        this.#newest.set(camera, last);
        return { camera, from: last };
      }
    }
    for (const camera of cameras) {
      if (now - (this.#looked.get(camera) ?? -Infinity) > lookedFor || now - (this.#renewed.get(camera) ?? -Infinity) < renewedAfter) continue;
      this.#renewed.set(camera, now);
      return { camera, from: current };
    }
    return undefined;
  }
  async #make(camera: CameraId, from: Instant, signal: AbortSignal): Promise<void> {
    const { maker, book, clock, log } = this.#parts;
    try {
      const made = await maker.make(camera, from, signal);
      if (made) await book.keep(camera, from, made, clock.now());
    } catch (error) {
      if (!signal.aborted) log.warn('small pictures of footage could not be made', { camera, error: String(error) });
    }
  }
}

const startOf = (at: Instant): Instant => Math.floor(at / sheetForm.lasts) * sheetForm.lasts;
