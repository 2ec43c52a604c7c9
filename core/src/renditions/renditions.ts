import { availableParallelism } from 'node:os';
import type { Timers } from '../base/clock.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { CameraId, MaskId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { LiveStream } from '../streams/live-stream.ts';
import type { Encoders } from './encoders.ts';
import { Rendition, type Room } from './rendition.ts';
import { Turns, type Waiter } from './turns.ts';

export interface RenditionsParts {
  readonly streams: LiveStreams;
  readonly masks: MaskCovers;
  readonly ffmpeg: Ffmpeg;
  readonly encoders: Pick<Encoders, 'best' | 'failed'>;
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
/** Room for one picture that is made anew, held until whoever came for it watches, or went away again. */
export interface Place extends Disposable {
  readonly rendition: Rendition;
}
/** Kept while nobody watches, so that who comes back finds the same one. */
const mostKept = 64;

/** Every picture that is made anew, by camera, stream, masks, caps and mark. All who may have the same share one. */
export class Renditions {
  readonly #parts: RenditionsParts;
  readonly #most: number;
  readonly #made = new Map<string, { readonly source: LiveStream; readonly rendition: Rendition }>();
  readonly #running = new Set<Rendition>();
  /** How many are on their way to it. */
  readonly #expected = new Map<Rendition, number>();
  readonly #turns = new Turns<Rendition>();
  readonly #room: Room;
  constructor(parts: RenditionsParts) {
    this.#parts = parts;
    // A 720-line picture takes about a sixth of a processor; cameras, recorder and pages need the rest.
    this.#most = parts.most ?? Math.max(4, availableParallelism() * 3);
    this.#room = {
      enter: (rendition) => {
        const isIn = this.#enter(rendition);
        if (isIn) this.#turns.begin(rendition, this.#expect);
        return isIn;
      },
      leave: (rendition) => {
        this.#running.delete(rendition);
        this.#advance();
      },
      left: () => this.#advance(),
    };
  }

  /**
   * Room to begin this picture, or one that is under way. Where there is none, the waiter waits for its turn; without one it is refused.
   * @throws HubError `obligation-unmet` for a mask nobody knows, `renditions-busy` when one more cannot be made, `ffmpeg-missing`; the waiter's signal's reason
   */
  async place(order: RenditionOrder, waiter?: Waiter): Promise<Place> {
    const rendition = await this.of(order);
    waiter?.signal.throwIfAborted();
    // Room that is free while others wait is theirs: they are let in as it comes.
    if (this.#running.has(rendition) || (this.#turns.waiting === 0 && this.#enter(rendition))) this.#expect(rendition, 1);
    else {
      if (!waiter) throw new HubError('renditions-busy', 'As many pictures as this machine manages are being made anew.');
      const turn = this.#turns.wait(rendition, waiter);
      this.#advance();
      await turn;
    }
    let isHeld = true;
    return {
      rendition,
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#unexpect(rendition);
      },
    };
  }
  /** Begun when the first viewer joins it, if there is room then. @throws HubError `obligation-unmet` for a mask nobody knows, `ffmpeg-missing` */
  async of({ camera, role, masks, maxHeight, maxFps, mark }: RenditionOrder): Promise<Rendition> {
    // Before anybody's yes is spent on it.
    this.#parts.ffmpeg.path();
    const cover = await this.#parts.masks.coverOf(camera, masks);
    const source = this.#parts.streams.of(camera, role);
    const key = JSON.stringify([camera, role, [...masks].toSorted(), maxHeight, maxFps, mark]);
    const known = this.#made.get(key);
    if (known?.source === source) return known.rendition;
    const { ffmpeg, encoders, clock, timers, random } = this.#parts;
    const rendition = new Rendition({ source, ffmpeg, encoders, clock, timers, random, room: this.#room }, masks, { cover, maxHeight, maxFps, mark });
    this.#forgetSome();
    this.#made.set(key, { source, rendition });
    return rendition;
  }
  /** Pictures that are being made anew now. */
  get running(): number {
    return this.#running.size;
  }
  /** People in line. */
  get waiting(): number {
    return this.#turns.waiting;
  }
  /** At once, at most. */
  get most(): number {
    return this.#most;
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

  #enter(rendition: Rendition): boolean {
    if (!this.#running.has(rendition) && !this.#hasRoom()) return false;
    this.#running.add(rendition);
    return true;
  }
  /** Whoever is first in line. From her turn on the place is hers, though she has not come for it yet. */
  #advance(): void {
    this.#turns.advance((rendition) => this.#enter(rendition), this.#expect);
  }
  readonly #expect = (rendition: Rendition, people: number): void => void this.#expected.set(rendition, (this.#expected.get(rendition) ?? 0) + people);
  #unexpect(rendition: Rendition): void {
    const left = (this.#expected.get(rendition) ?? 1) - 1;
    if (left > 0) this.#expected.set(rendition, left);
    else this.#expected.delete(rendition);
    // Refused at the last moment, or gone: nothing was begun.
    if (left === 0 && rendition.stream.state.status === 'idle') this.#running.delete(rendition);
    this.#advance();
  }
  /** One that nobody takes any more gives way. */
  #hasRoom(): boolean {
    if (this.#running.size < this.#most) return true;
    const left = [...this.#running].find((each) => !each.stream.isTaken && !this.#expected.has(each));
    left?.stream.close();
    return this.#running.size < this.#most;
  }
  #forgetSome(): void {
    if (this.#made.size < mostKept) return;
    for (const [key, { rendition }] of this.#made) if (rendition.stream.state.status === 'idle' && !this.#expected.has(rendition) && !this.#turns.has(rendition)) this.#made.delete(key);
  }
}
