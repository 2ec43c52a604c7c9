import type { ParameterSets, VideoCodec } from './unit.ts';

/** Cuts an Annex B byte stream (H.264 Annex B, H.265 Annex B) at its start codes. The NAL units share the input's memory. */
export const splitAnnexB = (bytes: Buffer): Buffer[] => {
  const nals: Buffer[] = [];
  let start = -1;
  for (let at = bytes.indexOf('\x00\x00\x01', 0, 'latin1'); at >= 0; at = bytes.indexOf('\x00\x00\x01', at + 3, 'latin1')) {
    if (start >= 0) nals.push(withoutTrailingZeros(bytes.subarray(start, at)));
    start = at + 3;
  }
  if (start >= 0) nals.push(withoutTrailingZeros(bytes.subarray(start)));
  return nals.filter((nal) => nal.length > 0);
};

// trailing_zero_8bits and the zero_byte of a four-byte start code belong to no NAL unit (H.264 B.1).
const withoutTrailingZeros = (nal: Buffer): Buffer => {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end -= 1;
  return nal.subarray(0, end);
};

export const joinAnnexB = (nals: readonly Buffer[]): Buffer => {
  const startCode = Buffer.from([0, 0, 0, 1]);
  return Buffer.concat(nals.flatMap((nal) => [startCode, nal]));
};

/** ffmpeg's name for a stream of nothing but pictures. */
export const rawFormat = (codec: VideoCodec): string => (codec === 'h265' ? 'hevc' : codec);

/** A coded picture in its pieces: NAL units, or one JPEG file. */
export const splitPicture = (codec: VideoCodec, bytes: Buffer): Buffer[] => (codec === 'mjpeg' ? [bytes] : splitAnnexB(bytes));

export type NalRole = 'vps' | 'sps' | 'pps' | 'aud' | 'sei' | 'key' | 'picture' | 'other';

/** H.264 Table 7-1, H.265 Table 7-1. Every JPEG picture stands alone. */
export const nalRole = (codec: VideoCodec, nal: Buffer): NalRole => {
  if (codec === 'mjpeg') return 'key';
  const first = nal[0] ?? 0;
  if (codec === 'h264') {
    const type = first & 0x1f;
    if (type === 5) return 'key';
    if (type >= 1 && type <= 4) return 'picture';
    return ({ 6: 'sei', 7: 'sps', 8: 'pps', 9: 'aud' } as const)[type] ?? 'other';
  }
  const type = (first >> 1) & 0x3f;
  if (type >= 16 && type <= 23) return 'key';
  if (type <= 31) return 'picture';
  return ({ 32: 'vps', 33: 'sps', 34: 'pps', 35: 'aud', 39: 'sei', 40: 'sei' } as const)[type] ?? 'other';
};

/** Does this slice begin a picture? first_mb_in_slice is 0 (ue(v) "1"), or first_slice_segment_in_pic_flag is set. */
const beginsPicture = (codec: VideoCodec, nal: Buffer): boolean => ((nal[codec === 'h264' ? 1 : 2] ?? 0) & 0x80) !== 0;

/** Groups NAL units into access units (H.264 §7.4.1.2.3, H.265 §7.4.2.4.4). */
export const groupPictures = (codec: VideoCodec, nals: readonly Buffer[]): Buffer[][] => {
  const pictures: Buffer[][] = [];
  let current: Buffer[] = [];
  let hasSlice = false;
  for (const nal of nals) {
    const role = nalRole(codec, nal);
    const isSlice = role === 'key' || role === 'picture';
    const begins = isSlice ? beginsPicture(codec, nal) : role !== 'other';
    if (hasSlice && begins) {
      pictures.push(current);
      current = [];
      hasSlice = false;
    }
    current.push(nal);
    hasSlice ||= isSlice;
  }
  if (hasSlice) pictures.push(current);
  return pictures;
};

export const isKeyPicture = (codec: VideoCodec, nals: readonly Buffer[]): boolean => nals.some((nal) => nalRole(codec, nal) === 'key');

export const collectSets = (codec: VideoCodec, nals: Iterable<Buffer>): ParameterSets => {
  const sets: { vps: Buffer[]; sps: Buffer[]; pps: Buffer[] } = { vps: [], sps: [], pps: [] };
  for (const nal of nals) {
    const role = nalRole(codec, nal);
    if (role !== 'vps' && role !== 'sps' && role !== 'pps') continue;
    if (!sets[role].some((known) => known.equals(nal))) sets[role].push(nal);
  }
  return sets;
};

/** What goes on the wire for one picture: no delimiters (cameras do not send them), and parameter sets before every key picture. */
export const picturePayload = (codec: VideoCodec, nals: readonly Buffer[], sets: ParameterSets): Buffer[] => {
  const kept = nals.filter((nal) => nalRole(codec, nal) !== 'aud');
  const missing = codec !== 'mjpeg' && isKeyPicture(codec, kept) && !kept.some((nal) => nalRole(codec, nal) === 'sps');
  return missing ? [...sets.vps, ...sets.sps, ...sets.pps, ...kept] : kept;
};
