import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import { days, hours, type Instant } from '../domain/time.ts';
import { SegmentRows } from '../recordings/segment-table.ts';
import { HubError } from '../sdk/errors.ts';
import type { Store } from '../store/open-store.ts';
import type { FootageSheetTable } from '../store/schema-footage.ts';
import { sheetForm, type MadeSheet } from './sheet-maker.ts';

/** Rows and files of sheets: where they are, and that none outlives its footage. */
export class SheetBook {
  readonly #store: Store;
  readonly #folder: string;
  readonly #rows: SegmentRows;
  /** @param folder private to the hub */
  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = folder;
    this.#rows = new SegmentRows(store);
  }

  async within(camera: CameraId, from: Instant, to: Instant): Promise<readonly FootageSheetTable[]> {
    return this.#store.read.selectFrom('footage_sheet').selectAll().where('camera', '=', camera).where('from_at', '>', from - sheetForm.lasts).where('from_at', '<', to).where('to_at', '>', from).orderBy('from_at').execute();
  }
  /** @throws HubError `not-found` */
  async read(camera: CameraId, from: Instant): Promise<Buffer> {
    const row = await this.#store.read.selectFrom('footage_sheet').select('camera').where('camera', '=', camera).where('from_at', '=', from).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such sheet.');
    return readFile(this.#path(camera, from)).catch((cause: unknown) => {
      throw new HubError('not-found', 'There is no such sheet.', { cause });
    });
  }
  /** The file first: a row always has one. Nothing is kept of a camera that was removed meanwhile. */
  async keep(camera: CameraId, from: Instant, { jpeg, filled, coveredMs }: MadeSheet, now: Instant): Promise<void> {
    const path = this.#path(camera, from);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, jpeg, { mode: 0o600 });
    await rename(`${path}.new`, path);
    const { lasts, everyMs, columns, rows, width, height } = sheetForm;
    const isKept = await this.#store.write(async (trx) => {
      const known = await trx.selectFrom('camera').select('id').where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
      if (!known) return false;
      const row: FootageSheetTable = { camera, from_at: from, to_at: from + lasts, every_ms: everyMs, columns, rows, width, height, filled, covered_ms: coveredMs, bytes: jpeg.length, made_at: now };
      await trx.insertInto('footage_sheet').values(row).onConflict((conflict) => conflict.columns(['camera', 'from_at']).doUpdateSet({ filled, covered_ms: coveredMs, bytes: jpeg.length, made_at: now })).execute();
      return true;
    });
    if (!isKept) await this.forget(camera);
  }

  /** Sheets whose footage was deleted, all of it or some, go too. @returns how many */
  async sweep(camera: CameraId, now: Instant): Promise<number> {
    const [oldest] = await this.#rows.oldestFree(camera, 1, now);
    // What is newer than the oldest that nothing holds is all there: files are deleted from the oldest on.
    const rows = await this.#store.read.selectFrom('footage_sheet').select(['from_at', 'to_at', 'covered_ms']).where('camera', '=', camera).where('from_at', '<', oldest?.from ?? Infinity).execute();
    const gone: Instant[] = [];
    for (const { from_at, to_at, covered_ms } of rows) if ((await this.#lengthOf(camera, from_at, to_at)) < covered_ms - 1_000) gone.push(from_at);
    await this.#drop(camera, gone);
    return gone.length;
  }
  /** Of a camera that was removed. */
  async forget(camera: CameraId): Promise<void> {
    await this.#store.write((trx) => trx.deleteFrom('footage_sheet').where('camera', '=', camera).execute());
    await rm(join(this.#folder, camera), { recursive: true, force: true });
  }
  /** Of all cameras: the hub is set to make none. */
  async clear(): Promise<void> {
    await this.#store.write((trx) => trx.deleteFrom('footage_sheet').execute());
    await rm(this.#folder, { recursive: true, force: true });
  }
  /** Cameras that are gone and have sheets still. */
  async left(): Promise<readonly CameraId[]> {
    const rows = await this.#store.read.selectFrom('camera').select('id').where('removed_at', 'is not', null).where(({ exists, selectFrom }) => exists(selectFrom('footage_sheet').select('footage_sheet.camera').whereRef('footage_sheet.camera', '=', 'camera.id'))).execute();
    return rows.map(({ id }) => id);
  }
  /** Beginnings of windows with footage and no sheet, the newest first; whole windows only. */
  async missing(camera: CameraId, now: Instant): Promise<readonly Instant[]> {
    const { lasts } = sheetForm;
    const windows = await sql<{ readonly n: number }>`SELECT DISTINCT from_at / ${sql.lit(lasts)} AS n FROM segment INDEXED BY segment_spans WHERE camera = ${camera} AND role = 'main' AND garbage = 0 AND from_at > ${now - days(400)}`.execute(this.#store.read);
    const [oldest] = await this.#rows.oldest(camera, 1);
    const made = new Set((await this.#store.read.selectFrom('footage_sheet').select('from_at').where('camera', '=', camera).execute()).map(({ from_at }) => from_at));
    // The window that retention eats into would be made again with every file it loses.
    return windows.rows.map(({ n }) => n * lasts).filter((from) => !made.has(from) && from + lasts <= now && from >= (oldest?.from ?? 0)).toSorted((a, b) => b - a);
  }

  async #lengthOf(camera: CameraId, from: Instant, to: Instant): Promise<number> {
    const files = await this.#rows.touching(camera, from, to);
    return files.reduce((sum, file) => sum + Math.max(0, Math.min(file.to, to) - Math.max(file.from, from)), 0);
  }
  /** The row first: what has none is shown to nobody. */
  async #drop(camera: CameraId, gone: readonly Instant[]): Promise<void> {
    for (let at = 0; at < gone.length; at += 500) {
      const some = gone.slice(at, at + 500);
      await this.#store.write((trx) => trx.deleteFrom('footage_sheet').where('camera', '=', camera).where('from_at', 'in', some).execute());
      for (const from of some) await rm(this.#path(camera, from), { force: true });
    }
    if (gone.length === 0) return;
    // A folder of a day that is wholly past.
    const last = Math.max(...gone);
    const dayEnd = Math.floor(last / days(1)) * days(1) + days(1);
    const [left] = await this.within(camera, dayEnd - days(1), dayEnd - hours(0));
    if (!left) await rm(dirname(this.#path(camera, last)), { recursive: true, force: true });
  }
  #path(camera: CameraId, from: Instant): string {
    return join(this.#folder, camera, new Date(from).toISOString().slice(0, 10), `${from}.jpg`);
  }
}
