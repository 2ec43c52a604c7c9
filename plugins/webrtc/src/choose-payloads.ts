import { HubError, type AudioTrack, type MediaFormat, type VideoTrack } from '@matpho/core/sdk';
import { isWhole, parameter, type Offer, type OfferedCodec, type OfferedSection } from './offer.ts';

export interface ChosenPayload {
  readonly mid: string;
  readonly codec: OfferedCodec;
  /** The section's number for the playout delay extension, where it takes one. */
  readonly playoutDelay: number | undefined;
}
export interface Choice {
  readonly video: ChosenPayload;
  readonly audio: ChosenPayload | undefined;
  /** Sections that stay silent, answered as `inactive` with one of their codecs. */
  readonly silent: readonly OfferedSection[];
}

/** Experiments of WebRTC that every browser on Chromium's engine knows: how long pictures may be held back. */
export const playoutDelayUri = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay';

/**
 * Which payload types of the offer the media is sent as. Sound that the player does not take, or that WebRTC has no form for (AAC), is left out.
 * @throws HubError `stream-unsupported` when the player does not take the picture
 */
export function choosePayloads(offer: Offer, media: MediaFormat): Choice {
  const video = firstOf(offer, 'video', (codecs) => videoCodec(codecs, media.video));
  if (!video) throw new HubError('stream-unsupported', `The player does not take ${media.video.codec} over WebRTC.`);
  const { audio: track } = media;
  const audio = track && firstOf(offer, 'audio', (codecs) => audioCodec(codecs, track));
  const used = new Set([video.mid, audio?.mid]);
  return { video, audio, silent: offer.sections.filter(({ mid }) => !used.has(mid)) };
}

function firstOf({ sections }: Offer, kind: string, pick: (codecs: readonly OfferedCodec[]) => OfferedCodec | undefined): ChosenPayload | undefined {
  for (const section of sections) {
    const codec = section.kind === kind && section.takes ? pick(section.codecs) : undefined;
    if (codec) return { mid: section.mid, codec, playoutDelay: section.extensions.get(playoutDelayUri) };
  }
  return undefined;
}

/** The stream's own profile where it is offered; else Constrained Baseline, under which browsers decode the others as well. */
function videoCodec(codecs: readonly OfferedCodec[], { codec, parameterSets }: VideoTrack): OfferedCodec | undefined {
  const whole = codecs.filter((each) => each.name === codec && isWhole(each));
  if (codec === 'h265') return whole[0];
  const sps = parameterSets.find((set) => ((set[0] ?? 0) & 0x1f) === 7);
  const own = sps && profileOf(sps[1] ?? 0, sps[2] ?? 0);
  const named = (profile: Profile): OfferedCodec | undefined => whole.find((each) => offeredProfile(each) === profile);
  return (own && named(own)) ?? named('constrained-baseline') ?? whole[0];
}

type Profile = 'constrained-baseline' | 'baseline' | 'main' | 'high' | `other-${number}`;
/** RFC 6184 §8.1, table 5: several pairs mean one profile. */
export function profileOf(idc: number, constraints: number): Profile {
  const has = (bit: number): boolean => (constraints & (0x80 >> bit)) !== 0;
  if ((idc === 0x42 && has(1)) || (idc === 0x4d && has(0)) || (idc === 0x58 && has(0) && has(1))) return 'constrained-baseline';
  if (idc === 0x42 || (idc === 0x58 && has(0))) return 'baseline';
  if (idc === 0x4d) return 'main';
  return idc === 0x64 ? 'high' : `other-${idc}`;
}
function offeredProfile({ parameters }: OfferedCodec): Profile {
  // Baseline without a word (RFC 6184 §8.1).
  const id = parameter(parameters, 'profile-level-id') ?? '42000a';
  return profileOf(Number.parseInt(id.slice(0, 2), 16), Number.parseInt(id.slice(2, 4), 16));
}

/** Opus is always offered as 48 kHz with two channels, whatever it holds (RFC 7587 §7). */
function audioCodec(codecs: readonly OfferedCodec[], { codec, clockRate }: AudioTrack): OfferedCodec | undefined {
  return codec === 'aac' ? undefined : codecs.find((each) => each.name === codec && each.clockRate === (codec === 'opus' ? 48_000 : clockRate));
}
