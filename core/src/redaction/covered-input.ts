import type { RedactionRegion } from '../domain/redaction.ts';
import type { Instant } from '../domain/time.ts';
import { box, fullBox, u16, u32, zeros } from '../media/boxes.ts';
import { boxesIn, mapFmp4, readTimescales, type BoxPlace } from '../media/fmp4-read.ts';
import { fragment, videoTrackId } from '../media/fmp4.ts';
import { samplesOf } from '../media/fragment-samples.ts';
import { HubError } from '../sdk/errors.ts';
import { coverLevelsOf, greyPng, type CoverSize } from './cover-picture.ts';

const coverTrackId = 3;
/** Fine enough for a face far away, small enough to be drawn for every picture. */
const size: CoverSize = { width: 480, height: 270 };

/**
 * The same file with one more track: for each picture, at exactly its time, a grey picture of what is to be covered in it. So a cover can be neither early nor late, whatever the camera's rate, and needs no second input.
 * @param from of the file's first picture
 * @throws HubError `obligation-unmet` for a file whose pictures cannot be told apart
 */
export function coveredInput(file: Uint8Array, from: Instant, regions: readonly RedactionRegion[]): Buffer {
  const map = mapFmp4(file);
  const init = map.init && file.subarray(map.init.offset, map.init.offset + map.init.size);
  const scale = init && readTimescales(init).get(videoTrackId);
  if (!init || !scale) throw unmet();
  const out: Uint8Array[] = [withCoverTrack(init, scale)];
  const nothing = greyPng(Buffer.alloc(size.width * size.height), size);
  let first: number | undefined;
  let last: { readonly levels: Buffer; readonly png: Buffer } | undefined;
  for (const place of map.fragments) {
    const bytes = file.subarray(place.offset, place.offset + place.size);
    if (place.runs.some(({ trackId }) => trackId === videoTrackId)) {
      const samples = samplesOf(bytes).filter(({ track }) => track === 'video');
      if (samples.length === 0 || samples.length !== place.runs.find(({ trackId }) => trackId === videoTrackId)?.samples) throw unmet();
      first ??= samples[0]?.shownTicks ?? 0;
      for (const { shownTicks, decodeTicks, duration } of samples) {
        const at = from + ((shownTicks - first) * 1_000) / scale;
        const levels = coverLevelsOf(regions, Math.floor(at + hair), Math.ceil(at + Math.max(1, (duration * 1_000) / scale) - hair), size);
        if (levels && !last?.levels.equals(levels)) last = { levels, png: greyPng(levels, size) };
        const png = levels && last ? last.png : nothing;
        const shownAfter = shownTicks - decodeTicks;
        out.push(asCover(fragment(place.sequence, [{ track: 'video', decodeTicks, duration, ...(shownAfter === 0 ? {} : { shownAfter }), key: true, parts: [png], size: png.length }])));
      }
    }
    out.push(bytes);
  }
  if (first === undefined) throw unmet();
  return Buffer.concat(out);
}

/** Times in files are finer than those of people. */
const hair = 1e-3;

/** The number of the track in its header (ISO/IEC 14496-12 §8.8.7): `moof`, `mfhd` 16 bytes, `traf`, `tfhd`. */
function asCover(bytes: Uint8Array): Uint8Array {
  const out = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  out.writeUInt32BE(coverTrackId, 8 + 16 + 8 + 12);
  return out;
}

function withCoverTrack(init: Uint8Array, scale: number): Buffer {
  const matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
  const entry = box('png ', zeros(6), u16(1), zeros(16), u16(size.width, size.height), u32(0x480000, 0x480000, 0), u16(1), zeros(32), u16(24, 0xffff));
  const tables = box('stbl', fullBox('stsd', 0, 0, u32(1), entry), fullBox('stts', 0, 0, u32(0)), fullBox('stsc', 0, 0, u32(0)), fullBox('stsz', 0, 0, u32(0, 0)), fullBox('stco', 0, 0, u32(0)));
  const trak = box('trak', fullBox('tkhd', 0, 3, u32(0, 0, coverTrackId, 0, 0, 0, 0, 0, 0, ...matrix, size.width * 0x10000, size.height * 0x10000)),
    box('mdia', fullBox('mdhd', 0, 0, u32(0, 0, scale, 0), u16(0x55c4, 0)), fullBox('hdlr', 0, 0, u32(0), Buffer.from('vide'), zeros(12), Buffer.from('vide\0')),
      box('minf', fullBox('vmhd', 0, 1, zeros(8)), box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))), tables)));
  const trex = fullBox('trex', 0, 0, u32(coverTrackId, 1, 0, 0, 0));
  const copy = (place: BoxPlace): Uint8Array => {
    const inner = [...boxesIn(init, place.offset + place.headerSize, place.offset + place.size)];
    if (place.type === 'mvex') return box('mvex', ...inner.map(bytesOf), trex);
    return place.type === 'moov' ? box('moov', ...inner.flatMap((each) => (each.type === 'mvex' ? [trak, copy(each)] : [copy(each)]))) : bytesOf(place);
  };
  const bytesOf = ({ offset, size: length }: BoxPlace): Uint8Array => init.subarray(offset, offset + length);
  return Buffer.concat([...boxesIn(init)].map(copy));
}

function unmet(): HubError {
  return new HubError('obligation-unmet', 'What is to be covered cannot be placed in these pictures.');
}
