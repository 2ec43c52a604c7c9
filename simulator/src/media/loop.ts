import { joinAnnexB, rawFormat } from './nal.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { Metronome } from './metronome.ts';
import { steadyNow } from './steady-clock.ts';
import type { AudioFormat, AudioSource, AudioUnit, Stop, VideoFormat, VideoSource, VideoUnit } from './unit.ts';

/** A piece of encoded video in memory; any number of cameras play it. The first picture is a key picture. */
export interface VideoLoop {
  readonly format: VideoFormat;
  readonly periodMs: number;
  /** `sendMs` and `ptsMs` count from the start of the loop, in sending order. */
  readonly pictures: readonly { readonly sendMs: number; readonly ptsMs: number; readonly key: boolean; readonly nals: readonly Buffer[] }[];
}

export interface AudioLoop {
  readonly format: AudioFormat;
  readonly frameMs: number;
  readonly frames: readonly Buffer[];
}

// After a pause this long (a suspended machine) the camera goes on from now instead of catching up.
const LATE_MS = 2_000;

/** Plays a loop for ever. Times go on evenly over the seam and over pauses, as a camera's clock does. */
export class LoopedVideo implements VideoSource {
  readonly #load: () => Promise<VideoLoop>;
  readonly #metronome: Metronome;
  readonly #ffmpeg: Ffmpeg;
  readonly #phase: number;
  #loading: Promise<VideoLoop> | undefined;
  #own: VideoLoop | undefined;
  #loop: VideoLoop | undefined;
  #next = 0;
  #latestKey = 0;

  /**
   * @param load asked for once, when somebody first wants the picture
   * @param phase 0..1: where in the loop this camera starts, so that a street of one clip is not in step
   */
  constructor(load: () => Promise<VideoLoop>, metronome: Metronome, ffmpeg: Ffmpeg, phase = 0) {
    this.#load = load;
    this.#metronome = metronome;
    this.#ffmpeg = ffmpeg;
    this.#phase = phase;
  }

  async format(): Promise<VideoFormat> {
    return (await this.loaded()).format;
  }

  /** The footage in the camera. @throws Error when it cannot be read; the next call tries again. */
  async loaded(): Promise<VideoLoop> {
    if (this.#loop !== undefined) return this.#loop;
    this.#loading ??= this.#load().finally(() => { this.#loading = undefined; });
    const loop = await this.#loading;
    if (this.#loop === undefined) this.#next = Math.floor(this.#phase * loop.pictures.length) % loop.pictures.length;
    this.#own ??= loop;
    this.#loop ??= loop;
    return this.#loop;
  }

  get isSwapped(): boolean {
    return this.#loop !== this.#own;
  }

  /** Puts other footage in the camera (or its own back), from the first picture on; a playing stream goes on with it, new parameter sets in band. */
  swap(loop: VideoLoop | undefined): void {
    this.#loop = loop ?? this.#own;
    this.#next = 0;
    this.#latestKey = 0;
  }

  /** Starts at a key picture at once, as cameras do that code one on PLAY. */
  play(sink: (unit: VideoUnit) => void): Stop {
    let loop = this.#loop;
    if (loop === undefined) throw new Error('The footage is not loaded: ask for its format first');
    this.#next = keyAfter(loop, this.#next);
    let origin = steadyNow() - (loop.pictures[this.#next]?.sendMs ?? 0);
    return this.#metronome.join((now) => {
      if (this.#loop !== undefined && loop !== this.#loop) {
        loop = this.#loop;
        origin = now;
      }
      if (loop === undefined) return;
      for (;;) {
        const picture = loop.pictures[this.#next];
        if (picture === undefined || origin + picture.sendMs > now) return;
        if (now - origin - picture.sendMs > LATE_MS) origin = now - picture.sendMs;
        if (picture.key) this.#latestKey = this.#next;
        sink({ kind: 'video', codec: loop.format.codec, nals: picture.nals, key: picture.key, ptsMs: origin + picture.ptsMs });
        this.#next += 1;
        if (this.#next < loop.pictures.length) continue;
        this.#next = 0;
        origin += loop.periodMs;
      }
    });
  }

  async jpeg(): Promise<Buffer> {
    const { format, pictures } = await this.loaded();
    if (format.codec === 'mjpeg') return pictures[this.#latestKey]?.nals[0] ?? Buffer.alloc(0);
    const args = ['-f', rawFormat(format.codec), '-i', 'pipe:0', '-frames:v', '1', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'];
    const { stdout } = await this.#ffmpeg.run(args, joinAnnexB(pictures[this.#latestKey]?.nals ?? []));
    return stdout;
  }
}

const keyAfter = ({ pictures }: VideoLoop, index: number): number => {
  for (let i = 0; i < pictures.length; i += 1) {
    const at = (index + i) % pictures.length;
    if (pictures[at]?.key === true) return at;
  }
  return 0;
};

export class LoopedAudio implements AudioSource {
  readonly #loop: AudioLoop;
  readonly #metronome: Metronome;

  constructor(loop: AudioLoop, metronome: Metronome) {
    this.#loop = loop;
    this.#metronome = metronome;
  }

  get format(): AudioFormat {
    return this.#loop.format;
  }

  play(sink: (unit: AudioUnit) => void): Stop {
    const { frames, frameMs } = this.#loop;
    let origin = steadyNow();
    let sent = 0;
    return this.#metronome.join((now) => {
      if (now - origin - sent * frameMs > LATE_MS) origin = now - sent * frameMs;
      for (; origin + sent * frameMs <= now; sent += 1) {
        const frame = frames[sent % frames.length];
        if (frame !== undefined) sink({ kind: 'audio', frame, ptsMs: origin + sent * frameMs });
      }
    });
  }
}
