import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import { days, hours, minutes } from './domain/time.ts';
import { pruneNotices } from './notices/prune-notices.ts';

/** What those who oversee need done by itself: looking for patterns, the monthly letter, and old notices swept away. */
export function wireOversight(hub: Hub, scope: OwnedScope, run: (work: Promise<unknown>) => void): void {
  const { oversight, timers } = hub;
  oversight.watch.start();
  scope.use(hub.askFacts.on('ask.made', ({ person }) => oversight.watch.soon(person)));
  run(oversight.letters.announce());
  scope.use(timers.every(hours(1), () => run(oversight.letters.announce())));
  scope.use(timers.after(minutes(10), () => run(pruneNotices(hub.store, hub.clock, hub.keepNotices))));
  scope.use(timers.every(days(1), () => run(pruneNotices(hub.store, hub.clock, hub.keepNotices))));
}
