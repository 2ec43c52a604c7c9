import { FlvReader } from '../media/flv-read.ts';
import { minutes, seconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { Timers } from '../base/clock.ts';
import { coding, software, type Encoder, type EncoderName } from './encoder.ts';

/** `auto`: what the machine has and what works; `software`: libx264; else that one if it works. */
export type EncoderSetting = 'auto' | 'software' | Exclude<EncoderName, 'libx264'>;
export interface EncodersParts {
  readonly ffmpeg: Ffmpeg;
  readonly setting: EncoderSetting;
  /** What is worth a try here. */
  candidates(): Promise<readonly Encoder[]>;
  readonly clock: Clock;
  readonly timers: Timers;
}
const pictures = 10;
const longestTry = seconds(10);
/** A driver that fails may have been asked for too much at once. */
const asideFor = minutes(10);

/** Which encoder makes pictures anew. What a build lists says nothing about a machine: each is tried once, by really coding a few pictures. */
export class Encoders {
  readonly #parts: EncodersParts;
  #found: Encoder | undefined;
  #asideUntil = 0;
  #state: 'untried' | 'trying' | 'tried' = 'untried';

  constructor(parts: EncodersParts) {
    this.#parts = parts;
  }

  /** Tries them one after another until one works. In the background: pictures are made by the software meanwhile, and for good when none does. */
  async probe(signal: AbortSignal): Promise<void> {
    const { setting, candidates } = this.#parts;
    if (setting !== 'software') {
      this.#state = 'trying';
      const all = await candidates().catch(() => []);
      for (const each of all.filter(({ name }) => setting === 'auto' || name === setting)) {
        if (signal.aborted) return;
        if (!(await this.#works(each, signal))) continue;
        this.#found = each;
        break;
      }
    }
    this.#state = 'tried';
  }

  /** To be used now. */
  get best(): Encoder {
    return this.#found && this.#parts.clock.now() >= this.#asideUntil ? this.#found : software;
  }
  /** What the operator should know. */
  get state(): { readonly inUse: EncoderName; readonly found: EncoderName | null; readonly probed: boolean } {
    return { inUse: this.best.name, found: this.#found?.name ?? null, probed: this.#state === 'tried' };
  }
  /** A run with it failed: the software for a while, whatever was wrong. */
  failed(encoder: Encoder): void {
    if (encoder === this.#found) this.#asideUntil = this.#parts.clock.now() + asideFor;
  }

  async #works(encoder: Encoder, signal: AbortSignal): Promise<boolean> {
    const stop = new AbortController();
    const leave = (): void => stop.abort();
    signal.addEventListener('abort', leave, { once: true });
    using _ = this.#parts.timers.after(longestTry, leave);
    try {
      await using run = this.#parts.ffmpeg.run(trial(encoder), { signal: stop.signal, niceness: 10, stallTimeout: longestTry });
      run.stdin.end();
      const reader = new FlvReader();
      let [sets, coded] = [0, 0];
      for await (const chunk of run.stdout) for (const news of reader.push(chunk)) {
        if (news.kind === 'format') sets = news.video.parameterSets.length;
        else if (sets >= 2) coded += 1;
      }
      return (await run.exit) === 0 && coded >= pictures;
    } catch (failure) {
      if (failure instanceof HubError) return false;
      throw failure;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}

/** A few drawn pictures through the very chain that a camera's go through. */
export function trial(encoder: Encoder): readonly string[] {
  return [
    ...encoder.device, '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=10', '-frames:v', String(pictures), '-an', '-vf', `drawbox=x=0:y=0:w=64:h=64:color=black:t=fill,format=yuv420p,${encoder.hand}`,
    ...coding(encoder, { kbits: 1_000, every: pictures }), '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1',
  ];
}
