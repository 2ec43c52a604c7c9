import { videoTrackId } from '../media/fmp4.ts';
import { boxesIn } from '../media/fmp4-read.ts';

/** When each picture of fMP4 fragments is shown, in ticks of its track and in the order they are shown; the form of `trun` is anybody's (ISO/IEC 14496-12 §8.8.7, §8.8.8). */
export function pictureTicks(fragments: Uint8Array): readonly number[] {
  const bytes = Buffer.from(fragments.buffer, fragments.byteOffset, fragments.length);
  const shown: number[] = [];
  for (const moof of boxesIn(bytes)) {
    if (moof.type !== 'moof') continue;
    for (const traf of boxesIn(bytes, moof.offset + moof.headerSize, moof.offset + moof.size)) if (traf.type === 'traf') readTraf(bytes, traf.offset + traf.headerSize, traf.offset + traf.size, shown);
  }
  return shown.toSorted((a, b) => a - b);
}

function readTraf(bytes: Buffer, from: number, to: number, shown: number[]): void {
  let track = 0;
  let usual = 0;
  let ticks = 0;
  for (const { type, offset, size } of boxesIn(bytes, from, to)) {
    const at = offset + 8;
    if (type === 'tfhd' && size >= 16) {
      const flags = bytes.readUInt32BE(at) & 0xffffff;
      track = bytes.readUInt32BE(at + 4);
      const usualAt = at + 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
      if (flags & 8 && usualAt + 4 <= offset + size) usual = bytes.readUInt32BE(usualAt);
    }
    if (type === 'tfdt' && size >= 16) ticks = bytes[at] === 1 && size >= 20 ? bytes.readUInt32BE(at + 4) * 2 ** 32 + bytes.readUInt32BE(at + 8) : bytes.readUInt32BE(at + 4);
    if (type !== 'trun' || track !== videoTrackId || size < 16) continue;
    const flags = bytes.readUInt32BE(at) & 0xffffff;
    const stride = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
    const count = bytes.readUInt32BE(at + 4);
    const first = at + 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
    if (first + count * stride > offset + size) return;
    for (let i = 0; i < count; i += 1) {
      const entry = first + i * stride;
      shown.push(ticks + (flags & 0x800 ? bytes.readInt32BE(entry + stride - 4) : 0));
      ticks += flags & 0x100 ? bytes.readUInt32BE(entry) : usual;
    }
  }
}
