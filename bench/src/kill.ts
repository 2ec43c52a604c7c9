import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bench, BenchRun } from './bench.ts';
import { enrol, setUp } from './furnish.ts';
import { startHub, type HubProcess } from './hub.ts';
import type { HubClient } from './hub-client.ts';
import type { LoopDelay } from './loop-delay.ts';
import { smallFootage } from './small-footage.ts';
import { median } from './statistics.ts';
import { storedRows, type StoredRow } from './stored-rows.ts';
import { startStreet } from './street.ts';

const runsOf = ({ quick, long }: BenchRun): number => (long ? 200 : quick ? 3 : 25);
const cameras = 2;
/** A sudden stop loses no more of what the cameras had sent, on whatever machine. */
const mostLost = 1_000;
const exec = promisify(execFile);

interface Kill {
  readonly at: number;
  /** Since when each camera was being recorded. */
  readonly since: ReadonlyMap<string, number>;
  /** How long its event loop was held up at most in the seconds before, ms: what the cameras had sent meanwhile lay in the kernel, unread. It explains a loss and excuses none. */
  readonly late: number;
}

/** A hub that records and exports, killed again and again at any instant; after each start everything must agree. */
export const kill: Bench = {
  about: 'a hub that records and exports, killed (SIGKILL) at random instants: footage lost, files against index, exports, the log',
  async run(run) {
    const runs = runsOf(run);
    const folder = join(run.folder, 'hub');
    const street = await startStreet(run, cameras, [await smallFootage(run)]);
    const { session, ids } = await furnish(run, folder, street);
    const seed = Number(process.env['MATPHO_SEED'] ?? Date.now() % 1_000_000);
    run.say(`Seed ${seed} (MATPHO_SEED)`);
    const random = seeded(seed);
    const lost: number[] = [];
    const late: number[] = [];
    const tooMuch: string[] = [];
    let last: Kill | undefined;
    for (let n = 0; n <= runs; n += 1) {
      const startedAt = Date.now();
      const hub = await startHub(run, folder, { watched: true });
      const client = session.at(hub.origin);
      if (last) {
        const { late: held } = last;
        const found = await check(run, folder, client, last, startedAt);
        lost.push(...found);
        late.push(held);
        tooMuch.push(...found.filter((ms) => ms > mostLost).map((ms) => `${ms} (loop late by ${Math.round(held)})`));
      }
      if (n === runs) {
        await hub[Symbol.asyncDispose]();
        break;
      }
      last = await killOnce(hub, client, ids, random);
      if (n % 10 === 9) run.say(`${n + 1} of ${runs}: at most ${Math.max(0, ...lost)} ms lost`);
    }
    await exec(process.execPath, [fileURLToPath(new URL('../../core/bin/matpho.mjs', import.meta.url)), 'verify-log', join(folder, 'matpho.db')]).catch((failure: unknown) => { throw new Error(`The log does not verify. ${(failure as { readonly stdout?: string }).stdout ?? String(failure)}`); });
    run.say(`${runs} kills: files, rows, exports and the log agreed each time`);
    run.figure({ name: 'kill.lost_max_ms', value: Math.max(...lost), unit: 'ms', n: lost.length });
    run.figure({ name: 'kill.lost_p50_ms', value: median(lost), unit: 'ms', n: lost.length });
    // On a quiet machine a few ms; where it is many, `lost` tells of the machine.
    run.figure({ name: 'kill.late_max_ms', value: Math.max(...late), unit: 'ms', n: late.length });
    if (tooMuch.length > 0) throw new Error(`${tooMuch.length} of ${lost.length} times more than ${mostLost} ms were lost: ${tooMuch.join(', ')}.`);
  },
};

async function furnish(run: BenchRun, folder: string, street: Awaited<ReturnType<typeof startStreet>>): Promise<{ readonly session: HubClient; readonly ids: readonly string[] }> {
  await using hub = await startHub(run, folder);
  const householder = await setUp(hub);
  const ids = await enrol(householder, street);
  for (const id of ids) await householder.client.call('PATCH /api/cameras/:id', { params: { id }, body: { recording: 'continuous' } });
  return { session: householder.client, ids };
}

async function killOnce(hub: HubProcess, client: HubClient, ids: readonly string[], random: () => number): Promise<Kill> {
  const since = new Map<string, number>();
  for (const end = Date.now() + 30_000; since.size < ids.length;) {
    for (const id of ids) {
      const page = await client.call('GET /api/cameras/:id/recording', { params: { id } });
      if (page.since !== null && !since.has(id)) since.set(id, page.since);
    }
    if (Date.now() > end) throw new Error('A camera is not recorded 30 s after the start.');
    if (since.size < ids.length) await sleep(50);
  }
  const [camera = ''] = ids;
  const to = Date.now() - 500;
  // Of what was recorded before too: it may be in the middle of anything when it is killed, which is no fault of it.
  const asked = client.call('POST /api/exports', { body: { camera, from: to - 20_000, to } }).catch(() => {});
  await hub.ask('restart-loop-delay');
  await sleep(random() * 2_500);
  const { maxMs: late } = await hub.ask('loop-delay') as LoopDelay;
  // It answered just now; it may be in the middle of anything when it is killed.
  await sleep(random() * 500);
  const at = Date.now();
  process.kill(hub.pid, 'SIGKILL');
  await hub[Symbol.asyncDispose]();
  await asked;
  return { at, since, late };
}

/** @returns ms of footage that each camera lost */
async function check(run: BenchRun, folder: string, client: HubClient, killed: Kill, startedAt: number): Promise<number[]> {
  const rows = await storedRows(join(folder, 'matpho.db'));
  const files = (await readdir(join(folder, 'recordings'), { recursive: true })).filter((name) => name.endsWith('.mp4') && startOf(name) < startedAt);
  const paths = new Set(rows.map(({ path }) => path));
  const stray = files.filter((name) => !paths.has(name));
  const missing = rows.filter(({ path }) => startOf(path) < startedAt && !files.includes(path));
  if (stray.length + missing.length > 0) throw new Error(`Files without a row: ${stray.join(', ') || 'none'}; rows without a file: ${missing.map(({ path }) => path).join(', ') || 'none'}.`);
  const fresh = rows.filter(({ to, path }) => to > killed.at - 12_000 && startOf(path) < startedAt);
  for (const row of fresh) await checkFile(run, join(folder, 'recordings', row.path), row);
  await checkExports(folder, client);
  return [...killed.since].map(([camera, since]) => {
    const end = Math.max(since, ...rows.filter((row) => row.camera === camera && row.from <= killed.at).map(({ to }) => to));
    return Math.max(0, killed.at - end);
  });
}

async function checkFile({ ffmpeg }: BenchRun, file: string, { sha256, bytes }: StoredRow): Promise<void> {
  const content = await readFile(file);
  if (content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256) throw new Error(`${file} is not what its row says.`);
  const { stderr } = await exec(ffmpeg, ['-hide_banner', '-nostdin', '-v', 'error', '-xerror', '-i', file, '-f', 'null', '-']);
  if (stderr.trim() !== '') throw new Error(`${file} does not decode: ${stderr}`);
}

/** Every folder belongs to an export, and what is done is whole. */
async function checkExports(folder: string, client: HubClient): Promise<void> {
  const jobs = await client.call('GET /api/exports');
  const folders = await readdir(join(folder, 'exports')).catch(() => [] as string[]);
  const stray = folders.filter((name) => !jobs.some(({ id }) => name.startsWith(id)));
  if (stray.length > 0) throw new Error(`Exports left behind: ${stray.join(', ')}.`);
  for (const { id, status, files } of jobs.slice(0, 5)) {
    if (status !== 'done') continue;
    for (const { name, sha256 } of files) {
      const content = await readFile(join(folder, 'exports', id, name));
      if (createHash('sha256').update(content).digest('hex') !== sha256) throw new Error(`The export ${id} is not whole.`);
    }
  }
}

/** Numbers that look like chance and are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const startOf = (path: string): number => Number(/(\d+)(?:-sub)?\.mp4$/.exec(path)?.[1] ?? 0);
