import { cameraNow } from '../conduct.ts';
import type { Conduct } from '../conduct.ts';
import type { Ffmpeg } from '../media/ffmpeg.ts';
import { encoderArgs } from '../media/make-loop.ts';
import type { Metronome } from '../media/metronome.ts';
import { collectSets, isKeyPicture, picturePayload, rawFormat, splitPicture } from '../media/nal.ts';
import { RiffReader } from '../media/riff-reader.ts';
import { steadyNow } from '../media/steady-clock.ts';
import type { Stop, VideoCodec, VideoFormat, VideoSource, VideoUnit } from '../media/unit.ts';
import { StreetPainter } from './street-painter.ts';

export interface DrawnOptions {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly codec: VideoCodec;
  readonly seed: number;
  /** Burnt in at the top left. */
  readonly name: string;
  readonly zoneMinutes: number;
}

// Frames an encoder may be behind by before the next is left out.
const FRAMES_AHEAD = 3;
const RESTART_AFTER_MS = 1_000;
const PAST_PIECE_MS = 10_000;

const bitrateOf = ({ width, height }: { width: number; height: number }): number => Math.max(150, Math.round((width * height) / 600));

const encode = (options: DrawnOptions): string[] => ['-probesize', '32', '-analyzeduration', '0', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${options.width}x${options.height}`, '-r', String(options.fps),
  '-i', 'pipe:0', ...encoderArgs(options.codec, options.fps, bitrateOf(options))];

/** A street drawn live: one encoder, which runs only while somebody looks. */
export class DrawnVideo implements VideoSource {
  #options: DrawnOptions;
  readonly #first: DrawnOptions;
  readonly #conduct: Conduct;
  readonly #ffmpeg: Ffmpeg;
  readonly #metronome: Metronome;
  #painter: StreetPainter | undefined;
  #format: Promise<VideoFormat> | undefined;
  #restart: (() => void) | undefined;

  constructor(options: DrawnOptions, conduct: Conduct, ffmpeg: Ffmpeg, metronome: Metronome) {
    this.#options = options;
    this.#first = options;
    this.#conduct = conduct;
    this.#ffmpeg = ffmpeg;
    this.#metronome = metronome;
  }

  format(): Promise<VideoFormat> {
    this.#format ??= this.#probe();
    this.#format.catch(() => { this.#format = undefined; });
    return this.#format;
  }

  /** Another picture size from now on; a playing stream goes on with new parameter sets in band. */
  resize(width: number, height: number): void {
    this.#options = { ...this.#options, width, height };
    this.#painter = undefined;
    this.#format = undefined;
    this.#restart?.();
  }

  /** Another codec from now on: a playing stream changes in the middle. */
  recode(codec: VideoCodec): void {
    this.#options = { ...this.#options, codec };
    this.#format = undefined;
    this.#restart?.();
  }

  get codec(): VideoCodec {
    return this.#options.codec;
  }

  resizeBack(): void {
    this.resize(this.#first.width, this.#first.height);
  }

  get isResized(): boolean {
    return this.#options.width !== this.#first.width;
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#options;
  }

  play(sink: (unit: VideoUnit) => void): Stop {
    let stop = this.#encode(sink);
    this.#restart = () => {
      stop();
      stop = this.#encode(sink);
    };
    return () => {
      this.#restart = undefined;
      stop();
    };
  }

  /** What it would have shown in [from, to), coded as fast as it goes, from a key picture on. */
  async* past(from: number, to: number): AsyncGenerator<{ readonly nals: readonly Buffer[]; readonly key: boolean; readonly atMs: number }> {
    const options = this.#options;
    const { codec, fps } = options;
    const painter = this.#setUpEasel();
    const sets = { vps: [], sps: [], pps: [] };
    const frameMs = 1_000 / fps;
    // Piece by piece: an hour at once would have to wait in memory.
    for (let begin = from; begin < to; begin += PAST_PIECE_MS) {
      const count = Math.ceil((Math.min(to, begin + PAST_PIECE_MS) - begin) / frameMs);
      const frames = Buffer.concat(Array.from({ length: count }, (_, i) => Buffer.from(painter.paint(begin + i * frameMs).bytes)));
      const { stdout } = await this.#ffmpeg.run([...encode(options), '-f', 'avi', 'pipe:1'], frames);
      const packets: Buffer[] = [];
      new RiffReader((packet) => packets.push(Buffer.from(packet))).push(stdout);
      for (const [i, packet] of packets.entries()) {
        const nals = splitPicture(codec, packet);
        yield { nals: picturePayload(codec, nals, sets), key: isKeyPicture(codec, nals), atMs: begin + i * frameMs };
      }
    }
  }

  async jpeg(): Promise<Buffer> {
    const { width, height } = this.#options;
    const { bytes } = this.#paint(Buffer.allocUnsafe((width * height * 3) / 2));
    const { stdout } = await this.#ffmpeg.run(['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-i', 'pipe:0', '-frames:v', '1', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'], bytes);
    return stdout;
  }

  #paint(into: Buffer): { bytes: Buffer } {
    return this.#setUpEasel().paint(cameraNow(this.#conduct), into);
  }

  #setUpEasel(): StreetPainter {
    const { width, height, seed, name, zoneMinutes } = this.#options;
    this.#painter ??= new StreetPainter(width, height, seed, name, zoneMinutes);
    return this.#painter;
  }

  #encode(sink: (unit: VideoUnit) => void): Stop {
    const options = this.#options;
    const size = (options.width * options.height * 3) / 2;
    const frames = Array.from({ length: FRAMES_AHEAD + 1 }, () => Buffer.allocUnsafe(size));
    const paintedMs: number[] = [];
    let restart: NodeJS.Timeout | undefined;
    let stopped = false;
    const sets = { vps: [], sps: [], pps: [] };
    const reader = new RiffReader((packet) => {
      const nals = splitPicture(options.codec, packet);
      sink({ kind: 'video', codec: options.codec, nals: picturePayload(options.codec, nals, sets), key: isKeyPicture(options.codec, nals), ptsMs: paintedMs.shift() ?? steadyNow() });
    });
    const encoder = this.#ffmpeg.start([...encode(options), '-f', 'avi', '-flush_packets', '1', 'pipe:1']);
    void encoder.ended.then(() => {
      if (!stopped) restart = setTimeout(() => this.#restart?.(), RESTART_AFTER_MS); // killed from outside: a camera goes on
      return undefined;
    });
    encoder.stdout.on('data', (bytes: Buffer) => reader.push(bytes));
    let dueMs = steadyNow();
    let count = 0;
    const stop = this.#metronome.join((now) => {
      if (now < dueMs) return;
      dueMs = now - dueMs > 1_000 ? now : dueMs + 1_000 / options.fps;
      if (encoder.stdin.destroyed || encoder.stdin.writableLength >= FRAMES_AHEAD * size) return;
      paintedMs.push(now);
      encoder.stdin.write(this.#paint(frames[count % frames.length] ?? Buffer.allocUnsafe(size)).bytes);
      count += 1;
    });
    return () => {
      stopped = true;
      stop();
      clearTimeout(restart);
      encoder.stdout.removeAllListeners('data');
      encoder.stdout.resume();
      encoder.kill();
    };
  }

  // The parameter sets depend on the settings alone: one grey frame tells them.
  async #probe(): Promise<VideoFormat> {
    const { width, height, fps, codec } = this.#options;
    const coding = this.#ffmpeg.run([...encode(this.#options), '-f', rawFormat(codec), 'pipe:1'], Buffer.alloc((width * height * 3) / 2, 128));
    this.#setUpEasel(); // a background takes a while to paint: before PLAY, not after it
    const { stdout } = await coding;
    return { codec, width, height, fps, sets: codec === 'mjpeg' ? { vps: [], sps: [], pps: [] } : collectSets(codec, splitPicture(codec, stdout)) };
  }
}

/** Frames of a drawn street, coded once: footage for any number of cameras. */
export const drawnFrames = function* (options: DrawnOptions, seconds: number): Generator<Buffer> {
  const painter = new StreetPainter(options.width, options.height, options.seed, options.name, options.zoneMinutes);
  const start = Date.now();
  for (let i = 0; i < seconds * options.fps; i += 1) yield painter.paint(start + (i * 1_000) / options.fps).bytes;
};

/** @throws Error when ffmpeg fails. */
export const encodeDrawn = async (ffmpeg: Ffmpeg, options: DrawnOptions, seconds: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  const encoder = ffmpeg.start([...encode(options), '-f', rawFormat(options.codec), 'pipe:1']);
  encoder.stdout.on('data', (bytes: Buffer) => chunks.push(bytes));
  for (const frame of drawnFrames(options, seconds)) {
    if (encoder.stdin.destroyed) break;
    if (!encoder.stdin.write(frame)) await Promise.race([new Promise((resolve) => encoder.stdin.once('drain', resolve)), encoder.ended]);
  }
  encoder.stdin.end();
  const failure = await encoder.ended;
  if (failure !== undefined) throw failure;
  return Buffer.concat(chunks);
};
