import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchRun } from './bench.ts';
import { median } from './statistics.ts';

const maker = fileURLToPath(new URL('../../core/dist/cli/measure-log.js', import.meta.url));
const command = fileURLToPath(new URL('../../core/bin/matpho.mjs', import.meta.url));
const million = 1_000_000;

/** What the maker says, one object a line. */
interface Steps {
  readonly appends: number;
  readonly exported: number;
  readonly checked: number;
  readonly ms: number;
  readonly longestBlockMs: number;
}

/** A log as long as a ward's hub gets: how quickly it is written so that it lasts, and how long whoever owns it takes to check all of it. */
export const audit: Bench = {
  about: 'Durable entries a second, and the time to check a log of a million of them, by its owner and by the hub',
  async run(run) {
    const entries = run.quick ? 50_000 : million;
    const rounds = run.quick ? 2 : 3;
    run.say(`Writing ${entries} entries; each is on the disk before it counts`);
    const scale = million / entries;
    for await (const step of make(run, entries)) {
      const { ms = Number.NaN } = step;
      if (step.appends) run.figure({ name: 'audit.appends_per_s', value: (step.appends * 1_000) / ms, unit: 'per_s', n: step.appends });
      if (step.exported) run.figure({ name: 'audit.export_1m_s', value: (ms * scale) / 1_000, unit: 's', n: 1 });
      if (step.checked) {
        run.figure({ name: 'audit.hub_check_1m_s', value: (ms * scale) / 1_000, unit: 's', n: 1 });
        run.figure({ name: 'audit.hub_check_block_ms', value: step.longestBlockMs ?? Number.NaN, unit: 'ms', n: 1 });
      }
    }
    const file = join(run.folder, 'log.jsonl');
    const times: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      times.push(await timeOf(run, file));
      run.say(`${round} of ${rounds}: matpho verify-log took ${((times.at(-1) ?? 0) / 1_000).toFixed(2)} s`);
    }
    run.figure({ name: 'audit.verify_1m_s', value: (median(times) * scale) / 1_000, unit: 's', n: times.length });
  },
};

async function* make({ folder, scope }: BenchRun, entries: number): AsyncGenerator<Partial<Steps>> {
  const child = spawn(process.execPath, [maker, folder, String(entries)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  scope.defer(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
  });
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as Partial<Steps>;
  const [code] = await exited;
  if (code !== 0) throw new Error(`Making the log ended with ${String(code)}.`);
}

/** Of the whole command, from its start to its answer, in ms: entries in full, every body, tree, counts and signature. */
async function timeOf({ scope }: BenchRun, file: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [command, 'verify-log', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  scope.defer(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
  });
  const [code] = await exited;
  if (code !== 0) throw new Error(`matpho verify-log ended with ${String(code)}.`);
  return performance.now() - startedAt;
}
