import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchRun } from './bench.ts';
import { startChild } from './child.ts';
import { enrol, setUp, type Householder } from './furnish.ts';
import { camerasRunning, startHub, type HubProcess } from './hub.ts';
import { HubClient } from './hub-client.ts';
import type { LoopDelay } from './loop-delay.ts';
import { usageOf } from './process-usage.ts';
import { startStreet } from './street.ts';
import type { CrowdCount, CrowdOrder } from './viewer-crowd.ts';

/** A session may hold 32 connections. */
const perSession = 30;
const settleMs = 4_000;

/** One camera, more and more viewers: how long the hub keeps everything else waiting, and what it costs. */
export const fanout: Bench = {
  about: 'Event-loop delay and CPU with 100, 300 and 500 viewers of one camera',
  async run(run) {
    const crowds = run.quick ? [20] : [100, 300, 500];
    const windowMs = run.quick ? 3_000 : 20_000;
    const [camera] = await startStreet(run, 1);
    if (!camera) throw new Error('The street is empty.');
    const hub = await startHub(run, join(run.folder, 'hub'), { watched: true });
    const householder = await setUp(hub);
    const [id = ''] = await enrol(householder, [camera]);
    await camerasRunning(householder.client, 1);
    const cookies = await sessions(householder, Math.ceil(Math.max(...crowds) / perSession));
    for (const viewers of crowds) await oneCrowd(run, hub, { origin: hub.origin, cookies, camera: id, viewers }, windowMs, viewers === crowds.at(-1));
  },
};

async function oneCrowd(run: BenchRun, hub: HubProcess, order: CrowdOrder, windowMs: number, isLast: boolean): Promise<void> {
  await using crowd = await startChild({ scope: run.scope, file: fileURLToPath(new URL('viewer-crowd.js', import.meta.url)), tell: order, withinMs: 120_000 });
  await sleep(run.quick ? 1_000 : settleMs);
  await crowd.ask('count');
  await hub.ask('restart-loop-delay');
  const { cpuPercent } = await usageOf(hub.pid, windowMs);
  const { p99Ms, maxMs } = (await hub.ask('loop-delay')) as LoopDelay;
  const { flowing, fragments, ended } = (await crowd.ask('count')) as CrowdCount;
  const { viewers } = order;
  run.say(`${viewers} viewers: loop delay p99 ${p99Ms.toFixed(1)} ms, at most ${maxMs.toFixed(1)}; ${cpuPercent.toFixed(1)} % of a core; ${(fragments / viewers / (windowMs / 1_000)).toFixed(1)} pictures a second each`);
  if (flowing !== viewers || ended > 0) throw new Error(`${flowing} of ${viewers} viewers got a picture in the window, ${ended} were ended.`);
  run.figure({ name: `fanout.loop_delay_p99_ms_${viewers}`, value: p99Ms, unit: 'ms', n: 1 });
  if (isLast) run.figure({ name: `fanout.cpu_percent_${viewers}`, value: cpuPercent, unit: 'percent', n: 1 });
}

/** Sessions of the one householder, as from as many of her devices. */
export async function sessions({ client, login, password }: Householder, count: number): Promise<readonly string[]> {
  const cookies: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const session = new HubClient(client.origin);
    await session.call('POST /api/session', { body: { login, password } });
    cookies.push(session.cookie);
  }
  return cookies;
}
