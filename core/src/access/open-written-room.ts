import type { AuditLog } from '../audit/audit-log.ts';
import { Emitter } from '../base/emitter.ts';
import type { Gate } from '../consent/gate.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Cases } from './cases.ts';
import { WrittenDelivery } from './written-delivery.ts';
import { WrittenFetch } from './written-fetch.ts';
import { WrittenFolder, type TextSealer } from './written-folder.ts';
import type { Bags, Cutter, WrittenFacts, WrittenHolds } from './written-ports.ts';
import { WrittenRequests } from './written-requests.ts';
import { WrittenRows } from './written-rows.ts';

export interface WrittenRoomParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly gate: Pick<Gate, 'admit' | 'end' | 'vouches' | 'countWith'>;
  readonly clock: Clock;
  readonly holds: WrittenHolds;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly cutter: Cutter;
  readonly sealer: TextSealer;
  /** `<data>/written` */
  readonly folder: string;
  readonly log: Log;
  /** What is handed over is sealed in a bag; `useBags` says by whom. */
  readonly isSealed?: boolean;
}
/** Written requests as the door and the watch over time see them. */
export interface WrittenRoom {
  readonly requests: WrittenRequests;
  readonly rows: WrittenRows;
  readonly fetch: WrittenFetch;
  readonly delivery: WrittenDelivery;
  readonly folder: WrittenFolder;
  readonly facts: Emitter<WrittenFacts>;
  useBags(bags: Bags): void;
}

export function openWrittenRoom({ folder: path, ...parts }: WrittenRoomParts): WrittenRoom {
  const folder = new WrittenFolder(path, parts.sealer);
  const rows = new WrittenRows(parts.store, parts.sealer);
  const facts = new Emitter<WrittenFacts>((error, fact) => parts.log.error('A reaction to a fact failed.', { fact, error: String(error) }));
  const requests = new WrittenRequests({ ...parts, folder, facts });
  const fetch = new WrittenFetch({ ...parts, rows, folder });
  const delivery = new WrittenDelivery({ ...parts, requests, folder });
  const useBags = (bags: Bags): void => {
    fetch.useBags(bags);
    delivery.useBags(bags);
  };
  return { requests, rows, facts, folder, fetch, delivery, useBags };
}
