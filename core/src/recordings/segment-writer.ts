import { createHash, type Hash } from 'node:crypto';
import type { CameraId } from '../domain/ids.ts';
import { seconds, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { DiskGuard } from './disk-guard.ts';
import { isError, type Disk, type GrowingFile } from './disk.ts';
import { encodeGroups } from './group-index.ts';
import { copyRestamped } from '../media/restamp-live.ts';
import { PartBuffers, usualPart } from './part-buffers.ts';
import { runOf, type Run } from './segment-run.ts';
import { segmentPath, type SegmentRole } from './segment-path.ts';
import type { SegmentJournal } from './segment-journal.ts';

export interface SegmentWriterParts {
  readonly disk: Disk;
  readonly guard: Pick<DiskGuard, 'isLow' | 'full'>;
  readonly journal: Pick<SegmentJournal, 'add' | 'settled'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Flushes every part to the disk, so that a power cut loses a second; else only whole files. Costs one flush a second and camera. */
  syncParts(): boolean;
  /** Shared by all writers; one of its own when absent. */
  readonly buffers?: PartBuffers;
  /** Paths of files being written: theirs is added and taken out. */
  readonly open?: Set<string>;
}
/** A key picture in a part. */
interface Mark {
  readonly atMs: number;
  /** Within the part; later within the file. */
  readonly offset: number;
}
type Step = { readonly kind: 'begin'; readonly from: Instant; readonly init: Uint8Array } | { readonly kind: 'part'; readonly buffer: Buffer; readonly bytes: number; readonly marks: readonly Mark[]; readonly to: Instant } | { readonly kind: 'end'; readonly to: Instant };
interface Opened {
  readonly file: GrowingFile;
  readonly path: string;
  readonly from: Instant;
  readonly hash: Hash;
  readonly init: Uint8Array;
  readonly marks: Mark[];
  /** Wholly written and hashed. */
  bytes: number;
  to: Instant;
}
/** Two files of a camera may begin in one millisecond when its clock was set back. */
const sameNameTries = 50;
const patience = seconds(30);

/** One camera's files, one after another, in the background. */
export class SegmentWriter {
  readonly #camera: CameraId;
  readonly #parts: SegmentWriterParts;
  readonly #role: SegmentRole;
  readonly #steps: Step[] = [];
  readonly #buffers: PartBuffers;
  #part: { readonly buffer: Buffer; bytes: number; readonly marks: Mark[] } | undefined;
  #run: Run | undefined;
  #queued = 0;
  #opened: Opened | undefined;
  #hasFailed = false;
  #retryAt = -Infinity;
  #running: Promise<void> | undefined;

  constructor(camera: CameraId, parts: SegmentWriterParts, role: SegmentRole = 'main') {
    this.#camera = camera;
    this.#parts = parts;
    this.#role = role;
    this.#buffers = parts.buffers ?? new PartBuffers();
  }

  /** Handed over and not yet written. */
  get queuedBytes(): number {
    return this.#queued;
  }
  /** The file that was begun last is over before its end. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  begin(from: Instant, init: Uint8Array): void {
    this.#hasFailed = false;
    // What was gathered for a file that failed belongs to no other.
    if (this.#part) this.#buffers.give(this.#part.buffer);
    this.#part = undefined;
    this.#take({ kind: 'begin', from, init }, init.length);
  }
  /** Copies a live fragment, moved to its place in the file, to the part that is being gathered; together they are `usualPart` long at most, or one fragment. @param keyAtMs of a key picture, ms after the file's beginning */
  add(fragment: Uint8Array, sequence: number, ticks: number, keyAtMs: number | undefined): void {
    const part = this.#part ??= { buffer: this.#buffers.take(Math.max(usualPart, fragment.length)), bytes: 0, marks: [] };
    copyRestamped(fragment, sequence, ticks, part.buffer, part.bytes);
    if (keyAtMs !== undefined) part.marks.push({ atMs: keyAtMs, offset: part.bytes });
    part.bytes += fragment.length;
  }
  /** The part is whole. */
  part(to: Instant): void {
    const part = this.#part;
    this.#part = undefined;
    if (part) this.#take({ kind: 'part', ...part, to }, part.bytes);
  }
  end(to: Instant): void {
    this.#take({ kind: 'end', to }, 0);
  }
  async drained(): Promise<void> {
    await this.#running;
  }
  async settled(): Promise<void> {
    await this.#running;
    await this.#parts.journal.settled();
  }

  #take(step: Step, bytes: number): void {
    this.#queued += bytes;
    this.#steps.push(step);
    this.#running ??= this.#work();
  }

  async #work(): Promise<void> {
    // So that the last step is seen in one turn with the end of the work.
    await Promise.resolve();
    for (let step = this.#steps.shift(); step; step = this.#steps.shift()) {
      try {
        await this.#do(step);
      } catch (failure) {
        await this.#fail(failure);
      } finally {
        this.#queued -= step.kind === 'begin' ? step.init.length : step.kind === 'part' ? step.bytes : 0;
        if (step.kind === 'part') this.#buffers.give(step.buffer);
      }
    }
    this.#running = undefined;
  }

  async #do(step: Step): Promise<void> {
    if (step.kind === 'begin') {
      if (this.#parts.clock.now() < this.#retryAt) this.#skip();
      else await this.#open(step.from, step.init);
      return;
    }
    const opened = this.#opened;
    if (!opened) return;
    if (step.kind === 'part') {
      const before = opened.bytes;
      await this.#append(opened, step.buffer.subarray(0, step.bytes));
      opened.marks.push(...step.marks.map(({ atMs, offset }) => ({ atMs, offset: before + offset })));
      opened.to = step.to;
      if (this.#parts.syncParts()) await opened.file.sync();
      return;
    }
    opened.to = step.to;
    await opened.file.sync();
    this.#opened = undefined;
    await this.#close(opened);
  }

  async #open(from: Instant, init: Uint8Array): Promise<void> {
    const { disk } = this.#parts;
    let last: unknown = new HubError('disk-full', 'No disk takes recordings.');
    for (const shelf of disk.shelves?.() ?? ['']) {
      try {
        return await this.#openOn(shelf, from, init);
      } catch (failure) {
        // The next disk takes it.
        const opened = this.#opened;
        this.#opened = undefined;
        disk.failed?.(shelf, failure);
        if (opened) this.#parts.open?.delete(opened.path);
        await opened?.file.close().catch(() => {});
        last = failure;
      }
    }
    throw last;
  }

  async #openOn(shelf: string, from: Instant, init: Uint8Array): Promise<void> {
    for (let at = from; ; at += 1) {
      try {
        const path = shelf + segmentPath(this.#camera, at, this.#role);
        const file = await this.#parts.disk.create(path);
        this.#parts.open?.add(path);
        this.#opened = { file, path, from: at, hash: createHash('sha256'), init, marks: [], bytes: 0, to: at };
        return await this.#append(this.#opened, init);
      } catch (failure) {
        if (!isError(failure, 'EEXIST') || at - from >= sameNameTries) throw failure;
      }
    }
  }

  async #append(opened: Opened, bytes: Uint8Array): Promise<void> {
    await opened.file.write(bytes);
    opened.hash.update(bytes);
    opened.bytes += bytes.length;
  }

  /** Keeps what is whole, and tries anew with a later key picture. */
  async #fail(failure: unknown): Promise<void> {
    const { guard, log, clock } = this.#parts;
    const opened = this.#opened;
    this.#opened = undefined;
    this.#skip();
    if (opened) this.#parts.disk.failed?.(opened.path, failure);
    if (failure instanceof HubError && failure.code === 'disk-full') guard.full();
    else {
      // Several disks know themselves when they are to be tried again.
      if (!this.#parts.disk.shelves) this.#retryAt = clock.now() + patience;
      log.error('a recording could not be written', { camera: this.#camera, error: failure });
    }
    if (!opened) return;
    try {
      await opened.file.cut(opened.bytes);
      await this.#close(opened);
    } catch (error) {
      // What is on the disk is found again at the next start, or when the disk is back.
      this.#parts.open?.delete(opened.path);
      await opened.file.close().catch(() => {});
      log.error('a recording could not be closed', { camera: this.#camera, error });
    }
  }
  /** Only the file the recorder is busy with: it may have begun another meanwhile. */
  #skip(): void {
    if (!this.#steps.some(({ kind }) => kind === 'begin')) this.#hasFailed = true;
  }

  async #close({ file, path, from, to, bytes, init, marks, hash }: Opened): Promise<void> {
    this.#parts.open?.delete(path);
    await file.close();
    if (bytes <= init.length) return this.#parts.disk.remove(path);
    const end = Math.max(to, from + 1);
    const run = this.#run = runOf(this.#run, from, end);
    const groups = encodeGroups(marks.map(({ atMs, offset }, n) => ({ atMs, offset, bytes: (marks[n + 1]?.offset ?? bytes) - offset })));
    this.#parts.journal.add({ camera: this.#camera, role: this.#role, from, to: end, path, bytes, sha256: hash.digest('hex'), index: { init, groups, run } });
  }
}
