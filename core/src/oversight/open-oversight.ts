import type { Timers } from '../base/clock.ts';
import type { OwnedScope } from '../base/scope.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Gate } from '../consent/gate.ts';
import type { NoticeDesk } from '../notices/notice-desk.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { AlertBook } from './alert-book.ts';
import { LetterNews } from './letter-news.ts';
import { OfficerStreets } from './officer-streets.ts';
import { OversightWatch } from './oversight-watch.ts';
import { Statistics } from './statistics.ts';

export interface Oversight {
  readonly alerts: AlertBook;
  readonly watch: OversightWatch;
  readonly statistics: Statistics;
  readonly letters: LetterNews;
  readonly streets: OfficerStreets;
}
export interface OversightParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly gate: Pick<Gate, 'onChange'>;
  readonly notices: Pick<NoticeDesk, 'queue'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly tz: string;
}

/** Everything by which the many look at the few who look. */
export function openOversight({ store, audit, gate, notices, clock, timers, log, tz }: OversightParts, scope: OwnedScope): Oversight {
  const alerts = new AlertBook(store, audit, clock);
  const watch = scope.use(new OversightWatch({ store, book: alerts, desk: notices, gate, clock, timers, log, signal: scope.signal, tz }));
  return { alerts, watch, statistics: new Statistics(store, clock, tz), letters: new LetterNews(store, notices, clock, tz), streets: new OfficerStreets(store, clock) };
}
