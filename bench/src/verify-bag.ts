import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchRun } from './bench.ts';
import { median } from './statistics.ts';

const maker = fileURLToPath(new URL('../../core/dist/evidence/measure-bag.js', import.meta.url));
const command = fileURLToPath(new URL('../../core/bin/matpho.mjs', import.meta.url));
const whole = 5 * 2 ** 30;

/** A bag as large as two hours of eight cameras, in a ZIP64: the whole of `matpho verify`, from its start to its answer. */
export const verifyBag: Bench = {
  about: 'The time to check an evidence bag of 5 GB, and the memory it takes',
  async run(run) {
    const bytes = run.quick ? whole / 20 : whole;
    run.say(`Writing a bag of ${(bytes / 1e9).toFixed(1)} GB`);
    const file = join(run.folder, 'EV-2026-000001.zip');
    const made = await make(run, file, bytes);
    const rounds = run.quick ? 1 : 3;
    const found: { readonly ms: number; readonly peak: number }[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const one = await check(run, file);
      run.say(`${round} of ${rounds}: ${(one.ms / 1_000).toFixed(1)} s, ${(one.peak / 1e6).toFixed(0)} MB at most`);
      found.push(one);
    }
    run.figure({ name: 'verify.bag_5gb_s', value: (median(found.map(({ ms }) => ms)) / 1_000) * (whole / made), unit: 's', n: rounds });
    run.figure({ name: 'verify.bag_peak_mb', value: Math.max(...found.map(({ peak }) => peak)) / 1e6, unit: 'mb', n: rounds });
  },
};

async function make({ scope }: BenchRun, file: string, bytes: number): Promise<number> {
  const child = spawn(process.execPath, [maker, file, String(bytes)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  scope.defer(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
  });
  let made = 0;
  for await (const line of createInterface({ input: child.stdout })) made = (JSON.parse(line) as { bytes: number }).bytes;
  const [code] = await exited;
  if (code !== 0 || made === 0) throw new Error(`Making the bag ended with ${String(code)}.`);
  return made;
}

async function check({ scope }: BenchRun, file: string): Promise<{ readonly ms: number; readonly peak: number }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [command, 'verify', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  scope.defer(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
  });
  let peak = 0;
  const watch = setInterval(() => void readFile(`/proc/${child.pid}/status`, 'utf8').then((text) => { peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(text)?.[1] ?? 0) * 1_024); return peak; }).catch(() => 0), 100);
  const [code] = await exited;
  clearInterval(watch);
  if (code !== 0) throw new Error(`matpho verify ended with ${String(code)}.`);
  return { ms: performance.now() - startedAt, peak };
}
