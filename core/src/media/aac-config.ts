import { BitReader, broken } from './bit-reader.ts';

export interface AacConfig {
  /** 2 is AAC-LC. */
  readonly objectType: number;
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples in one frame, 1024 or 960. */
  readonly frameLength: number;
  /** RFC 6381, `mp4a.40.2`. */
  readonly codecs: string;
}

const sampleRates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

/** Reads an AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1. @throws HubError `camera-broken-answer` */
export function readAacConfig(config: Uint8Array): AacConfig {
  if (config.length < 2 || config.length > 64) throw broken('The AAC configuration has an impossible size.');
  const r = new BitReader(config);
  let objectType = r.bits(5);
  if (objectType === 31) objectType = 32 + r.bits(6);
  const index = r.bits(4);
  const sampleRate = index === 15 ? r.bits(24) : sampleRates[index];
  const channelConfig = r.bits(4);
  if (!sampleRate || sampleRate > 192_000 || objectType === 0) throw broken('The AAC configuration is not valid.');
  if (channelConfig === 0 || channelConfig > 7) throw broken('The AAC channel layout is not known.');
  // SBR and PS keep the flag behind their extension; cameras send plain frames of 1024.
  const short = objectType <= 4 && r.flag();
  return { objectType, sampleRate, channels: channelConfig === 7 ? 8 : channelConfig, frameLength: short ? 960 : 1024, codecs: `mp4a.40.${objectType}` };
}
