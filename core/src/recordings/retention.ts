import type { AuditLog } from '../audit/audit-log.ts';
import { Lock } from '../base/lock.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Segment } from '../domain/recording.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Disk } from './disk.ts';
import { noteGone } from './footage-gone.ts';
import type { HoldReason } from './holds.ts';
import type { RecordingDisks } from './recording-disks.ts';
import { planPurge, type KeepRule, type Purge } from './purge-plan.ts';
import { diskOfPath } from './segment-path.ts';
import { SegmentRows, type StoredSegment } from './segment-table.ts';

export interface RetentionParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly disk: Disk;
  /** The one disk, when absent. */
  readonly disks?: Pick<RecordingDisks, 'short' | 'reachable'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly maxBytes: number | undefined;
  /** Footage being read now. What a hold keeps is in the rows. */
  isHeld(segment: Segment): boolean;
}
/** Rows of one camera looked at in one round; most times none of them goes. Few when files only make room for the next one. */
const lookedAt = 200;
const lookedAtForRoom = 50;
const onlyMain: Pick<RecordingDisks, 'short' | 'reachable'> = { short: new Map(), reachable: ['main'] };
/** Fits a purge entry's list of hashes into the audit log's largest body. */
const batchSize = 300;

/** Deletes what need not or must not be kept any longer. First the row is marked, then the file goes, then the row: a stop in between is made good later. */
export class Retention {
  readonly #parts: RetentionParts;
  readonly #rows: SegmentRows;
  readonly #turn = new Lock();
  #totals = new Map<CameraId, number>();
  #rules: readonly KeepRule[] = [];
  #isCounted = false;
  /** Disks whose files are in the sums: those of one that is gone take no room from what is recorded meanwhile. */
  #countedOn = '';

  constructor(parts: RetentionParts) {
    this.#parts = parts;
    this.#rows = new SegmentRows(parts.store);
  }

  /** To be called hourly, when the disk is short, and when an owner changes what is kept. */
  async run(): Promise<void> {
    await this.#turn.run(async () => {
      await this.#sweep(await this.#rows.garbage(this.#disks.reachable));
      this.#rules = await this.#readRules();
      const reachable = this.#disks.reachable;
      this.#countedOn = reachable.join();
      this.#totals = new Map(await this.#rows.totals(reachable));
      await this.#purgeRemoved();
      // What is freed here is not asked of the disks again.
      const short = new Map(this.#disks.short);
      while (await this.#round([...this.#totals.keys()], lookedAt, short) > 0);
      this.#isCounted = true;
    });
  }

  /** Bytes kept of a camera on the disks that are there; undefined before the first run. */
  bytesOf(camera: CameraId): number | undefined {
    return this.#isCounted ? this.#totals.get(camera) ?? 0 : undefined;
  }

  /** Counts what was recorded; runs at once when a share is used up. */
  async added(segments: readonly Segment[]): Promise<void> {
    for (const { camera, bytes } of segments) this.#totals.set(camera, (this.#totals.get(camera) ?? 0) + bytes);
    if (this.#turn.held) return;
    if (this.#isCounted && this.#countedOn !== this.#disks.reachable.join()) return this.run();
    const over = this.#over();
    if (over.length > 0) await this.#turn.run(() => this.#round(over, lookedAtForRoom, new Map()));
  }

  /** Cameras of which something must go: those beyond their share, or all when the hub is beyond its own. */
  #over(): readonly CameraId[] {
    const total = [...this.#totals.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (total > (this.#parts.maxBytes ?? Infinity)) return [...this.#totals.keys()];
    return this.#rules.filter(({ camera, bytes }) => (this.#totals.get(camera) ?? 0) > bytes).map(({ camera }) => camera);
  }

  /** @param short bytes by disk, less by what it frees @returns how many went */
  async #round(cameras: readonly CameraId[], limit: number, short: Map<string, number>): Promise<number> {
    const plan = await this.#plan(cameras, limit, short);
    let gone = 0;
    for (let at = 0; at < plan.length; at += batchSize) {
      for (const { path, bytes } of await this.#purge(plan.slice(at, at + batchSize))) {
        gone += 1;
        const left = (short.get(diskOfPath(path)) ?? 0) - bytes;
        // One disk with room is enough to go on.
        if (short.has(diskOfPath(path)) && left <= 0) short.clear();
        else if (short.has(diskOfPath(path))) short.set(diskOfPath(path), left);
      }
    }
    return gone;
  }

  /** Of cameras that were removed nothing is kept, also not what somebody reads or asks for; only a written request outlives the camera. */
  async #purgeRemoved(): Promise<void> {
    for (const camera of await this.#rows.removedCameras()) {
      for (;;) {
        const segments = await this.#rows.oldestFree(camera, batchSize, this.#parts.clock.now(), ['written'], this.#disks.reachable);
        if (segments.length === 0) break;
        if ((await this.#purge(segments.map((segment) => ({ segment, why: 'removed' })), ['written'])).length === 0) break;
      }
    }
  }

  async #readRules(): Promise<readonly KeepRule[]> {
    const cameras = await this.#parts.store.read.selectFrom('camera').select(['id', 'record_days', 'record_bytes']).execute();
    return cameras.map(({ id, record_days, record_bytes }) => ({ camera: id, days: record_days, bytes: record_bytes }));
  }

  async #plan(cameras: readonly CameraId[], limit: number, short: ReadonlyMap<string, number>): Promise<Purge<StoredSegment>[]> {
    const { clock, maxBytes } = this.#parts;
    const oldest = new Map<CameraId, readonly StoredSegment[]>();
    for (const camera of cameras) oldest.set(camera, await this.#rows.oldestFree(camera, limit, clock.now(), undefined, this.#disks.reachable));
    return planPurge({ now: clock.now(), rules: this.#rules, totals: this.#totals, oldest, maxBytes, short, diskOf: ({ path }) => diskOfPath(path), isHeld: (segment) => this.#parts.isHeld(segment) });
  }

  async #purge(planned: readonly Purge<StoredSegment>[], heldFor: readonly HoldReason[] = ['ask', 'written']): Promise<readonly StoredSegment[]> {
    const { store, audit, clock } = this.#parts;
    const byCamera = new Map<CameraId, Purge<StoredSegment>[]>();
    const batch = await store.write(async (trx) => {
      // A hold laid since it was planned wins.
      const held = await this.#rows.heldOf(trx, planned.map(({ segment }) => segment.id), clock.now(), heldFor);
      const free = planned.filter(({ segment }) => !held.has(segment.id));
      if (free.length === 0) return free;
      for (const purge of free) byCamera.set(purge.segment.camera, [...byCamera.get(purge.segment.camera) ?? [], purge]);
      await trx.updateTable('segment').set({ garbage: 1 }).where('id', 'in', free.map(({ segment }) => segment.id)).execute();
      for (const [camera, purges] of byCamera) {
        const segments = purges.map(({ segment }) => segment);
        const why = [...new Set(purges.map((each) => each.why))];
        if (!why.includes('removed')) await noteGone(trx, camera, segments, 'retention');
        await audit.append(trx, {
          type: 'purge', camera, at: clock.now(),
          body: { what: 'segments', why, from: Math.min(...segments.map(({ from }) => from)), to: Math.max(...segments.map(({ to }) => to)), bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0), sha256: segments.map(({ sha256 }) => sha256) },
        });
      }
      return free;
    });
    await this.#sweep(batch.map(({ segment }) => segment));
    for (const { segment } of batch) this.#totals.set(segment.camera, (this.#totals.get(segment.camera) ?? 0) - segment.bytes);
    return batch.map(({ segment }) => segment);
  }
  get #disks(): Pick<RecordingDisks, 'short' | 'reachable'> {
    return this.#parts.disks ?? onlyMain;
  }

  /** Files of marked rows, and then the rows. */
  async #sweep(garbage: readonly StoredSegment[]): Promise<void> {
    const gone: number[] = [];
    for (const { id, path } of garbage) {
      try {
        await this.#parts.disk.remove(path);
        gone.push(id);
      } catch (error) {
        this.#parts.log.warn('a recording could not be deleted; it is tried again', { path, error });
      }
    }
    for (let at = 0; at < gone.length; at += batchSize) {
      const ids = gone.slice(at, at + batchSize);
      await this.#parts.store.write((trx) => trx.deleteFrom('segment').where('id', 'in', ids).execute());
    }
  }
}
