import { readFile } from 'node:fs/promises';
import { encodeDrawn } from '../draw/drawn-video.ts';
import type { DrawnOptions } from '../draw/drawn-video.ts';
import { Ffmpeg } from './ffmpeg.ts';
import { streetHum } from './hum.ts';
import type { AudioLoop, VideoLoop } from './loop.ts';
import { clipFromFile, loopFromAnnexB, resizeLoop } from './make-loop.ts';
import type { Clip } from './make-loop.ts';
import type { AudioCodec, VideoCodec } from './unit.ts';

/** Footage in memory, made once and shared by the cameras of a street. */
export class Shelf {
  readonly ffmpeg: Ffmpeg;
  readonly #clips = new Map<string, Promise<Clip>>();
  readonly #drawn = new Map<string, Promise<VideoLoop>>();
  readonly #hums = new Map<string, Promise<AudioLoop>>();
  readonly #sizes = new WeakMap<VideoLoop, Map<string, Promise<VideoLoop>>>();

  constructor(ffmpeg: Ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  clip(file: string, keepBFrames: boolean): Promise<Clip> {
    return remember(this.#clips, `${file}|${keepBFrames}`, () => clipFromFile(this.ffmpeg, file, { keepBFrames }));
  }

  /** An Annex B file (.h264, .h265) at an even pace. */
  elementary(file: string, codec: VideoCodec, fps: number): Promise<Clip> {
    return remember(this.#clips, `${file}|${codec}|${fps}`, async () => ({ video: loopFromAnnexB(codec, await readFile(file), fps), audio: undefined }));
  }

  drawn(options: DrawnOptions, seconds: number): Promise<VideoLoop> {
    return remember(this.#drawn, JSON.stringify([options, seconds]), async () => loopFromAnnexB(options.codec, await encodeDrawn(this.ffmpeg, options, seconds), options.fps));
  }

  hum(codec: AudioCodec): Promise<AudioLoop> {
    return remember(this.#hums, codec, () => streetHum(this.ffmpeg, codec));
  }

  resized(loop: VideoLoop, width: number, height: number, codec: VideoCodec = loop.format.codec): Promise<VideoLoop> {
    const sizes = this.#sizes.get(loop) ?? new Map<string, Promise<VideoLoop>>();
    this.#sizes.set(loop, sizes);
    return remember(sizes, `${width}x${height} ${codec}`, () => resizeLoop(this.ffmpeg, loop, width, height, codec));
  }
}

const remember = <T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
};

/** Footage from a file for `footage: { kind: 'loop' }`. @param ffmpeg path of the program */
export const loopFromFile = (ffmpeg: string, file: string): Promise<Clip> => clipFromFile(new Ffmpeg(ffmpeg), file);

/** Draws and codes a street of some seconds once, for `footage: { kind: 'loop' }`. @param ffmpeg path of the program */
export const loopDrawn = async (ffmpeg: string, seconds: number, options: Partial<DrawnOptions> = {}): Promise<VideoLoop> => {
  const all: DrawnOptions = { width: 960, height: 540, fps: 12, codec: 'h264', seed: 1, name: 'Street', zoneMinutes: 420, ...options };
  return loopFromAnnexB(all.codec, await encodeDrawn(new Ffmpeg(ffmpeg), all, seconds), all.fps);
};
