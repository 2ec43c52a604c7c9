import type { AccessRoom } from '../access/open-access-room.ts';
import type { EmergencyRoute } from '../access/open-emergencies.ts';
import type { AppsRoom } from '../apps/open-apps.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { CameraHealth } from '../cameras/camera-health.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { CameraWatch } from '../cameras/camera-watch.ts';
import type { Enrolments } from '../cameras/enrolment.ts';
import type { ConsentDesk } from '../consent/consent-desk.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Gate } from '../consent/gate.ts';
import type { Masks } from '../consent/masks.ts';
import type { Ledger } from '../consent/ledger.ts';
import type { ControlRoom } from '../control/open-controls.ts';
import type { PrivateHours } from '../consent/private-hours.ts';
import type { UnitMerges } from '../consent/unit-merges.ts';
import type { Units } from '../people/units.ts';
import type { LedgerSeal } from '../consent/ledger-seal.ts';
import type { PluginHost } from '../kernel/plugin-host.ts';
import type { PictureQuality } from '../quality/picture-desk.ts';
import type { Oversight } from '../oversight/open-oversight.ts';
import type { Holds } from '../recordings/holds.ts';
import type { Conversions } from '../renditions/conversions.ts';
import type { Encoders } from '../renditions/encoders.ts';
import type { Renditions } from '../renditions/renditions.ts';
import type { HubEvents } from '../sdk/events.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { HlsViewings } from '../hls/hls-viewings.ts';
import type { Uplink } from '../streams/uplink.ts';
import type { UplinkCaps } from '../viewing/uplink-caps.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { Stills } from '../streams/stills.ts';
import type { PeerViewings } from '../peers/peer-viewings.ts';
import type { TextAnswer } from './call.ts';
import type { LiveViewings } from '../viewing/live-viewings.ts';

/** Everything the routes hand on to; built once by compose.ts. */
export interface HubServices extends AccessRoom, ControlRoom {
  readonly clock: Clock;
  readonly store: Store;
  readonly events: Emitter<HubEvents>;
  readonly audit: AuditLog;
  readonly registry: CameraRegistry;
  readonly health: CameraHealth;
  readonly watch: CameraWatch;
  readonly enrolments: Enrolments;
  readonly streams: LiveStreams;
  readonly stills: Stills;
  readonly conversions: Conversions;
  readonly renditions: Renditions;
  readonly encoders: Pick<Encoders, 'state'>;
  readonly masks: Masks;
  readonly viewings: LiveViewings;
  readonly hls: HlsViewings;
  readonly delivery: { readonly uplink: Uplink; readonly caps: UplinkCaps };
  readonly peers: PeerViewings;
  readonly apps: AppsRoom;
  readonly gate: Gate;
  readonly records: ConsentRecords;
  readonly desk: ConsentDesk;
  readonly privateHours: PrivateHours;
  readonly merges: UnitMerges;
  readonly units: Pick<Units, 'merge'>;
  readonly emergencies: EmergencyRoute;
  readonly ledger: Ledger;
  readonly seal: LedgerSeal;
  readonly holds: Holds;
  readonly plugins: PluginHost;
  readonly oversight: Oversight;
  readonly quality: PictureQuality;
  /** Prometheus text. */
  readonly metrics: () => Promise<TextAnswer>;
  /** What the hub is called in pages and on papers. */
  readonly hubName: string;
  /** IANA zone of the hub, for presets and sentences. */
  readonly tz: string;
}
