import type { AuditLog } from '../audit/audit-log.ts';
import type { Emitter } from '../base/emitter.ts';
import type { Rechecking } from '../consent/consent-desk.ts';
import type { ClockTrust } from '../consent/consent-records.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Cases } from './cases.ts';
import type { Write } from './emergency-rows.ts';
import type { EmergencyNews } from './emergency-words.ts';

/** Notices that are stored with what they tell of; the returned function sends them, after the commit. */
export interface Telling {
  queue(trx: Write, people: readonly PersonId[], news: EmergencyNews): Promise<() => void>;
}
/** Told after the commit. `owners` are those whose cameras were opened. */
export interface EmergencyFacts {
  'emergency.changed': { readonly emergency: string; readonly unit: UnitId; readonly owners: readonly OwnerId[] };
}
export interface EmergencyParts {
  readonly store: Store;
  readonly log: Pick<AuditLog, 'append'>;
  readonly records: Pick<ConsentRecords, 'stateFor'>;
  /** Where a number is given, it is one of an open case of the unit. */
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly gate: Rechecking;
  readonly clock: Clock;
  readonly trust: ClockTrust;
  readonly notices: Telling;
  readonly facts: Emitter<EmergencyFacts>;
  /** Of the hub: where a month begins, and in which times are told. */
  readonly tz: string;
  /** Emergencies a unit may open in a calendar month. */
  readonly perUnitMonth: number;
}
