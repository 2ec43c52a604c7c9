import type { AuditLog } from '../audit/audit-log.ts';
import type { Timers } from '../base/clock.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import { hours, type Instant } from '../domain/time.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { diskCheckedEvery, type DiskLow, type RoomRule } from './disk-guard.ts';
import type { Disk } from './disk.ts';
import { Footage, type RedactionsOf } from './footage.ts';
import { forgetOldGone } from './footage-gone.ts';
import { forgetOldWords } from './forget-old-words.ts';
import { FootageGaps } from './gaps.ts';
import { GroupIndex } from './group-index.ts';
import { PartBuffers } from './part-buffers.ts';
import { brokenPolicy, policyFacts, type PolicyFinding } from './policy-check.ts';
import { lastAlive, RecorderStates } from './recorder-states.ts';
import { RecordingDisks, type DiskFact, type DiskPlace, type DiskState } from './recording-disks.ts';
import { Recorders, type RecordedCamera, type RecordersParts } from './recorders.ts';
import { Recorder } from './recorder.ts';
import { adoptOutside, recoverSegments } from './recover-segments.ts';
import { Retention } from './retention.ts';
import { SegmentJournal } from './segment-journal.ts';
import { Storage } from './storage.ts';

export interface RecordingsParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly streams: RecordersParts['streams'];
  /** `recordings.dir`, the first disk. */
  readonly disk: Disk;
  /** Whether it is the disk it is said to be; always when absent. */
  readonly mark?: DiskPlace['mark'];
  /** Further disks, in order. */
  readonly others?: readonly DiskPlace[];
  readonly rule: RoomRule & { readonly maxBytes: number | undefined };
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** What owners covered before they said yes. */
  readonly redactions?: RedactionsOf;
  /** Milliseconds that never step; the machine's when absent. */
  readonly steady?: () => number;
  /** Once for each time no disk takes recordings any more. */
  diskLow(fact: DiskLow): void;
  /** One of the disks went away, or is back. */
  diskChanged?(id: string, state: DiskState): void;
  /** What is kept differs from what was asked for, after it was tended. Each hour while it does. */
  policyBroken?(findings: readonly PolicyFinding[]): void;
}

/** The room of recordings, put together. */
export class Recordings {
  readonly footage: Footage;
  /** Where groups of pictures lie in the files. */
  readonly groups: GroupIndex;
  /** Where there is nothing, and why. */
  readonly gaps: FootageGaps;
  /** What lies where, and how long it lasts. */
  readonly storage: Storage;
  readonly #states: RecorderStates;
  readonly #parts: RecordingsParts;
  readonly #disks: RecordingDisks;
  readonly #open = new Set<string>();
  #opened: number | undefined;
  /** While it starts: when the hub before it was last known to live. */
  #alive: Instant | undefined;
  readonly #journal: SegmentJournal;
  readonly #recorders: Recorders;
  readonly #retention: Retention;
  readonly #timers: Disposable[] = [];

  constructor(parts: RecordingsParts) {
    const { store, audit, clock, log, rule, streams } = parts;
    this.#parts = parts;
    const disk = this.#disks = new RecordingDisks({
      places: [{ id: 'main', disk: parts.disk, rule, ...(parts.mark ? { mark: parts.mark } : {}) }, ...parts.others ?? []], clock, low: (fact) => parts.diskLow(fact), changed: (id, state) => this.#diskChanged(id, state),
    });
    this.groups = new GroupIndex(store, disk);
    this.footage = new Footage(store, disk, parts.redactions);
    this.#retention = new Retention({ store, audit, disk, disks: this.#disks, clock, log, maxBytes: rule.maxBytes, isHeld: (segment) => this.footage.isHeld(segment) });
    this.#journal = new SegmentJournal({ store, audit, clock, log, opened: () => this.#opened, written: (segments) => this.#tried(this.#retention.added(segments)) });
    this.storage = new Storage(store, clock, () => this.#disks.facts(), rule.maxBytes);
    this.#states = new RecorderStates({ store, clock, log });
    this.#recorders = new Recorders({ streams, disk, guard: this.#disks, journal: this.#journal, buffers: new PartBuffers(), open: this.#open, clock, log, timers: parts.timers, states: this.#states, steady: parts.steady ?? (() => performance.now()) });
    this.gaps = new FootageGaps(store, clock, (camera, role) => this.#recorders.now(camera, role).openSince);
  }

  /** Mends what a sudden stop left, then watches disk and ages. To be called before `follow`. */
  async start(): Promise<void> {
    // A disk that does not answer must not keep the hub from starting: live viewing goes on without it.
    for (const step of [async () => { this.#alive = await lastAlive(this.#parts.store); }, () => this.#states.open(), () => this.#enter(), () => this.checkDisk(), () => this.tend()]) await step().catch(this.#report);
    this.#alive = undefined;
    this.#timers.push(
      this.#parts.timers.every(diskCheckedEvery, () => this.#tried(this.checkDisk())),
      this.#parts.timers.every(hours(1), () => this.#tried(this.tend())),
    );
  }
  /** To be called with all cameras at the start and whenever one of them changes. */
  follow(cameras: readonly RecordedCamera[]): void {
    this.#recorders.follow(cameras);
  }
  /** Something began to happen before a camera, or is over: what is recorded around events is. */
  motion(camera: CameraRecord['id'], isOn: boolean, at: Instant): void {
    this.#recorders.motion(camera, isOn, at);
  }
  /** What the recorder of a stream does at this moment, and since when the file it writes; `off` when there is none. */
  now(camera: CameraRecord['id'], role: 'main' | 'sub' = 'main'): ReturnType<Recorders['now']> {
    return this.#recorders.now(camera, role);
  }
  state(camera: CameraRecord['id']): ReturnType<Recorders['state']> {
    return this.#recorders.state(camera);
  }
  /** After an owner changed what is kept. */
  async applyRules(): Promise<void> {
    await this.#retention.run();
  }
  /** Deletes what was recorded by a camera after it was removed; what a stop leaves undone is done at the next start. */
  async forget(camera: CameraRecord['id']): Promise<void> {
    await this.#recorders.stop(camera);
    await this.#journal.settled();
    await this.#states.forget(camera);
    await this.#retention.run();
    await forgetOldWords(this.#parts.store, this.#parts.clock.now());
  }
  /** A writer of its own for what is fetched from a recorder outside; whoever takes it closes it. */
  outsideWriter(camera: CameraRecord['id']): Recorder {
    const journal = this.#journal;
    const entered: Pick<SegmentJournal, 'add' | 'settled'> = { add: (segment) => journal.add({ ...segment, origin: 'outside' }), settled: () => journal.settled() };
    return new Recorder(camera, { disk: this.#disks, guard: this.#disks, journal: entered, buffers: new PartBuffers(), open: this.#open, clock: this.#parts.clock, log: this.#parts.log, syncParts: () => false });
  }
  /** Enters what a fetch from outside had written when it was broken off. */
  async adopt(camera: CameraRecord['id'], from: Instant, to: Instant): Promise<void> {
    await this.#journal.settled();
    await adoptOutside({ ...this.#parts, disk: this.#disks, opened: () => this.#opened }, camera, { from, to }, this.#disks.facts().filter(({ state }) => state === 'here').map(({ id }) => id), (path) => this.#open.has(path));
  }
  /** Of every disk, in order. */
  disks(): readonly DiskFact[] {
    return this.#disks.facts();
  }
  async checkDisk(): Promise<void> {
    const back = await this.#disks.check();
    this.#journal.retry();
    for (const id of back) await this.#recover(id);
    if (this.#disks.short.size === 0) return;
    await this.#retention.run();
    await this.#disks.check();
  }
  /** To be called hourly: deletes what need not be kept, and looks whether what is kept is what was asked for. */
  async tend(): Promise<void> {
    const { store, clock, rule } = this.#parts;
    await this.#retention.run();
    await forgetOldWords(store, clock.now());
    await forgetOldGone(store, clock.now());
    const findings = brokenPolicy(await policyFacts(store, clock.now(), this.#disks.reachable, rule.maxBytes, (segment) => this.footage.isHeld(segment)));
    if (findings.length > 0) this.#parts.policyBroken?.(findings);
  }
  /** Closes and enters every file; before the streams and the store are closed. */
  async close(): Promise<void> {
    for (const timer of this.#timers.splice(0)) timer[Symbol.dispose]();
    await this.#recorders.close();
    await this.#states.close();
    await this.#journal.settled();
    const [opened, at] = [this.#opened, this.#parts.clock.now()];
    if (opened !== undefined) await this.#parts.store.write((trx) => trx.updateTable('hub_open').set({ closed_at: at }).where('id', '=', opened).execute());
  }

  async #enter(): Promise<void> {
    const at = this.#parts.clock.now();
    this.#opened = (await this.#parts.store.write((trx) => trx.insertInto('hub_open').values({ at, closed_at: null }).returning('id').executeTakeFirstOrThrow())).id;
  }
  /** A disk that cannot be compared with the rows is looked at again later; others go on. */
  async #recover(id: string): Promise<void> {
    try {
      await this.#journal.settled();
      const found = await recoverSegments({ ...this.#parts, disk: this.#disks, opened: () => this.#opened, alive: this.#alive ?? this.#parts.clock.now() }, id, (path) => this.#open.has(path));
      if (Object.values(found).some((count) => count > 0)) this.#parts.log.info('recordings were mended after a sudden stop', { disk: id, ...found });
      this.#disks.ready(id);
    } catch (error) {
      this.#parts.log.error('the recordings of a disk could not be compared with the rows', { disk: id, error });
    }
  }
  #diskChanged(id: string, state: DiskState): void {
    if (state === 'here') this.#parts.log.info('a disk of recordings is there again', { disk: id });
    else this.#parts.log.warn('a disk of recordings cannot be used', { disk: id, state });
    this.#parts.diskChanged?.(id, state);
  }
  #tried(work: Promise<void>): void {
    work.catch(this.#report);
  }
  readonly #report = (error: unknown): void => this.#parts.log.error('recordings could not be tended', { error });
}
