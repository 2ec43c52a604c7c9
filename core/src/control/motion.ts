import type { Timers } from '../base/clock.ts';
import type { Permit } from '../domain/consent.ts';
import type { Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { CameraReins, Preset, Velocity } from '../sdk/ports.ts';
import type { Clock } from '../sdk/services.ts';
import { MoveLane } from './move-lane.ts';

export interface MotionParts {
  readonly permit: Permit;
  readonly reins: CameraReins;
  /** Runs the plugin's code under its name. */
  readonly call: <R>(work: () => R) => R;
  readonly keeps: boolean;
  readonly clock: Clock;
  readonly timers: Pick<Timers, 'after'>;
  readonly failed: (error: unknown) => void;
}
const mostWaiting = 8;

/** A camera's motors in somebody's hand, for as long as the permit holds. The abort of the permit stops them in the same turn. */
export class Motion {
  readonly kind = 'ptz';
  readonly #parts: MotionParts;
  readonly #lane: MoveLane;
  #closing: Promise<void> | undefined;
  #waiting = 0;
  /** One command is on its way at a time, so that none is carried out after the end. */
  #turn: Promise<unknown> = Promise.resolve();
  #stops = 0;
  /** It may be on its way to a place it was sent to. */
  #travels = false;

  constructor(parts: MotionParts) {
    this.#parts = parts;
    const { permit, reins, call, clock, timers, failed } = parts;
    this.#lane = new MoveLane({ reins: { move: (velocity, lasts) => call(async () => reins.move(velocity, lasts)), stop: () => call(async () => reins.stop()) }, clock, timers, failed });
    permit.signal.addEventListener('abort', () => { this.#close(this.#travels).catch(() => {}); }, { once: true });
    if (permit.signal.aborted) this.close().catch(() => {});
  }

  get moved(): Milliseconds {
    return this.#lane.moved;
  }
  move(velocity: Velocity): void {
    this.#lane.move(velocity);
  }
  async stop(): Promise<void> {
    if (this.#closing) return;
    this.#stops += 1;
    await this.#lane.stop();
    this.#travels = false;
  }
  async goTo(preset: string): Promise<void> {
    await this.#do((reins) => reins.goTo(preset), true);
  }
  async goHome(): Promise<void> {
    await this.#do((reins) => reins.goHome(), true);
  }
  /** @returns all there are now @throws HubError `not-allowed` */
  async savePreset(name: string, preset: string | undefined): Promise<readonly Preset[]> {
    return this.#keep(async (reins) => {
      await reins.savePreset(name, preset);
      return reins.presets();
    });
  }
  async removePreset(preset: string): Promise<readonly Preset[]> {
    return this.#keep(async (reins) => {
      await reins.removePreset(preset);
      return reins.presets();
    });
  }
  async setHome(): Promise<void> {
    await this.#keep((reins) => reins.setHome());
  }
  /** Resolves when the camera was told to stop, where it may be moving. Sent to a place by a hand that lets go by itself, it gets there; with the permit taken back it does not. */
  async close(): Promise<void> {
    await this.#close(false);
  }
  async #close(travels: boolean): Promise<void> {
    this.#closing ??= this.#lane.close(travels);
    await this.#closing;
  }

  async #keep<T>(work: (reins: CameraReins) => Promise<T>): Promise<T> {
    if (!this.#parts.keeps) throw new HubError('not-allowed', 'What a camera remembers is for its own house to change.');
    return this.#do(work);
  }
  async #do<T>(work: (reins: CameraReins) => Promise<T>, travels = false): Promise<T> {
    const { call, reins } = this.#parts;
    this.#requireHers();
    if (this.#waiting >= mostWaiting) throw new HubError('too-many-requests', 'The camera has not carried out the commands before.');
    this.#waiting += 1;
    const stops = this.#stops;
    const mine = this.#turn.then(() => {
      // Asked again: it may have waited behind others.
      this.#requireHers();
      if (travels && stops !== this.#stops) throw new HubError('control-refused', 'It was stopped before it began.');
      this.#travels ||= travels;
      return call(async () => work(reins));
    });
    this.#turn = mine.catch(() => {});
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
    }
  }
  #requireHers(): void {
    if (this.#closing || this.#parts.permit.signal.aborted) throw new HubError('consent-ended', 'The controls were let go.');
  }
}
