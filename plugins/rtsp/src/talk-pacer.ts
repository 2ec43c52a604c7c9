/** 20 ms at 8 kHz (RFC 3551 §4.2). */
export const frameSamples = 160;
const samplesPerMs = 8;
/** Of a second that waits already, what is older goes: late words are no use. */
const mostWaiting = 8_000;

export interface TalkFrame {
  readonly sound: Uint8Array;
  /** RTP ticks since the line was opened. */
  readonly ticks: number;
  /** First of a talkspurt (RFC 3551 §4.1: the marker bit). */
  readonly first: boolean;
}

/** Cuts sound into frames and gives each out when it is due by the clock, whatever the pace it came at. */
export class TalkPacer {
  #waiting: Uint8Array[] = [];
  #samples = 0;
  #startMs: number | undefined;
  /** Where the next frame stands, in samples since the start. */
  #next = 0;
  #isTalking = false;

  /** @param sound copied */
  push(sound: Uint8Array, nowMs: number): void {
    if (sound.length === 0) return;
    this.#startMs ??= nowMs;
    this.#waiting.push(sound.slice(-mostWaiting));
    this.#samples += Math.min(sound.length, mostWaiting);
    while (this.#samples > mostWaiting) this.#drop(this.#samples - mostWaiting);
  }
  get waiting(): number {
    return this.#samples;
  }

  /** What is due now, in order. */
  due(nowMs: number): readonly TalkFrame[] {
    if (this.#startMs === undefined) return [];
    const reached = Math.floor((nowMs - this.#startMs) * samplesPerMs);
    const frames: TalkFrame[] = [];
    while (this.#samples >= frameSamples) {
      // After silence the words begin now, not when the silence did.
      if (!this.#isTalking && this.#next < reached) this.#next = reached - (reached % frameSamples);
      if (this.#next > reached) break;
      frames.push({ sound: this.#take(), ticks: this.#next, first: !this.#isTalking });
      this.#isTalking = true;
      this.#next += frameSamples;
    }
    // Nothing came for longer than a frame lasts: the talkspurt is over.
    if (this.#samples < frameSamples && reached > this.#next + frameSamples) this.#isTalking = false;
    return frames;
  }

  #take(): Uint8Array {
    const frame = new Uint8Array(frameSamples);
    let at = 0;
    while (at < frameSamples) {
      const head = this.#waiting[0];
      if (head === undefined) break;
      const part = head.subarray(0, frameSamples - at);
      frame.set(part, at);
      at += part.length;
      this.#drop(part.length);
    }
    return frame;
  }
  #drop(samples: number): void {
    const head = this.#waiting[0];
    if (head === undefined) return;
    const taken = Math.min(samples, head.length);
    if (taken === head.length) this.#waiting.shift();
    else this.#waiting[0] = head.subarray(taken);
    this.#samples -= taken;
  }
}
