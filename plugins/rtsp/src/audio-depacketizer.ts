import type { AacLayout } from './choose-tracks.ts';
import type { Depacketizer } from './rtp-receiver.ts';

/** `bytes` is one raw frame, valid during the call only: whoever keeps it copies it. */
export type SoundSink = (ticks: number, bytes: Buffer) => void;

/** G.711 (RFC 3551 §4.5.14) and Opus (RFC 7587): what a packet holds is one frame. */
export class PlainDepacketizer implements Depacketizer {
  readonly #sink: SoundSink;

  constructor(sink: SoundSink) {
    this.#sink = sink;
  }
  packet(bytes: Buffer, start: number, end: number, ticks: number): void {
    if (end > start) this.#sink(ticks, bytes.subarray(start, end));
  }
  gap(): void {}
}

const mostFrames = 64;
const longestFrame = 16 * 1024;

/** AAC-hbr, RFC 3640 §3.3.6: several frames in a packet, or one frame in several packets. */
export class AacDepacketizer implements Depacketizer {
  readonly #layout: AacLayout;
  readonly #sink: SoundSink;
  #pieces: Buffer[] = [];
  #gathered = 0;
  #awaited = 0;
  #ticks = 0;

  constructor(layout: AacLayout, sink: SoundSink) {
    this.#layout = layout;
    this.#sink = sink;
  }

  packet(bytes: Buffer, start: number, end: number, ticks: number): void {
    if (end - start < 2) return this.gap();
    const { sizeBits, indexBits, frameLength } = this.#layout;
    const headerBits = bytes.readUInt16BE(start);
    const count = Math.floor(headerBits / (sizeBits + indexBits));
    let at = start + 2 + Math.ceil(headerBits / 8);
    if (count < 1 || count > mostFrames || at > end) return this.gap();
    for (let i = 0; i < count; i++) {
      const size = readBits(bytes, (start + 2) * 8 + i * (sizeBits + indexBits), sizeBits);
      if (count === 1 && size > end - at) return this.#gather(bytes.subarray(at, end), size, ticks);
      if (size > end - at) return this.gap();
      if (this.#gathered > 0) this.gap();
      if (size > 0) this.#sink(ticks + i * frameLength, bytes.subarray(at, at + size));
      at += size;
    }
  }
  gap(): void {
    this.#pieces = [];
    this.#gathered = 0;
  }

  /** Every packet of a fragmented frame names the size of the whole frame, RFC 3640 §3.2.3. */
  #gather(piece: Buffer, size: number, ticks: number): void {
    if (this.#gathered > 0 && (ticks !== this.#ticks || size !== this.#awaited)) this.gap();
    if (size > longestFrame || piece.length === 0) return this.gap();
    this.#ticks = ticks;
    this.#awaited = size;
    this.#pieces.push(Buffer.from(piece));
    this.#gathered += piece.length;
    if (this.#gathered < size) return;
    const frame = Buffer.concat(this.#pieces, size);
    this.gap();
    this.#sink(ticks, frame);
  }
}

function readBits(bytes: Buffer, at: number, count: number): number {
  let value = 0;
  for (let bit = at; bit < at + count; bit++) value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
}
