import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { CameraId } from '../domain/ids.ts';
import type { LiveStream } from '../streams/live-stream.ts';
import { Recorder, type RecorderState } from './recorder.ts';
import type { SegmentWriterParts } from './segment-writer.ts';

export interface RecordersParts extends Omit<SegmentWriterParts, 'syncParts'> {
  readonly streams: { of(camera: CameraId, role: 'main'): Pick<LiveStream, 'join'> };
}
interface Seat {
  readonly recorder: Recorder;
  readonly seat: Disposable;
}
/** With more cameras a flush a second for each would keep a disk busy with nothing else; then only whole files are flushed. */
const flushedCameras = 16;

/** A recorder for every camera that is to be recorded. */
export class Recorders {
  readonly #parts: RecordersParts;
  readonly #seats = new Map<CameraId, Seat>();
  readonly #closing = new Set<Promise<void>>();
  #isClosed = false;

  constructor(parts: RecordersParts) {
    this.#parts = parts;
  }

  /** Records these, as each of them says, and no others. */
  follow(cameras: readonly Pick<CameraRecord, 'id' | 'recording'>[]): void {
    const wanted = new Set(this.#isClosed ? [] : cameras.filter(({ recording }) => recording === 'continuous').map(({ id }) => id));
    for (const camera of this.#seats.keys()) if (!wanted.has(camera)) this.#stop(camera);
    for (const camera of wanted) if (!this.#seats.has(camera)) this.#start(camera);
  }
  /** Undefined for a camera that is not recorded. */
  state(camera: CameraId): RecorderState | undefined {
    return this.#seats.get(camera)?.recorder.state;
  }
  /** Ends the recording of a camera. Resolves when its last file is closed. */
  async stop(camera: CameraId): Promise<void> {
    this.#stop(camera);
    await Promise.all(this.#closing);
  }
  /** Resolves when every file is closed and entered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.follow([]);
    await Promise.all(this.#closing);
  }

  #start(camera: CameraId): void {
    const recorder = new Recorder(camera, { ...this.#parts, syncParts: () => this.#seats.size <= flushedCameras });
    this.#seats.set(camera, { recorder, seat: this.#parts.streams.of(camera, 'main').join(recorder) });
  }
  #stop(camera: CameraId): void {
    const seat = this.#seats.get(camera);
    if (!seat) return;
    this.#seats.delete(camera);
    seat.seat[Symbol.dispose]();
    const closing = seat.recorder.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
