import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, BenchRun } from './bench.ts';
import { openPage, type Page } from './browser.ts';
import { enrol, setUp } from './furnish.ts';
import type { HubClient } from './hub-client.ts';
import { camerasRunning, startHub } from './hub.ts';
import { Departures, numberedFilm, watchNumbers } from './numbered.ts';
import { median, percentile } from './statistics.ts';
import { startStreet } from './street.ts';

interface Taken {
  readonly taken: readonly (readonly [number: number, at: number])[];
  readonly path: string;
  readonly level: string;
}
const settleMs = 5_000;
const takeEveryMs = 2_000;
/** Beginning and end of a long look, each. */
const endsMs = 30_000;
const plugins = ['@matpho/plugin-onvif', '@matpho/plugin-rtsp', '@matpho/plugin-notify', '@matpho/plugin-export', '@matpho/plugin-webrtc'];

/** The hub's own page in a headless Chromium shows a film whose pictures are numbered; a viewer beside it notes when each of them was complete at the hub. One clock. */
export const latency: Bench = {
  about: 'Picture complete at the hub to presented in a browser, by MSE and WebRTC, and how that drifts (--long: 20 min, or MATPHO_SOAK_HOURS)',
  async run(run) {
    const seconds = run.quick ? 8 : 45;
    const soakMs = run.long ? Number(process.env['MATPHO_SOAK_HOURS'] || 1 / 3) * 3_600_000 : run.quick ? 70_000 : 150_000;
    const [camera] = await startStreet(run, 1, [await numberedFilm(run)]);
    if (!camera) throw new Error('The street is empty.');
    const folder = join(run.folder, 'hub');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'matpho.json'), JSON.stringify({ name: 'Bench', listen: { host: '127.0.0.1', port: 0 }, cameras: { allowLoopback: true }, timeZone: 'Asia/Ho_Chi_Minh', log: { level: 'warn' }, plugins }), { mode: 0o600 });
    const hub = await startHub(run, folder);
    const { client, ...rest } = await setUp(hub);
    const [id = ''] = await enrol({ client, ...rest }, [camera]);
    await camerasRunning(client, 1);
    await using departures = new Departures(client, id);
    const page = await openPage(run);
    for (const [path, preference] of [['webrtc', 'delay'], ['mse', 'auto']] as const) {
      await show(page, client, id, preference);
      const delays = await look(run, page, departures, path, seconds * 1_000);
      for (const percent of [50, 95]) run.figure({ name: `latency.p${percent}_ms.${path}`, value: percentile(delays, percent), unit: 'ms', n: delays.length });
    }
    const first = await look(run, page, departures, 'mse', endsMs);
    run.say(`The same page goes on for ${Math.round(soakMs / 60_000)} min.`);
    for (const until = performance.now() + soakMs - 2 * endsMs; performance.now() < until;) {
      await sleep(Math.min(takeEveryMs, Math.max(1, until - performance.now())));
      await page.evaluate('numbers.take().path');
    }
    const last = await look(run, page, departures, 'mse', endsMs);
    run.figure({ name: `latency.drift_${soakName(soakMs)}_ms`, value: Math.abs(median(last) - median(first)), unit: 'ms', n: first.length + last.length });
  },
};

/** `20min`, `8h`: what was measured, not what is wanted. */
function soakName(ms: number): string {
  return ms >= 3_600_000 ? `${Math.round(ms / 360_000) / 10}h` : ms >= 120_000 ? `${Math.round(ms / 60_000)}min` : `${Math.round(ms / 1_000)}s`;
}

async function show(page: Page, client: HubClient, camera: string, preference: string): Promise<void> {
  const [name = '', value = ''] = client.cookie.split('=');
  await page.send('Network.setCookie', { name, value, url: client.origin });
  await page.send('Page.navigate', { url: `${client.origin}/api/hub` });
  await sleep(500);
  await page.evaluate(`localStorage.setItem('mp-path', '${preference}')`);
  await page.send('Page.navigate', { url: `${client.origin}/camera/${camera}` });
  for (const until = performance.now() + 60_000; ;) {
    if ((await page.evaluate(watchNumbers).catch(() => false)) === true) break;
    if (performance.now() > until) throw new Error('The page shows no picture within a minute.');
    await sleep(250);
  }
  await sleep(settleMs);
  await page.evaluate('numbers.take().path');
}

async function look(run: BenchRun, page: Page, departures: Departures, path: string, ms: number): Promise<number[]> {
  const delays: number[] = [];
  let shown = 0;
  for (const until = performance.now() + ms; performance.now() < until;) {
    await sleep(takeEveryMs);
    const { taken, ...how } = (await page.evaluate('numbers.take()')) as Taken;
    if (how.path !== path || how.level !== 'full') throw new Error(`The page shows ${how.path} (${how.level}), not the whole of ${path}: this machine is too busy to measure.`);
    for (const [number, at] of taken) {
      shown += 1;
      const delay = departures.delayOf(number, at);
      if (delay !== undefined) delays.push(delay);
    }
  }
  run.say(`${path}: ${shown} pictures in ${Math.round(ms / 1_000)} s, ${[5, 50, 95].map((percent) => `p${percent} ${percentile(delays, percent).toFixed(0)} ms`).join(', ')}`);
  if (delays.length < shown / 2) throw new Error(`Only ${delays.length} of ${shown} pictures were told apart.`);
  return delays;
}
