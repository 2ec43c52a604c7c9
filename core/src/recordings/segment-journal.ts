import type { AuditLog } from '../audit/audit-log.ts';
import type { Segment } from '../domain/recording.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';

/** A file that is whole and on the disk. */
export interface ClosedSegment extends Segment {
  readonly path: string;
}
export interface SegmentJournalParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  /** After the rows are written. */
  written(segments: readonly ClosedSegment[]): void;
}
const largestBatch = 256;
/** Beyond this the oldest are left to be found again at the next start. */
const longestQueue = 10_000;

/** Rows and audit entries of closed files, together; those that close while one batch is written share the next. */
export class SegmentJournal {
  readonly #parts: SegmentJournalParts;
  #waiting: ClosedSegment[] = [];
  #running: Promise<void> | undefined;

  constructor(parts: SegmentJournalParts) {
    this.#parts = parts;
  }

  add(segment: ClosedSegment): void {
    this.#waiting.push(segment);
    if (this.#waiting.length > longestQueue) this.#waiting.shift();
    this.retry();
  }
  /** Writes what could not be written before. */
  retry(): void {
    this.#running ??= this.#run();
  }
  /** Resolves when all that was added is written, or could not be. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // After the present turn, so that files which closed in it go along.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) await this.#writeBatch();
    } catch (error) {
      this.#parts.log.error('closed recordings could not be entered; they are tried again', { count: this.#waiting.length, error });
    } finally {
      this.#running = undefined;
    }
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#waiting.slice(0, largestBatch);
    await writeSegments(this.#parts, batch);
    this.#waiting = this.#waiting.filter((each) => !batch.includes(each));
    this.#parts.written(batch);
  }
}

/** @throws HubError as Store.write */
export async function writeSegments({ store, audit, clock }: Pick<SegmentJournalParts, 'store' | 'audit' | 'clock'>, segments: readonly ClosedSegment[]): Promise<void> {
  await store.write(async (trx) => {
    for (const { camera, from, to, path, bytes, sha256 } of segments) {
      await trx.insertInto('segment').values({ camera, from_at: from, to_at: to, path, bytes, sha256, garbage: 0 }).execute();
      await audit.append(trx, { type: 'segment.closed', camera, at: clock.now(), body: { camera, from, to, bytes, sha256 } });
    }
  });
}
