import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Lock } from '../base/lock.ts';
import type { Interval, Permit } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import { seconds, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import type { Vouching } from '../streams/view.ts';
import type { Remaking } from './conditioned-clip.ts';
import type { Footage } from './footage.ts';

export interface AskPreviewsParts {
  readonly footage: Pick<Footage, 'glimpse'>;
  readonly gate: Vouching;
  readonly ffmpeg: Ffmpeg;
  readonly masks: Remaking['masks'];
  /** Private to the hub; emptied at the start. */
  readonly folder: string;
}
/** A picture for each of these, and never more or fewer than so many: evenly spread, so that a place in the film is an instant of the interval. */
const pictureEvery = seconds(5);
const fewest = 8;
const most = 24;
export const previewRate = 4;
interface Size { readonly width: number; readonly height: number }
const largest: Size = { width: 426, height: 240 };
/** The first picture in its own shape, without a rim: a place in the film is the same share of the picture, so that what is covered here is covered there. */
const fit = `scale=w='2*round(min(${largest.width},${largest.height}*iw/ih)/2)':h='2*round(min(${largest.height},${largest.width}*ih/iw)/2)',setsar=1`;
/** The header says all there is to know, and one thread has the first frame soonest. */
const oneFrame = ['-threads', '1', '-probesize', '65536', '-analyzeduration', '0'];
const largestPicture = 2 * 2 ** 20;
const stallsAfter = seconds(20);
const kindness = 12;
const remembered = 12;
/** Every grown-up of a house with all that waits for it open at once; more than that is no wish to see it. */
const waitingPerCamera = 6;

/** Instants a preview shows, each in the middle of its share of the interval. */
export function previewMoments([from, to]: Interval): readonly Instant[] {
  const count = Math.min(most, Math.max(fewest, Math.ceil((to - from) / pictureEvery)));
  return Array.from({ length: count }, (_, n) => Math.min(to - 1, Math.floor(from + ((n + 0.5) * (to - from)) / count)));
}

/**
 * Short films without sound of what was asked for, made on the hub for the owner's house alone: she sees what she would give before she gives it.
 * Four pictures a second, evenly spread; grey where nothing was recorded.
 */
export class AskPreviews {
  readonly #parts: AskPreviewsParts;
  readonly #turn = new Lock();
  /** Of what was made lately, by interval; opening it again needs a permit all the same. */
  readonly #made = new Map<string, Buffer>();
  readonly #waiting = new Map<CameraId, number>();
  constructor(parts: AskPreviewsParts) {
    this.#parts = parts;
  }

  /** To be called once, before the first. */
  async start(): Promise<void> {
    await rm(this.#parts.folder, { recursive: true, force: true });
    await mkdir(this.#parts.folder, { recursive: true, mode: 0o700 });
  }

  /** MP4 of the interval the permit is for. One at a time, and only so many wait. @throws HubError `too-many-requests`, `consent-refused`, `consent-ended`, `no-footage`, `footage-damaged`, `ffmpeg-missing`, `internal` */
  async make(permit: Permit<'playback'>): Promise<Buffer> {
    const { camera, footage } = permit.ask;
    if (!footage || !this.#parts.gate.vouches(permit)) throw new HubError('consent-refused', 'This permit is for no footage.');
    // A mask may be drawn anew under its old name, so what was covered is made anew each time.
    const key = permit.obligations.masks.length === 0 ? JSON.stringify([camera, footage]) : undefined;
    const made = (): Buffer | undefined => (key === undefined ? undefined : this.#made.get(key));
    const waiting = this.#waiting.get(camera) ?? 0;
    if (made() === undefined && waiting >= waitingPerCamera) throw new HubError('too-many-requests', 'Enough previews of this camera are being made.');
    this.#waiting.set(camera, waiting + 1);
    try {
      return made() ?? await this.#turn.run(async () => made() ?? await this.#makeNow(permit, footage, key), permit.signal);
    } catch (failure) {
      // Left while it waited for its turn.
      throw failure instanceof HubError ? failure : new HubError(permit.signal.aborted ? 'consent-ended' : 'internal', 'The preview was not made.', { cause: failure });
    } finally {
      const left = (this.#waiting.get(camera) ?? 1) - 1;
      if (left > 0) this.#waiting.set(camera, left);
      else this.#waiting.delete(camera);
    }
  }

  async #makeNow(permit: Permit<'playback'>, footage: Interval, key: string | undefined): Promise<Buffer> {
    const film = await this.#film(permit, previewMoments(footage));
    if (key !== undefined) this.#made.set(key, film);
    for (const oldest of [...this.#made.keys()].slice(0, -remembered)) this.#made.delete(oldest);
    return film;
  }

  async #film(permit: Permit<'playback'>, moments: readonly Instant[]): Promise<Buffer> {
    const pictures: (Buffer | undefined)[] = [];
    let size: Size | undefined;
    for (const at of moments) {
      const group = await this.#parts.footage.glimpse(permit, this.#parts.gate, at, this.#parts);
      const picture = group && await this.#picture(group, size, permit.signal);
      size ??= picture && jpegSize(picture);
      pictures.push(picture);
    }
    if (!size) throw new HubError('no-footage', 'Nothing was recorded in this interval.');
    const grey = pictures.includes(undefined) ? await this.#run(['-f', 'lavfi', '-i', `color=c=gray:s=${size.width}x${size.height}`, '-frames:v', '1', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'], undefined, permit.signal) : undefined;
    const file = join(this.#parts.folder, `${randomUUID()}.mp4`);
    try {
      // Every picture a key picture, so that a player stops at exactly the instant it is asked for.
      await this.#run(['-f', 'mjpeg', '-framerate', String(previewRate), '-i', 'pipe:0', '-an', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '27', '-g', '1', '-pix_fmt', 'yuv420p', '-movflags', '+faststart', '-f', 'mp4', '-y', file],
        Buffer.concat(pictures.map((picture) => picture ?? grey ?? Buffer.alloc(0))), permit.signal);
      return await readFile(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  /** @param size of the film; undefined for its first picture */
  async #picture(group: Uint8Array, size: Size | undefined, signal: AbortSignal): Promise<Buffer | undefined> {
    const picture = await this.#run([...oneFrame, '-f', 'mp4', '-i', 'pipe:0', '-an', '-frames:v', '1', '-vf', size ? `scale=${size.width}:${size.height},setsar=1` : fit, '-q:v', '4', '-f', 'mjpeg', 'pipe:1'], group, signal);
    return picture.length > 0 ? picture : undefined;
  }

  async #run(args: readonly string[], input: Uint8Array | undefined, signal: AbortSignal): Promise<Buffer> {
    await using run = this.#parts.ffmpeg.run(args, { signal, niceness: kindness, stallTimeout: stallsAfter });
    if (input) run.stdin.write(input);
    run.stdin.end();
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of run.stdout) {
      bytes += part.length;
      if (bytes > largestPicture) throw new HubError('internal', 'A picture of a preview is too large.');
      parts.push(part);
    }
    const code = await run.exit;
    if (signal.aborted) throw new HubError('consent-ended', 'The permission ended while the preview was made.');
    if (code !== 0) throw new HubError('internal', `ffmpeg could not make a preview: ${run.words()}`);
    return Buffer.concat(parts, bytes);
  }
}

/** ITU-T T.81 §B.2.2: the frame header behind the first SOF marker. Undefined for what has none. */
export function jpegSize(jpeg: Uint8Array): Size | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 9 <= jpeg.length && jpeg[at] === 0xff;) {
    const marker = jpeg[at + 1] ?? 0;
    // SOF0..SOF15 but DHT, JPG and DAC.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
