import type { Backoff } from '../base/backoff.ts';
import type { Timers } from '../base/clock.ts';
import { seconds, type Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';

type Waiting = () => void;
/** So many cameras are being spoken to at once: a blackout's end is no storm on the network, nor on this machine. */
const places = 32;
/** Kept free for cameras that answered last time, however many others are tried. */
const keptForGood = 8;
/** Who has not answered by then is still waited for, but no longer holds a place: silence costs a socket, nothing else. */
const lentFor: Milliseconds = 500;
/** Tries of lost cameras under way, silent ones too: what the machine has sockets for. */
const mostSilent = 256;

const firstWait: Milliseconds = 500;
const shortestCeiling = seconds(2);
const longestCeiling = seconds(30);
/** Each further camera that is away makes those lost before it wait so much longer. */
const ceilingEach: Milliseconds = 40;

/**
 * Who may be connected now. Cameras that answered last time go first; lost ones share what is left, and one that stays silent
 * gives its place on. How often a lost camera is tried again depends on how many were lost after it: one alone is tried every
 * second or two, a thousand after a blackout about a hundred a second together.
 */
export class ConnectLine {
  readonly #timers: Timers;
  readonly #waiting = { good: [] as Waiting[], lost: [] as Waiting[] };
  /** In the order they were lost. */
  readonly #lost = new Map<string, number>();
  #order = 0;
  #busy = 0;
  #busyLost = 0;
  #trying = 0;
  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Cameras that are away. */
  get away(): number {
    return this.#lost.size;
  }
  lost(key: string): void {
    if (!this.#lost.has(key)) this.#lost.set(key, (this.#order += 1));
  }
  /** It answers again, or is not wanted any more. */
  found(key: string): void {
    this.#lost.delete(key);
  }
  /** How patient its next tries are to be. */
  patienceOf(key: string): Backoff {
    const lostAt = this.#lost.get(key) ?? Infinity;
    let after = 0;
    for (const at of this.#lost.values()) if (at >= lostAt) after += 1;
    return { first: firstWait, longest: Math.min(longestCeiling, Math.max(shortestCeiling, after * ceilingEach)) };
  }

  /** Waits for a place. Disposing what it returns says that the try is over. @throws HubError `camera-offline` when the signal aborts first */
  async enter(key: string, signal: AbortSignal): Promise<Disposable> {
    const isLost = this.#lost.has(key);
    if (signal.aborted) throw gone();
    if (!this.#hasRoom(isLost) || this.#isQueueing(isLost)) await this.#turn(isLost, signal);
    else this.#take(isLost);
    return this.#lend(isLost);
  }

  #turn(isLost: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const line = isLost ? this.#waiting.lost : this.#waiting.good;
      const leave = (): void => {
        line.splice(line.indexOf(mine), 1);
        reject(gone());
      };
      const mine: Waiting = () => { signal.removeEventListener('abort', leave); resolve(); };
      line.push(mine);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
  #isQueueing(isLost: boolean): boolean {
    return (isLost ? this.#waiting.lost : this.#waiting.good).length > 0;
  }
  #hasRoom(isLost: boolean): boolean {
    if (this.#busy >= places) return false;
    return !isLost || (this.#busyLost < places - keptForGood && this.#trying < mostSilent);
  }
  #take(isLost: boolean): void {
    this.#busy += 1;
    if (!isLost) return;
    this.#busyLost += 1;
    this.#trying += 1;
  }
  #lend(isLost: boolean): Disposable {
    let holds = true;
    let isOver = false;
    const giveBack = (): void => {
      if (!holds) return;
      holds = false;
      this.#busy -= 1;
      if (isLost) this.#busyLost -= 1;
    };
    const late = this.#timers.after(lentFor, () => { giveBack(); this.#admit(); });
    return {
      [Symbol.dispose]: () => {
        if (isOver) return;
        isOver = true;
        late[Symbol.dispose]();
        giveBack();
        if (isLost) this.#trying -= 1;
        this.#admit();
      },
    };
  }
  #admit(): void {
    for (const isLost of [false, true]) {
      const line = isLost ? this.#waiting.lost : this.#waiting.good;
      while (line.length > 0 && this.#hasRoom(isLost)) {
        this.#take(isLost);
        line.shift()?.();
      }
    }
  }
}

const gone = (): HubError => new HubError('camera-offline', 'The stream was closed before it opened.');
