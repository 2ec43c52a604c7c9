import { BitReader, broken, rawPayload } from './bit-reader.ts';
import { readUsability } from './h264-usability.ts';

/** What a decoder has to know of a video track. */
export interface VideoParameters {
  /** Pixels after cropping. */
  readonly width: number;
  readonly height: number;
  /** RFC 6381, `avc1.640028`. */
  readonly codecs: string;
  /** Frames per second where the stream declares them. */
  readonly fps?: number;
  /** How many pictures may arrive before one that is shown before them; 0 without B pictures, absent where the stream does not say. */
  readonly reorderDepth?: number;
}
export interface H264Parameters extends VideoParameters {
  readonly profile: number;
  readonly level: number;
  readonly chromaFormat: number;
  readonly lumaDepth: number;
  readonly chromaDepth: number;
}

/** Profiles whose parameter set carries chroma and bit depth, ITU-T H.264 §7.3.2.1.1. */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
const largestSide = 16_384;

/** @throws HubError `camera-broken-answer` */
export function readH264(sps: Uint8Array): H264Parameters {
  if (((sps[0] ?? 0) & 0x1f) !== 7) throw broken('This is not an H.264 sequence parameter set.');
  const r = new BitReader(rawPayload(sps, 1));
  const profile = r.bits(8);
  const constraints = r.bits(8);
  const level = r.bits(8);
  r.count(31);
  let chromaFormat = 1;
  let lumaDepth = 8;
  let chromaDepth = 8;
  let separatePlanes = false;
  if (highProfiles.has(profile)) {
    chromaFormat = r.count(3);
    if (chromaFormat === 3) separatePlanes = r.flag();
    lumaDepth = 8 + r.count(6);
    chromaDepth = 8 + r.count(6);
    r.skip(1);
    if (r.flag()) skipScalingLists(r, chromaFormat === 3 ? 12 : 8);
  }
  r.count(12);
  const orderKind = skipPictureOrder(r);
  r.count(64);
  r.skip(1);
  const widthInBlocks = r.count(largestSide / 16 - 1) + 1;
  const heightInUnits = r.count(largestSide / 16 - 1) + 1;
  const framesOnly = r.flag();
  if (!framesOnly) r.skip(1);
  r.skip(1);
  const fields = framesOnly ? 1 : 2;
  const unitX = chromaFormat === 0 || separatePlanes || chromaFormat === 3 ? 1 : 2;
  const unitY = (chromaFormat === 1 && !separatePlanes ? 2 : 1) * fields;
  let width = widthInBlocks * 16;
  let height = heightInUnits * 16 * fields;
  if (r.flag()) {
    width -= (r.count(largestSide) + r.count(largestSide)) * unitX;
    height -= (r.count(largestSide) + r.count(largestSide)) * unitY;
  }
  if (width < 1 || height < 1 || height > largestSide) throw broken('The picture has an impossible size.');
  const usability = r.flag() ? readUsability(r) : {};
  // ITU-T H.264 §7.4.2.1.1 and A.2.1: these never show pictures in another order.
  const inOrder = profile === 66 || orderKind === 2 ? { reorderDepth: 0 } : {};
  const hex = [profile, constraints, level].map((n) => n.toString(16).padStart(2, '0')).join('');
  return { width, height, codecs: `avc1.${hex}`, ...usability, ...inOrder, profile, level, chromaFormat, lumaDepth, chromaDepth };
}

/** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 §5.3.3.1. */
export function avcRecord(parameterSets: readonly Uint8Array[]): Uint8Array {
  const spss = parameterSets.filter((nal) => ((nal[0] ?? 0) & 0x1f) === 7);
  const ppss = parameterSets.filter((nal) => ((nal[0] ?? 0) & 0x1f) === 8);
  const first = spss[0];
  if (!first || ppss.length === 0 || spss.length > 31 || ppss.length > 255) throw broken('H.264 needs its parameter sets.');
  const about = readH264(first);
  const head = Buffer.from([1, first[1] ?? 0, first[2] ?? 0, first[3] ?? 0, 0xff, 0xe0 | spss.length]);
  const tail = [100, 110, 122, 144].includes(about.profile) ? [Buffer.from([0xfc | about.chromaFormat, 0xf8 | (about.lumaDepth - 8), 0xf8 | (about.chromaDepth - 8), 0])] : [];
  return Buffer.concat([head, ...spss.map(sized), Buffer.from([ppss.length]), ...ppss.map(sized), ...tail]);
}

/** A NAL unit after its length in two bytes. */
export function sized(nal: Uint8Array): Uint8Array {
  if (nal.length > 0xffff) throw broken('The parameter set has an impossible size.');
  return Buffer.concat([Buffer.from([nal.length >> 8, nal.length & 0xff]), nal]);
}

function skipScalingLists(r: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (!r.flag()) continue;
    let last = 8;
    let next = 8;
    for (let j = 0; j < (list < 6 ? 16 : 64); j++) {
      if (next !== 0) next = (last + r.se()) & 0xff;
      last = next === 0 ? last : next;
    }
  }
}

function skipPictureOrder(r: BitReader): number {
  const kind = r.count(2);
  if (kind === 0) r.count(12);
  if (kind !== 1) return kind;
  r.skip(1);
  r.se();
  r.se();
  for (let left = r.count(255); left > 0; left--) r.se();
  return kind;
}
