import type { AuditLog } from '../audit/audit-log.ts';
import { Emitter } from '../base/emitter.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { AreaAsks } from './area-asks.ts';
import { Asks, type AskFacts } from './asks.ts';
import { Cases, type CaseFacts, type CaseViewings } from './cases.ts';
import type { FootageHolds } from './footage-holds.ts';

export interface AccessRoomParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly records: ConsentRecords;
  readonly gate: CaseViewings;
  readonly clock: Clock;
  readonly holds: FootageHolds;
  readonly facts: Emitter<AskFacts>;
  /** IANA zone of the hub. */
  readonly tz: string;
  readonly failed: (failure: unknown) => void;
}
export interface AccessRoom {
  readonly cases: Cases;
  readonly asks: Asks;
  readonly areaAsks: AreaAsks;
  readonly caseFacts: Emitter<CaseFacts>;
}

/** Cases, and what is asked under them. */
export function openAccessRoom({ store, audit: log, records, gate, clock, holds, facts, tz, failed }: AccessRoomParts): AccessRoom {
  const caseFacts = new Emitter<CaseFacts>((failure) => failed(failure));
  const cases = new Cases({ store, log, clock, viewings: gate, facts: caseFacts, tz });
  const asks = new Asks({ store, log, records, cases, clock, facts, holds });
  return { cases, caseFacts, asks, areaAsks: new AreaAsks({ store, log, cases, asks, clock, failed }) };
}
