import { BitReader, broken, rawPayload } from './bit-reader.ts';
import { sized, type VideoParameters } from './h264-parameters.ts';

export interface H265Parameters extends VideoParameters {
  /** general_profile_space to general_level_idc: 12 bytes as they stand in the parameter set and in the hvcC. */
  readonly profileTierLevel: Uint8Array;
  readonly chromaFormat: number;
  readonly lumaDepth: number;
  readonly chromaDepth: number;
  readonly temporalLayers: number;
  readonly temporalIdNested: boolean;
}

const largestSide = 16_384;
const kindOf = (nal: Uint8Array): number => ((nal[0] ?? 0) >> 1) & 0x3f;

/** Reads a sequence parameter set, ITU-T H.265 §7.3.2.2. @throws HubError `camera-broken-answer` */
export function readH265(sps: Uint8Array): H265Parameters {
  if (kindOf(sps) !== 33) throw broken('This is not an H.265 sequence parameter set.');
  const payload = rawPayload(sps, 2);
  const r = new BitReader(payload);
  r.skip(4);
  const subLayers = r.bits(3);
  if (subLayers > 6) throw broken('The parameter set has too many layers.');
  const temporalIdNested = r.flag();
  const profileTierLevel = payload.slice(1, 13);
  r.skip(96);
  skipSubLayers(r, subLayers);
  r.count(15);
  const chromaFormat = r.count(3);
  const separatePlanes = chromaFormat === 3 && r.flag();
  let width = r.count(largestSide);
  let height = r.count(largestSide);
  if (r.flag()) {
    const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
    const unitY = chromaFormat === 1 && !separatePlanes ? 2 : 1;
    width -= (r.count(largestSide) + r.count(largestSide)) * unitX;
    height -= (r.count(largestSide) + r.count(largestSide)) * unitY;
  }
  if (width < 1 || height < 1) throw broken('The picture has an impossible size.');
  const lumaDepth = 8 + r.count(8);
  const chromaDepth = 8 + r.count(8);
  const reorderDepth = readReorderDepth(r, subLayers);
  return { width, height, codecs: codecsOf(profileTierLevel), reorderDepth, profileTierLevel, chromaFormat, lumaDepth, chromaDepth, temporalLayers: subLayers + 1, temporalIdNested };
}

/** HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 §8.3.3.1. */
export function hevcRecord(parameterSets: readonly Uint8Array[]): Uint8Array {
  const groups = [32, 33, 34].map((kind) => ({ kind, nals: parameterSets.filter((nal) => kindOf(nal) === kind) }));
  const sps = groups[1]?.nals[0];
  if (!sps || groups.some((group) => group.nals.length === 0 || group.nals.length > 16)) throw broken('H.265 needs its parameter sets.');
  const about = readH265(sps);
  const tail = Buffer.from([
    0xf0, 0, // min_spatial_segmentation_idc: unknown
    0xfc, // parallelismType: unknown
    0xfc | about.chromaFormat,
    0xf8 | (about.lumaDepth - 8),
    0xf8 | (about.chromaDepth - 8),
    0, 0, // avgFrameRate: unknown
    (about.temporalLayers << 3) | (about.temporalIdNested ? 4 : 0) | 3, // lengths take 4 bytes
    groups.length,
  ]);
  // Bit 7: all sets of this kind are here, as `hvc1` promises.
  const arrays = groups.flatMap(({ kind, nals }) => [Buffer.from([0x80 | kind, 0, nals.length]), ...nals.map(sized)]);
  return Buffer.concat([Buffer.from([1]), about.profileTierLevel, tail, ...arrays]);
}

function skipSubLayers(r: BitReader, subLayers: number): void {
  const present: [profile: boolean, level: boolean][] = [];
  for (let i = 0; i < subLayers; i++) present.push([r.flag(), r.flag()]);
  if (subLayers > 0) r.skip(2 * (8 - subLayers));
  for (const [profile, level] of present) r.skip((profile ? 88 : 0) + (level ? 8 : 0));
}

/** sps_max_num_reorder_pics of the highest layer, which bounds the others. */
function readReorderDepth(r: BitReader, subLayers: number): number {
  r.count(12);
  const every = r.flag();
  let depth = 0;
  for (let i = every ? 0 : subLayers; i <= subLayers; i++) {
    r.count(15);
    depth = r.count(15);
    r.ue();
  }
  return depth;
}

/** `hvc1.1.6.L93.B0`, ISO/IEC 14496-15 annex E.3. */
function codecsOf(ptl: Uint8Array): string {
  const first = ptl[0] ?? 0;
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? '';
  const tier = first & 0x20 ? 'H' : 'L';
  let compatibility = 0;
  for (let bit = 0; bit < 32; bit++) if ((ptl[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) compatibility += 2 ** bit;
  const constraints = [...ptl.subarray(5, 11)];
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  const parts = [`hvc1.${space}${first & 0x1f}`, compatibility.toString(16).toUpperCase(), `${tier}${ptl[11] ?? 0}`, ...constraints.map((byte) => byte.toString(16).toUpperCase())];
  return parts.join('.');
}
