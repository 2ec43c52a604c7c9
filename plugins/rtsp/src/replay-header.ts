import type { Instant } from '@matpho/core/sdk';

/** What a recorder says of each packet, ONVIF Streaming Specification §6.3. */
export interface ReplayHeader {
  /** When it was filmed. */
  readonly at: Instant;
  /** The last of all that was asked for. */
  readonly isLast: boolean;
}

const replayProfile = 0xabac;
const words = 3;
/** 1900 to 1970. */
const ntpEpochSeconds = 2_208_988_800;
const terminal = 0x10;

/** The RTP header extension of a replay; undefined for any other. */
export function readReplayHeader(profile: number, bytes: Buffer, start: number, end: number): ReplayHeader | undefined {
  if (profile !== replayProfile || end - start < words * 4) return undefined;
  const seconds = bytes.readUInt32BE(start) - ntpEpochSeconds;
  return { at: Math.round((seconds + bytes.readUInt32BE(start + 4) / 2 ** 32) * 1_000), isLast: ((bytes[start + 8] ?? 0) & terminal) !== 0 };
}

/** `clock=20261121T070000.000Z-20261121T070500.000Z`, RFC 2326 §3.7. */
export function clockRange(from: Instant, to: Instant): string {
  const utc = (at: Instant): string => new Date(at).toISOString().replaceAll(/[-:]/g, '');
  return `clock=${utc(from)}-${utc(to)}`;
}
