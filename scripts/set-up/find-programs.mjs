import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { root } from './tell.mjs';

export function onPath(name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (process.env.PATH ?? '').split(delimiter).filter(Boolean).map((folder) => join(folder, file)).find(runnable);
}
function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The ffmpeg the hub will take, in the hub's order; see core/src/ffmpeg/find-ffmpeg.ts. */
export function findFfmpeg() {
  if (process.env.FFMPEG_BIN) return triedFfmpeg(process.env.FFMPEG_BIN, 'FFMPEG_BIN');
  return triedFfmpeg(fromPackage('ffmpeg-static'), 'ffmpeg-static')
    ?? triedFfmpeg(onPath('ffmpeg'), 'PATH')
    ?? triedFfmpeg(fromPackage('@ffmpeg-installer/ffmpeg'), '@ffmpeg-installer/ffmpeg');
}
/** Both packages name a path, also when nothing is there. */
function fromPackage(name) {
  try {
    const exported = createRequire(join(root, 'core/package.json'))(name);
    return typeof exported === 'string' ? exported : exported?.path;
  } catch {
    return undefined;
  }
}
function triedFfmpeg(path, from) {
  if (!path || !runnable(path)) return undefined;
  const { status, stdout } = spawnSync(path, ['-version'], { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] });
  const version = /^ffmpeg version (\S+)/.exec(stdout ?? '')?.[1];
  if (status !== 0 || version === undefined) return undefined;
  // A build without a number (`N-…`, a date) is from the main branch; the one inside the npm package is 4.1, though it says N-47683.
  const numbered = /^n?(\d+)\./.exec(version)?.[1];
  return { path, from, version, major: from === '@ffmpeg-installer/ffmpeg' ? 4 : numbered === undefined ? 99 : Number(numbered) };
}

export function findChromium() {
  if (process.env.CHROMIUM_BIN) return triedChromium(process.env.CHROMIUM_BIN);
  const usual = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath);
  const fixed = ['/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
  return [...usual, ...fixed].map(triedChromium).find(Boolean);
}
/** Asked for its version: Ubuntu's package may be a door to a snap that is not there. */
function triedChromium(path) {
  if (!path || !runnable(path)) return undefined;
  const { status } = spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' });
  return status === 0 ? path : undefined;
}
