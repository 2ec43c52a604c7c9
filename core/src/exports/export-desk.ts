import { setTimeout } from 'node:timers/promises';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Timers } from '../base/clock.ts';
import { Pump } from '../base/pump.ts';
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
import { ClipExporter } from '../sdk/ports.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { LeftOut } from './about-bundle.ts';
import { askedAgain, viewingOf } from './export-access.ts';
import { ExportFetch, type ExportAnswer } from './export-fetch.ts';
import { ExportFolder } from './export-folder.ts';
import { runExport, type Progress } from './export-run.ts';
import { ExportRows, type ExportJob } from './export-rows.ts';
import { columnsOf, wishOf, type ExportWish } from './export-wish.ts';
import { nextJob } from './next-job.ts';

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
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** An export was asked for, went on or ended. */
  readonly changed?: (job: string) => void;
}
interface Running {
  readonly job: string;
  readonly person: PersonId;
  readonly stop: AbortController;
  readonly progress: Progress;
  /** By a clock that nobody sets. */
  readonly beganAt: number;
}
export const longestExport = hours(2);
const waitingPerPerson = 5;
/** Fits a purge entry into the audit log's largest body. */
const forgottenAtOnce = 300;
const format = 'mp4';
const pauseFor = async (ms: number, signal: AbortSignal): Promise<void> => (ms > 0 ? setTimeout(ms, undefined, { signal }).catch(() => {}) : undefined);
/** Whose turn was last; more are not remembered. */
const rememberedTurns = 200;

/** Footage for saving: asked for under a permit, written one export at a time, fetched by the one who asked. */
export class ExportDesk {
  readonly #parts: ExportDeskParts;
  readonly #rows: ExportRows;
  readonly #folder: ExportFolder;
  readonly #fetch: ExportFetch;
  #served: readonly PersonId[] = [];
  /** Of exports that wait. After a restart they are asked for anew. */
  readonly #permits = new Map<string, Permit<'clip'>>();
  #running: Running | undefined;
  readonly #pump = new Pump(() => this.#runWaiting(), (error) => this.#told(error));
  #isClosed = false;
  #releases: Disposable[] = [];

  constructor(parts: ExportDeskParts) {
    this.#parts = parts;
    this.#rows = new ExportRows(parts.store, parts.changed);
    this.#folder = new ExportFolder(parts.folder);
    this.#fetch = new ExportFetch(parts, this.#rows, this.#folder);
  }

  /** Clears what is over and goes on with what was to be done. Exports wait until a plugin that writes them runs. */
  async start(): Promise<void> {
    const known = await this.#rows.ids();
    for (const name of await this.#folder.list()) if (!known.has(name)) await this.#folder.remove(name);
    for (const camera of await this.#rows.removedCameras()) await this.forget(camera);
    await this.tidy();
    this.#releases = [
      this.#parts.timers.every(hours(1), () => this.#tried(this.tidy())),
      this.#parts.contributions.watch(ClipExporter, () => this.#pump.ask()),
    ];
  }
  /** What runs is stopped and goes on at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const release of this.#releases.splice(0)) release[Symbol.dispose]();
    this.#running?.stop.abort(new HubError('not-ready', 'The hub stops.'));
    await this.#pump.idle();
    for (const permit of this.#permits.values()) await this.#end(permit, 'shutdown');
    this.#permits.clear();
  }
  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#pump.idle();
  }

  /**
   * Asks the gate now, and keeps the permit until the export is written.
   * @returns the gate's no as it is: what of it is told depends on who asked
   * @throws HubError `bad-request`, `export-too-long`, `no-footage`, `too-many-requests`
   */
  async ask(request: ViewingRequest<'clip'>, owner: OwnerId, wish: ExportWish = { kind: 'film' }): Promise<ExportJob | Refusal> {
    const { ask } = request;
    const [from, to] = ask.footage ?? [0, 0];
    if (from >= to) throw new HubError('bad-request', 'An export needs an interval.');
    if (to - from > longestExport) throw new HubError('export-too-long', 'The interval is longer than two hours.');
    const mine = (await this.#rows.toDo()).filter(({ person }) => person === ask.who.person);
    if (new Set(mine.map(({ id, bundle }) => bundle ?? id).filter((each) => each !== wish.bundle?.id)).size >= waitingPerPerson) throw new HubError('too-many-requests', 'Enough exports of this person wait.');
    const permit = await this.#parts.gate.admit(request);
    if (isRefusal(permit)) return permit;
    const job = this.#parts.newId();
    try {
      // Only after the yes: whether there is footage is itself something not everybody may know.
      if ((await this.#parts.footage.segmentsIn(ask.camera, from, to)).length === 0) throw new HubError('no-footage', 'Nothing was recorded in this interval.');
      await this.#rows.add({
        id: job, camera: ask.camera, owner, person: ask.who.person, from_at: from, to_at: to, format, status: 'waiting', progress: 0, files: '[]', error: null, viewing: permit.id,
        created_at: this.#parts.clock.now(), done_at: null, ...columnsOf(wish),
      });
      this.#permits.set(job, permit);
    } catch (failure) {
      await this.#end(permit, 'source');
      throw failure;
    }
    const made = await this.#rows.find(job);
    this.#pump.ask();
    if (!made) throw new HubError('internal', 'The export was made and is not there.');
    return made;
  }

  async ofPerson(person: PersonId): Promise<readonly ExportJob[]> {
    return this.#rows.ofPerson(person);
  }

  /** What ended without a file, asked for once more under a permit of its own; its old line goes. @throws HubError `not-found`, and as `ask` */
  async again(job: string, by: PersonId): Promise<ExportJob | Refusal> {
    const row = await this.#mine(job, by);
    const viewing = await viewingOf(this.#parts.store, row);
    if (!viewing || !['failed', 'cancelled'].includes(row.status)) throw new HubError('not-found', 'There is nothing to be done again.');
    const answer = await this.ask(await askedAgain(this.#parts.store, viewing, row), row.owner, wishOf(row, row.from_at));
    if (!('refused' in answer)) await this.#rows.remove(row.id);
    return answer;
  }
  /** Told to each of a bundle once all its cameras were asked for. */
  async leaveOut(bundle: string, leftOut: readonly LeftOut[]): Promise<void> {
    for (const { id } of await this.#rows.ofBundle(bundle)) await this.#rows.change(id, { left_out: JSON.stringify(leftOut) });
  }
  /** Until what is being written now is done, as far as it can be told. */
  secondsLeft(job: string): number | undefined {
    const running = this.#running;
    if (running?.job !== job || running.progress.share < 0.01) return undefined;
    const { share } = running.progress;
    return Math.ceil(((performance.now() - running.beganAt) / 1_000) * ((1 - share) / share));
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
    return this.#fetch.file(job, name, by);
  }
  /** All of a bundle as one ZIP. @throws HubError `not-found`, `not-ready`, `not-allowed`, `consent-ended` */
  async bundle(bundle: string, by: PersonId): Promise<ExportAnswer> {
    return this.#fetch.bundle(bundle, by);
  }

  /** Removes what is over. */
  async tidy(): Promise<void> {
    const { gone, emptied } = await this.#rows.over(this.#parts.clock.now());
    for (const job of [...emptied, ...gone]) await this.#folder.remove(job);
    for (const job of emptied) await this.#rows.change(job, { files: '[]' });
    for (const job of gone) await this.#rows.remove(job);
  }

  async #mine(job: string, by: PersonId): Promise<ExportJob> {
    const row = await this.#rows.find(job);
    if (!row || row.person !== by) throw new HubError('not-found', 'There is no such export.');
    return row;
  }

  async #runWaiting(): Promise<void> {
    for (;;) {
      const exporter = this.#parts.contributions.all(ClipExporter).find(({ value }) => value.formats.includes(format));
      const row = exporter && !this.#isClosed ? nextJob(await this.#rows.toDo(), this.#served) : undefined;
      if (!exporter || !row) return;
      this.#served = [...this.#served.filter((person) => person !== row.person), row.person].slice(-rememberedTurns);
      const running: Running = { job: row.id, person: row.person, stop: new AbortController(), progress: { seconds: 0, bytes: 0, obligationsMet: null, mark: null, share: 0 }, beganAt: performance.now() };
      this.#running = running;
      try {
        await this.#runOne(row, running, (clip, target, signal) => exporter.call((plugin) => plugin.write(clip, target, signal)));
      } finally {
        this.#running = undefined;
      }
    }
  }

  async #runOne(row: ExportJob, { stop, progress }: Running, write: ClipExporter['write']): Promise<void> {
    let permit: Permit<'clip'> | undefined;
    try {
      permit = this.#permits.get(row.id) ?? await this.#admitAgain(row);
      this.#permits.delete(row.id);
      this.#parts.gate.countWith(permit, () => progress);
      if (!(await this.#rows.settle(row.id, { status: 'running', progress: 0, viewing: permit.id }))) return;
      const files = await runExport({ ...this.#parts, rows: this.#rows, folder: this.#folder, pause: this.#parts.pause ?? pauseFor }, row, permit, progress, stop.signal, write);
      await (files ? this.#folder.forgetKept(row.id) : this.#folder.remove(row.id));
    } catch (failure) {
      await (this.#isClosed ? this.#folder.clear(row.id) : this.#folder.remove(row.id));
      // What the end of the hub stopped is still to be done, and what was made anew until then is kept for it.
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
    work.catch((error: unknown) => this.#told(error));
  }
  #told(error: unknown): void {
    this.#parts.log.error('exports could not be tended', { error });
  }
}
