import type { Timers } from '../base/clock.ts';
import type { CameraHealth } from '../cameras/camera-health.ts';
import type { CameraId } from '../domain/ids.ts';
import type { PictureFact } from '../domain/picture.ts';
import { seconds, type Instant } from '../domain/time.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import { LookBudget } from './look-budget.ts';
import { decodeLooks } from './look-decoder.ts';
import type { PictureBook } from './picture-book.ts';
import { PictureEye } from './picture-eye.ts';
import { PictureState } from './picture-state.ts';

export interface PictureWatchParts {
  readonly streams: Pick<LiveStreams, 'of'>;
  readonly health: Pick<CameraHealth, 'reportPicture'>;
  readonly book: PictureBook;
  readonly ffmpeg: Ffmpeg;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Whether footage that comes again is looked for: simulated cameras play nothing else. */
  readonly loops: boolean;
  /** What is newly believed of a camera's picture. @throws any; it is told again at the next look */
  began(camera: CameraId, facts: readonly PictureFact[]): Promise<void>;
}
interface Watched {
  readonly eye: PictureEye;
  readonly seat: Disposable;
  state: PictureState;
  lookedAt: Instant | undefined;
  triedAt: Instant | undefined;
  /** In a row, of key pictures that could not be decoded. */
  failures: number;
  /** Believed, and not told through yet. */
  readonly untold: Set<PictureFact>;
  /** So many are turning the camera just now: what it sees is their business. */
  turning: number;
}
const beat = seconds(5);
/** A camera whose pictures cannot be decoded is tried no more often. */
const brokenAgain = seconds(50);
/** A timer that is a moment early is on time. */
const slack = 500;

/** Looks at every camera's picture now and then, from the key pictures the hub has anyway, and says what is wrong with it. */
export class PictureWatch implements Disposable {
  readonly #parts: PictureWatchParts;
  readonly #watched = new Map<CameraId, Watched>();
  readonly #budget = new LookBudget();
  readonly #stop = new AbortController();
  readonly #beats: Disposable;
  #looking: Promise<void> | undefined;
  #hasFailed = false;

  constructor(parts: PictureWatchParts) {
    this.#parts = parts;
    this.#beats = parts.timers.every(beat, () => void this.round());
  }
  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#beats[Symbol.dispose]();
    for (const { seat } of this.#watched.values()) seat[Symbol.dispose]();
    this.#watched.clear();
  }

  /** Begins to look at it, with what is known from before. */
  async follow(camera: CameraId): Promise<void> {
    const { references, conditions } = await this.#parts.book.read(camera);
    if (this.#watched.has(camera) || this.#stop.signal.aborted) return;
    const eye = new PictureEye(() => this.#parts.clock.now(), this.#parts.loops);
    this.#watched.set(camera, { eye, seat: this.#parts.streams.of(camera, 'main').join(eye), state: new PictureState(references, conditions), lookedAt: undefined, triedAt: undefined, failures: 0, untold: new Set(conditions.map(({ fact }) => fact).filter((fact) => fact === 'moved')), turning: 0 });
    if (conditions.length > 0) this.#parts.health.reportPicture(camera, conditions);
  }
  async forget(camera: CameraId): Promise<void> {
    this.#watched.get(camera)?.seat[Symbol.dispose]();
    this.#watched.delete(camera);
    await this.#parts.book.forget(camera);
  }
  /** When it was looked at last, and whether it is known how it should look. */
  lookAt(camera: CameraId): { readonly lookedAt: Instant | undefined; readonly knowsScene: boolean } {
    const watched = this.#watched.get(camera);
    return { lookedAt: watched?.lookedAt, knowsScene: watched?.state.knowsScene ?? false };
  }
  /** The scene as it is now is right, and is learnt anew. */
  async accept(camera: CameraId): Promise<void> {
    const watched = this.#watched.get(camera);
    if (!watched) return;
    watched.state.accept();
    watched.untold.clear();
    this.#parts.health.reportPicture(camera, watched.state.conditions);
    await this.#parts.book.forgetScene(camera, watched.state.conditions);
  }

  /** Somebody who may do so turns the camera: nothing is judged meanwhile, and where it looks when she lets go is right. Disposing tells that she did. */
  turning(camera: CameraId): AsyncDisposable {
    const watched = this.#watched.get(camera);
    if (watched) watched.turning += 1;
    return {
      [Symbol.asyncDispose]: async () => {
        if (!watched || this.#watched.get(camera) !== watched) return;
        watched.turning -= 1;
        if (watched.turning === 0) await this.accept(camera);
      },
    };
  }

  /** Looks at all that are due. Never two rounds at once. */
  async round(): Promise<void> {
    if (this.#looking || this.#stop.signal.aborted) return;
    this.#looking = this.#tryToLook();
    await this.idle();
    this.#looking = undefined;
  }
  /** Resolves when no round is under way. */
  async idle(): Promise<void> {
    await this.#looking;
  }

  async #tryToLook(): Promise<void> {
    try {
      await this.#look();
      this.#hasFailed = false;
    } catch (failure) {
      if (!this.#hasFailed && !this.#stop.signal.aborted) this.#parts.log.warn('Pictures could not be looked at; it is tried again.', { error: failure instanceof Error ? failure.message : 'unknown' });
      this.#hasFailed = true;
    }
  }
  async #look(): Promise<void> {
    const { clock, ffmpeg } = this.#parts;
    const now = clock.now();
    const due = [...this.#watched].filter(([, { eye, state, triedAt, failures, turning }]) => eye.hasNew && turning === 0 && (triedAt === undefined || now - triedAt + slack >= Math.max(failures > 1 ? brokenAgain : 0, this.#budget.again(this.#watched.size, state.isDoubtful))));
    const taken = due.flatMap(([camera, watched]) => {
      const picture = watched.eye.take();
      if (picture) watched.triedAt = now;
      return picture ? [{ camera, watched, picture }] : [];
    });
    if (taken.length > 0) {
      const startedAt = performance.now();
      // What failed before goes by itself: one broken picture would have all of them decoded one by one.
      const looks: (Uint8Array | undefined)[] = [];
      taken.sort((a, b) => Math.sign(a.watched.failures) - Math.sign(b.watched.failures));
      const well = taken.filter(({ watched }) => watched.failures === 0);
      looks.push(...await decodeLooks(ffmpeg, well.map(({ picture }) => picture), this.#stop.signal));
      for (const { picture } of taken.slice(well.length)) looks.push(...await decodeLooks(ffmpeg, [picture], this.#stop.signal));
      this.#budget.spent(performance.now() - startedAt, taken.length);
      for (const [i, { camera, watched, picture }] of taken.entries()) {
        const look = looks[i];
        watched.failures = look ? 0 : watched.failures + 1;
        if (look && watched.turning === 0 && this.#watched.get(camera) === watched) await this.#judge(camera, watched, look, picture.repeats, now);
      }
    }
    for (const [camera, { untold }] of this.#watched) if (untold.size > 0) await this.#tell(camera, untold);
  }

  async #judge(camera: CameraId, watched: Watched, look: Uint8Array, repeats: Parameters<PictureState['look']>[1], at: Instant): Promise<void> {
    const { book, health } = this.#parts;
    const { began, ended, learned } = watched.state.look(look, repeats, at);
    watched.lookedAt = at;
    for (const fact of began) watched.untold.add(fact);
    for (const fact of ended) watched.untold.delete(fact);
    if (learned) await book.learned(camera, learned, at);
    if (began.length + ended.length === 0) return;
    health.reportPicture(camera, watched.state.conditions);
    // Before the rows: sharing is paused also where the disk is slow.
    if (watched.untold.size > 0) await this.#tell(camera, watched.untold);
    await book.are(camera, watched.state.conditions);
  }
  async #tell(camera: CameraId, untold: Set<PictureFact>): Promise<void> {
    const facts = [...untold];
    await this.#parts.began(camera, facts);
    for (const fact of facts) untold.delete(fact);
  }
}
