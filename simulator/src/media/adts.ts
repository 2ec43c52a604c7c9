import type { AudioLoop } from './loop.ts';

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

/** Cuts an ADTS stream (ISO 14496-3 §1.A.2) into raw AAC frames. @throws Error when it holds no frame. */
export const splitAdts = (bytes: Buffer): AudioLoop => {
  const frames: Buffer[] = [];
  for (let at = 0; at + 7 <= bytes.length;) {
    const length = bytes.readUIntBE(at + 3, 3) >> 5 & 0x1fff;
    const header = (bytes.readUInt8(at + 1) & 1) === 1 ? 7 : 9;
    if (bytes.readUInt16BE(at) >> 4 !== 0xfff || length <= header) throw new Error('Not an ADTS stream');
    frames.push(bytes.subarray(at + header, at + length));
    at += length;
  }
  if (frames.length === 0) throw new Error('There is no AAC frame in the footage');
  const objectType = (bytes.readUInt8(2) >> 6) + 1;
  const rateIndex = (bytes.readUInt8(2) >> 2) & 0xf;
  const channels = ((bytes.readUInt8(2) & 1) << 2) | (bytes.readUInt8(3) >> 6);
  const sampleRate = RATES[rateIndex];
  if (sampleRate === undefined) throw new Error('The ADTS stream has an unknown sample rate');
  const config = Buffer.alloc(2);
  config.writeUInt16BE((objectType << 11) | (rateIndex << 7) | (channels << 3));
  return { format: { codec: 'aac', sampleRate, channels, config }, frameMs: 1_024_000 / sampleRate, frames };
};
