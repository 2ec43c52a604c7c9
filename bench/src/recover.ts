import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchRun } from './bench.ts';
import { startChild, type Child } from './child.ts';
import { setUp } from './furnish.ts';
import { startHub } from './hub.ts';
import type { HubClient } from './hub-client.ts';
import { addCameras } from './recover-store.ts';
import type { BackAnswer, RecoverOrder, RecoverReady } from './recover-street.ts';
import { percentile } from './statistics.ts';

interface Plan {
  readonly cameras: number;
  /** Cameras that lose their power by themselves: so many at a time, so often. */
  readonly alone: { readonly atOnce: number; readonly rounds: number; readonly darkSeconds: number };
  readonly some: { readonly cameras: number; readonly darkSeconds: number };
  readonly allDarkSeconds: number;
}
const usual: Plan = { cameras: 1_000, alone: { atOnce: 4, rounds: 6, darkSeconds: 5 }, some: { cameras: 300, darkSeconds: 15 }, allDarkSeconds: 45 };
const quick: Plan = { cameras: 40, alone: { atOnce: 2, rounds: 1, darkSeconds: 2 }, some: { cameras: 12, darkSeconds: 3 }, allDarkSeconds: 4 };
const givesUpAfter = 120_000;

/** From the moment a camera has power again to its first key picture in the hub. */
export const recover: Bench = {
  about: 'Time from power coming back to the picture of one, of 300 and of 1,000 cameras, and beside 300 that stay silent',
  async run(run) {
    const plan = run.quick ? quick : usual;
    const street = await startChild<RecoverReady>({
      scope: run.scope, file: fileURLToPath(new URL('recover-street.js', import.meta.url)), tell: { ffmpeg: run.ffmpeg, cameras: plan.cameras } satisfies RecoverOrder, withinMs: 120_000,
    });
    const folder = join(run.folder, 'hub');
    const client = await furnish(run, folder, [...street.ready.uris, ...street.ready.silent]);
    const hub = await startHub(run, folder);
    const operator = client.at(hub.origin);
    const startedAt = Date.now();
    const first = await allBack(operator, plan.cameras, 0);
    run.say(`All ${plan.cameras} pictures ${seconds(Math.max(...first.values()) - startedAt)} s after the hub's start, beside ${street.ready.silent.length} cameras that never answer`);

    const alone: number[] = [];
    for (let round = 0; round < plan.alone.rounds; round += 1) {
      const from = (round * 97) % (plan.cameras - plan.alone.atOnce);
      alone.push(...await blackout(operator, street, from, from + plan.alone.atOnce, plan.alone.darkSeconds));
    }
    run.say(`One at a time: ${alone.map(seconds).join(' ')} s`);
    run.figure({ name: 'recover.p95_s_1', value: percentile(alone, 95) / 1_000, unit: 's', n: alone.length });
    for (const [count, dark] of [[plan.some.cameras, plan.some.darkSeconds], [plan.cameras, plan.allDarkSeconds]] as const) {
      const times = await blackout(operator, street, 0, count, dark);
      run.say(`${count} cameras after ${dark} s: half in ${seconds(percentile(times, 50))} s, all in ${seconds(Math.max(...times))} s`);
      run.figure({ name: `recover.all_s_${count}`, value: Math.max(...times) / 1_000, unit: 's', n: 1 });
    }
  },
};

async function furnish(run: BenchRun, folder: string, uris: readonly string[]): Promise<HubClient> {
  await using hub = await startHub(run, folder);
  const { client, owner } = await setUp(hub);
  await hub[Symbol.asyncDispose]();
  run.say(`Writing ${uris.length} cameras`);
  await addCameras(folder, owner, uris);
  return client;
}

/** @returns for each camera, ms from the first of them having power to its picture; for one that is tried alone that is its own moment */
async function blackout(operator: HubClient, street: Child<RecoverReady>, from: number, to: number, darkSeconds: number): Promise<readonly number[]> {
  await street.ask(`dark ${from} ${to} ${darkSeconds}`);
  const darkAt = Date.now();
  await sleep(darkSeconds * 1_000);
  const { onAt } = (await street.ask('back')) as BackAnswer;
  const since = await allBack(operator, to - from, darkAt, from);
  return onAt.map((at, i) => (since.get(from + i) ?? Number.NaN) - at);
}

/** Waits until so many cameras from the nth on have a picture that began after a moment. @returns when each began, by its number */
async function allBack(operator: HubClient, count: number, after: number, from = 0): Promise<ReadonlyMap<number, number>> {
  const end = performance.now() + givesUpAfter;
  for (;;) {
    const since = new Map((await operator.call('GET /api/streams')).flatMap(({ camera, streams }) => {
      const n = Number(camera.replace('recover-', '')) - 1;
      const began = streams[0]?.since ?? null;
      return n >= from && n < from + count && began !== null && began > after ? [[n, began] as const] : [];
    }));
    if (since.size >= count) return since;
    if (performance.now() > end) throw new Error(`${since.size} of ${count} cameras are back after ${givesUpAfter / 1_000} s.`);
    await sleep(500);
  }
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
