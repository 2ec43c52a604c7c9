import type { Asks } from '../access/asks.ts';
import type { Cases } from '../access/cases.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { CameraHealth } from '../cameras/camera-health.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { CameraWatch } from '../cameras/camera-watch.ts';
import type { Enrolments } from '../cameras/enrolment.ts';
import type { ConsentDesk } from '../consent/consent-desk.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Gate } from '../consent/gate.ts';
import type { Ledger } from '../consent/ledger.ts';
import type { LedgerSeal } from '../consent/ledger-seal.ts';
import type { PluginHost } from '../kernel/plugin-host.ts';
import type { Conversions } from '../renditions/conversions.ts';
import type { HubEvents } from '../sdk/events.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { Stills } from '../streams/stills.ts';

/** Everything the routes hand on to; built once by compose.ts. */
export interface HubServices {
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
  readonly gate: Gate;
  readonly records: ConsentRecords;
  readonly desk: ConsentDesk;
  readonly ledger: Ledger;
  readonly seal: LedgerSeal;
  readonly asks: Asks;
  readonly cases: Cases;
  readonly plugins: PluginHost;
  /** IANA zone of the hub, for presets and sentences. */
  readonly tz: string;
}
