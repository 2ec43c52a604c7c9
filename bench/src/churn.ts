import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { sessions } from './fanout.ts';
import { enrol, setUp } from './furnish.ts';
import { camerasRunning, startHub, type HubProcess } from './hub.ts';
import { HubClient } from './hub-client.ts';
import type { Resident } from './loop-delay.ts';
import { LiveViewer } from './live-viewer.ts';
import { startStreet } from './street.ts';

const cameras = 4;
const atOnce = 12;
/** Machine code made, caches full, the log's pages touched. */
const warmUpShare = 0.25;

/** Viewers come and go, some politely, some torn off, all the time: what the hub keeps of them. */
export const churn: Bench = {
  about: 'Growth of memory while viewers connect and leave without a pause (--long: half an hour)',
  async run(run) {
    const lastsMs = run.quick ? 20_000 : run.long ? 30 * 60_000 : 240_000;
    const street = await startStreet(run, cameras);
    const hub = await startHub(run, join(run.folder, 'hub'), { watched: true });
    const householder = await setUp(hub);
    const ids = await enrol(householder, street);
    await camerasRunning(householder.client, ids.length);
    const clients = (await sessions(householder, 12)).map((cookie) => new HubClient(hub.origin, cookie));
    let visits = 0;
    const churnFor = async (ms: number): Promise<void> => {
      const end = performance.now() + ms;
      await Promise.all(Array.from({ length: atOnce }, async (_, place) => {
        while (performance.now() < end && !run.scope.signal.aborted) {
          visits += 1;
          const client = clients[visits % clients.length];
          if (client) await visit(client, ids[visits % ids.length] ?? '', visits);
          // A session may call 300 times a minute: with twelve of them that is 60 a second.
          await sleep(100 + (place % 4) * 25);
        }
      }));
      await sleep(3_000);
    };
    await churnFor(lastsMs * warmUpShare);
    const before = await resident(hub);
    const visitsBefore = visits;
    await churnFor(lastsMs * (1 - warmUpShare));
    const after = await resident(hub);
    run.say(`${visits - visitsBefore} visits after the first ${visitsBefore}: ${shown(before)}, then ${shown(after)}`);
    run.figure({ name: 'churn.rss_growth_percent', value: (after.rssBytes / before.rssBytes - 1) * 100, unit: 'percent', n: visits - visitsBefore });
  },
};

/** One looks until the first picture, one for a moment longer, one never says what it wants. */
async function visit(client: HubClient, camera: string, n: number): Promise<void> {
  const viewer = new LiveViewer(client, { camera });
  if (n % 5 !== 0) await viewer.firstPictureAt();
  if (n % 3 === 0) await sleep(150);
  if (n % 2 === 0) viewer.tearOff();
  else await viewer[Symbol.asyncDispose]();
}

async function resident(hub: HubProcess): Promise<Resident> {
  return (await hub.ask('rss')) as Resident;
}
const shown = ({ rssBytes, heapBytes, outsideBytes }: Resident): string => `${(rssBytes / 1e6).toFixed(1)} MB resident (heap ${(heapBytes / 1e6).toFixed(1)}, buffers ${(outsideBytes / 1e6).toFixed(1)})`;
