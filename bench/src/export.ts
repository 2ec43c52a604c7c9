import { execFile } from 'node:child_process';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { measureBag } from './bag.ts';
import type { Bench, BenchRun } from './bench.ts';
import { furnishFootage, type RecordedFootage } from './furnish-footage.ts';
import { setUp } from './furnish.ts';
import { startHub } from './hub.ts';
import type { HubClient } from './hub-client.ts';
import { median, medianRatio } from './statistics.ts';

const rounds = 3;

/** An hour of one camera saved through the hub: asked for, read, compared with its hashes, written, hashed, recorded. Against ffmpeg that only copies the same files into one. In turn, never at once. */
export const exportHour: Bench = {
  about: 'time of exporting an hour of one camera, against ffmpeg -c copy of the same files',
  async run(run) {
    const folder = join(run.folder, 'hub');
    const session = await (async () => {
      await using hub = await startHub(run, folder);
      return await setUp(hub);
    })();
    const recorded = await furnishFootage(run, folder, session.owner, { cameras: 1, minutes: run.quick ? 2 : 60 });
    await using hub = await startHub(run, folder);
    const client = session.client.at(hub.origin);
    const times: { readonly hub: number; readonly peer: number }[] = [];
    for (let round = 1; round <= (run.quick ? 1 : rounds); round += 1) {
      const peer = await copied(run, recorded);
      const ours = await exported(client, recorded);
      times.push({ hub: ours, peer });
      run.say(`${round}: hub ${ours.toFixed(2)} s, ffmpeg ${peer.toFixed(2)} s`);
    }
    run.figure({ name: 'export.ratio_1h', value: medianRatio(times.map(({ hub: ours, peer }) => [ours, peer])), unit: 'ratio', n: times.length });
    run.figure({ name: 'export.hour_s', value: median(times.map(({ hub: ours }) => ours)), unit: 's', n: times.length });
    await measureBag(run);
  },
};

/** From the asking to the hub's word that it is done, by the hub's own clock, s. */
async function exported(client: HubClient, { cameras: [camera = ''], from, to, bytes }: RecordedFootage): Promise<number> {
  const { id } = await client.call('POST /api/exports', { body: { camera, from, to } });
  for (;;) {
    const row = (await client.call('GET /api/exports')).find((each) => each.id === id);
    if (row?.status === 'failed' || !row) throw new Error(`The export failed: ${row?.problem?.code ?? 'it is gone'}.`);
    if (row.status === 'done') {
      const size = row.files.reduce((sum, file) => sum + file.bytes, 0);
      if (size < bytes * 0.97) throw new Error(`${size} of ${bytes} bytes were exported.`);
      await client.call('DELETE /api/exports/:id', { params: { id } });
      return ((row.doneAt ?? Number.NaN) - row.createdAt) / 1_000;
    }
    await sleep(100);
  }
}

async function copied({ ffmpeg, folder, scope }: BenchRun, { files, bytes }: RecordedFootage): Promise<number> {
  const list = join(folder, 'list.txt');
  const out = join(folder, 'copied.mp4');
  await writeFile(list, files.map((file) => `file '${file}'\n`).join(''));
  const began = performance.now();
  await promisify(execFile)(ffmpeg, ['-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', '-y', out], { signal: scope.signal });
  const took = (performance.now() - began) / 1_000;
  const { size } = await stat(out);
  if (size < bytes * 0.97) throw new Error(`ffmpeg copied ${size} of ${bytes} bytes.`);
  await rm(out);
  return took;
}
