import type { AuditLog } from '../audit/audit-log.ts';
import type { Timers } from '../base/clock.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import { hours } from '../domain/time.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { DiskGuard, diskCheckedEvery, type DiskLow, type RoomRule } from './disk-guard.ts';
import type { Disk } from './disk.ts';
import { Footage } from './footage.ts';
import { Recorders, type RecordersParts } from './recorders.ts';
import { recoverSegments } from './recover-segments.ts';
import { Retention } from './retention.ts';
import { SegmentJournal } from './segment-journal.ts';

export interface RecordingsParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly streams: RecordersParts['streams'];
  /** `new FolderDisk(config.recordings.dir)`. */
  readonly disk: Disk;
  readonly rule: RoomRule & { readonly maxBytes: number | undefined };
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Once for each time the disk fills up. */
  diskLow(fact: DiskLow): void;
}

/** The room of recordings, put together. */
export class Recordings {
  readonly footage: Footage;
  readonly #parts: RecordingsParts;
  readonly #guard: DiskGuard;
  readonly #journal: SegmentJournal;
  readonly #recorders: Recorders;
  readonly #retention: Retention;
  readonly #timers: Disposable[] = [];

  constructor(parts: RecordingsParts) {
    const { store, audit, disk, clock, log, rule, streams } = parts;
    this.#parts = parts;
    this.footage = new Footage(store, disk, (camera) => this.#retention.bytesOf(camera));
    this.#guard = new DiskGuard(disk, rule, clock, (fact) => parts.diskLow(fact));
    this.#retention = new Retention({ store, audit, disk, guard: this.#guard, clock, log, maxBytes: rule.maxBytes, isHeld: (segment) => this.footage.isHeld(segment) });
    this.#journal = new SegmentJournal({ store, audit, clock, log, written: (segments) => this.#tried(this.#retention.added(segments)) });
    this.#recorders = new Recorders({ streams, disk, guard: this.#guard, journal: this.#journal, clock, log });
  }

  /** Mends what a sudden stop left, then watches disk and ages. To be called before `follow`. */
  async start(): Promise<void> {
    // A disk that does not answer must not keep the hub from starting: live viewing goes on without it.
    for (const step of [() => this.#recover(), () => this.checkDisk(), () => this.#retention.run()]) await step().catch(this.#report);
    this.#timers.push(
      this.#parts.timers.every(diskCheckedEvery, () => this.#tried(this.checkDisk())),
      this.#parts.timers.every(hours(1), () => this.#tried(this.#retention.run())),
    );
  }
  /** To be called with all cameras at the start and whenever one of them changes. */
  follow(cameras: readonly Pick<CameraRecord, 'id' | 'recording'>[]): void {
    this.#recorders.follow(cameras);
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
    await this.#retention.run();
  }
  async checkDisk(): Promise<void> {
    await this.#guard.check();
    this.#journal.retry();
    if (this.#guard.short === 0) return;
    await this.#retention.run();
    await this.#guard.check();
  }
  /** Closes and enters every file; before the streams and the store are closed. */
  async close(): Promise<void> {
    for (const timer of this.#timers.splice(0)) timer[Symbol.dispose]();
    await this.#recorders.close();
    await this.#journal.settled();
  }

  async #recover(): Promise<void> {
    const found = await recoverSegments(this.#parts);
    if (Object.values(found).some((count) => count > 0)) this.#parts.log.info('recordings were mended after a sudden stop', found);
  }
  #tried(work: Promise<void>): void {
    work.catch(this.#report);
  }
  readonly #report = (error: unknown): void => this.#parts.log.error('recordings could not be tended', { error });
}
