import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { inviteOfficers } from './cut.ts';
import { enrol, setUp, type Householder } from './furnish.ts';
import { camerasRunning, startHub } from './hub.ts';
import { HubClient } from './hub-client.ts';
import { LiveViewer } from './live-viewer.ts';
import { usageOf } from './process-usage.ts';
import { median, medianRatio } from './statistics.ts';
import { startStreet } from './street.ts';

interface Plan {
  readonly rounds: number;
  readonly windowMs: number;
}
const usual: Plan = { rounds: 5, windowMs: 8_000 };
const quick: Plan = { rounds: 1, windowMs: 3_000 };
const many = 10;
/** Two people may watch at once under one grant. */
const perGrant = 2;
const officers = 5;
const seenFragments = 30;
const opensWithin = 60_000;

/** What it costs to burn a mask into a picture of 720 lines, 15 times a second, and that ten who watch cost as much as one. */
export const mask: Bench = {
  about: 'CPU of one masked 720p15 picture, and of ten viewers of it against one',
  async run(run) {
    const plan = run.quick ? quick : usual;
    const street = await startStreet(run, 1);
    const hub = await startHub(run, join(run.folder, 'hub'));
    const householder = await setUp(hub);
    const [camera = ''] = await enrol(householder, street);
    await householder.client.call('POST /api/cameras/:id/masks', { params: { id: camera }, body: { name: 'Bench', polygons: [[{ x: 0.1, y: 0.2 }, { x: 0.5, y: 0.1 }, { x: 0.6, y: 0.7 }, { x: 0.2, y: 0.8 }]] } });
    const { unit, officers: clients } = await inviteOfficers(householder.client, officers);
    for (let grant = 0; grant < many / perGrant; grant += 1) await share(householder, camera, unit);
    await camerasRunning(householder.client, 1);

    /** Of one core, in percent, above what the hub takes by itself. */
    const rounds: { readonly one: number; readonly ten: number }[] = [];
    for (let round = 1; round <= plan.rounds; round += 1) {
      const idle = (await usageOf(hub.pid, plan.windowMs)).cpuPercent;
      const one = (await watched(hub.pid, clients, { camera, unit }, 1, plan.windowMs)) - idle;
      const ten = (await watched(hub.pid, clients, { camera, unit }, many, plan.windowMs)) - idle;
      rounds.push({ one, ten });
      run.say(`${round} of ${plan.rounds}: the hub alone ${idle.toFixed(1)} %, one viewer ${one.toFixed(1)} % more, ${many} viewers ${ten.toFixed(1)} % more`);
    }
    run.figure({ name: 'mask.cpu_percent_720p15', value: median(rounds.map(({ one }) => one)), unit: 'percent', n: rounds.length });
    run.figure({ name: `mask.viewers_${many}_over_1`, value: medianRatio(rounds.map(({ one, ten }) => [ten, one])), unit: 'ratio', n: rounds.length });
  },
};

async function watched(hub: number, clients: readonly HubClient[], { camera, unit }: { readonly camera: string; readonly unit: string }, count: number, windowMs: number): Promise<number> {
  const viewers: LiveViewer[] = [];
  try {
    for (let i = 0; i < count; i += 1) {
      const client = clients[i % clients.length];
      if (client) viewers.push(new LiveViewer(client, { camera, unit, purpose: 'crime' }));
      // One after another, so that the grants that are free are counted.
      const late = sleep(opensWithin, undefined, { ref: false }).then(() => { throw new Error('No picture came.'); });
      late.catch(() => {});
      await Promise.race([viewers.at(-1)?.firstPictureAt(), late]);
    }
    while (viewers.some(({ fragments, endedWith }) => fragments < seenFragments && endedWith === undefined)) await sleep(50);
    const ended = viewers.find(({ endedWith }) => endedWith !== undefined);
    if (ended) throw new Error(`A view ended by itself (${String(ended.endedWith)}).`);
    return (await usageOf(hub, windowMs)).cpuPercent;
  } finally {
    await Promise.all(viewers.map((viewer) => viewer[Symbol.asyncDispose]()));
    // The picture is made for a while after the last has left.
    await sleep(12_000);
  }
}

/** A standing grant at any hour, for at most 15 pictures a second. */
async function share({ client, owner }: Householder, camera: string, unit: string): Promise<void> {
  const draft = { owner, cameras: [camera], who: { unit }, preset: 'on_incident' as const, days: 30, actions: ['live' as const], caseRequired: false, maxHeight: 720, maxFps: 15 };
  const { sentence } = await client.call('POST /api/grants/preview', { body: draft });
  await client.call('POST /api/grants', { body: { ...draft, sentence: sentence.vi } });
}
