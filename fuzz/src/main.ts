// `node fuzz/dist/main.js [--inputs 1000000] [--seed 1] [--only name] [--coverage] [--save]`: prints a table of findings, ends with 1 when there is one. `--coverage` prints what was reached, and takes about twice as long. `--save` keeps the inputs of findings in fuzz/found.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { home } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { fuzz, type Run } from './fuzz.ts';
import type { Load } from './target.ts';
import { allTargets, inputsFor } from './targets.ts';

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' }, only: { type: 'string' }, save: { type: 'boolean', default: false }, coverage: { type: 'boolean', default: false } } });
const inputs = Math.max(1, Number(values.inputs));
const seed = Number(values.seed);
/** What was built: the code that runs, not the code that is tested. */
const load: Load = async <M>(source: string) => await import(new URL(`../../${source.replace('/src/', '/dist/')}.js`, import.meta.url).href) as M;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

using coverage = values.coverage ? new Coverage() : undefined;
const { HubError } = await load<typeof import('../../core/src/sdk/errors.js')>('core/src/sdk/errors');
const every = await allTargets(load);
const targets = every.filter(({ name }) => values.only === undefined || name.includes(values.only));
const runs: Run[] = [];
say('| reader | inputs | refused | slowest ms | growth MB | inputs/s | findings |\n|---|---|---|---|---|---|---|');
for (const target of targets) {
  const run = await fuzz(target, { seed, inputs: values.only === undefined ? inputsFor(target, every, inputs) : inputs, answer: HubError });
  runs.push(run);
  say(`| ${run.target} | ${run.inputs} | ${Math.round((run.refused / run.inputs) * 100)} % | ${run.slowestMs.toFixed(1)} | ${megabytes(run.growth)} | ${Math.round(run.inputs / run.seconds)} | ${run.findings.length} |`);
}
const findings = runs.flatMap(({ findings: found }) => found);
say(`\n${runs.reduce((sum, run) => sum + run.inputs, 0)} inputs with seed ${seed} in ${Math.round(runs.reduce((sum, run) => sum + run.seconds, 0))} s; ${findings.length} findings\n`);
for (const { target, index, what, message, input } of findings) {
  say(`${target} #${index} ${what}: ${message.split('\n').slice(0, 4).join('\n  ')}`);
  if (!values.save) continue;
  mkdirSync(join(home, 'found'), { recursive: true });
  const file = join(home, 'found', `${target.replaceAll(/[^a-z0-9]+/g, '-')}-${index}`);
  writeFileSync(file, input);
  say(`  kept in ${file}`);
}
if (coverage) say('| source | functions | blocks | never reached |\n|---|---|---|---|');
for (const { source, functions, blocks, missed } of coverage?.reached(targets.flatMap(({ sources }) => sources)) ?? []) {
  say(`| ${source} | ${functions[0]}/${functions[1]} | ${blocks[0]}/${blocks[1]} (${Math.round((blocks[0] / Math.max(1, blocks[1])) * 100)} %) | ${missed.slice(0, 6).join(', ')} |`);
}
process.exitCode = findings.length > 0 ? 1 : 0;
