import type { Source } from '@matpho/core/sdk';
import { z } from 'zod';

export interface MediaProfile {
  readonly token: string;
  /** The lens, on devices with several. */
  readonly videoSource?: string;
  readonly codec: NonNullable<Source['codec']>;
  /** 0 when the camera does not say. */
  readonly width: number;
  readonly height: number;
  readonly fps?: number;
  readonly hasAudio: boolean;
}

const maxProfiles = 256;
const size = z.number().int().min(0).max(65_535).catch(0);
const name = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const profileShape = z.object({
  $: z.object({ token: name.pipe(z.string().min(1).max(256)) }),
  videoSourceConfiguration: z.object({ sourceToken: name }).optional().catch(undefined),
  videoEncoderConfiguration: z.object({
    encoding: name,
    resolution: z.object({ width: size, height: size }).catch({ width: 0, height: 0 }),
    rateControl: z.object({ frameRateLimit: z.number().positive().max(1_000) }).optional().catch(undefined),
  }).optional().catch(undefined),
  audioEncoderConfiguration: z.unknown().optional(),
});

/** Reads what GetProfiles gave, of either service; a profile without a token or an encoder is no stream and is left out. */
export function parseProfiles(answer: unknown): readonly MediaProfile[] {
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return list.slice(0, maxProfiles).flatMap((one): readonly MediaProfile[] => {
    const { success, data } = profileShape.safeParse(one);
    if (!success || data.videoEncoderConfiguration === undefined) return [];
    const { encoding, resolution, rateControl } = data.videoEncoderConfiguration;
    return [{
      token: data.$.token,
      ...(data.videoSourceConfiguration === undefined ? {} : { videoSource: data.videoSourceConfiguration.sourceToken }),
      codec: codecOf(encoding),
      ...resolution,
      ...(rateControl === undefined ? {} : { fps: rateControl.frameRateLimit }),
      hasAudio: data.audioEncoderConfiguration !== undefined && data.audioEncoderConfiguration !== '',
    }];
  });
}

/**
 * The largest stream browsers can be given, and the smallest of the same lens that is still worth looking at.
 * MJPEG, which none plays as it is, where there is nothing else. Undefined when the camera has no codec the hub knows.
 */
export function chooseProfiles(profiles: readonly MediaProfile[]): { readonly main: MediaProfile; readonly sub?: MediaProfile } | undefined {
  const modern = profiles.filter((one) => one.codec === 'h264' || one.codec === 'h265');
  const usable = modern.length > 0 ? modern : profiles.filter((one) => one.codec !== 'other');
  const main = usable.reduce<MediaProfile | undefined>((best, one) => (best === undefined || area(one) > area(best) ? one : best), undefined);
  if (main === undefined) return undefined;
  const sub = usable
    .filter((one) => one !== main && one.width >= 320 && one.videoSource === main.videoSource)
    .reduce<MediaProfile | undefined>((best, one) => (best === undefined || area(one) < area(best) ? one : best), undefined);
  return { main, ...(sub === undefined ? {} : { sub }) };
}

const area = (profile: MediaProfile): number => profile.width * profile.height;

function codecOf(encoding: string): MediaProfile['codec'] {
  const plain = encoding.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (plain === 'H264') return 'h264';
  if (plain === 'JPEG' || plain === 'MJPEG') return 'mjpeg';
  return plain === 'H265' || plain === 'HEVC' ? 'h265' : 'other';
}
