import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './find-programs.mjs';
import { runQuietly } from './run-child.mjs';
import { both, here, lastLines, root, scratch, SetUpProblem, step } from './tell.mjs';

const lockFile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.matpho-setup.json');
const limit = 25 * 60_000;

const wantedStamp = () => ({ lock: createHash('sha256').update(readFileSync(lockFile)).digest('hex'), machine: `${process.platform}-${process.arch}` });

/** Whether `npm ci` has to run: no packages, or others than the lock file names. */
export function packagesAreDue() {
  if (!existsSync(modules)) return true;
  const wanted = wantedStamp();
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
    return stamp.lock !== wanted.lock || stamp.machine !== wanted.machine;
  } catch {
    // Installed by hand: npm's own record tells whether it is the same.
    if (!installedAsLocked()) return true;
    writeFileSync(stampFile, JSON.stringify(wanted));
    return false;
  }
}
function installedAsLocked() {
  try {
    const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
    const installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(locked).every(([path, { version, optional, devOptional, peer }]) => !path.includes('node_modules/') || optional || devOptional || peer || installed[path]?.link || installed[path]?.version === version);
  } catch {
    return false;
  }
}

/** Installs what the lock file names. @throws SetUpProblem */
export async function installPackages() {
  if (!packagesAreDue()) return;
  const log = join(scratch, 'npm-ci.log');
  const ci = (fast) => step(fast ? 'npm ci' : `npm ci (${both('sqlite3 có thể phải biên dịch vài phút', 'sqlite3 may have to compile for some minutes')})`, async () => {
    const { command, first } = npm();
    rmSync(stampFile, { force: true });
    const code = await runQuietly(command, [...first, 'ci', '--no-audit', '--no-fund', '--no-progress', '--foreground-scripts'], { log, limit, env: environment(fast) });
    if (code !== 0) throw whatFailed(code, log);
  });
  if (!compilesSqliteFast()) await ci(false);
  // The system's SQLite may be too old for the binding: then its own is compiled.
  else await ci(true).catch((failure) => (failure instanceof SetUpProblem && !failure.isFinal ? ci(false) : Promise.reject(failure)));
  writeFileSync(stampFile, JSON.stringify(wantedStamp()));
}

/** The npm that started us, else the one on PATH. */
function npm() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script) && existsSync(script)) return { command: process.execPath, first: [script] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] };
}

/** Compiling against the system's SQLite leaves out nine tenths of the work. */
export const compilesSqliteFast = () => process.platform === 'linux' && statSync('/usr/include/sqlite3.h', { throwIfNoEntry: false })?.isFile() === true;

function environment(fast) {
  const env = { ...process.env, JOBS: process.env.JOBS ?? 'max', CI: '1' };
  // What `npm run` hands down about itself would be taken for settings of the new npm.
  for (const name of Object.keys(env)) if (/^npm_(package|lifecycle|command)/.test(name)) delete env[name];
  if (fast) {
    env.npm_config_build_from_source = 'true';
    env.npm_config_sqlite = '/usr';
  }
  // ffmpeg-static downloads while it installs, unless it is told that there is an ffmpeg.
  const ffmpeg = env.FFMPEG_BIN ?? onPath('ffmpeg');
  if (ffmpeg) env.FFMPEG_BIN = ffmpeg;
  return env;
}

function whatFailed(code, log) {
  const lines = lastLines(log, 400).join('\n');
  const more = [both(`Nhật ký: ${here(log)}`, `log: ${here(log)}`), ...lastLines(log)];
  if (code === 124) return new SetUpProblem(`npm ci chưa xong sau ${limit / 60_000} phút nên đã dừng.`, `npm ci did not end within ${limit / 60_000} minutes and was stopped.`, more, { isFinal: true });
  if (code === 127) return new SetUpProblem('Không tìm thấy npm.', 'npm was not found.', more, { isFinal: true });
  if (/find Python|not found: make|g\+\+: (not found|No such file)|c\+\+: not found|no acceptable C/i.test(lines)) {
    return new SetUpProblem('Cần trình biên dịch C++ và Python 3 để dựng sqlite3 (Debian: sudo apt-get install -y build-essential python3).', 'A C++ compiler and Python 3 are needed to build sqlite3 (Debian: sudo apt-get install -y build-essential python3).', more, { isFinal: true });
  }
  return new SetUpProblem('npm ci không thành công.', 'npm ci failed.', more);
}
