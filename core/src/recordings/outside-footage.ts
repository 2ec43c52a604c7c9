import { randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { CameraRecord, CameraRegistry } from '../cameras/camera-registry.ts';
import type { CameraId, PersonId } from '../domain/ids.ts';
import { hours, seconds, type Instant } from '../domain/time.ts';
import type { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { FootageArchive, ReplayOpener, type ArchiveTrack, type Credentials } from '../sdk/ports.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { OutsideFetchTable } from '../store/schema-footage.ts';
import { FetchSink, lacking } from './outside-fetch.ts';
import type { Recorder } from './recorder.ts';

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}
export interface OutsideFootageParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly registry: Pick<CameraRegistry, 'find'>;
  readonly contributions: Pick<Contributions, 'all' | 'watch'>;
  readonly clock: Clock;
  readonly log: Log;
  credentials(camera: CameraId): Promise<Credentials | undefined>;
  /** Stretches the hub itself has. */
  spans(camera: CameraId, from: Instant, to: Instant): Promise<readonly Span[]>;
  /** A writer whose files are entered as fetched from outside. */
  writer(camera: CameraId): Recorder;
  /** Enters files of these hours that no row knows, of a fetch that was broken off. */
  adopt(camera: CameraId, from: Instant, to: Instant): Promise<void>;
  changed(row: OutsideFetchTable): void;
}
export const longestFetch = hours(2);
const waitingPerCamera = 3;
const listed = 50;
/** Shorter holes are how files follow one another. */
const leastGap = seconds(2);
const askWithin = seconds(20);
/** How often it is written down how far it is. */
const noteEvery = seconds(2);

/**
 * Past footage in a camera's own memory or recorder (ONVIF Profile G), fetched into the hub where the hub itself has none.
 * It is the owner's own hub collecting her own footage: nothing leaves by it, so there is no permit; whatever is read of it later needs one like all else.
 */
export class OutsideFootage {
  readonly #parts: OutsideFootageParts;
  #running: { readonly id: string; readonly stop: AbortController; readonly ended: Promise<unknown> } | undefined;
  #work: Promise<void> | undefined;
  #isClosed = false;
  #release: Disposable | undefined;

  constructor(parts: OutsideFootageParts) {
    this.#parts = parts;
  }

  /** Goes on with what was to be done. Fetches wait until a plugin that plays them runs. */
  start(): void {
    this.#release = this.#parts.contributions.watch(ReplayOpener, () => this.#pump());
  }
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#release?.[Symbol.dispose]();
    this.#running?.stop.abort(new HubError('not-ready', 'The hub stops.'));
    await this.#work;
  }

  /** What the camera's recorder keeps of [from, to), by the hub's clock. @throws HubError `archive-unsupported`, else as `FootageArchive.tracks` */
  async kept(camera: CameraId, span: Span, signal: AbortSignal): Promise<readonly Span[]> {
    return (await this.#tracks(await this.#camera(camera), span, signal)).flatMap(({ spans }) => spans);
  }

  /** Fetches what the hub lacks of [from, to). @throws HubError `bad-request`, `export-too-long`, `too-many-requests`, `not-found`, `archive-unsupported` */
  async fetch(camera: CameraId, { from, to }: Span, person: PersonId): Promise<OutsideFetchTable> {
    const { store, audit, clock } = this.#parts;
    if (!(from < to) || to > clock.now()) throw new HubError('bad-request', 'A fetch needs an interval of the past.');
    if (to - from > longestFetch) throw new HubError('export-too-long', 'The interval is longer than two hours.');
    const { owner } = await this.#camera(camera);
    const row: OutsideFetchTable = { id: randomUUID(), camera, owner, person, from_at: from, to_at: to, status: 'waiting', reached_at: from, fetched_ms: 0, error: null, created_at: clock.now(), done_at: null };
    await store.write(async (trx) => {
      const { count } = await trx.selectFrom('outside_fetch').select((each) => each.fn.countAll<number>().as('count')).where('camera', '=', camera).where('status', 'in', ['waiting', 'running']).executeTakeFirstOrThrow();
      if (count >= waitingPerCamera) throw new HubError('too-many-requests', 'Enough of this camera is being fetched.');
      await trx.insertInto('outside_fetch').values(row).execute();
      await audit.append(trx, { type: 'segment.fetched', camera, at: row.created_at, body: { fetch: row.id, person, from, to } });
    });
    this.#pump();
    return row;
  }
  async ofCamera(camera: CameraId): Promise<readonly OutsideFetchTable[]> {
    return this.#parts.store.read.selectFrom('outside_fetch').selectAll().where('camera', '=', camera).orderBy('created_at', 'desc').limit(listed).execute();
  }
  /** What came already stays. @throws HubError `not-found` */
  async cancel(camera: CameraId, id: string): Promise<void> {
    const row = await this.#change(id, { status: 'cancelled', done_at: this.#parts.clock.now() }, camera);
    if (!row) throw new HubError('not-found', 'There is no such fetch under way.');
    if (this.#running?.id === id) this.#running.stop.abort(new HubError('conflict', 'The fetch was cancelled.'));
  }
  /** Of a camera that was removed: nothing is fetched any more, and nothing tells that it was. Fetches of other cameras go on. */
  async forget(camera: CameraId): Promise<void> {
    const rows = await this.ofCamera(camera);
    for (const { id } of rows.filter(({ status }) => status === 'waiting' || status === 'running')) await this.cancel(camera, id).catch(() => {});
    if (rows.some(({ id }) => id === this.#running?.id)) await this.#running?.ended;
    await this.#parts.store.write((trx) => trx.deleteFrom('outside_fetch').where('camera', '=', camera).execute());
  }
  /** Resolves when nothing is being fetched. */
  async idle(): Promise<void> {
    await this.#work;
  }

  async #camera(camera: CameraId): Promise<CameraRecord> {
    const found = await this.#parts.registry.find(camera);
    if (!found) throw new HubError('not-found', 'There is no such camera.');
    return found;
  }
  async #tracks(camera: CameraRecord, { from, to }: Span, signal: AbortSignal): Promise<readonly ArchiveTrack[]> {
    const archive = this.#parts.contributions.all(FootageArchive).find(({ value }) => value.provider === camera.provider);
    const { deviceUri, clockOffsetMs = 0 } = camera;
    const credentials = await this.#parts.credentials(camera.id);
    if (!archive || deviceUri === undefined || !credentials) throw new HubError('archive-unsupported', 'No running plugin asks this camera about the past.');
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new HubError('camera-unreachable', 'The recorder does not answer.')), askWithin);
    try {
      const tracks = await archive.call((value) => value.tracks(deviceUri, credentials, { from: from + clockOffsetMs, to: to + clockOffsetMs }, archive.signal(AbortSignal.any([signal, late.signal]))));
      return tracks.map(({ spans, ...track }) => ({ ...track, spans: spans.map((span) => ({ from: Math.max(from, span.from - clockOffsetMs), to: Math.min(to, span.to - clockOffsetMs) })).filter((span) => span.from < span.to) }));
    } finally {
      clearTimeout(timer);
    }
  }

  #pump(): void {
    if (this.#work || this.#isClosed) return;
    this.#work = this.#runAll().catch((error: unknown) => this.#parts.log.error('footage outside could not be tended', { error })).finally(() => { this.#work = undefined; });
  }
  async #runAll(): Promise<void> {
    for (;;) {
      if (this.#isClosed || this.#parts.contributions.all(ReplayOpener).length === 0) return;
      const row = await this.#parts.store.read.selectFrom('outside_fetch').selectAll().where('status', 'in', ['waiting', 'running']).orderBy('created_at').limit(1).executeTakeFirst();
      if (!row) return;
      const stop = new AbortController();
      const work = this.#runOne(row, stop.signal);
      this.#running = { id: row.id, stop, ended: work.catch(() => {}) };
      try {
        await work;
        await this.#change(row.id, { status: 'done', reached_at: row.to_at, done_at: this.#parts.clock.now() });
      } catch (failure) {
        if (this.#isClosed) return;
        const code = failure instanceof HubError ? failure.code : 'internal';
        if (await this.#change(row.id, { status: 'failed', error: code, done_at: this.#parts.clock.now() })) this.#parts.log.warn('footage could not be fetched', { fetch: row.id, error: failure });
      } finally {
        this.#running = undefined;
      }
    }
  }

  async #runOne(row: OutsideFetchTable, signal: AbortSignal): Promise<void> {
    const { spans, adopt } = this.#parts;
    const camera = await this.#camera(row.camera);
    const span = { from: row.from_at, to: row.to_at };
    // After a stop: what came whole is there already, what was broken off is taken as far as it goes, and only the rest is fetched.
    await adopt(row.camera, span.from, span.to);
    await this.#change(row.id, { status: 'running' });
    for (const track of await this.#tracks(camera, span, signal)) {
      for (const piece of lacking(track.spans, await spans(row.camera, span.from, span.to), leastGap)) await this.#replay(camera, track, piece, row, signal);
    }
  }

  async #replay(camera: CameraRecord, { replayUri }: ArchiveTrack, span: Span, row: OutsideFetchTable, signal: AbortSignal): Promise<void> {
    const scheme = new URL(replayUri).protocol.slice(0, -1);
    const opener = this.#parts.contributions.all(ReplayOpener).find(({ value }) => value.schemes.includes(scheme));
    if (!opener) throw new HubError('archive-unsupported', 'No running plugin plays this recorder.');
    const credentials = await this.#parts.credentials(camera.id);
    const { clockOffsetMs = 0 } = camera;
    const recorder = this.#parts.writer(camera.id);
    let noted = -Infinity;
    const sink = new FetchSink({
      camera: camera.id, recorder, span, shift: -clockOffsetMs,
      reached: (at) => {
        if (Math.abs(this.#parts.clock.now() - noted) < noteEvery) return;
        noted = this.#parts.clock.now();
        void this.#change(row.id, { reached_at: Math.max(row.from_at, at) }).catch(() => {});
      },
    });
    try {
      await opener.call((value) => value.replay({ uri: replayUri, ...(credentials ? { credentials } : {}) }, { from: span.from + clockOffsetMs, to: span.to + clockOffsetMs }, sink, opener.signal(signal)));
      if (sink.failure) throw sink.failure;
    } finally {
      await recorder.close();
    }
    row.fetched_ms += Math.max(0, Math.round(span.to - span.from));
    await this.#change(row.id, { fetched_ms: row.fetched_ms });
  }

  /** Undefined when it is over already. */
  async #change(id: string, change: Partial<OutsideFetchTable>, camera?: CameraId): Promise<OutsideFetchTable | undefined> {
    const row = await this.#parts.store.write(async (trx) => {
      let update = trx.updateTable('outside_fetch').set(change).where('id', '=', id).where('status', 'in', ['waiting', 'running']);
      if (camera !== undefined) update = update.where('camera', '=', camera);
      const { numUpdatedRows } = await update.executeTakeFirst();
      return numUpdatedRows === 0n ? undefined : trx.selectFrom('outside_fetch').selectAll().where('id', '=', id).executeTakeFirst();
    });
    if (row) this.#parts.changed(row);
    return row;
  }
}
