import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Segment } from '../domain/recording.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Database } from '../store/schema.ts';
import type { SegmentRole } from './segment-path.ts';
import type { Run } from './segment-run.ts';

/** A file that is whole and on the disk. */
export interface ClosedSegment extends Segment {
  readonly path: string;
  /** `main` when absent. */
  readonly role?: SegmentRole;
  /** Fetched from a recorder outside; recorded by the hub when absent. */
  readonly origin?: 'outside';
  /** Where its pictures lie; absent: it is read from the file. */
  readonly index?: { readonly init: Uint8Array; readonly groups: Buffer; readonly run: Pick<Run, 'from' | 'offset'> };
}
export interface SegmentJournalParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The start of the hub that rows are entered by (`hub_open`); undefined before it is known. */
  opened?(): number | undefined;
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
export async function writeSegments({ store, audit, clock, opened }: Pick<SegmentJournalParts, 'store' | 'audit' | 'clock' | 'opened'>, segments: readonly ClosedSegment[]): Promise<void> {
  await store.write(async (trx) => {
    for (const { camera, role = 'main', origin, from, to, path, bytes, sha256, index } of segments) {
      const indexed = index ? { init: await initId(trx, index.init), groups: index.groups, run_from: index.run.from, run_offset: index.run.offset } : {};
      await trx.insertInto('segment').values({ camera, role, origin: origin ?? 'recorded', from_at: from, to_at: to, path, bytes, sha256, garbage: 0, opened: opened?.() ?? null, ...indexed }).execute();
      await audit.append(trx, { type: 'segment.closed', camera, at: clock.now(), body: { camera, ...(role === 'sub' ? { role } : {}), ...(origin ? { origin } : {}), from, to, bytes, sha256 } });
    }
  });
}

/** Cameras send the same one for years, so it is kept once. */
async function initId(trx: Transaction<Database>, init: Uint8Array): Promise<number> {
  const sha256 = createHash('sha256').update(init).digest('hex');
  const known = await trx.selectFrom('media_init').select('id').where('sha256', '=', sha256).executeTakeFirst();
  return known?.id ?? (await trx.insertInto('media_init').values({ sha256, bytes: Buffer.from(init) }).returning('id').executeTakeFirstOrThrow()).id;
}
