import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import type { Instant } from '../domain/time.ts';
import { readAacConfig } from './aac-config.ts';
import { AudioTimeline } from './audio-timeline.ts';
import { describeVideo } from './describe-track.ts';
import { carriesAudio, fragment, initSegment, type Sample } from './fmp4.ts';
import { VideoTimeline } from './video-timeline.ts';

/** One `moof` and `mdat`: one picture, or about 100 ms of sound. */
export interface LiveFragment {
  readonly track: 'video' | 'audio';
  readonly bytes: Uint8Array;
  /** A viewer can start here. Always false for sound. */
  readonly key: boolean;
  /** Wall clock of the first sample's capture. */
  readonly at: Instant;
  /** In the track's clock rate, from the writer's start at the first picture. */
  readonly decodeTicks: number;
  readonly duration: number;
}
export interface WriterOptions {
  /** Write the sound too, where fMP4 carries it. */
  readonly audio?: boolean;
  /** Where the line of time begins; 0 if absent. */
  readonly startSeconds?: number;
}
interface Sound {
  readonly unit: AccessUnit;
  readonly decodeTicks: number;
}

const soundBatchSeconds = 0.1;
const longestSoundBatch = 64;

/**
 * Turns the units of one format into live fragments. A picture leaves as soon as it is whole.
 * When the format changes, make a new writer that starts where this one ends, and send its init segment first: players go on without a hole.
 * A camera that comes back with the same format needs no new writer.
 */
export class FragmentWriter {
  readonly #format: MediaFormat;
  readonly #emit: (fragment: LiveFragment) => void;
  readonly #withAudio: boolean;
  readonly #video: VideoTimeline;
  readonly #audio: AudioTimeline;
  readonly #sounds: Sound[] = [];
  #soundDuration: number;
  #sequence = 0;

  /** @throws HubError `camera-broken-answer` */
  constructor(format: MediaFormat, emit: (fragment: LiveFragment) => void, options: WriterOptions = {}) {
    this.#format = format;
    this.#emit = emit;
    this.#withAudio = options.audio === true && carriesAudio(format);
    const start = options.startSeconds ?? 0;
    this.#video = new VideoTimeline(format.video.clockRate, describeVideo(format.video).reorderDepth, start);
    this.#audio = new AudioTimeline(format.audio?.clockRate ?? 1, start);
    this.#soundDuration = firstSoundDuration(format);
  }

  /** What a player needs before the first fragment. */
  init(): Uint8Array {
    return initSegment(this.#format, { audio: this.#withAudio });
  }

  /** Where the last picture ends. */
  get endSeconds(): number {
    return this.#video.endSeconds;
  }

  write(unit: AccessUnit): void {
    if (unit.track === 'video') this.#writePicture(unit);
    else if (this.#withAudio) this.#writeSound(unit);
  }

  /** Sends the sound still being gathered. Pictures never wait. */
  flush(): void {
    this.#sendSounds();
  }

  #writePicture(unit: AccessUnit): void {
    const placement = this.#video.place(unit.ticks, unit.at);
    const sample: Sample = { track: 'video', ...placement, key: unit.key, parts: unit.parts, size: unit.size };
    const bytes = fragment(++this.#sequence, [sample]);
    this.#emit({ track: 'video', bytes, key: unit.key, at: unit.at, decodeTicks: placement.decodeTicks, duration: placement.duration });
  }

  #writeSound(unit: AccessUnit): void {
    const expected = this.#video.secondsAt(unit.at);
    if (expected === undefined) return;
    const decodeTicks = this.#audio.place(unit.ticks, expected);
    if (decodeTicks === undefined) return;
    const first = this.#sounds[0];
    const last = this.#sounds.at(-1);
    if (first && last) {
      const step = decodeTicks - last.decodeTicks;
      const torn = step > 2 * this.#soundDuration;
      if (!torn) this.#soundDuration = step;
      const clockRate = this.#format.audio?.clockRate ?? 1;
      if (torn || this.#sounds.length >= longestSoundBatch || decodeTicks - first.decodeTicks >= soundBatchSeconds * clockRate) this.#sendSounds(torn ? undefined : decodeTicks);
    }
    // Kept beyond the call, so copied; a block of sound is small.
    this.#sounds.push({ unit: { ...unit, parts: unit.parts.map((part) => Uint8Array.from(part)) }, decodeTicks });
  }

  #sendSounds(end?: number): void {
    const first = this.#sounds[0];
    if (!first) return;
    const samples = this.#sounds.map(({ unit, decodeTicks }, i): Sample => {
      const next = this.#sounds[i + 1]?.decodeTicks ?? end;
      const duration = next === undefined ? this.#soundDuration : next - decodeTicks;
      return { track: 'audio', decodeTicks, duration, key: true, parts: unit.parts, size: unit.size };
    });
    this.#sounds.length = 0;
    const duration = samples.reduce((sum, sample) => sum + sample.duration, 0);
    this.#emit({ track: 'audio', bytes: fragment(++this.#sequence, samples), key: false, at: first.unit.at, decodeTicks: first.decodeTicks, duration });
  }
}

function firstSoundDuration({ audio }: MediaFormat): number {
  if (audio?.codec === 'aac' && audio.config) return readAacConfig(audio.config).frameLength;
  return Math.max(1, Math.round((audio?.clockRate ?? 50) / 50));
}
