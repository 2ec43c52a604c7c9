import { networkInterfaces } from 'node:os';
import type { AppsParts, AppsRoom } from './apps/open-apps.ts';
import { openApps } from './apps/open-apps.ts';
import type { Config } from './config/config.ts';
import { hours } from './domain/time.ts';
import { RtspServer, type RtspServerParts, type TlsPair } from './restream/rtsp-server.ts';
import type { OwnedScope } from './base/scope.ts';
import type { Timers } from './base/clock.ts';

export interface ProgramsParts extends Omit<AppsParts, 'rtsp' | 'viewings'> {
  readonly viewings: AppsParts['viewings'] & RtspServerParts['viewings'];
  readonly log: RtspServerParts['log'];
}
/** Programs and their RTSP server, which does not listen yet. */
export function openPrograms(parts: ProgramsParts, { restream, listen, publicOrigin }: Pick<Config, 'restream' | 'listen' | 'publicOrigin'>): { readonly apps: AppsRoom; readonly restream: RtspServer } {
  const origin = (reached?: string): string => {
    const own = new URL(parts.origin());
    if (reached !== undefined && publicOrigin === null && ['0.0.0.0', '::'].includes(listen.host)) own.hostname = reached;
    return own.origin;
  };
  const name = (): string => {
    const { hostname } = new URL(parts.origin());
    // Nobody reaches the hub by that from another machine.
    return hostname === 'localhost' ? (ownAddress() ?? hostname) : hostname;
  };
  const apps: AppsRoom = openApps({ ...parts, origin, rtsp: (reached) => server.address(reached) });
  const server: RtspServer = new RtspServer({ ...restream, name }, { apps, viewings: parts.viewings, clock: parts.clock, timers: parts.timers, log: parts.log });
  return { apps, restream: server };
}
const ownAddress = (): string | undefined => Object.values(networkInterfaces()).flat().find((each) => each?.family === 'IPv4' && !each.internal)?.address;

/** Opens its door, where the operator wants one; a renewed certificate is taken within the hour. */
export async function listenForPrograms(server: RtspServer, tls: { readonly material: TlsPair | null; readonly again: () => Promise<TlsPair | null> }, timers: Timers, scope: OwnedScope): Promise<void> {
  scope.defer(() => server.close());
  await server.listen(tls.material);
  const renew = async (): Promise<void> => {
    const next = await tls.again();
    if (next) server.secureWith(next);
  };
  // What is wrong with it, the pages' own door tells.
  scope.use(timers.every(hours(1), () => void renew().catch(() => {})));
}
