import type { LiveHello } from '@matpho/core/api';

type Plays = NonNullable<LiveHello['plays']>;
export interface Capability {
  readonly transport: 'mse' | 'mpeg1';
  readonly plays: Plays;
}
/** High profile, level 4.0; Main profile, level 4.0: what cameras send. */
const probes: readonly (readonly [Plays[number], string])[] = [
  ['h264', 'video/mp4; codecs="avc1.640028"'],
  ['h265', 'video/mp4; codecs="hvc1.1.6.L120.90"'],
];

/** How this browser takes live pictures. Without Media Source Extensions or any of the codecs: MPEG-1 drawn on a canvas. */
export function capability(isTypeSupported: ((type: string) => boolean) | undefined, forced?: string): Capability {
  const plays = isTypeSupported ? probes.filter(([, type]) => isTypeSupported(type)).map(([codec]) => codec) : [];
  if (forced === 'mpeg1' || plays.length === 0) return { transport: 'mpeg1', plays: plays.length ? plays : ['h264'] };
  return { transport: 'mse', plays };
}

export function browserCapability(forced?: string): Capability {
  return capability('MediaSource' in globalThis ? (type) => MediaSource.isTypeSupported(type) : undefined, forced);
}
