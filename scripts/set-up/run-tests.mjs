import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageBin, runQuietly } from './run-child.mjs';
import { root, say, scratch } from './tell.mjs';

const minutes = (count) => count * 60_000;
const flakyReporter = join(import.meta.dirname, 'flaky-reporter.mjs');
const tsc = packageBin('typescript', 'bin', 'tsc');

/** Stages that pass or fail as a whole; each counts as one. */
const checks = [
  { name: 'typecheck: packages', args: [tsc, '-b'], limit: minutes(5) },
  { name: 'typecheck: tests', args: [tsc, '-p', 'tsconfig.test.json'], limit: minutes(5) },
  // Its steps run in pages, so it knows the browser's types; nothing else of the hub does.
  { name: 'typecheck: e2e', args: [tsc, '-p', 'e2e'], limit: minutes(5) },
  { name: 'typecheck: ui', args: [tsc, '-p', 'ui'], limit: minutes(5) },
  { name: 'lint', args: [packageBin('oxlint', 'bin', 'oxlint'), '--type-aware'], limit: minutes(5) },
];
/** Projects of vitest.config.ts; their tests count one by one. Those that mostly wait run beside those that mostly think. */
const projects = [{ name: 'unit', of: ['unit'], limit: minutes(18) }, { name: 'house and foreign', of: ['house', 'foreign'], limit: minutes(6) }];
/** Hubs with a browser, one after another. The longest stand in a lane of their own. */
// With them whatever goes over the machine's own network: WebRTC finds no way where there is only a loop.
const longest = ['e2e/demo-walk.test.ts', 'e2e/player.test.ts', 'e2e/webrtc.test.ts'];
const browsers = { name: 'e2e', of: ['e2e'], limit: minutes(14) };

export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** In a network of its own: cameras that answer a search there are not found by the hubs of the other lane. */
const networkApart = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const networkCanBeApart = () => process.platform === 'linux' && process.getuid?.() === 0 && spawnSync(networkApart[0], [...networkApart.slice(1), 'true'], { stdio: 'ignore' }).status === 0;

/** Runs every stage, also after one has failed. Answers the exit code. */
export async function runTests(env) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const stages = [];
  const remarks = [];
  const note = (name, began, counts) => {
    for (const key of Object.keys(total)) total[key] += counts[key];
    stages.push(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${closingLine(counts)} (${Math.round((Date.now() - began) / 1000)} s)`);
    say(stages.at(-1));
  };
  for (const { name, args, limit } of checks) {
    say(`\n── ${name}`);
    const began = Date.now();
    const code = await runQuietly(process.execPath, args, { limit, env });
    note(name, began, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
  }
  const run = async ({ name, of, limit }, { files = [], lane = '', apart = false, log } = {}) => {
    say(`\n── ${name}${lane === '' ? '' : ` (${lane})`}`);
    const began = Date.now();
    const report = join(scratch, `vitest-${of[0]}${lane}.json`);
    const flaky = join(scratch, `vitest-${of[0]}${lane}.flaky`);
    for (const file of [report, flaky]) rmSync(file, { force: true });
    const args = [packageBin('vitest', 'vitest.mjs'), 'run', ...of.flatMap((project) => ['--project', project]), ...files, '--reporter=default', '--reporter=json', `--reporter=${flakyReporter}`, `--outputFile.json=${report}`];
    const [program, ...words] = apart ? [...networkApart, process.execPath, ...args] : [process.execPath, ...args];
    const code = await runQuietly(program, words, { limit, env: { ...env, MATPHO_FLAKY_FILE: flaky }, ...(log === undefined ? {} : { log }) });
    if (log !== undefined) say(readFileSync(log, 'utf8'));
    note(lane === '' ? name : `${name} (${lane})`, began, countsOf(report, code));
    remarks.push(...failuresOf(report), ...secondTriesOf(flaky));
  };
  for (const project of projects) await run(project);
  if (networkCanBeApart()) {
    const others = readdirSync(join(root, 'e2e')).filter((name) => name.endsWith('.test.ts')).map((name) => `e2e/${name}`).filter((name) => !longest.includes(name));
    await Promise.all([run(browsers, { files: longest, lane: 'long' }), run(browsers, { files: others, lane: 'short', apart: true, log: join(scratch, 'e2e-short.log') })]);
  } else await run(browsers);
  // Last, where whoever looks only at the end still finds them.
  if (remarks.length > 0) say(`\n${remarks.join('\n')}`);
  say(`\n${stages.join('\n')}`);
  say(closingLine(total));
  return total.failed === 0 ? 0 : 1;
}

/** A line for each failed test, with the beginning of what it said. */
export function failuresOf(report) {
  let read;
  try {
    read = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return [];
  }
  return read.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map((test) => `✗ ${name}: ${test.fullName}\n    ${(test.failureMessages[0] ?? '').slice(0, 600)}`);
    return failed.length > 0 || status !== 'failed' ? failed : [`✗ ${name}\n    ${(message ?? '').slice(0, 600)}`];
  });
}
/** A line for each test that passed only at its second try. */
export function secondTriesOf(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => `! passed only at the second try: ${line}`);
  } catch {
    return [];
  }
}

/** Counts from vitest's report. What it ends badly over without a failed test (a file that cannot be loaded, a stray error, a time-out) counts as one failed. */
export function countsOf(report, code) {
  let read;
  try {
    read = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const unloaded = read.testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed')).length;
  const failed = read.numFailedTests + unloaded;
  return { passed: read.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: read.numPendingTests + read.numTodoTests };
}
