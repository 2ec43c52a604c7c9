import { join } from 'node:path';
import { findChromium, findFfmpeg, onPath } from './find-programs.mjs';
import { compilesSqliteFast, packagesAreDue } from './install-packages.mjs';
import { runQuietly } from './run-child.mjs';
import { both, here, lastLines, say, scratch, step } from './tell.mjs';

const goodFfmpeg = 5;
const lockPatience = 120_000;

/** What the tests still lack on this machine. */
function lacking() {
  const found = findFfmpeg();
  return [...(findChromium() ? [] : ['chromium']), ...(found && found.major >= goodFfmpeg ? [] : ['ffmpeg'])];
}

/**
 * Chromium and a current ffmpeg for the tests. Installs them where that is allowed (root on Debian or Ubuntu), elsewhere names the command.
 * Answers what is still missing; never fails by itself: the tests that need it will.
 */
export async function provideTestPrograms() {
  const missing = lacking();
  if (missing.length === 0) return [];
  const wanted = [...missing, ...(packagesAreDue() && !compilesSqliteFast() ? ['libsqlite3-dev'] : [])];
  if (process.platform !== 'linux' || !onPath('apt-get') || process.getuid?.() !== 0) {
    nameTheCommand(missing);
    return missing;
  }
  say(both(`Bài thử cần ${missing.join(', ')}; cài bằng apt-get: ${wanted.join(' ')}`, `The tests need ${missing.join(', ')}; installing with apt-get: ${wanted.join(' ')}`));
  const log = join(scratch, 'apt-get.log');
  try {
    await step('apt-get update', () => aptGet(['update'], log, 5 * 60_000));
    await step('apt-get install', () => aptGet(['install', '-y', '--no-install-recommends', ...wanted], log, 10 * 60_000));
  } catch (failure) {
    say(`${failure.message} ${here(log)}`);
    for (const line of lastLines(log)) say(`  ${line}`);
  }
  const still = lacking();
  if (still.length > 0) nameTheCommand(still);
  return still;
}

async function aptGet(args, log, limit) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const began = Date.now();
  for (;;) {
    const code = await runQuietly('apt-get', ['-o', `DPkg::Lock::Timeout=${lockPatience / 1000}`, ...args], { log, limit, env });
    if (code === 0) return;
    // `update` has a lock of its own that the option does not wait for.
    const locked = lastLines(log, 10).some((line) => /could not get lock|unable to lock/i.test(line));
    if (!locked || Date.now() - began > lockPatience) throw new Error(`apt-get ${args[0]}: ${code === 124 ? 'timeout' : `exit ${code}`}.`);
    await new Promise((resolve) => { setTimeout(resolve, 5_000); });
  }
}

function nameTheCommand(missing) {
  const command = process.platform === 'darwin' ? `brew install ${missing.join(' ')}`
    : onPath('apt-get') ? `sudo apt-get install -y ${missing.join(' ')}`
      : onPath('dnf') ? `sudo dnf install -y ${missing.join(' ')}`
        : undefined;
  say(command
    ? both(`Bài thử cần ${missing.join(', ')}: ${command}`, `The tests need ${missing.join(', ')}: ${command}`)
    : both(`Bài thử cần ${missing.join(', ')}: cài vào máy, hoặc đặt CHROMIUM_BIN, FFMPEG_BIN.`, `The tests need ${missing.join(', ')}: install them, or set CHROMIUM_BIN, FFMPEG_BIN.`));
}
