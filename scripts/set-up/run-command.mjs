import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, buildAlso } from './build.mjs';
import { findChromium, findFfmpeg } from './find-programs.mjs';
import { installPackages } from './install-packages.mjs';
import { runInPlace } from './run-child.mjs';
import { provideTestPrograms } from './system-packages.mjs';
import { both, root, say, SetUpProblem, speakTo } from './tell.mjs';
import { closingLine, runTests } from './run-tests.mjs';

/** What each command starts once the tree is set up. */
/**
 * The hub's pictures live for a group or two and die. With V8's usual 16 MB for young objects they grow old first, and their
 * collection costs two to three times the packet path itself (docs/benchmarks.md).
 */
export const hubFlags = ['--max-semi-space-size=64'];
const programs = { demo: 'scripts/demo.mjs', start: 'core/dist/main.js', bench: 'bench/dist/main.js', fuzz: 'fuzz/dist/main.js' };

/** Answers the exit code. */
export async function runCommand(command, args) {
  if (!['setup', 'test', ...Object.keys(programs)].includes(command)) {
    process.stderr.write('node scripts/run.mjs demo | start | test | bench <name> | fuzz\n');
    return 2;
  }
  if (command === 'bench') speakTo(process.stderr);
  try {
    if (command === 'test') await provideTestPrograms();
    await installPackages();
    await build();
    if (command === 'fuzz') await buildAlso('fuzz');
    const env = environment(command);
    if (command === 'setup') return 0;
    if (command === 'test') return await runTests(env);
    const program = join(root, programs[command]);
    if (!existsSync(program)) throw new SetUpProblem(`Không có ${programs[command]}.`, `There is no ${programs[command]}.`);
    return await runInPlace(process.execPath, [...(command === 'start' ? hubFlags : []), program, ...args], env);
  } catch (failure) {
    if (!(failure instanceof SetUpProblem)) throw failure;
    say(failure.message);
    for (const line of failure.more) say(`  ${line}`);
    // The set-up is a stage too: one that failed.
    if (command === 'test') say(closingLine({ passed: 0, failed: 1, skipped: 0 }));
    return 1;
  }
}

function environment(command) {
  const env = { ...process.env };
  const ffmpeg = findFfmpeg();
  if (ffmpeg) {
    say(`ffmpeg ${ffmpeg.version} (${ffmpeg.from})`);
    env.FFMPEG_BIN = ffmpeg.path;
  } else if (process.env.FFMPEG_BIN) {
    say(both('FFMPEG_BIN không chạy được; sửa hoặc bỏ biến này.', 'FFMPEG_BIN does not run; correct it or unset it.'));
  } else {
    say(both('Máy này chưa có ffmpeg: xem trực tiếp và ghi hình vẫn chạy; vùng che, ảnh chụp và phố mẫu thì chưa. Debian: sudo apt-get install -y ffmpeg', 'This machine has no ffmpeg: live viewing and recording work; masks, snapshots and the demo street do not. Debian: sudo apt-get install -y ffmpeg'));
  }
  if (command === 'test') {
    const chromium = findChromium();
    if (chromium) env.CHROMIUM_BIN = chromium;
  }
  return env;
}
