import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchRun } from './bench.ts';
import { startChild } from './child.ts';
import type { StreetCamera, StreetOrder, StreetReady } from './load-street.ts';

/** Cameras of 720p25 H.264 at about 1.3 Mb/s, in a process of their own. @param files other footage for them */
export async function startStreet(run: BenchRun, cameras: number, files?: readonly string[]): Promise<readonly StreetCamera[]> {
  const clips = files ?? await footage(run);
  const child = await startChild<StreetReady>({
    scope: run.scope, file: fileURLToPath(new URL('load-street.js', import.meta.url)), tell: { ffmpeg: run.ffmpeg, cameras, clips } satisfies StreetOrder, withinMs: 120_000,
  });
  const { size, fps, mbitPerSecond } = child.ready.footage;
  run.say(`A street of ${cameras} cameras: ${size}, ${fps} pictures and ${mbitPerSecond} Mb a second each`);
  return child.ready.cameras;
}

/** The .mp4 files of MATPHO_CLIPS, or ten seconds made here: a moving test picture with as much noise as fills the rate. */
async function footage({ ffmpeg, folder, scope }: BenchRun): Promise<readonly string[]> {
  const clips = process.env['MATPHO_CLIPS'];
  if (clips !== undefined && clips !== '') {
    const files = (await readdir(resolve(clips))).filter((name) => name.endsWith('.mp4')).toSorted().slice(0, 8);
    if (files.length === 0) throw new Error(`There is no .mp4 file in ${clips} (MATPHO_CLIPS).`);
    return files.map((name) => join(resolve(clips), name));
  }
  const file = join(folder, 'footage.mp4');
  // As cameras code: a key picture every 2 s, no B pictures, one slice, a bounded rate.
  await promisify(execFile)(ffmpeg, [
    '-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25,noise=alls=12:allf=t', '-t', '10', '-pix_fmt', 'yuv420p',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-x264-params', 'keyint=50:min-keyint=50:scenecut=0:bframes=0:sliced-threads=0', '-b:v', '1300k', '-maxrate', '1300k', '-bufsize', '1300k', file,
  ], { signal: scope.signal });
  return [file];
}
