import { setTimeout as sleep } from 'node:timers/promises';
import { endWithParent, tellReady } from './child.ts';
import { HubClient } from './hub-client.ts';
import { LiveViewer } from './live-viewer.ts';

/** What a crowd is told first. */
export interface CrowdOrder {
  readonly origin: string;
  /** Of one session a viewer may open so many; they are shared out. */
  readonly cookies: readonly string[];
  readonly camera: string;
  readonly viewers: number;
}
export interface CrowdCount {
  /** Viewers that got a picture since the last count. */
  readonly flowing: number;
  /** Fragments, of all viewers. */
  readonly fragments: number;
  readonly ended: number;
}

/** So many are opened at once: the gate writes each into its log first. */
const openingAtOnce = 20;

/** Viewers in a process of their own, so that what they cost is not the hub's. They count and throw away. */
async function run({ origin, cookies, camera, viewers: count }: CrowdOrder): Promise<void> {
  const clients = cookies.map((cookie) => new HubClient(origin, cookie));
  const viewers: LiveViewer[] = [];
  endWithParent(() => process.exit(0));
  for (let from = 0; from < count; from += openingAtOnce) {
    const batch = Array.from({ length: Math.min(openingAtOnce, count - from) }, (_, i) => new LiveViewer(clients[(from + i) % clients.length] ?? new HubClient(origin), { camera }));
    viewers.push(...batch);
    await Promise.all(batch.map((viewer) => viewer.firstPictureAt()));
    await sleep(50);
  }
  let before = viewers.map(() => 0);
  process.on('message', (message) => {
    if (message !== 'count') return;
    const now = viewers.map(({ fragments }) => fragments);
    const since = now.map((fragments, i) => fragments - (before[i] ?? 0));
    before = now;
    process.send?.({ flowing: since.filter((each) => each > 0).length, fragments: since.reduce((sum, each) => sum + each, 0), ended: viewers.filter(({ endedWith }) => endedWith !== undefined).length } satisfies CrowdCount);
  });
  tellReady({});
}

process.once('message', (order) => void run(order as CrowdOrder).catch((failure: unknown) => {
  process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exit(1);
}));
