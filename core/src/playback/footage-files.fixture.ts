import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CameraId } from '../domain/ids.ts';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import type { Instant } from '../domain/time.ts';
import { ffmpeg, unitsOf } from '../media/clips.fixture.ts';
import { FragmentWriter } from '../media/fragment-writer.ts';
import { fragment, initSegment } from '../media/fmp4.ts';
import { samplesOf } from '../media/fragment-samples.ts';
import type { Store } from '../store/open-store.ts';

export interface Film {
  readonly bytes: Buffer;
  readonly init: Buffer;
  readonly seconds: number;
  readonly fps: number;
}
/** Nothing dark in it; the number in it is that of the second. A key picture each second, a fragment each picture, as the recorder writes. Time begins at `startTicks`. */
export function brightFilm({ seconds = 10, fps = 10, size = '320x180', startTicks = 0 } = {}): Film {
  const stream = ffmpeg(['-f', 'lavfi', '-i', `testsrc=s=${size}:r=${fps}:d=${seconds}`, '-vf', 'lutyuv=y=max(val\\,120)', '-c:v', 'libx264', '-preset', 'ultrafast', '-x264-params', 'slices=1', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', String(fps), '-f', 'h264', 'pipe:1']);
  const { format, units } = unitsOf('h264', stream, (n) => n * (90_000 / fps));
  return { ...filmOf(format, units, startTicks), seconds, fps };
}
export function filmOf(format: MediaFormat, units: readonly AccessUnit[], startTicks: number): Pick<Film, 'bytes' | 'init'> {
  const pieces: Uint8Array[] = [];
  const writer = new FragmentWriter(format, ({ bytes }) => pieces.push(bytes), { audio: false });
  for (const unit of units) writer.write(unit);
  const init = Buffer.from(initSegment(format));
  const placed = pieces.flatMap((piece) => samplesOf(piece)).map((sample, n) => fragment(n + 1, [{ track: 'video', decodeTicks: sample.decodeTicks + startTicks, duration: sample.duration, key: sample.key, parts: [sample.bytes], size: sample.bytes.length }]));
  return { init, bytes: Buffer.concat([init, ...placed]) };
}

/** The film as a file of a camera's recordings, with its row. */
export async function layFootage(store: Store, folder: string, camera: string, from: Instant, film: Film, { role = 'main' as 'main' | 'sub', to = from + film.seconds * 1_000 } = {}): Promise<string> {
  const at = new Date(from).toISOString();
  const path = `${camera}/${at.slice(0, 10)}/${at.slice(11, 13)}/${from}${role === 'sub' ? '-sub' : ''}.mp4`;
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), film.bytes);
  const sha256 = createHash('sha256').update(film.bytes).digest('hex');
  await store.write((trx) => trx.insertInto('segment').values({ camera: camera as CameraId, from_at: from, to_at: to, path, bytes: film.bytes.length, sha256, garbage: 0, role }).execute());
  return path;
}
