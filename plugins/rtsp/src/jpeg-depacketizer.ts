import { frameHeader, jpegHead, type JpegLayout } from './jpeg-head.ts';
import { quantizationTables } from './jpeg-tables.ts';
import type { Depacketizer } from './rtp-receiver.ts';
import type { PictureSink } from './video-assembler.ts';

const longestPicture = 8 * 1024 * 1024;
const usualScratch = 64 * 1024;
const keptScratch = 1024 * 1024;
/** Room for what stands before the coded data. */
const longestHead = 1_280;
const mostKnownTables = 128;
const secondField = 2;

/** The size that RFC 2435 cannot say (above 2,040), from `a=framesize` or `a=x-dimensions`. */
export interface StatedSize {
  readonly width: number;
  readonly height: number;
}
interface Head {
  readonly type: number;
  readonly quality: number;
  readonly layout: JpegLayout;
}

/** RFC 2435: JPEG pictures without their tables, in pieces; put together as whole JPEG files. A picture with a hole is dropped, and the next one is whole by itself. */
export class JpegDepacketizer implements Depacketizer {
  readonly #sink: PictureSink;
  readonly #stated: StatedSize | undefined;
  /** By Q of 128..254, which may be sent once only (§4.2). */
  readonly #known = new Map<number, { readonly precision: number; readonly tables: Buffer }>();
  #scratch = Buffer.allocUnsafe(usualScratch);
  /** Of the file; 0 before the first piece of a picture. */
  #size = 0;
  #gathered = 0;
  #ticks = Number.NaN;
  #frame: Buffer | undefined;
  #announced: Buffer | undefined;
  #head: { readonly key: string; readonly bytes: Buffer; readonly frame: Buffer } | undefined;

  constructor(sink: PictureSink, stated?: StatedSize) {
    this.#sink = sink;
    this.#stated = stated;
  }

  packet(bytes: Buffer, start: number, end: number, ticks: number, marker: boolean): void {
    if (ticks !== this.#ticks) this.gap();
    this.#ticks = ticks;
    if (end - start < 8) return this.gap();
    // The second field of an interlaced picture has the same time: the first alone is shown.
    if (bytes[start] === secondField) return;
    const offset = bytes.readUIntBE(start + 1, 3);
    const type = bytes[start + 4] ?? 0;
    let at = start + 8;
    // Types 64 to 127 say where restart markers stand (§3.1.7).
    const restarts = type >= 64 && type < 128;
    const restartInterval = restarts && at + 4 <= end ? bytes.readUInt16BE(at) : 0;
    if (restarts) at += 4;
    if (offset === 0) {
      this.gap();
      const read = this.#begin(bytes, start, at, end, restartInterval);
      if (read === undefined) return;
      at = read;
    } else if (this.#size === 0 || offset !== this.#gathered) return this.gap();
    if (at > end || this.#size + (end - at) + 2 > longestPicture) return this.gap();
    this.#append(bytes, at, end);
    this.#gathered += end - at;
    if (marker) this.#send(ticks);
  }
  gap(): void {
    this.#size = 0;
    this.#gathered = 0;
  }

  /** @returns where the coded data begins */
  #begin(bytes: Buffer, start: number, from: number, end: number, restartInterval: number): number | undefined {
    const type = (bytes[start + 4] ?? 0) & 63;
    const quality = bytes[start + 5] ?? 0;
    const width = (bytes[start + 6] ?? 0) * 8 || this.#stated?.width || 0;
    const height = (bytes[start + 7] ?? 0) * 8 || this.#stated?.height || 0;
    if ((bytes[start + 4] ?? 0) > 127 || type > 1 || quality === 0 || (quality > 99 && quality < 128) || width === 0 || height === 0) return undefined;
    let at = from;
    if (quality >= 128) {
      if (at + 4 > end) return undefined;
      const length = bytes.readUInt16BE(at + 2);
      if (at + 4 + length > end || length > 512) return undefined;
      if (length > 0) this.#learn(quality, bytes[at + 1] ?? 0, bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    const head = this.#headOf({ type, quality, layout: { width, height, type, restartInterval, precision: 0, tables: Buffer.alloc(0) } });
    if (!head) return undefined;
    this.#append(head, 0, head.length);
    return at;
  }

  #learn(quality: number, precision: number, tables: Buffer): void {
    const known = this.#known.get(quality);
    if (known?.precision === precision && known.tables.equals(tables)) return;
    if (this.#known.size >= mostKnownTables) this.#known.clear();
    this.#known.set(quality, { precision, tables: Buffer.from(tables) });
    this.#head = undefined;
  }

  /** Pictures of a camera have the same head for hours. */
  #headOf({ type, quality, layout }: Head): Buffer | undefined {
    const key = `${type} ${quality} ${layout.width} ${layout.height} ${layout.restartInterval}`;
    if (this.#head?.key !== key) {
      const known = quality < 128 ? { precision: 0, tables: quantizationTables(quality) } : this.#known.get(quality);
      const whole = known && { ...layout, ...known };
      const bytes = whole && jpegHead(whole);
      if (!whole || !bytes || bytes.length > longestHead) return undefined;
      this.#head = { key, bytes, frame: frameHeader(whole) };
    }
    this.#frame = this.#head.frame;
    return this.#head.bytes;
  }

  #append(bytes: Buffer, from: number, to: number): void {
    const needed = this.#size + to - from + 2;
    if (needed > this.#scratch.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#scratch.length * 2, needed));
      this.#scratch.copy(larger, 0, 0, this.#size);
      this.#scratch = larger;
    }
    bytes.copy(this.#scratch, this.#size, from, to);
    this.#size += to - from;
  }
  #send(ticks: number): void {
    const frame = this.#frame;
    if (this.#gathered === 0 || !frame) return this.gap();
    // Some cameras leave the end of the image on, as the RFC allows.
    if (this.#scratch[this.#size - 2] !== 0xff || this.#scratch[this.#size - 1] !== 0xd9) {
      this.#scratch[this.#size++] = 0xff;
      this.#scratch[this.#size++] = 0xd9;
    }
    if (!this.#announced?.equals(frame)) {
      this.#announced = frame;
      this.#sink.format([frame]);
    }
    const picture = this.#scratch.subarray(0, this.#size);
    this.gap();
    this.#sink.picture(ticks, true, picture);
    if (this.#scratch.length > keptScratch) this.#scratch = Buffer.allocUnsafe(usualScratch);
  }
}
