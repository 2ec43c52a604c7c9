import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findFfmpeg, onPath } from './find-programs.mjs';
import { compilesSqliteFast, packagesAreDue } from './install-packages.mjs';
import { runQuietly } from './run-child.mjs';
import { both, here, lastLines, say, scratch, step } from './tell.mjs';

const goodFfmpeg = 5;
const lockPatience = 120_000;

/** Players, servers and tools that are not ours, by Debian's package and the program (or a file of it) that tells whether it is there. */
const foreign = [
  ['mpv', 'mpv'], ['vlc-bin', 'cvlc'], ['vlc-plugin-base', 'vlc/plugins/access/liblive555_plugin.so', 'vlc/plugins/stream_out/libstream_out_rtp_plugin.so'], ['motion', 'motion'],
  ['gstreamer1.0-tools', 'gst-launch-1.0'], ['gstreamer1.0-plugins-base', 'gstreamer-1.0/libgstvideotestsrc.so'], ['gstreamer1.0-plugins-good', 'gstreamer-1.0/libgstrtsp.so'],
  ['gstreamer1.0-plugins-bad', 'gstreamer-1.0/libgstx265.so'], ['gstreamer1.0-plugins-ugly', 'gstreamer-1.0/libgstx264.so'], ['gstreamer1.0-libav', 'gstreamer-1.0/libgstlibav.so'],
  ['gir1.2-gst-rtsp-server-1.0', 'girepository-1.0/GstRtspServer-1.0.typelib'], ['python3-gi', '/usr/lib/python3/dist-packages/gi/__init__.py'], ['iproute2', 'ip'], ['openssl', 'openssl'], ['unzip', 'unzip'],
];
const libraries = ['/usr/lib', ...(existsSync('/usr/lib') ? readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu')).map((name) => join('/usr/lib', name)) : [])];
const isHere = (name) => (name.startsWith('/') ? existsSync(name) : name.includes('/') ? libraries.some((folder) => existsSync(join(folder, name))) : onPath(name) !== undefined);

/** What the tests still lack on this machine. */
function lacking() {
  const found = findFfmpeg();
  const others = process.platform === 'linux' ? foreign.filter(([, ...signs]) => !signs.some(isHere)).map(([name]) => name) : [];
  return [...(findChromium() ? [] : ['chromium']), ...(found && found.major >= goodFfmpeg ? [] : ['ffmpeg']), ...others];
}

/**
 * Chromium, a current ffmpeg and the foreign programs that the tests speak to. Installs them where that is allowed (root on Debian or Ubuntu), elsewhere names the command.
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
