import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bench, BenchRun } from './bench.ts';
import { startChild } from './child.ts';
import { enrol, setUp } from './furnish.ts';
import { camerasRunning, startHub } from './hub.ts';
import type { StreetCamera } from './load-street.ts';
import type { OtherCount, OtherOrder, OtherProgram } from './other-readers.ts';
import { usageOf } from './process-usage.ts';
import { medianRatio } from './statistics.ts';
import { startStreet } from './street.ts';

interface Plan {
  readonly program: OtherProgram;
  readonly cameras: number;
}
const rounds = 3;

/** The hub beside other ways of bringing the same cameras to a browser or a disk. In turn, never at once. */
export const others: Bench = {
  about: 'CPU of taking cameras in, against node-rtsp-stream (4 cameras) and GStreamer (16, if installed)',
  async run(run) {
    const plans: Plan[] = [{ program: 'node-rtsp-stream', cameras: run.quick ? 1 : 4 }];
    if (await hasGStreamer()) plans.push({ program: 'gstreamer', cameras: run.quick ? 2 : 16 });
    else run.say('No gst-launch-1.0 here (Debian: gstreamer1.0-tools gstreamer1.0-plugins-good): not compared with it.');
    const street = await startStreet(run, Math.max(...plans.map(({ cameras }) => cameras)));
    for (const plan of plans) await compare(run, plan, street.slice(0, plan.cameras));
  },
};

async function compare(run: BenchRun, { program, cameras: count }: Plan, cameras: readonly StreetCamera[]): Promise<void> {
  const folder = join(run.folder, `hub-${program}`);
  const windowMs = run.quick ? 3_000 : 10_000;
  const client = await furnish(run, folder, cameras);
  const pairs: (readonly [number, number])[] = [];
  for (let round = 1; round <= (run.quick ? 1 : rounds); round += 1) {
    const ours = await measureHub(run, folder, client, count, windowMs);
    const theirs = await measureOthers(run, { ffmpeg: run.ffmpeg, program, cameras }, windowMs);
    pairs.push([ours, theirs]);
    run.say(`${count} cameras, ${round}: hub ${ours.toFixed(1)} % of a core, ${program} ${theirs.toFixed(1)} %`);
  }
  const name = program === 'gstreamer' ? 'gst' : 'node_rtsp_stream';
  run.figure({ name: `ingest.cpu_ratio_${name}_${count}`, value: medianRatio(pairs), unit: 'ratio', n: pairs.length });
}

async function furnish(run: BenchRun, folder: string, cameras: readonly StreetCamera[]) {
  await using hub = await startHub(run, folder);
  const householder = await setUp(hub);
  await enrol(householder, cameras);
  return householder.client;
}

async function measureHub(run: BenchRun, folder: string, session: Awaited<ReturnType<typeof furnish>>, count: number, windowMs: number): Promise<number> {
  await using hub = await startHub(run, folder);
  const client = session.at(hub.origin);
  await camerasRunning(client, count);
  await sleep(run.quick ? 1_000 : 5_000);
  const { cpuPercent } = await usageOf(hub.pid, windowMs);
  await camerasRunning(client, count, 0);
  return cpuPercent;
}

async function measureOthers({ scope, quick }: BenchRun, order: OtherOrder, windowMs: number): Promise<number> {
  await using readers = await startChild({ scope, file: fileURLToPath(new URL('other-readers.js', import.meta.url)), tell: order, withinMs: 120_000 });
  await sleep(quick ? 1_000 : 3_000);
  await readers.ask('count');
  const { cpuPercent } = await usageOf(readers.pid, windowMs);
  const { flowing } = (await readers.ask('count')) as OtherCount;
  if (flowing !== order.cameras.length) throw new Error(`${flowing} of ${order.cameras.length} streams moved in the window.`);
  return cpuPercent;
}

async function hasGStreamer(): Promise<boolean> {
  return promisify(execFile)('gst-launch-1.0', ['--version']).then(() => true, () => false);
}
