import type { CameraId, PersonId } from '../domain/ids.ts';
import { days, type Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { ExportJobRow, NewExportJob } from '../store/schema-footage.ts';
import { officerKeeps } from './export-access.ts';

export type ExportJob = ExportJobRow & { readonly camera_name: string };
const kept = days(7);

/** The rows of exports. */
export class ExportRows {
  readonly #store: Store;
  /** Told of every row that was added or changed; whoever changes one in a transaction of her own tells it after. */
  readonly changed: (job: string) => void;
  constructor(store: Store, changed: (job: string) => void = () => {}) {
    this.#store = store;
    this.changed = changed;
  }

  async find(job: string): Promise<ExportJob | undefined> {
    return this.#all().where('export_job.id', '=', job).executeTakeFirst();
  }
  async ofPerson(person: PersonId): Promise<readonly ExportJob[]> {
    return this.#all().where('person', '=', person).orderBy('export_job.created_at', 'desc').limit(200).execute();
  }
  /** In the order they were asked for. */
  async toDo(): Promise<readonly ExportJob[]> {
    return this.#all().where('status', 'in', ['waiting', 'running']).orderBy('export_job.created_at').orderBy('export_job.id').execute();
  }
  async ofBundle(bundle: string): Promise<readonly ExportJob[]> {
    return this.#all().where('export_job.bundle', '=', bundle).orderBy('camera.name').orderBy('export_job.id').execute();
  }
  /** Those of a camera that are to be done or have files. */
  async kept(camera: CameraId): Promise<readonly string[]> {
    const rows = await this.#store.read.selectFrom('export_job').select('id').where('camera', '=', camera).where((where) => where.or([where('status', 'in', ['waiting', 'running']), where('files', '!=', '[]')])).execute();
    return rows.map(({ id }) => id);
  }
  /** Cameras that are gone and have such exports still. */
  async removedCameras(): Promise<readonly CameraId[]> {
    const rows = await this.#store.read.selectFrom('export_job').innerJoin('camera', 'camera.id', 'export_job.camera').select('camera.id').distinct().where('camera.removed_at', 'is not', null)
      .where((where) => where.or([where('status', 'in', ['waiting', 'running']), where('files', '!=', '[]')])).execute();
    return rows.map(({ id }) => id);
  }
  async ids(): Promise<ReadonlySet<string>> {
    return new Set((await this.#store.read.selectFrom('export_job').select('id').execute()).map(({ id }) => id));
  }
  async add(job: NewExportJob): Promise<void> {
    await this.#store.write((trx) => trx.insertInto('export_job').values(job).execute());
    this.changed(job.id);
  }
  async change(job: string, set: Partial<ExportJobRow>): Promise<void> {
    await this.#store.write((trx) => trx.updateTable('export_job').set(set).where('id', '=', job).execute());
    this.changed(job);
  }
  /** Only one that is still to be done; tells whether it was. */
  async settle(job: string, set: Partial<ExportJobRow>): Promise<boolean> {
    const { numUpdatedRows } = await this.#store.write((trx) => trx.updateTable('export_job').set(set).where('id', '=', job).where('status', 'in', ['waiting', 'running']).executeTakeFirst());
    if (numUpdatedRows > 0n) this.changed(job);
    return numUpdatedRows > 0n;
  }
  /** Those past their week, which go; and officers' past their day, whose files go. */
  async over(now: Instant): Promise<{ readonly gone: readonly string[]; readonly emptied: readonly string[] }> {
    const ended = this.#store.read.selectFrom('export_job').leftJoin('viewing', 'viewing.id', 'export_job.viewing').select('export_job.id').where('export_job.status', 'not in', ['waiting', 'running']);
    const gone = await ended.where('export_job.created_at', '<=', now - kept).execute();
    const emptied = await ended.where('export_job.done_at', '<=', now - officerKeeps).where('export_job.files', '!=', '[]').where((where) => where.or([where('viewing.route', '!=', 'R0'), where('viewing.route', 'is', null)])).execute();
    return { gone: gone.map(({ id }) => id), emptied: emptied.map(({ id }) => id) };
  }
  async remove(job: string): Promise<void> {
    await this.#store.write((trx) => trx.deleteFrom('export_job').where('id', '=', job).execute());
  }

  #all() {
    return this.#store.read.selectFrom('export_job').innerJoin('camera', 'camera.id', 'export_job.camera').selectAll('export_job').select('camera.name as camera_name');
  }
}
