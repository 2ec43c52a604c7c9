import { broken } from './bit-reader.ts';

/** Where `fragment` puts things when there is one track: moof 8, mfhd 16, traf 8, tfhd 16, then tfdt (ISO/IEC 14496-12 §8.8). */
const sequenceAt = 20;
const timeBoxAt = 48;
const headSize = timeBoxAt + 20;

/**
 * A live fragment with another place on the line, without copying its picture: a changed head, and the rest as it is.
 * @throws HubError `camera-broken-answer` for anything `fragment` did not write for one track
 */
export function restampLive(bytes: Uint8Array, sequence: number, decodeTicks: number): readonly [Uint8Array, Uint8Array] {
  const head = Buffer.from(bytes.subarray(0, headSize));
  const isOurs = head.length === headSize && head.toString('latin1', timeBoxAt + 4, timeBoxAt + 8) === 'tfdt' && head[timeBoxAt + 8] === 1;
  if (!isOurs || decodeTicks < 0) throw broken('The fragment cannot be moved to this time.');
  head.writeUInt32BE(sequence >>> 0, sequenceAt);
  head.writeUInt32BE(Math.floor(decodeTicks / 2 ** 32), timeBoxAt + 12);
  head.writeUInt32BE(decodeTicks % 2 ** 32, timeBoxAt + 16);
  return [head, bytes.subarray(headSize)];
}

/**
 * The same, copied whole to a place in a buffer that has room for it.
 * @throws HubError `camera-broken-answer` as `restampLive`
 */
export function copyRestamped(bytes: Uint8Array, sequence: number, decodeTicks: number, to: Buffer, at: number): void {
  const isOurs = bytes.length >= headSize && bytes[timeBoxAt + 4] === 0x74 && bytes[timeBoxAt + 5] === 0x66 && bytes[timeBoxAt + 6] === 0x64 && bytes[timeBoxAt + 7] === 0x74 && bytes[timeBoxAt + 8] === 1;
  if (!isOurs || decodeTicks < 0) throw broken('The fragment cannot be moved to this time.');
  to.set(bytes, at);
  to.writeUInt32BE(sequence >>> 0, at + sequenceAt);
  to.writeUInt32BE(Math.floor(decodeTicks / 2 ** 32), at + timeBoxAt + 12);
  to.writeUInt32BE(decodeTicks % 2 ** 32, at + timeBoxAt + 16);
}
