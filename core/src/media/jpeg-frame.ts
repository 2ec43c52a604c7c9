import { broken } from './bit-reader.ts';
import type { VideoParameters } from './h264-parameters.ts';

/** As of the other codecs: a size is a claim, and whoever decodes makes room for it. */
const largestSide = 16_384;

/**
 * Reads a SOF0 or SOF1 segment with its marker, ITU-T T.81 §B.2.2. Every JPEG picture stands alone, so nothing is reordered.
 * @throws HubError `camera-broken-answer`
 */
export function readJpegFrame(segment: Uint8Array | undefined): VideoParameters {
  const at = (index: number): number => segment?.[index] ?? 0;
  const isFrame = segment !== undefined && segment.length >= 11 && at(0) === 0xff && (at(1) === 0xc0 || at(1) === 0xc1);
  const height = at(5) * 256 + at(6);
  const width = at(7) * 256 + at(8);
  if (!isFrame || width === 0 || height === 0 || width > largestSide || height > largestSide) throw broken('The JPEG frame header is missing or not valid.');
  // Object type 0x6C of ISO/IEC 14496-1, as RFC 6381 §3.3 writes it.
  return { width, height, codecs: 'mp4v.6C', reorderDepth: 0 };
}
