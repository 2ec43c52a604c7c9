import type { Depacketizer } from './rtp-receiver.ts';
import { VideoAssembler, type NalKinds, type PictureSink } from './video-assembler.ts';

export const h264Kinds: NalKinds = {
  kindOf: (byte) => byte & 0x1f,
  headerSize: 1,
  sets: [7, 8],
  isPicture: (kind) => kind >= 1 && kind <= 5,
  isKey: (kind) => kind === 5,
  isDropped: (kind) => kind === 0 || kind >= 9 && kind <= 12 || kind >= 24,
};
const stapA = 24;
const fuA = 28;

/** RFC 6184: single NAL units, STAP-A (§5.7.1) and FU-A (§5.8). The interleaved kinds (§5.5) are no camera's; their pictures are dropped. */
export class H264Depacketizer implements Depacketizer {
  readonly #assembler: VideoAssembler;

  constructor(announcedSets: readonly Uint8Array[], sink: PictureSink) {
    this.#assembler = new VideoAssembler(h264Kinds, announcedSets, sink);
  }

  packet(bytes: Buffer, start: number, end: number, ticks: number, marker: boolean): void {
    const assembler = this.#assembler;
    assembler.at(ticks);
    if (end > start) {
      const kind = (bytes[start] ?? 0) & 0x1f;
      if (kind >= 1 && kind <= 23) assembler.whole(bytes, start, end);
      else if (kind === stapA) this.#aggregate(bytes, start + 1, end);
      else if (kind === fuA) this.#piece(bytes, start, end);
      else assembler.damage();
    }
    if (marker) assembler.marker();
  }
  gap(): void {
    this.#assembler.damage();
  }

  #aggregate(bytes: Buffer, start: number, end: number): void {
    for (let at = start; at + 2 <= end; ) {
      const next = at + 2 + bytes.readUInt16BE(at);
      if (next > end) return this.#assembler.damage();
      if (next > at + 2) this.#assembler.whole(bytes, at + 2, next);
      at = next;
    }
  }

  #piece(bytes: Buffer, start: number, end: number): void {
    const assembler = this.#assembler;
    if (end - start < 3) return assembler.damage();
    const indicator = bytes[start] ?? 0;
    const head = bytes[start + 1] ?? 0;
    if (head & 0x80) {
      if (assembler.isOpen) assembler.damage();
      assembler.begin();
      assembler.appendByte((indicator & 0xe0) | (head & 0x1f));
    } else if (!assembler.isOpen) return assembler.damage();
    assembler.append(bytes, start + 2, end);
    if (head & 0x40) assembler.finish();
  }
}
