import type { Failure, Path } from './choose-path.ts';
import type { PictureFacts } from './picture-player.ts';
import { ratesOf, sampleOf, type Reading } from './run-facts.ts';
import { silenceOf } from './silence.ts';
import { keepLoss, keepPace, startPace, type Level, type Pace, type Sample, type Slow } from './throughput.ts';

const kept = 4;
/** A player reports its frames about once a second. */
const reportEvery = 1_500;
/** A device so busy that it looks more seldom than this has not waited in vain meanwhile: it had no time to draw either. */
const longestLook = 1_500;

/** Reads a live picture once a second: what arrives, what is shown, and what that means for how much to fetch. */
export class Meter {
  private pace: Pace;
  private applied: Level;
  private bytes = 0;
  private before: Reading | undefined;
  private samples: Sample[] = [];
  /** Time that this device had, ms: silence is measured in it. */
  private had = 0;
  private lookedAt: number | undefined;
  private openedAt: number | undefined;
  private frameAt: number | undefined;
  private byteAt: number | undefined;
  private wayBytes = 0;

  constructor(level: Level) {
    this.pace = startPace(level);
    this.applied = level;
  }
  get level(): Level {
    return this.applied;
  }
  get because(): Slow | null {
    return this.applied === this.pace.level ? this.pace.because : null;
  }
  rates(): { readonly fps: number | undefined; readonly kbits: number | undefined } {
    return ratesOf(this.samples);
  }

  arrived(bytes: number): void {
    this.bytes += bytes;
    this.byteAt = this.had;
  }
  framed(): void {
    this.frameAt = this.had;
  }
  /** A new connection, or somebody is back before the picture. */
  reopened(): void {
    this.rest();
    this.frameAt = this.byteAt = undefined;
    this.wayBytes = 0;
    this.settled();
  }
  /** The connection was lost; the next one asks for what is found right now. @param isSure it was the line, beyond doubt */
  lost(isSure: boolean, ladder: readonly Level[]): void {
    this.pace = keepLoss(this.pace, performance.now(), isSure, ladder);
    this.applied = this.pace.level;
  }
  /** What comes from here on is of the present level. */
  settled(): void {
    this.pace = { ...this.pace, window: [], held: 0 };
  }
  /** Not looked at, or nothing to look at. */
  rest(): void {
    this.before = undefined;
    this.lookedAt = undefined;
    this.openedAt = undefined;
    this.samples = [];
  }
  put(level: Level): void {
    this.applied = level;
    this.pace = startPace(level);
  }

  /** One more second. @param ladder undefined: the level stays. @returns why this way is of no use, if so */
  look(path: Path, facts: PictureFacts, ladder: readonly Level[] | undefined): Failure | undefined {
    const at = performance.now();
    this.had += Math.min(longestLook, at - (this.lookedAt ?? at));
    this.lookedAt = at;
    this.openedAt ??= this.had;
    if ((facts.bytes ?? 0) > this.wayBytes) this.byteAt = this.had;
    this.wayBytes = facts.bytes ?? 0;
    const reading: Reading = { at, bytes: this.bytes, facts };
    const { before } = this;
    this.before = reading;
    if (before) {
      // Between two key pictures it stands still, as it was asked to.
      const sample = { ...sampleOf(before, reading), ...(this.applied === 'keys' ? { stalls: 0 } : {}) };
      this.samples = [...this.samples, sample].slice(-kept);
      if (ladder) this.pace = keepPace(this.pace, sample, ladder);
    }
    return silenceOf({
      path, openFor: this.had - this.openedAt, frameAgo: this.frameAt === undefined ? undefined : this.had - this.frameAt,
      hasBytes: this.byteAt !== undefined && this.byteAt > (this.frameAt === undefined ? -1 : this.frameAt + reportEvery), keysOnly: this.applied === 'keys',
    });
  }

  /** The level to go to, once. */
  takeChange(): { readonly from: Level; readonly to: Level } | undefined {
    const from = this.applied;
    const to = this.pace.level;
    if (from === to) return undefined;
    this.applied = to;
    return { from, to };
  }
}
