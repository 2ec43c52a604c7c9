import type { AuditLog } from '../audit/audit-log.ts';
import { Lock } from '../base/lock.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import type { Store } from '../store/open-store.ts';
import type { WrittenPieceTable, WrittenRequestTable } from '../store/schema-consent.ts';
import type { WrittenFolder } from './written-folder.ts';
import { scanKept } from './written-paper.ts';
import { isBagName, type Bags, type Cutter } from './written-ports.ts';
import { scanWaits, unused, type WrittenRequests } from './written-requests.ts';

export interface DeliveryParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly requests: Pick<WrittenRequests, 'move' | 'finish'>;
  readonly cutter: Cutter;
  readonly folder: WrittenFolder;
  readonly log: Log;
  /** It is handed over sealed in a bag: nothing is, before `useBags`. */
  readonly isSealed?: boolean;
}
/** How often the hub looks whether a piece is cut. */
export const cuttingBeat: Milliseconds = 2_000;

/** Cuts what an owner hands over, piece by piece, and clears away what is over. Everything it knows is in the rows, so it goes on after a restart where it was. */
export class WrittenDelivery {
  readonly #parts: DeliveryParts;
  /** One look at a time: two would begin the same piece twice. */
  readonly #lock = new Lock();
  #bags: Bags | undefined;
  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** The evidence desk opens after this room. */
  useBags(bags: Bags): void {
    this.#bags = bags;
  }

  /** Brings every request that is being cut one step on. To be called every so often. */
  async advance(): Promise<void> {
    await this.#lock.run(async () => {
      const rows = await this.#parts.store.read.selectFrom('written_request').selectAll().where('status', '=', 'executing').orderBy('status_at').limit(50).execute();
      for (const row of rows) await this.#advanceOne(row);
      await this.#clearStopped();
    });
  }

  /** Scans nobody filed or nobody needs any more, files nobody may fetch any more. */
  async tidy(): Promise<void> {
    const { store, clock, folder } = this.#parts;
    const now = clock.now();
    await this.#lock.run(async () => {
      for (const { id } of await unused(store.read).select('written_scan.id').where('written_scan.created_at', '<=', now - scanWaits).execute()) {
        await store.write((trx) => unused(trx).select('written_scan.id').where('written_scan.id', '=', id).executeTakeFirst().then(async (found) => found && trx.deleteFrom('written_scan').where('id', '=', id).execute()));
        if (!await store.read.selectFrom('written_scan').select('id').where('id', '=', id).executeTakeFirst()) await folder.dropScan(id);
      }
      const present = new Set(await folder.scans());
      const over = await store.read.selectFrom('written_request').select('scan').where('status', 'in', ['refused', 'withdrawn', 'closed', 'recalled']).groupBy('scan').having((each) => each.fn.max('status_at'), '<=', now - scanKept).execute();
      // One paper may have gone to several owners.
      const needed = new Set((await store.read.selectFrom('written_request').select('scan').where((where) => where.or([where('status', 'not in', ['refused', 'withdrawn', 'closed', 'recalled']), where('status_at', '>', now - scanKept)])).execute()).map(({ scan }) => scan));
      for (const { scan } of over) if (present.has(scan) && !needed.has(scan)) await folder.dropScan(scan);
      const live = store.read.selectFrom('written_request').select('id').where((where) => where.or([where('status', '=', 'executing'), where.and([where('status', '=', 'delivered'), where('release_until', '>', now)])]));
      const kept = new Set((await live.execute()).map(({ id }) => id));
      for (const request of await folder.requests()) if (!kept.has(request)) await folder.dropFiles(request);
    });
  }
  /** Of a camera that was removed nothing stays handed over. What a stop leaves undone is done at the next start. */
  async forget(camera: CameraId): Promise<void> {
    const { store, audit, clock, folder } = this.#parts;
    await this.#lock.run(async () => {
      const pieces = await store.read.selectFrom('written_piece').selectAll().where('camera', '=', camera).where('files', '!=', '[]').execute();
      for (const { request, n, files } of pieces) {
        const names = (JSON.parse(files) as ExportedFile[]).map(({ name }) => name);
        await folder.dropSome(request, names);
        await store.write(async (trx) => {
          await trx.updateTable('written_piece').set({ files: '[]' }).where('request', '=', request).where('n', '=', n).execute();
          await audit.append(trx, { type: 'purge', camera, at: clock.now(), body: { what: 'delivered', why: ['removed'], request, piece: n, files: names.length } });
        });
      }
      await this.#forgetBags(camera);
    });
  }
  /** A bag stands with the first of its pieces and holds all of them. */
  async #forgetBags(camera: CameraId): Promise<void> {
    const { store, audit, clock, folder } = this.#parts;
    const pieces = await store.read.selectFrom('written_piece').select(['request', 'n', 'files']).where('files', 'like', '%"EV-%').where('request', 'in', (rows) => rows.selectFrom('written_piece').select('request').where('camera', '=', camera).where('status', '=', 'cut')).execute();
    for (const { request, n, files } of pieces) {
      const names = (JSON.parse(files) as ExportedFile[]).map(({ name }) => name).filter(isBagName);
      await folder.dropSome(request, names);
      await store.write(async (trx) => {
        await trx.updateTable('written_piece').set({ files: '[]' }).where('request', '=', request).where('n', '=', n).execute();
        await audit.append(trx, { type: 'purge', camera, at: clock.now(), body: { what: 'delivered', why: ['removed'], request, piece: n, files: names.length } });
      });
    }
  }
  /** Before anything is brought: a scan whose row was never written, because the hub stopped in between. */
  async start(): Promise<void> {
    const { store, folder } = this.#parts;
    const kept = new Set((await store.read.selectFrom('written_scan').select('id').execute()).map(({ id }) => id));
    for (const id of await folder.scans()) if (!kept.has(id)) await folder.dropScan(id);
    const removed = await store.read.selectFrom('written_piece').innerJoin('camera', 'camera.id', 'written_piece.camera').select('camera.id').distinct().where('camera.removed_at', 'is not', null)
      .where((where) => where.or([where('written_piece.files', '!=', '[]'), where('written_piece.request', 'in', (rows) => rows.selectFrom('written_piece').select('request').where('files', 'like', '%"EV-%'))])).execute();
    for (const { id } of removed) await this.forget(id);
    await this.tidy();
  }

  async #advanceOne(row: WrittenRequestTable): Promise<void> {
    const { requests, log } = this.#parts;
    const files = await this.#cut(row).catch((failure: unknown) => {
      log.warn('a written request could not be carried out', { request: row.id, error: failure });
      return failure instanceof HubError ? failure.code : 'internal';
    });
    if (files === undefined) return;
    try {
      if (typeof files === 'string') await requests.move(row.id, 'fail', 'hub', { set: { trouble: files }, about: { code: files } });
      else {
        await requests.finish(row.id, files);
        // They stay among her own exports for their week.
        return;
      }
    } catch (failure) {
      // She stopped it, or it was withdrawn, meanwhile.
      if (!(failure instanceof HubError && failure.code === 'conflict')) throw failure;
      await this.#parts.folder.dropFiles(row.id);
    }
    for (const { job } of await this.#pieces(row)) if (job !== null && row.decided_by !== null) await this.#parts.cutter.drop(job, row.decided_by);
  }

  /** The files by piece when all is cut; undefined while there is more to do. @throws HubError `no-footage`, and what the cutting of a piece ended with */
  async #cut(row: WrittenRequestTable): Promise<ReadonlyMap<number, readonly ExportedFile[]> | undefined> {
    for (const piece of await this.#pieces(row)) if (!(await this.#settled(row, piece))) return undefined;
    const cut = (await this.#pieces(row)).filter(({ status }) => status === 'cut');
    if (cut.length === 0) throw new HubError('no-footage', 'Nothing was recorded in any of the intervals.');
    if (this.#parts.isSealed === true) return this.#sealed(row, cut);
    const folder = await this.#parts.folder.beginFiles(row.id);
    const files = new Map<number, readonly ExportedFile[]>();
    for (const { n, job } of cut) if (job !== null && row.decided_by !== null) files.set(n, await this.#parts.cutter.take(job, row.decided_by, folder, `${n}-`));
    return files;
  }
  /** All pieces in one bag, listed with the first of them; undefined while it is being made. */
  async #sealed(row: WrittenRequestTable, cut: readonly WrittenPieceTable[]): Promise<ReadonlyMap<number, readonly ExportedFile[]> | undefined> {
    const bags = this.#bags;
    const [first] = cut;
    if (!bags || !first || row.decided_by === null) return undefined;
    const pieces = cut.map(({ camera, from_at: from, to_at: to }) => ({ camera, from, to }));
    const seen = await bags.look(row.id, pieces);
    if (seen.state === 'failed') throw new HubError(seen.code, 'The bag could not be made.');
    if (seen.state === 'done') return new Map([[first.n, [await bags.take(row.id, await this.#parts.folder.beginFiles(row.id))]]]);
    if (seen.state === 'none') {
      await bags.begin({ id: row.id, owner: row.owner, person: row.decided_by }, pieces).catch((failure: unknown) => {
        // She has other bags waiting: later.
        if (!(failure instanceof HubError && failure.code === 'too-many-requests')) throw failure;
      });
    }
    return undefined;
  }
  async #pieces(row: WrittenRequestTable): Promise<readonly WrittenPieceTable[]> {
    return this.#parts.store.read.selectFrom('written_piece').selectAll().where('request', '=', row.id).orderBy('n').execute();
  }

  /** Whether nothing more is to be done for the piece. */
  async #settled(row: WrittenRequestTable, piece: WrittenPieceTable): Promise<boolean> {
    const { cutter } = this.#parts;
    if (piece.status === 'cut' || piece.status === 'no_footage' || piece.status === 'left_out') return true;
    if (row.decided_by === null) throw new HubError('internal', 'Nobody executes this request.');
    if (piece.status === 'asked' || piece.job === null) {
      try {
        const job = await cutter.begin({ person: row.decided_by, owner: row.owner, camera: piece.camera, from: piece.from_at, to: piece.to_at });
        if (!(await this.#note(piece, { status: 'cutting', job }))) await cutter.drop(job, row.decided_by);
      } catch (failure) {
        if (!(failure instanceof HubError)) throw failure;
        if (failure.code === 'no-footage') return this.#note(piece, { status: 'no_footage' });
        // She has other exports waiting: later.
        if (failure.code !== 'too-many-requests') throw failure;
      }
      return false;
    }
    const seen = await cutter.look(piece.job, row.decided_by);
    if (seen.state === 'failed' && seen.code === 'no-footage') return this.#note(piece, { status: 'no_footage' });
    if (seen.state === 'failed') throw new HubError(seen.code, 'A piece could not be cut.');
    return seen.state === 'done' && this.#note(piece, { status: 'cut' });
  }

  /** False when she decided anew about the piece since it was read: then that stands. */
  async #note({ request, n, status, job }: WrittenPieceTable, set: Partial<WrittenPieceTable>): Promise<boolean> {
    const { numUpdatedRows } = await this.#parts.store.write((trx) => trx.updateTable('written_piece').set(set).where('request', '=', request).where('n', '=', n).where('status', '=', status).where('job', 'is', job).executeTakeFirst());
    return numUpdatedRows > 0n;
  }
  /** Pieces whose cutting nobody waits for any more. */
  async #clearStopped(): Promise<void> {
    const { store, cutter } = this.#parts;
    const pieces = await store.read.selectFrom('written_piece').innerJoin('written_request', 'written_request.id', 'written_piece.request').selectAll('written_piece').select('written_request.decided_by')
      .where('written_piece.status', '=', 'cutting').where('written_request.status', '!=', 'executing').limit(50).execute();
    for (const { decided_by: person, ...piece } of pieces) {
      await this.#bags?.drop(piece.request);
      if (piece.job !== null && person !== null) await cutter.drop(piece.job, person);
      await this.#note(piece, { status: 'asked', job: null });
    }
  }
}
