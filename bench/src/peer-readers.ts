import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { endWithParent, tellReady } from './child.ts';
import type { StreetCamera } from './load-street.ts';

export interface PeerOrder {
  readonly ffmpeg: string;
  readonly cameras: readonly StreetCamera[];
  /** What one fragment holds: a group of pictures, as most programs have it written, or one picture, as a live view without delay needs it. */
  readonly fragments: Fragments;
  /** A folder: each ffmpeg writes files of ten seconds there too, its second output. */
  readonly recordTo?: string;
}
export type Fragments = 'group' | 'picture';
/** How many of the streams moved since the last `count`. */
export interface PeerCount {
  readonly flowing: number;
  readonly bytes: number;
}
const startingAtOnce = 16;
const firstBytesWithin = 40_000;

/**
 * What most camera programs on Node do: one ffmpeg for each camera, its fMP4 read from a pipe. Here the reader only counts,
 * which is the least such a program can do.
 */
class PeerReader {
  #bytes = 0;
  readonly #child: ChildProcess;
  constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves with the first bytes. */
  async read(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      let lastWords = '';
      const late = setTimeout(() => reject(new Error(`An ffmpeg gave nothing in time. ${lastWords}`)), firstBytesWithin);
      this.#child.stderr?.on('data', (bytes: Buffer) => { lastWords = (lastWords + bytes.toString('utf8')).slice(-300); });
      this.#child.stdout?.on('data', (bytes: Buffer) => {
        this.#bytes += bytes.length;
        clearTimeout(late);
        resolve();
      });
      this.#child.once('error', reject);
      this.#child.once('exit', (code) => reject(new Error(`An ffmpeg ended with ${code}. ${lastWords}`)));
    });
  }
  takeCount(): number {
    const bytes = this.#bytes;
    this.#bytes = 0;
    return bytes;
  }
  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

const inTheUri = ({ uri, user, password }: StreetCamera): string => {
  const url = new URL(uri);
  Object.assign(url, { username: user, password });
  return url.href;
};

async function run({ ffmpeg, cameras, fragments, recordTo }: PeerOrder): Promise<void> {
  const readers: PeerReader[] = [];
  endWithParent(() => {
    for (const reader of readers) reader.stop();
    process.exit(0);
  });
  for (let from = 0; from < cameras.length; from += startingAtOnce) {
    const batch = cameras.slice(from, from + startingAtOnce).map((camera, i) => new PeerReader(spawn(ffmpeg, [
      '-hide_banner', '-nostdin', '-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', inTheUri(camera), '-c', 'copy', '-f', 'mp4', '-movflags', `${fragments === 'group' ? 'frag_keyframe' : 'frag_every_frame'}+empty_moov+default_base_moof`, 'pipe:1',
      ...(recordTo === undefined ? [] : ['-c', 'copy', '-f', 'segment', '-segment_time', '10', '-segment_format', 'mp4', '-reset_timestamps', '1', join(recordTo, `${from + i}-%d.mp4`)]),
    ], { stdio: ['ignore', 'pipe', 'pipe'] })));
    readers.push(...batch);
    await Promise.all(batch.map((reader) => reader.read()));
  }
  process.on('message', (message) => {
    if (message !== 'count') return;
    const counts = readers.map((reader) => reader.takeCount());
    process.send?.({ flowing: counts.filter((bytes) => bytes > 0).length, bytes: counts.reduce((sum, bytes) => sum + bytes, 0) } satisfies PeerCount);
  });
  tellReady({});
}

process.once('message', (order) => void run(order as PeerOrder).catch((failure: unknown) => {
  process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.kill(process.pid, 'SIGTERM');
}));
