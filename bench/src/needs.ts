import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { hubProgram } from './hub.ts';

/** Something the benches need is not here; the message says what, and how it comes. */
export class MissingNeed extends Error {}

/** @returns the path of ffmpeg. @throws MissingNeed */
export async function requireNeeds(env: NodeJS.ProcessEnv): Promise<string> {
  await access(hubProgram).catch(() => { throw new MissingNeed('The hub is not built: npm run build'); });
  await access('/proc/self/smaps_rollup').catch(() => { throw new MissingNeed('CPU and memory are read from Linux\'s /proc (smaps_rollup, Linux 4.14): run it on Linux.'); });
  const ffmpeg = env['FFMPEG_BIN'] || (await inPath('ffmpeg', env)) || 'ffmpeg';
  try {
    const { stdout } = await promisify(execFile)(ffmpeg, ['-hide_banner', '-encoders'], { maxBuffer: 4_000_000 });
    if (!stdout.includes('libx264') && !env['MATPHO_CLIPS']) throw new MissingNeed(`${ffmpeg} cannot make the footage (no libx264): name a folder of .mp4 files in MATPHO_CLIPS.`);
  } catch (failure) {
    if (failure instanceof MissingNeed) throw failure;
    throw new MissingNeed(`There is no ffmpeg (${ffmpeg}): install the ffmpeg package, or set FFMPEG_BIN. Debian: sudo apt-get install -y ffmpeg`, { cause: failure });
  }
  return ffmpeg;
}

/** The hub takes FFMPEG_BIN as the path of a file. */
export async function inPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
  }
  return undefined;
}
