import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { Bench, BenchRun } from './bench.ts';
import { startChild } from './child.ts';
import { enrol, setUp } from './furnish.ts';
import { camerasRunning, startHub } from './hub.ts';
import type { HubClient } from './hub-client.ts';
import type { StreetCamera } from './load-street.ts';
import type { Fragments, PeerCount, PeerOrder } from './peer-readers.ts';
import { usageOf, type Usage } from './process-usage.ts';
import { median, medianRatio } from './statistics.ts';
import { startStreet } from './street.ts';

interface Plan {
  readonly cameras: number;
  readonly rounds: number;
  readonly windowMs: number;
}
const plans: readonly Plan[] = [{ cameras: 16, rounds: 3, windowMs: 10_000 }, { cameras: 64, rounds: 3, windowMs: 12_000 }];
const quickPlans: readonly Plan[] = [{ cameras: 4, rounds: 1, windowMs: 3_000 }];
/** Until what was just started runs as it will: machine code made, buffers filled. */
const settleMs = 5_000;

/** The real hub holding every camera's main stream open, against one `ffmpeg -c copy` a camera read by Node. In turn, never at once. */
export const ingest: Bench = {
  about: 'CPU and memory of taking N cameras in, against one ffmpeg for each',
  run: (run) => compare(run, 'ingest', 'group'),
};
/** The like with the like: the hub writes every picture as a fragment of its own, so that no viewer waits for the end of a group. */
export const ingestLive: Bench = {
  about: 'The same, with each ffmpeg writing a fragment for each picture, as the hub does',
  run: (run) => compare(run, 'ingest-live', 'picture'),
};

async function compare(run: BenchRun, name: string, fragments: Fragments): Promise<void> {
  const todo = run.quick ? quickPlans : plans;
  const street = await startStreet(run, Math.max(...todo.map(({ cameras }) => cameras)));
  const folder = join(run.folder, 'hub');
  const operator = await furnishUpTo(run, folder);
  for (const plan of todo) {
    const cameras = street.slice(0, plan.cameras);
    const client = await operator(cameras);
    const rounds: { readonly hub: Usage; readonly peer: Usage }[] = [];
    for (let round = 1; round <= plan.rounds; round += 1) {
      const hub = await measureHub(run, folder, client, plan);
      const peer = await measurePeers(run, cameras, plan, fragments);
      rounds.push({ hub, peer });
      run.say(`${plan.cameras} cameras, ${round} of ${plan.rounds}: hub ${shown(hub)}; ffmpeg ${shown(peer)}`);
    }
    const [n, size] = [rounds.length, plan.cameras];
    run.figure({ name: `${name}.cpu_ratio_${size}`, value: medianRatio(rounds.map(({ hub, peer }) => [hub.cpuPercent, peer.cpuPercent])), unit: 'ratio', n });
    if (plan !== todo.at(-1)) continue;
    run.figure({ name: `${name}.pss_ratio_${size}`, value: medianRatio(rounds.map(({ hub, peer }) => [hub.pssBytes, peer.pssBytes])), unit: 'ratio', n });
    run.figure({ name: `${name}.cpu_percent_per_camera`, value: median(rounds.map(({ hub }) => hub.cpuPercent / size)), unit: 'percent', n });
  }
}

/** Sets a hub up; what it returns enrols those of the cameras that are not yet, and gives her session. No hub runs afterwards. */
async function furnishUpTo(run: BenchRun, folder: string): Promise<(cameras: readonly StreetCamera[]) => Promise<HubClient>> {
  await using first = await startHub(run, folder);
  const householder = await setUp(first);
  let enrolled = 0;
  return async (cameras) => {
    await using hub = await startHub(run, folder);
    const client = householder.client.at(hub.origin);
    run.say(`Enrolling ${cameras.length - enrolled} cameras`);
    await enrol({ ...householder, client }, cameras.slice(enrolled));
    enrolled = cameras.length;
    await camerasRunning(client, cameras.length);
    return client;
  };
}

async function measureHub(run: BenchRun, folder: string, session: HubClient, { cameras, windowMs }: Plan): Promise<Usage> {
  await using hub = await startHub(run, folder);
  const client = session.at(hub.origin);
  await camerasRunning(client, cameras);
  await sleep(run.quick ? 1_000 : settleMs);
  const usage = await usageOf(hub.pid, windowMs);
  // What fell away meanwhile would look like thrift.
  await camerasRunning(client, cameras, 0);
  return usage;
}

async function measurePeers({ ffmpeg, quick, scope }: BenchRun, cameras: readonly StreetCamera[], { windowMs }: Plan, fragments: Fragments): Promise<Usage> {
  await using peers = await startChild({
    scope, file: fileURLToPath(new URL('peer-readers.js', import.meta.url)), tell: { ffmpeg, cameras, fragments } satisfies PeerOrder, withinMs: 120_000,
  });
  await sleep(quick ? 1_000 : settleMs / 2);
  await peers.ask('count');
  const usage = await usageOf(peers.pid, windowMs);
  const { flowing } = (await peers.ask('count')) as PeerCount;
  if (flowing !== cameras.length) throw new Error(`${flowing} of ${cameras.length} ffmpeg gave a picture in the window.`);
  return usage;
}

const shown = ({ cpuPercent, pssBytes }: Usage): string => `${cpuPercent.toFixed(1)} % of a core, ${Math.round(pssBytes / 1e6)} MB`;
