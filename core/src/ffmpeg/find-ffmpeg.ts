import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

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
export function findFfmpeg(env: NodeJS.ProcessEnv, fromPackage: (name: string) => string | undefined = pathFromPackage): FoundFfmpeg | undefined {
  const asked = env['FFMPEG_BIN'];
  if (asked) return tried(asked, 'FFMPEG_BIN');
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  return tried(fromPackage('ffmpeg-static'), 'ffmpeg-static')
    ?? (env['PATH'] ?? '').split(delimiter).filter(Boolean).map((folder) => tried(join(folder, name), 'PATH')).find(Boolean)
    ?? tried(fromPackage('@ffmpeg-installer/ffmpeg'), '@ffmpeg-installer/ffmpeg');
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

function tried(path: string | undefined, from: FoundFfmpeg['from']): FoundFfmpeg | undefined {
  if (path === undefined) return undefined;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return undefined;
  }
  const { status, stdout } = spawnSync(path, ['-version'], { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '' } });
  const version = /^ffmpeg version (\S+)/.exec(stdout ?? '')?.[1];
  if (status !== 0 || version === undefined) return undefined;
  return { path, version, from };
}
