import type { Timers } from '../base/clock.ts';
import type { CameraId } from '../domain/ids.ts';
import { hours, seconds, type Instant } from '../domain/time.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';

export interface MotionLogParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** What moves is written down until then and no longer, however long it moves. */
  recordedUntil(camera: CameraId, from: Instant): Instant;
  /** A motion that was none before, and one that is over; of each both, in this order. */
  began(camera: CameraId, at: Instant): void;
  ended(camera: CameraId, at: Instant): void;
}
interface Motion {
  readonly from: Instant;
  /** What moved last, moved until then. */
  until: Instant;
  isOn: boolean;
  quiet: Disposable | undefined;
  /** Its row, written in the background. */
  row: Promise<number | undefined>;
}
/** What comes again within this is the same motion. */
const together = seconds(10);
/** Beyond so many an hour, a camera in the rain or under a tree: then what comes within a minute is the same. */
const usualAnHour = 60;
const togetherInStorm = seconds(60);
/** A camera that never says it is over is not believed for longer. */
const longest = hours(1);

/** Motion before cameras, several words of it as one event, written down in the background. */
export class MotionLog {
  readonly #parts: MotionLogParts;
  readonly #motions = new Map<CameraId, Motion>();
  /** When the last ones of the hour began. */
  readonly #recent = new Map<CameraId, Instant[]>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(parts: MotionLogParts) {
    this.#parts = parts;
  }

  /** Events that lasted when the hub stopped suddenly: nobody knows until when. @param alive when it lived still */
  async open(alive: Instant | undefined): Promise<void> {
    await this.#parts.store.write(async (trx) => {
      const open = await trx.selectFrom('camera_event').select(['id', 'from_at']).where('to_at', 'is', null).execute();
      for (const { id, from_at } of open) await trx.updateTable('camera_event').set({ to_at: Math.min(Math.max(from_at, alive ?? from_at), from_at + longest) }).where('id', '=', id).execute();
    });
  }

  /** @param isOn undefined: it moved at this instant */
  heard(camera: CameraId, isOn: boolean | undefined): void {
    const at = this.#parts.clock.now();
    const motion = this.#motions.get(camera) ?? (isOn === false ? undefined : this.#begin(camera, at));
    if (!motion) return;
    motion.isOn = isOn ?? motion.isOn;
    motion.until = this.#within(camera, motion, at);
    this.#wait(camera, motion);
  }
  /** The camera is not heard any more. */
  silent(camera: CameraId): void {
    if (this.#motions.get(camera)?.isOn) this.heard(camera, false);
  }
  /** It is not written down any more: what lasts is over at once. */
  end(camera: CameraId): void {
    const motion = this.#motions.get(camera);
    this.#recent.delete(camera);
    if (!motion) return;
    if (motion.isOn) motion.until = this.#within(camera, motion, this.#parts.clock.now());
    this.#end(camera, motion);
  }
  /** Ends what lasts; resolves when it is written. */
  async close(): Promise<void> {
    for (const camera of this.#motions.keys()) this.end(camera);
    await this.#writing;
  }
  /** Resolves when all that was heard is written, or could not be. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #begin(camera: CameraId, at: Instant): Motion {
    const row = this.#write(async () => {
      const { id } = await this.#parts.store.write((trx) => trx.insertInto('camera_event').values({ camera, kind: 'motion', from_at: at, to_at: null }).returning('id').executeTakeFirstOrThrow());
      return id;
    });
    const motion: Motion = { from: at, until: at, isOn: false, quiet: undefined, row };
    this.#motions.set(camera, motion);
    this.#recent.set(camera, [...(this.#recent.get(camera) ?? []).filter((before) => Math.abs(at - before) < hours(1)).slice(-usualAnHour), at]);
    this.#parts.began(camera, at);
    return motion;
  }
  #wait(camera: CameraId, motion: Motion): void {
    motion.quiet?.[Symbol.dispose]();
    const isStorm = (this.#recent.get(camera)?.length ?? 0) > usualAnHour;
    const span = motion.isOn ? longest : isStorm ? togetherInStorm : together;
    const left = Math.max(0, this.#parts.recordedUntil(camera, motion.from) - this.#parts.clock.now());
    motion.quiet = this.#parts.timers.after(Math.min(span, left), () => {
      if (motion.isOn) motion.until = this.#within(camera, motion, this.#parts.clock.now());
      this.#end(camera, motion);
    });
  }
  #within(camera: CameraId, { from }: Motion, at: Instant): Instant {
    return Math.max(from, Math.min(at, this.#parts.recordedUntil(camera, from)));
  }
  #end(camera: CameraId, motion: Motion): void {
    motion.quiet?.[Symbol.dispose]();
    this.#motions.delete(camera);
    void this.#write(async () => {
      const row = await motion.row;
      if (row !== undefined) await this.#parts.store.write((trx) => trx.updateTable('camera_event').set({ to_at: motion.until }).where('id', '=', row).execute());
    });
    this.#parts.ended(camera, motion.until);
  }

  /** One after another, so that an end never overtakes its beginning. */
  async #write<T>(work: () => Promise<T>): Promise<T | undefined> {
    const mine = this.#writing.then(work).catch((error: unknown) => {
      this.#parts.log.error('a motion could not be written down', { error });
      return undefined;
    });
    this.#writing = mine;
    return mine;
  }
}
