import type { AuditLog } from '../audit/audit-log.ts';
import type { Timers } from '../base/clock.ts';
import type { Gate } from '../consent/gate.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { ConsentRecords, ViewingRequest } from '../consent/gate-ports.ts';
import { isRefusal, type Refusal } from '../consent/refusal.ts';
import type { Permit } from '../domain/consent.ts';
import type { CameraId, OwnerId, PersonId } from '../domain/ids.ts';
import { hours } from '../domain/time.ts';
import type { Contributions } from '../kernel/contributions.ts';
import type { Footage } from '../recordings/footage.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { ClipExporter, type ExportedFile } from '../sdk/ports.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { askedAgain, requireAllowed, viewingOf } from './export-access.ts';
import { ExportFolder } from './export-folder.ts';
import { runExport, type Progress } from './export-run.ts';
import { ExportRows, type ExportJob } from './export-rows.ts';

export interface ExportDeskParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly gate: Pick<Gate, 'admit' | 'end' | 'vouches' | 'countWith'>;
  readonly records: ConsentRecords;
  readonly footage: Footage;
  readonly contributions: Contributions;
  /** Makes pictures anew where the owner's conditions ask for it. */
  readonly ffmpeg: Ffmpeg;
  readonly masks: MaskCovers;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** `<data>/exports`. */
  readonly folder: string;
  readonly newId: () => string;
  /** An export was asked for, went on or ended. */
  readonly changed?: (job: string) => void;
}
/** A file to save; `read` opens bytes [from, to) and ends early, with an error, when it may no longer be had. */
export interface ExportAnswer {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly read: (from: number, to: number) => AsyncIterable<Uint8Array>;
}
interface Running {
  readonly job: string;
  readonly stop: AbortController;
}
export const longestExport = hours(2);
const waitingPerPerson = 5;
/** Fits a purge entry into the audit log's largest body. */
const forgottenAtOnce = 300;
/** A download asks so often whether it is still allowed: it is cut within a second of a revocation. */
const askedEveryMs = 500;
const format = 'mp4';
const types: Readonly<Record<string, string>> = { mp4: 'video/mp4', json: 'application/json', txt: 'text/plain; charset=utf-8' };

/** Footage for saving: asked for under a permit, written one export at a time, fetched by the one who asked. */
export class ExportDesk {
  readonly #parts: ExportDeskParts;
  readonly #rows: ExportRows;
  readonly #folder: ExportFolder;
  /** Of exports that wait. After a restart they are asked for anew. */
  readonly #permits = new Map<string, Permit<'clip'>>();
  #running: Running | undefined;
  #work: Promise<void> | undefined;
  #isAsked = false;
  #isClosed = false;
  #releases: Disposable[] = [];

  constructor(parts: ExportDeskParts) {
    this.#parts = parts;
    this.#rows = new ExportRows(parts.store, parts.changed);
    this.#folder = new ExportFolder(parts.folder);
  }

  /** Clears what is over and goes on with what was to be done. Exports wait until a plugin that writes them runs. */
  async start(): Promise<void> {
    const known = await this.#rows.ids();
    for (const name of await this.#folder.list()) if (!known.has(name)) await this.#folder.remove(name);
    for (const camera of await this.#rows.removedCameras()) await this.forget(camera);
    await this.tidy();
    this.#releases = [
      this.#parts.timers.every(hours(1), () => this.#tried(this.tidy())),
      this.#parts.contributions.watch(ClipExporter, () => this.#pump()),
    ];
  }
  /** What runs is stopped and begins again at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const release of this.#releases.splice(0)) release[Symbol.dispose]();
    this.#running?.stop.abort(new HubError('not-ready', 'The hub stops.'));
    await this.#work;
    for (const permit of this.#permits.values()) await this.#end(permit, 'shutdown');
    this.#permits.clear();
  }
  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#work;
  }

  /**
   * Asks the gate now, and keeps the permit until the export is written.
   * @returns the gate's no as it is: what of it is told depends on who asked
   * @throws HubError `bad-request`, `export-too-long`, `no-footage`, `too-many-requests`
   */
  async ask(request: ViewingRequest<'clip'>, owner: OwnerId): Promise<ExportJob | Refusal> {
    const { ask } = request;
    const [from, to] = ask.footage ?? [0, 0];
    if (from >= to) throw new HubError('bad-request', 'An export needs an interval.');
    if (to - from > longestExport) throw new HubError('export-too-long', 'The interval is longer than two hours.');
    const mine = (await this.#rows.toDo()).filter(({ person }) => person === ask.who.person);
    if (mine.length >= waitingPerPerson) throw new HubError('too-many-requests', 'Enough exports of this person wait.');
    const permit = await this.#parts.gate.admit(request);
    if (isRefusal(permit)) return permit;
    const job = this.#parts.newId();
    try {
      // Only after the yes: whether there is footage is itself something not everybody may know.
      if ((await this.#parts.footage.segmentsIn(ask.camera, from, to)).length === 0) throw new HubError('no-footage', 'Nothing was recorded in this interval.');
      await this.#rows.add({
        id: job, camera: ask.camera, owner, person: ask.who.person, from_at: from, to_at: to, format, status: 'waiting', progress: 0, files: '[]', error: null, viewing: permit.id,
        created_at: this.#parts.clock.now(), done_at: null,
      });
      this.#permits.set(job, permit);
    } catch (failure) {
      await this.#end(permit, 'source');
      throw failure;
    }
    const made = await this.#rows.find(job);
    this.#pump();
    if (!made) throw new HubError('internal', 'The export was made and is not there.');
    return made;
  }

  async ofPerson(person: PersonId): Promise<readonly ExportJob[]> {
    return this.#rows.ofPerson(person);
  }

  /** Stops it, or throws away what was written. @throws HubError `not-found` */
  async cancel(job: string, by: PersonId): Promise<void> {
    await this.#mine(job, by);
    const wasToDo = await this.#rows.settle(job, { status: 'cancelled', done_at: this.#parts.clock.now() });
    if (this.#running?.job === job) this.#running.stop.abort(new HubError('conflict', 'The export was cancelled.'));
    await this.#drop(job);
    if (!wasToDo) await this.#rows.change(job, { status: 'cancelled', files: '[]' });
    await this.#folder.remove(job);
  }

  /** Of a camera that was removed: what waits or runs is stopped, what was written is deleted. What a stop leaves undone is done at the next start. */
  async forget(camera: CameraId): Promise<void> {
    const jobs = await this.#rows.kept(camera);
    const { store, audit, clock } = this.#parts;
    for (const job of jobs) {
      await this.#rows.settle(job, { status: 'cancelled', done_at: clock.now() });
      if (this.#running?.job === job) this.#running.stop.abort(new HubError('not-found', 'The camera was removed.'));
      await this.#drop(job);
      await this.#folder.remove(job);
    }
    for (let at = 0; at < jobs.length; at += forgottenAtOnce) {
      const batch = jobs.slice(at, at + forgottenAtOnce);
      await store.write(async (trx) => {
        await trx.updateTable('export_job').set({ status: 'cancelled', files: '[]' }).where('id', 'in', batch).execute();
        await audit.append(trx, { type: 'purge', camera, at: clock.now(), body: { what: 'exports', why: ['removed'], exports: batch } });
      });
    }
  }

  /** @throws HubError `not-found`, `not-allowed`, `consent-ended` */
  async file(job: string, name: string, by: PersonId): Promise<ExportAnswer> {
    const row = await this.#mine(job, by);
    const file = (JSON.parse(row.files) as ExportedFile[]).find((each) => each.name === name);
    if (row.status !== 'done' || !file) throw new HubError('not-found', 'There is no such file.');
    await this.#requireAllowed(row);
    return { name, bytes: file.bytes, type: types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', read: (from, to) => this.#read(row, name, from, to) };
  }

  /** Removes what is over. */
  async tidy(): Promise<void> {
    const { gone, emptied } = await this.#rows.over(this.#parts.clock.now());
    for (const job of [...emptied, ...gone]) await this.#folder.remove(job);
    for (const job of emptied) await this.#rows.change(job, { files: '[]' });
    for (const job of gone) await this.#rows.remove(job);
  }

  async* #read(row: ExportJob, name: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    await this.#requireAllowed(row);
    await this.#recordFetch(row, name);
    let askedAt = -Infinity;
    for await (const chunk of this.#folder.read(row.id, name, from, to)) {
      // By a clock that nobody sets.
      if (performance.now() - askedAt > askedEveryMs) {
        await this.#requireAllowed(row);
        askedAt = performance.now();
      }
      yield chunk;
    }
  }
  /** On the disk before the first byte leaves. */
  async #recordFetch(row: ExportJob, file: string): Promise<void> {
    const { store, audit, clock, log } = this.#parts;
    const viewing = await viewingOf(store, row);
    const body = { export: row.id, file, person: row.person, unit: viewing?.unit ?? null, officerNo: viewing?.officer_no ?? null, route: viewing?.route ?? null, viewing: row.viewing };
    try {
      await audit.append(undefined, { type: 'clip.fetched', camera: row.camera, at: clock.now(), body });
    } catch (cause) {
      log.error('a download could not be recorded', { error: cause });
      throw new HubError('not-recorded', 'The download could not be recorded.', { cause });
    }
  }
  async #requireAllowed(row: ExportJob): Promise<void> {
    await requireAllowed(this.#parts.store, this.#parts.records, row, this.#parts.clock.now());
  }
  async #mine(job: string, by: PersonId): Promise<ExportJob> {
    const row = await this.#rows.find(job);
    if (!row || row.person !== by) throw new HubError('not-found', 'There is no such export.');
    return row;
  }

  #pump(): void {
    this.#isAsked = true;
    if (this.#work || this.#isClosed) return;
    this.#work = this.#runAll();
    this.#tried(this.#work);
  }
  async #runAll(): Promise<void> {
    // So that the end of the work is seen in one turn with its last look at the rows.
    await Promise.resolve();
    try {
      while (this.#isAsked) {
        this.#isAsked = false;
        await this.#runWaiting();
      }
    } finally {
      this.#work = undefined;
    }
  }
  async #runWaiting(): Promise<void> {
    for (;;) {
      const exporter = this.#parts.contributions.all(ClipExporter).find(({ value }) => value.formats.includes(format));
      const row = exporter && !this.#isClosed ? await this.#rows.next() : undefined;
      if (!exporter || !row) return;
      const stop = new AbortController();
      this.#running = { job: row.id, stop };
      try {
        await this.#runOne(row, stop.signal, (clip, target, signal) => exporter.call((plugin) => plugin.write(clip, target, signal)));
      } finally {
        this.#running = undefined;
      }
    }
  }

  async #runOne(row: ExportJob, stop: AbortSignal, write: ClipExporter['write']): Promise<void> {
    let permit: Permit<'clip'> | undefined;
    const progress: Progress = { seconds: 0, bytes: 0, obligationsMet: null, mark: null };
    try {
      permit = this.#permits.get(row.id) ?? await this.#admitAgain(row);
      this.#permits.delete(row.id);
      this.#parts.gate.countWith(permit, () => progress);
      if (!(await this.#rows.settle(row.id, { status: 'running', progress: 0, viewing: permit.id }))) return;
      const files = await runExport({ ...this.#parts, rows: this.#rows, folder: this.#folder }, row, permit, progress, stop, write);
      if (!files) await this.#folder.remove(row.id);
    } catch (failure) {
      await this.#folder.remove(row.id);
      // What the end of the hub stopped is still to be done.
      if (!this.#isClosed) await this.#failed(row, permit?.signal.aborted ? new HubError('consent-ended', 'The permission ended before the export was written.', { cause: failure }) : failure);
    } finally {
      if (permit) await this.#end(permit, this.#isClosed ? 'shutdown' : 'viewer');
    }
  }

  async #admitAgain(row: ExportJob): Promise<Permit<'clip'>> {
    const viewing = await viewingOf(this.#parts.store, row);
    if (!viewing) throw new HubError('consent-ended', 'The ledger does not know this export.');
    const permit = await this.#parts.gate.admit(await askedAgain(this.#parts.store, viewing, row));
    if (isRefusal(permit)) throw permit.error;
    return permit;
  }
  async #failed(row: ExportJob, failure: unknown): Promise<void> {
    const code = failure instanceof HubError ? failure.code : 'internal';
    if (await this.#rows.settle(row.id, { status: 'failed', error: code, done_at: this.#parts.clock.now() })) this.#parts.log.warn('an export failed', { job: row.id, error: failure });
  }
  async #drop(job: string): Promise<void> {
    const permit = this.#permits.get(job);
    this.#permits.delete(job);
    if (permit) await this.#end(permit, 'viewer');
  }
  async #end(permit: Permit<'clip'>, reason: 'viewer' | 'shutdown' | 'source'): Promise<void> {
    // The gate keeps an end it could not write and admits nobody until it is written.
    await this.#parts.gate.end(permit, reason).catch((error: unknown) => this.#parts.log.error('the end of an export could not be recorded', { error }));
  }
  #tried(work: Promise<void>): void {
    work.catch((error: unknown) => this.#parts.log.error('exports could not be tended', { error }));
  }
}
