import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchRun } from './bench.ts';
import { startChild } from './child.ts';
import { enrol, setUp } from './furnish.ts';
import { camerasRunning, startHub } from './hub.ts';
import type { HubClient } from './hub-client.ts';
import type { StreetCamera } from './load-street.ts';
import type { PeerCount, PeerOrder } from './peer-readers.ts';
import { usageOf, type Usage } from './process-usage.ts';
import { median, medianRatio } from './statistics.ts';
import { startStreet } from './street.ts';

interface Plan {
  readonly cameras: number;
  readonly rounds: number;
  readonly windowMs: number;
}
const usual: Plan = { cameras: 64, rounds: 3, windowMs: 20_000 };
const quick: Plan = { cameras: 4, rounds: 1, windowMs: 6_000 };
/** Recorders begin at a key picture, and every file is closed for the first time after ten seconds. */
const settleMs = 12_000;

/** Every camera live and on disk at once, by the hub and by one ffmpeg with two outputs for each. In turn, never at once. */
export const record: Bench = {
  about: 'CPU, memory and bytes written of recording 64 cameras while they are live, against one ffmpeg with two outputs for each',
  async run(run) {
    const plan = run.quick ? quick : usual;
    const cameras = await startStreet(run, plan.cameras);
    const folder = join(run.folder, 'hub');
    const operator = await furnish(run, folder, cameras);
    const rounds: { readonly hub: Measured; readonly peer: Usage }[] = [];
    for (let round = 1; round <= plan.rounds; round += 1) {
      const hub = await measureHub(run, folder, operator, plan);
      const peer = await measurePeers(run, cameras, plan, round);
      rounds.push({ hub, peer });
      run.say(`${round} of ${plan.rounds}: hub ${shown(hub)}, ${hub.amplification.toFixed(3)} bytes written for each received; ffmpeg ${shown(peer)}`);
    }
    const n = rounds.length;
    run.figure({ name: `record.cpu_ratio_${plan.cameras}`, value: medianRatio(rounds.map(({ hub, peer }) => [hub.cpuPercent, peer.cpuPercent])), unit: 'ratio', n });
    run.figure({ name: `record.pss_ratio_${plan.cameras}`, value: medianRatio(rounds.map(({ hub, peer }) => [hub.pssBytes, peer.pssBytes])), unit: 'ratio', n });
    const amplifications = rounds.map(({ hub }) => hub.amplification).filter((each) => each > 0);
    if (amplifications.length === 0) run.say('This file system does not count what is written (proc(5), write_bytes): no write amplification.');
    else run.figure({ name: 'record.write_amplification', value: median(amplifications), unit: 'ratio', n: amplifications.length });
  },
};

async function furnish(run: BenchRun, folder: string, cameras: readonly StreetCamera[]): Promise<HubClient> {
  await using hub = await startHub(run, folder);
  const householder = await setUp(hub);
  run.say(`Enrolling ${cameras.length} cameras`);
  for (const id of await enrol(householder, cameras)) await householder.client.call('PATCH /api/cameras/:id', { params: { id }, body: { recording: 'continuous' } });
  await camerasRunning(householder.client, cameras.length);
  return householder.client;
}

type Measured = Usage & { readonly amplification: number };
async function measureHub(run: BenchRun, folder: string, session: HubClient, { cameras, windowMs }: Plan): Promise<Measured> {
  await using hub = await startHub(run, folder);
  const client = session.at(hub.origin);
  await camerasRunning(client, cameras);
  await sleep(run.quick ? 2_000 : settleMs);
  const before = await bytesOf(hub.pid);
  const usage = await usageOf(hub.pid, windowMs);
  const after = await bytesOf(hub.pid);
  await camerasRunning(client, cameras, 0);
  return { ...usage, amplification: (after.written - before.written) / (after.received - before.received) };
}

async function measurePeers({ ffmpeg, quick: isQuick, scope, folder }: BenchRun, cameras: readonly StreetCamera[], { windowMs }: Plan, round: number): Promise<Usage> {
  const recordTo = join(folder, `peers-${round}`);
  await mkdir(recordTo);
  await using peers = await startChild({ scope, file: fileURLToPath(new URL('peer-readers.js', import.meta.url)), tell: { ffmpeg, cameras, fragments: 'picture', recordTo } satisfies PeerOrder, withinMs: 120_000 });
  await sleep(isQuick ? 2_000 : settleMs);
  await peers.ask('count');
  const usage = await usageOf(peers.pid, windowMs);
  const { flowing } = (await peers.ask('count')) as PeerCount;
  if (flowing !== cameras.length) throw new Error(`${flowing} of ${cameras.length} ffmpeg gave a picture in the window.`);
  return usage;
}

/** What a process had the kernel read for it (its cameras' sockets, almost all of it) and had written to disk, proc(5) `io`. */
async function bytesOf(pid: number): Promise<{ readonly received: number; readonly written: number }> {
  const io = await readFile(`/proc/${pid}/io`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1] ?? Number.NaN);
  return { received: field('rchar'), written: field('write_bytes') };
}

const shown = ({ cpuPercent, pssBytes }: Usage): string => `${cpuPercent.toFixed(1)} % of a core, ${Math.round(pssBytes / 1e6)} MB`;
