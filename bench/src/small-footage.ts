import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchRun } from './bench.ts';

/** Ten seconds of a small picture with a key picture each second: for benches that are about something else than pictures. */
export async function smallFootage({ ffmpeg, folder, scope }: BenchRun): Promise<string> {
  const file = join(folder, 'small.mp4');
  await promisify(execFile)(ffmpeg, [
    '-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-t', '10', '-pix_fmt', 'yuv420p',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-x264-params', 'keyint=25:min-keyint=25:scenecut=0:bframes=0:sliced-threads=0', file,
  ], { signal: scope.signal });
  return file;
}
