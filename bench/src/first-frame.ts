import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { enrol, setUp } from './furnish.ts';
import { camerasRunning, startHub } from './hub.ts';
import { LiveViewer } from './live-viewer.ts';
import { percentile } from './statistics.ts';
import { startStreet } from './street.ts';

/** A whole group of pictures passes before the first viewer comes. */
const groupMs = 2_500;

/** The owner opens her camera again and again: from the first byte of the connection to init segment and key picture in hand. */
export const firstFrame: Bench = {
  about: 'Time from opening a live view to the first picture a decoder can start from',
  async run(run) {
    const viewers = run.quick ? 8 : 50;
    const [camera] = await startStreet(run, 1);
    const hub = await startHub(run, join(run.folder, 'hub'));
    const householder = await setUp(hub);
    if (!camera) throw new Error('The street is empty.');
    const [id = ''] = await enrol(householder, [camera]);
    await camerasRunning(householder.client, 1);
    await sleep(groupMs);
    const times: number[] = [];
    for (let i = 0; i < viewers; i += 1) {
      await using viewer = new LiveViewer(householder.client, { camera: id });
      times.push(await viewer.firstPictureAt() - viewer.startedAt);
      // Nobody comes in step with the camera's pictures or its groups of them.
      await sleep(60 + Math.random() * 120);
    }
    run.say(`${viewers} viewers: ${[50, 95, 100].map((percent) => `p${percent} ${percentile(times, percent).toFixed(1)} ms`).join(', ')}; the first ${times[0]?.toFixed(1) ?? ''} ms`);
    for (const percent of [50, 95]) run.figure({ name: `firstframe.p${percent}_ms.mse`, value: percentile(times, percent), unit: 'ms', n: times.length });
  },
};
