import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface FoundFfmpeg {
  readonly path: string;
  /** `5.1.9`, or the build's own name. */
  readonly version: string;
  readonly from: 'FFMPEG_BIN' | 'ffmpeg-static' | 'PATH' | '@ffmpeg-installer/ffmpeg';
}

/**
 * The first ffmpeg that runs: `FFMPEG_BIN`, ffmpeg-static (its install downloads, so it may have failed), PATH, and last the old binary (4.1) inside @ffmpeg-installer/ffmpeg.
 * Undefined when none does. `FFMPEG_BIN` set to something that does not run is not passed over: the operator asked for it.
 */
export async function findFfmpeg(env: NodeJS.ProcessEnv, fromPackage: (name: string) => string | undefined = pathFromPackage): Promise<FoundFfmpeg | undefined> {
  const asked = env['FFMPEG_BIN'];
  if (asked) return tried(asked, 'FFMPEG_BIN');
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const bundled = await tried(fromPackage('ffmpeg-static'), 'ffmpeg-static');
  if (bundled) return bundled;
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const found = await tried(join(folder, name), 'PATH');
    if (found) return found;
  }
  return tried(fromPackage('@ffmpeg-installer/ffmpeg'), '@ffmpeg-installer/ffmpeg');
}

/** Both packages export a path, also when nothing is there. */
function pathFromPackage(name: string): string | undefined {
  try {
    const exported: unknown = createRequire(import.meta.url)(name);
    if (typeof exported === 'string') return exported;
    const path = typeof exported === 'object' && exported !== null ? (exported as { path?: unknown }).path : undefined;
    return typeof path === 'string' ? path : undefined;
  } catch {
    return undefined;
  }
}

async function tried(path: string | undefined, from: FoundFfmpeg['from']): Promise<FoundFfmpeg | undefined> {
  if (path === undefined) return undefined;
  try {
    accessSync(path, constants.X_OK);
    const { stdout } = await promisify(execFile)(path, ['-version'], { encoding: 'utf8', timeout: 10_000, env: { PATH: process.env['PATH'] ?? '' } });
    const version = /^ffmpeg version (\S+)/.exec(stdout)?.[1];
    return version === undefined ? undefined : { path, version, from };
  } catch {
    return undefined;
  }
}
