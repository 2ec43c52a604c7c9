import { HubError, type TalkCodec } from '@matpho/core/sdk';
import { parseSdp } from './sdp.ts';

/** ONVIF Streaming §5.3.1: the feature tag that makes a camera tell of its loudspeaker. */
export const backchannel = 'Require: www.onvif.org/ver20/backchannel';

export interface TalkTrack {
  readonly codec: TalkCodec;
  readonly payloadType: number;
  readonly control: string;
}

const codecs: Readonly<Record<string, TalkCodec>> = { PCMA: 'pcma', PCMU: 'pcmu' };

/** The first sound the camera would receive (`a=sendonly` as the client reads it) in G.711. @throws HubError `camera-broken-answer` */
export function talkTrack(sdp: string): TalkTrack | undefined {
  const [session = '', ...media] = `\n${sdp}`.split(/[\r\n]+(?=m=)/);
  // Bounds first: this cuts into no more pieces than `parseSdp` lets through.
  parseSdp(sdp);
  for (const section of media) {
    if (!/^a=sendonly\s*$/im.test(section)) continue;
    const [track] = parseSdp(`${session}\n${section}`).media;
    if (track?.kind !== 'audio') continue;
    for (const { type, encoding, clockRate, channels } of track.payloads) {
      const codec = codecs[encoding];
      if (codec !== undefined && clockRate === 8_000 && channels === 1 && type < 128) return { codec, payloadType: type, control: track.control };
    }
  }
  return undefined;
}

/** @throws HubError `control-unsupported` */
export function requireTalkTrack(sdp: string): TalkTrack {
  const track = talkTrack(sdp);
  if (track === undefined) throw new HubError('control-unsupported', 'The camera offers no loudspeaker that takes G.711.');
  return track;
}
