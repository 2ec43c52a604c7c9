import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { enrol, setUp } from './furnish.ts';
import { startHub } from './hub.ts';
import type { HubClient } from './hub-client.ts';
import { median } from './statistics.ts';
import { startStreet } from './street.ts';

const longest = 30_000;

/** A hub that has lived before, with four cameras that answer: process start to open door and every plugin running. */
export const start: Bench = {
  about: 'Time from starting the hub\'s process to listening with every plugin running',
  async run(run) {
    const rounds = run.quick ? 2 : 5;
    const street = await startStreet(run, 4);
    const folder = join(run.folder, 'hub');
    let session: HubClient;
    {
      await using first = await startHub(run, folder);
      const householder = await setUp(first);
      await enrol(householder, street);
      session = householder.client;
    }
    const times: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      await using hub = await startHub(run, folder);
      const waited = await untilPluginsRun(session.at(hub.origin));
      times.push(hub.readyAfter + waited);
      run.say(`${round} of ${rounds}: ready after ${hub.readyAfter.toFixed(0)} ms${waited > 0 ? `, all plugins ${waited.toFixed(0)} ms later` : ''}`);
    }
    run.figure({ name: 'start.ready_ms', value: median(times), unit: 'ms', n: times.length });
  },
};

/** In ms. 0 when the first look finds all of them running: the hub says it is ready when they are. */
async function untilPluginsRun(operator: HubClient): Promise<number> {
  const askedAt = performance.now();
  for (let looks = 0; ; looks += 1) {
    const plugins = await operator.call('GET /api/plugins');
    if (plugins.length > 0 && plugins.every(({ status }) => status === 'running')) return looks === 0 ? 0 : performance.now() - askedAt;
    if (performance.now() - askedAt > longest) throw new Error(`Not every plugin is running: ${plugins.map(({ id, status }) => `${id} ${status}`).join(', ')}.`);
    await sleep(10);
  }
}
