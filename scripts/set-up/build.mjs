import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageBin, runQuietly } from './run-child.mjs';
import { here, lastLines, root, scratch, SetUpProblem, step } from './tell.mjs';

const stampFile = join(root, 'node_modules', '.matpho-build.json');
const limit = 10 * 60_000;

/** Packages that `tsc -b` builds: what the root tsconfig.json refers to. */
export function serverPackages() {
  return JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references.map(({ path }) => path);
}

/** Builds what changed since the last build. @throws SetUpProblem */
export async function build() {
  const stamp = readStamp();
  const packages = serverPackages();
  const server = hashOf(['tsconfig.json', 'package-lock.json', ...packages]);
  const missing = packages.some((folder) => !existsSync(join(root, folder, 'dist')));
  if (missing || stamp.server !== server) {
    // A missing `dist` beside a kept .tsbuildinfo looks finished to tsc.
    await compile('tsc -b', [packageBin('typescript', 'bin', 'tsc'), '-b', ...(missing ? ['--force'] : [])], 'tsc.log');
    writeStamp({ ...stamp, server });
  }
  // The pages use core's api and proof packages as they were built.
  const ui = hashOf(['ui', 'core/src/api', 'core/src/domain', 'core/src/proof', 'package-lock.json']);
  if (!existsSync(join(root, 'ui/dist/index.html')) || stamp.ui !== ui) {
    await compile('vite build ui', [packageBin('vite', 'bin', 'vite.js'), 'build', 'ui', '--logLevel', 'warn'], 'vite.log');
    writeStamp({ ...readStamp(), server, ui });
  }
}

/** A package that only one command needs, after all the others. @throws SetUpProblem */
export async function buildAlso(name) {
  await compile(`tsc -b ${name}`, [packageBin('typescript', 'bin', 'tsc'), '-b', name], `tsc-${name}.log`);
}

async function compile(name, args, logName) {
  const log = join(scratch, logName);
  await step(name, async () => {
    const code = await runQuietly(process.execPath, args, { log, limit });
    if (code !== 0) throw new SetUpProblem(`${name} không thành công.`, `${name} failed.`, [here(log), ...lastLines(log, 30)]);
  });
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}
function writeStamp(stamp) {
  writeFileSync(stampFile, JSON.stringify(stamp));
}

/** Names and contents, so that a checkout that only touches dates builds nothing. */
function hashOf(places) {
  const hash = createHash('sha256');
  for (const place of places) for (const file of filesUnder(place)) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}
function* filesUnder(place) {
  if (!existsSync(join(root, place))) return;
  if (/\.(json|ts)$/.test(place)) {
    yield place;
    return;
  }
  for (const entry of readdirSync(join(root, place), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (['node_modules', 'dist'].includes(entry.name) || /\.(test\.ts|md|tsbuildinfo)$/.test(entry.name)) continue;
    const path = `${place}/${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (entry.isFile()) yield path;
  }
}
