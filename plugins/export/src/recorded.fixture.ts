import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CameraId, Clip, ExportTarget, Segment } from '@matpho/core/sdk';

export const gate = 'gate-1' as CameraId;
export const start = Date.UTC(2026, 10, 21, 7, 5, 12);

export function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
}

/** Coded once: the same picture is the same file whenever it was taken. */
const films = new Map<string, Buffer>();
function film(seconds: number, size: string, sound: boolean): Buffer {
  const name = `${size} ${seconds} ${sound}`;
  const inputs = ['-f', 'lavfi', '-i', `testsrc=s=${size}:r=25:d=${seconds}`, ...(sound ? ['-f', 'lavfi', '-i', `sine=sample_rate=48000:duration=${seconds}`, '-c:a', 'aac'] : [])];
  const made = films.get(name) ?? execFileSync('ffmpeg', ['-v', 'error', '-threads', '1', ...inputs, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '25', '-video_track_timescale', '90000',
    '-movflags', 'empty_moov+default_base_moof+frag_every_frame+separate_moof', '-f', 'mp4', 'pipe:1'], { maxBuffer: 64 * 1024 * 1024 });
  films.set(name, made);
  return made;
}

/** A file as the recorder writes it: 25 pictures a second, a key picture each second, a fragment for each picture, times from 0. */
export function recorded(from: number, seconds: number, { size = '160x90', sound = false }: { readonly size?: string; readonly sound?: boolean } = {}): { readonly segment: Segment; readonly bytes: Buffer } {
  const bytes = Buffer.from(film(seconds, size, sound));
  return { bytes, segment: { camera: gate, from, to: from + seconds * 1_000, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } };
}

export function clipOf(from: number, to: number, pieces: readonly { readonly segment: Segment; readonly bytes: Uint8Array }[], changed?: boolean): Clip {
  async function* segments() {
    for (const { segment, bytes } of pieces) {
      yield {
        segment,
        bytes: (async function* () {
          for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
        })(),
      };
    }
  }
  return { camera: gate, from, to, segments: segments(), ...(changed === undefined ? {} : { changed }) };
}

/** A folder that takes an export's files; disposing removes it. */
export async function targetFolder(): Promise<AsyncDisposable & { readonly folder: string; readonly target: ExportTarget }> {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-export-'));
  return {
    folder,
    target: {
      write: async (name, bytes) => {
        const file = await open(join(folder, name), 'wx');
        const hash = createHash('sha256');
        let size = 0;
        try {
          for await (const chunk of bytes) {
            await file.writeFile(chunk);
            hash.update(chunk);
            size += chunk.length;
          }
        } finally {
          await file.close();
        }
        return { bytes: size, sha256: hash.digest('hex') };
      },
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Probed {
  readonly frames: number;
  readonly seconds: number;
  readonly sounds: number;
}
/** What ffprobe and a whole decoding say of a file. */
export function probe(file: string): Probed {
  const said = run('ffmpeg', '-v', 'error', '-xerror', '-i', file, '-f', 'null', '-');
  if (said !== '') throw new Error(said);
  const count = (stream: string): string => run('ffprobe', '-v', 'error', '-count_packets', '-select_streams', stream, '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0', file).trim();
  return { frames: Number(count('v')), sounds: Number(count('a')), seconds: Number(run('ffprobe', '-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file)) };
}
