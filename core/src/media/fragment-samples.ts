import { boxesIn, type BoxPlace } from './fmp4-read.ts';
import { videoTrackId } from './fmp4.ts';

/** One coded picture or block of sound inside a fragment. */
export interface FragmentSample {
  readonly track: 'video' | 'audio';
  /** When it is shown, in the track's clock rate. */
  readonly shownTicks: number;
  readonly decodeTicks: number;
  readonly duration: number;
  readonly key: boolean;
  /** A view into the fragment: NAL units each behind 4 bytes of length, or one raw frame. */
  readonly bytes: Uint8Array;
}

/** The samples of one fragment as `fragment` writes it: every sample with its own duration, size and flags, data offsets from the `moof`. Anything else gives none. */
export function samplesOf(fragment: Uint8Array): readonly FragmentSample[] {
  const data = Buffer.from(fragment.buffer, fragment.byteOffset, fragment.length);
  const [moof] = boxesIn(data);
  if (moof?.type !== 'moof') return [];
  const samples: FragmentSample[] = [];
  for (const traf of inside(data, moof)) if (traf.type === 'traf') readRun(data, traf, samples);
  return samples;
}

function readRun(data: Buffer, traf: BoxPlace, samples: FragmentSample[]): void {
  let track: 'video' | 'audio' = 'video';
  let decodeTicks = 0;
  for (const { type, offset, size } of inside(data, traf)) {
    const at = offset + 8;
    if (type === 'tfhd' && size >= 16) track = data.readUInt32BE(at + 4) === videoTrackId ? 'video' : 'audio';
    if (type === 'tfdt' && size >= 20) decodeTicks = data.readUInt32BE(at + 4) * 2 ** 32 + data.readUInt32BE(at + 8);
    if (type !== 'trun' || size < 20) continue;
    const flags = data.readUInt32BE(at) & 0xffffff;
    const stride = flags === 0xf01 ? 16 : flags === 0x701 ? 12 : 0;
    const count = data.readUInt32BE(at + 4);
    if (stride === 0 || 20 + count * stride > size) return;
    let from = data.readUInt32BE(at + 8);
    for (let i = 0; i < count; i++) {
      const entry = at + 12 + i * stride;
      const duration = data.readUInt32BE(entry);
      const length = data.readUInt32BE(entry + 4);
      if (from + length > data.length) return;
      const shift = stride === 16 ? data.readInt32BE(entry + 12) : 0;
      samples.push({ track, decodeTicks, shownTicks: decodeTicks + shift, duration, key: (data.readUInt32BE(entry + 8) & 0x10000) === 0, bytes: data.subarray(from, from + length) });
      from += length;
      decodeTicks += duration;
    }
  }
}

function inside(bytes: Uint8Array, parent: BoxPlace): Generator<BoxPlace> {
  return boxesIn(bytes, parent.offset + parent.headerSize, parent.offset + parent.size);
}
