import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit } from './audit.ts';
import type { Bench } from './bench.ts';
import { churn } from './churn.ts';
import { cut } from './cut.ts';
import { decide } from './decide.ts';
import { exportHour } from './export.ts';
import { fanout } from './fanout.ts';
import { firstFrame } from './first-frame.ts';
import { ingest, ingestLive } from './ingest.ts';
import { kill } from './kill.ts';
import { latency } from './latency.ts';
import { mask } from './mask.ts';
import { others } from './others.ts';
import { record } from './record.ts';
import { MissingNeed, requireNeeds } from './needs.ts';
import { Scope } from './scope.ts';
import { seek } from './seek.ts';
import { start } from './start.ts';
import { recover } from './recover.ts';
import { rounded } from './statistics.ts';
import { verifyBag } from './verify-bag.ts';

const benches: Readonly<Record<string, Bench>> = { latency, ingest, 'ingest-live': ingestLive, firstframe: firstFrame, audit, cut, decide, start, mask, fanout, churn, record, others, recover, export: exportHour, kill, seek, verify: verifyBag };
/** No bench takes so long; one that hangs ends all the same. */
const longest = 15 * 60_000;
const longestSoak = 9 * 3_600_000;
const say = (text: string): void => { process.stderr.write(`${text}\n`); };

async function runBench(name: string, bench: Bench, quick: boolean, long: boolean): Promise<void> {
  const ffmpeg = await requireNeeds(process.env);
  const scope = new Scope();
  const leave = (code: number): void => void scope[Symbol.asyncDispose]().finally(() => process.exit(code));
  const onInt = (): void => leave(130);
  const onTerm = (): void => leave(143);
  const limit = long ? longestSoak : longest;
  const late = setTimeout(() => {
    say(`${name} did not end within ${limit / 60_000} minutes.`);
    leave(1);
  }, limit);
  process.once('SIGINT', onInt).once('SIGTERM', onTerm);
  try {
    const folder = await mkdtemp(join(tmpdir(), 'matpho-bench-'));
    scope.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    await bench.run({
      ffmpeg, folder, quick, long, scope, say: (text) => say(`  ${text}`),
      figure: (figure) => { process.stdout.write(`${JSON.stringify({ ...figure, value: rounded(figure.value) })}\n`); },
    });
  } catch (failure) {
    // What fails because it was told to leave is no failure; `leave` ends the process.
    if (scope.signal.aborted) await new Promise(() => {});
    throw failure;
  } finally {
    await scope[Symbol.asyncDispose]();
    clearTimeout(late);
    process.off('SIGINT', onInt).off('SIGTERM', onTerm);
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false }, long: { type: 'boolean', default: false } } });
  const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
  if (positionals.length === 0 || unknown.length > 0) {
    if (unknown.length > 0) say(`There is no bench ${unknown.join(', ')}.`);
    say('npm run bench -- <name> [--quick | --long]');
    for (const [name, { about }] of Object.entries(benches)) say(`  ${name.padEnd(11)} ${about}`);
    return unknown.length > 0 ? 2 : 0;
  }
  for (const name of positionals) {
    const bench = benches[name];
    if (!bench) continue;
    say(name);
    const startedAt = performance.now();
    await runBench(name, bench, values.quick, values.long);
    say(`  ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (failure) {
  say(failure instanceof MissingNeed ? failure.message : failure instanceof Error ? (failure.stack ?? failure.message) : String(failure));
  process.exitCode = 1;
}
