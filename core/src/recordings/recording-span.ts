import type { RecordingMode } from '../domain/recording.ts';
import { seconds, type Instant, type Milliseconds } from '../domain/time.ts';

/** A camera with rare key pictures is not followed for longer into hours that are not to be recorded. */
const longestTail = seconds(10);

/** Which time a recorder wants: by its mode, by what happens, and by so much before and after it. Pure but for what it was told. */
export class RecordingSpan {
  #mode: RecordingMode = 'continuous';
  #since: Instant = -Infinity;
  #until: Instant = Infinity;
  #preMs: Milliseconds = 0;
  #postMs: Milliseconds = 0;
  #isOn = false;
  /** What happened last was over then. */
  #quietSince: Instant = -Infinity;

  get mode(): RecordingMode {
    return this.#mode;
  }
  get preMs(): Milliseconds {
    return this.#preMs;
  }
  /** No file begins before. */
  get since(): Instant {
    return this.#since;
  }

  /** @param until of `continuous`: what is filmed later is not wanted unless it is told again */
  follow(mode: RecordingMode, since: Instant, { preMs, postMs, until }: { readonly preMs: Milliseconds; readonly postMs: Milliseconds; readonly until: Instant }): void {
    const isNew = mode !== this.#mode;
    this.#preMs = preMs;
    this.#postMs = postMs;
    this.#mode = mode;
    if (mode === 'continuous') this.#until = until;
    else if (isNew) this.#until = mode === 'off' ? since : this.#isOn ? Infinity : Math.max(since, this.#quietSince + postMs);
    if (isNew) this.#since = since;
  }

  motion(isOn: boolean, at: Instant): void {
    // The end of what nobody heard begin is nothing.
    if (!isOn && !this.#isOn) return;
    this.#isOn = isOn;
    if (!isOn) this.#quietSince = Math.max(this.#quietSince, at);
    if (this.#mode !== 'events') return;
    if (isOn) {
      this.#until = Infinity;
      // What came before belongs to it.
      this.#since = -Infinity;
    } else if (this.#until === Infinity || at + this.#postMs > this.#until) this.#until = at + this.#postMs;
  }

  /** The clock was set: what is to come keeps its distance. */
  shift(by: Milliseconds): void {
    this.#until += by;
    this.#since += by;
    this.#quietSince += by;
  }

  covers(at: Instant): boolean {
    return at < this.#until;
  }
  /** @param mayGoOn a file is open and cannot end cleanly here */
  isOver(at: Instant, mayGoOn: boolean): boolean {
    return at >= this.#until && !(mayGoOn && at - this.#until <= longestTail);
  }
}
