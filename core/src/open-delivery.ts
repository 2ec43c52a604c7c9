import type { AuditLog } from './audit/audit-log.ts';
import type { Timers } from './base/clock.ts';
import { outsideBy } from './cameras/outside.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './sdk/services.ts';
import type { Store } from './store/open-store.ts';
import type { LiveStreams } from './streams/live-streams.ts';
import { Uplink } from './streams/uplink.ts';
import { openUplinkCaps, type UplinkCaps } from './viewing/uplink-caps.ts';
import { WayOut } from './viewing/way-out.ts';

export interface Delivery extends Disposable {
  readonly uplink: Uplink;
  readonly caps: UplinkCaps;
  readonly wayOut: WayOut;
}

/** What watches over the line out of the house. */
export async function openDelivery({ store, audit, clock, timers, streams }: { readonly store: Store; readonly audit: AuditLog; readonly clock: Clock; readonly timers: Timers; readonly streams: LiveStreams }, config: Config['uplink']): Promise<Delivery> {
  const caps = await openUplinkCaps(store, audit, clock);
  const uplink = new Uplink(caps, clock, timers);
  caps.changed = () => uplink.capsChanged();
  return { uplink, caps, wayOut: new WayOut({ uplink, streams, isOutside: outsideBy(config) }), [Symbol.dispose]: () => uplink[Symbol.dispose]() };
}
