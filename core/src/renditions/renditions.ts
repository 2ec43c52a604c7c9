import { availableParallelism } from 'node:os';
import type { Timers } from '../base/clock.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { CameraId, MaskId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { LiveStream } from '../streams/live-stream.ts';
import { Rendition, type Room } from './rendition.ts';

export interface RenditionsParts {
  readonly streams: LiveStreams;
  readonly masks: MaskCovers;
  readonly ffmpeg: Ffmpeg;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Uniform in [0,1). */
  readonly random: () => number;
  /** At once; by the machine's processors when absent. */
  readonly most?: number;
}
/** One picture as somebody may have it. */
export interface RenditionOrder {
  readonly camera: CameraId;
  readonly role: 'main' | 'sub';
  readonly masks: ReadonlySet<MaskId>;
  readonly maxHeight: number;
  readonly maxFps: number;
  /** Burnt in with the time, the same for all who share it; empty: none. */
  readonly mark: string;
}
/** Kept while nobody watches, so that who comes back finds the same one. */
const mostKept = 64;

/** Every picture that is made anew, by camera, stream, masks, caps and mark. All who may have the same share one. */
export class Renditions {
  readonly #parts: RenditionsParts;
  readonly #most: number;
  readonly #made = new Map<string, { readonly source: LiveStream; readonly rendition: Rendition }>();
  readonly #running = new Set<Rendition>();
  readonly #room: Room;
  constructor(parts: RenditionsParts) {
    this.#parts = parts;
    // A 720-line picture takes about a sixth of a processor; cameras, recorder and pages need the rest.
    this.#most = parts.most ?? Math.max(4, availableParallelism() * 3);
    this.#room = {
      enter: (rendition) => {
        if (!this.#running.has(rendition) && !this.#hasRoom()) return false;
        this.#running.add(rendition);
        return true;
      },
      leave: (rendition) => void this.#running.delete(rendition),
    };
  }

  /** Begun when the first viewer joins it. @throws HubError `obligation-unmet` for a mask nobody knows, `renditions-busy` when one more cannot be made, `ffmpeg-missing` */
  async of({ camera, role, masks, maxHeight, maxFps, mark }: RenditionOrder): Promise<Rendition> {
    // Before anybody's yes is spent on it.
    this.#parts.ffmpeg.path();
    const cover = await this.#parts.masks.coverOf(camera, masks);
    const source = this.#parts.streams.of(camera, role);
    const key = JSON.stringify([camera, role, [...masks].toSorted(), maxHeight, maxFps, mark]);
    const known = this.#made.get(key);
    const isKnown = known?.source === source;
    if (!(isKnown && this.#running.has(known.rendition)) && !this.#hasRoom()) throw new HubError('renditions-busy', 'As many pictures as this machine manages are being made anew.');
    if (isKnown) return known.rendition;
    const { ffmpeg, clock, timers, random } = this.#parts;
    const rendition = new Rendition({ source, ffmpeg, clock, timers, random, room: this.#room }, masks, { cover, maxHeight, maxFps, mark });
    this.#forgetSome();
    this.#made.set(key, { source, rendition });
    return rendition;
  }
  /** Pictures that are being made anew now. */
  get running(): number {
    return this.#running.size;
  }
  /** The camera is gone. */
  forget(camera: CameraId): void {
    for (const [key, { rendition }] of this.#made) {
      if ((JSON.parse(key) as [string])[0] !== camera) continue;
      rendition.stream.close();
      this.#made.delete(key);
    }
  }
  close(): void {
    for (const { rendition } of this.#made.values()) rendition.stream.close();
    this.#made.clear();
  }

  /** One that nobody takes any more gives way. */
  #hasRoom(): boolean {
    if (this.#running.size < this.#most) return true;
    const left = [...this.#running].find(({ stream }) => !stream.isTaken);
    left?.stream.close();
    return this.#running.size < this.#most;
  }
  #forgetSome(): void {
    if (this.#made.size < mostKept) return;
    for (const [key, { rendition }] of this.#made) if (rendition.stream.state.status === 'idle') this.#made.delete(key);
  }
}
