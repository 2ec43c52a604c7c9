import type { Timers } from '../base/clock.ts';
import { seconds, type Instant, type Milliseconds } from '../domain/time.ts';
import type { CameraReins, Velocity } from '../sdk/ports.ts';
import type { Clock } from '../sdk/services.ts';

/** What a camera is told at most, so that it stops by itself when the hub is gone. */
export const moveLasts: Milliseconds = seconds(1.5);
/** Without word from the hand on the button the hub itself stops the camera: some firmware does not heed the time it was given. */
export const handsOff: Milliseconds = seconds(1.2);
/** A stop that the camera refused, or that was lost, is said again. */
const stopTries = 3;
const stopAgain: Milliseconds = 300;
/** Between two commands to one camera. */
const apart: Milliseconds = 100;

export interface MoveLaneParts {
  readonly reins: Pick<CameraReins, 'move' | 'stop'>;
  readonly clock: Clock;
  readonly timers: Pick<Timers, 'after'>;
  readonly failed: (error: unknown) => void;
}

/** One hand on a camera's motors: the newest wish counts, one command is on its way at a time, and letting go, by whatever way, stops. */
export class MoveLane {
  readonly #parts: MoveLaneParts;
  #wish: Velocity | undefined;
  #sending = false;
  /** It was told to move, and not yet told to stop as far as it said so. */
  #moving = false;
  /** Moves that were said so far. */
  #said = 0;
  /** The stop that is on its way; undefined once a move was said after it. */
  #halting: Promise<void> | undefined;
  #closed = false;
  #hand: Disposable | undefined;
  #sinceMs: Instant | undefined;
  #movedMs = 0;

  constructor(parts: MoveLaneParts) {
    this.#parts = parts;
  }

  /** How long it moved until now. */
  get moved(): Milliseconds {
    return this.#movedMs + (this.#sinceMs === undefined ? 0 : Math.max(0, this.#parts.clock.now() - this.#sinceMs));
  }

  /** To be said again and again while the button is held. */
  move(velocity: Velocity): void {
    if (this.#closed) return;
    this.#wish = velocity;
    this.#hand?.[Symbol.dispose]();
    this.#hand = this.#parts.timers.after(handsOff, () => { this.stop().catch(this.#parts.failed); });
    if (!this.#sending) void this.#send();
  }

  /** Resolves when the camera was told. Asked although nothing seems to move: what the camera does is not known for sure. */
  async stop(): Promise<void> {
    this.#hand?.[Symbol.dispose]();
    this.#wish = undefined;
    this.#rest();
    await this.#halt();
  }

  /** Nothing moves any more, and nothing will. A camera that was never moved is not told. @param moves by another command than this lane's */
  async close(moves = false): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const mayMove = moves || this.#moving || this.#sending;
    this.#hand?.[Symbol.dispose]();
    this.#wish = undefined;
    this.#rest();
    if (mayMove) await this.#halt();
  }

  /** However often it is asked for, one stop is on its way. */
  #halt(): Promise<void> {
    if (this.#halting) return this.#halting;
    const mine = this.#tellToStop().finally(() => { if (this.#halting === mine) this.#halting = undefined; });
    this.#halting = mine;
    return mine;
  }
  async #tellToStop(): Promise<void> {
    const { reins, timers } = this.#parts;
    for (let left = stopTries; ; left -= 1) {
      const said = this.#said;
      try {
        await reins.stop();
        if (said === this.#said && !this.#sending) this.#moving = false;
        return;
      } catch (error) {
        // Moved again meanwhile: the hand is back, and the next stop is its own.
        if (left === 1 || said !== this.#said) throw error;
        await new Promise<void>((resolve) => { timers.after(stopAgain, resolve); });
      }
    }
  }

  #rest(): void {
    this.#movedMs = this.moved;
    this.#sinceMs = undefined;
  }
  async #send(): Promise<void> {
    const wish = this.#wish;
    if (wish === undefined || this.#closed) return;
    this.#wish = undefined;
    this.#sending = true;
    this.#moving = true;
    this.#said += 1;
    this.#halting = undefined;
    this.#sinceMs ??= this.#parts.clock.now();
    try {
      await this.#parts.reins.move(wish, moveLasts);
    } catch (error) {
      if (!this.#closed) this.#parts.failed(error);
    }
    if (this.#closed) {
      this.#sending = false;
      return;
    }
    this.#parts.timers.after(apart, () => {
      this.#sending = false;
      void this.#send();
    });
  }
}
