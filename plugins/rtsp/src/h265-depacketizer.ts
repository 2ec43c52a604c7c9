import type { Depacketizer } from './rtp-receiver.ts';
import { VideoAssembler, type NalKinds, type PictureSink } from './video-assembler.ts';

export const h265Kinds: NalKinds = {
  kindOf: (byte) => (byte >> 1) & 0x3f,
  headerSize: 2,
  sets: [32, 33, 34],
  isPicture: (kind) => kind < 32,
  isKey: (kind) => kind >= 16 && kind <= 21,
  isDropped: (kind) => kind >= 35 && kind <= 38 || kind >= 48,
};
const aggregation = 48;
const fragmentation = 49;

/** RFC 7798: single NAL units, AP (§4.4.2) and FU (§4.4.3), without decoding order numbers (sprop-max-don-diff 0). */
export class H265Depacketizer implements Depacketizer {
  readonly #assembler: VideoAssembler;

  constructor(announcedSets: readonly Uint8Array[], sink: PictureSink) {
    this.#assembler = new VideoAssembler(h265Kinds, announcedSets, sink);
  }

  packet(bytes: Buffer, start: number, end: number, ticks: number, marker: boolean): void {
    const assembler = this.#assembler;
    assembler.at(ticks);
    if (end - start >= 2) {
      const kind = h265Kinds.kindOf(bytes[start] ?? 0);
      if (kind < aggregation) assembler.whole(bytes, start, end);
      else if (kind === aggregation) this.#aggregate(bytes, start + 2, end);
      else if (kind === fragmentation) this.#piece(bytes, start, end);
      else assembler.damage();
    } else if (end > start) assembler.damage();
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
    if (end - start < 4) return assembler.damage();
    const head = bytes[start + 2] ?? 0;
    if (head & 0x80) {
      if (assembler.isOpen) assembler.damage();
      assembler.begin();
      assembler.appendByte(((bytes[start] ?? 0) & 0x81) | ((head & 0x3f) << 1));
      assembler.appendByte(bytes[start + 1] ?? 0);
    } else if (!assembler.isOpen) return assembler.damage();
    assembler.append(bytes, start + 3, end);
    if (head & 0x40) assembler.finish();
  }
}
