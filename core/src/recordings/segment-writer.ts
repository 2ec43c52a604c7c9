import { createHash, type Hash } from 'node:crypto';
import type { CameraId } from '../domain/ids.ts';
import { seconds, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { DiskGuard } from './disk-guard.ts';
import { isError, type Disk, type GrowingFile } from './disk.ts';
import { segmentPath } from './segment-path.ts';
import type { SegmentJournal } from './segment-journal.ts';

export interface SegmentWriterParts {
  readonly disk: Disk;
  readonly guard: Pick<DiskGuard, 'isLow' | 'full'>;
  readonly journal: Pick<SegmentJournal, 'add' | 'settled'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Flushes every part to the disk, so that a power cut loses a second; else only whole files. Costs one flush a second and camera. */
  syncParts(): boolean;
}
type Step = { readonly kind: 'begin'; readonly from: Instant; readonly init: Uint8Array } | { readonly kind: 'part'; readonly pieces: readonly Uint8Array[]; readonly bytes: number; readonly to: Instant } | { readonly kind: 'end'; readonly to: Instant };
interface Opened {
  readonly file: GrowingFile;
  readonly path: string;
  readonly from: Instant;
  readonly hash: Hash;
  readonly emptyBytes: number;
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
  readonly #steps: Step[] = [];
  #queued = 0;
  #opened: Opened | undefined;
  #hasFailed = false;
  #retryAt = -Infinity;
  #running: Promise<void> | undefined;

  constructor(camera: CameraId, parts: SegmentWriterParts) {
    this.#camera = camera;
    this.#parts = parts;
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
    this.#take({ kind: 'begin', from, init }, init.length);
  }
  part(pieces: readonly Uint8Array[], bytes: number, to: Instant): void {
    this.#take({ kind: 'part', pieces, bytes, to }, bytes);
  }
  end(to: Instant): void {
    this.#take({ kind: 'end', to }, 0);
  }
  async settled(): Promise<void> {
    await this.#running;
    await this.#parts.journal.settled();
  }

  #take(step: Step, bytes: number): void {
    this.#queued += bytes;
    this.#steps.push(step);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // So that the last step is seen in one turn with the end of the work.
    await Promise.resolve();
    for (let step = this.#steps.shift(); step; step = this.#steps.shift()) {
      try {
        await this.#do(step);
      } catch (failure) {
        await this.#fail(failure);
      } finally {
        this.#queued -= step.kind === 'begin' ? step.init.length : step.kind === 'part' ? step.bytes : 0;
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
      await this.#append(opened, Buffer.concat(step.pieces, step.bytes));
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
    for (let at = from; ; at += 1) {
      try {
        const path = segmentPath(this.#camera, at);
        const file = await this.#parts.disk.create(path);
        this.#opened = { file, path, from: at, hash: createHash('sha256'), emptyBytes: init.length, bytes: 0, to: at };
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
    if (failure instanceof HubError && failure.code === 'disk-full') guard.full();
    else {
      this.#retryAt = clock.now() + patience;
      log.error('a recording could not be written', { camera: this.#camera, error: failure });
    }
    if (!opened) return;
    try {
      await opened.file.cut(opened.bytes);
      await this.#close(opened);
    } catch (error) {
      // What is on the disk is found again at the next start.
      log.error('a recording could not be closed', { camera: this.#camera, error });
    }
  }
  /** Only the file the recorder is busy with: it may have begun another meanwhile. */
  #skip(): void {
    if (!this.#steps.some(({ kind }) => kind === 'begin')) this.#hasFailed = true;
  }

  async #close({ file, path, from, to, bytes, emptyBytes, hash }: Opened): Promise<void> {
    await file.close();
    if (bytes <= emptyBytes) return this.#parts.disk.remove(path);
    this.#parts.journal.add({ camera: this.#camera, from, to: Math.max(to, from + 1), path, bytes, sha256: hash.digest('hex') });
  }
}
