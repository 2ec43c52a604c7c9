import type { CameraId } from '../domain/ids.ts';
import { seconds, type Instant } from '../domain/time.ts';
import type { KnownApp } from '../apps/known-app.ts';
import type { Clock } from '../sdk/services.ts';

const within = seconds(60);
/** A player on a bad line connects anew every few seconds; beyond this it is broken, and each time is a line in somebody's ledger. */
const mostShowings = 20;
const mostKept = 2_000;

/** Recorders try again every second, for ever. What each does with one camera is written down once a minute when it is refused, and shown so many times a minute. */
export class Tries {
  readonly #clock: Clock;
  readonly #refused = new Map<string, Instant>();
  readonly #shown = new Map<string, readonly Instant[]>();
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The gate's no to this is on record already. */
  wasRefused(app: KnownApp, camera: CameraId): boolean {
    return this.#isRecent(this.#refused.get(keyOf(app, camera)));
  }
  refused(app: KnownApp, camera: CameraId): void {
    keep(this.#refused, keyOf(app, camera), this.#clock.now());
  }
  /** Counts one more showing; false: too many. */
  mayBegin(app: KnownApp, camera: CameraId): boolean {
    const key = keyOf(app, camera);
    const before = (this.#shown.get(key) ?? []).filter((at) => this.#isRecent(at));
    if (before.length >= mostShowings) return false;
    keep(this.#shown, key, [...before, this.#clock.now()]);
    return true;
  }

  /** What lies in the future was before the clock was set back: forgotten. */
  #isRecent(at: Instant | undefined): boolean {
    const age = at === undefined ? Infinity : this.#clock.now() - at;
    return age >= 0 && age < within;
  }
}

const keyOf = ({ username }: KnownApp, camera: CameraId): string => `${username}/${camera}`;
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) if (map.size > mostKept) map.delete(oldest);
    else break;
}
