/** Ways an SDP can be wrong and the stream behind it right. */
export type SdpLie = 'profile' | 'noParameterSets' | 'control' | 'payloadName' | 'noPacketizationMode';
export const SDP_LIES: readonly SdpLie[] = ['profile', 'noParameterSets', 'control', 'payloadName', 'noPacketizationMode'];

/** What a camera gone wrong answers: not RTSP, a broken SDP, broken XML, or ten gigabytes. */
export type Garbage = 'rtsp' | 'sdp' | 'xml' | 'length';
export const GARBAGE: readonly Garbage[] = ['rtsp', 'sdp', 'xml', 'length'];

/** How one camera behaves at this moment. The faults change it; its servers read it at every answer. */
export interface Conduct {
  readonly user: string;
  password: string;
  clockOffsetMs: number;
  stalled: boolean;
  lies: ReadonlySet<SdpLie>;
  garbage: Garbage | undefined;
}

/** The camera's own clock. */
export const cameraNow = (conduct: Conduct): number => Date.now() + conduct.clockOffsetMs;
