import { spawn, type ChildProcess } from 'node:child_process';
import { endWithParent, tellReady } from './child.ts';
import type { StreetCamera } from './load-street.ts';

/** `node-rtsp-stream`: what its muxer starts, one ffmpeg a camera that makes MPEG-1 of H.264. `gstreamer`: one pipeline a camera, passed through into fragmented MP4. */
export type OtherProgram = 'node-rtsp-stream' | 'gstreamer';
export interface OtherOrder {
  readonly ffmpeg: string;
  readonly program: OtherProgram;
  readonly cameras: readonly StreetCamera[];
}
/** How many of the streams moved since the last `count`. */
export interface OtherCount {
  readonly flowing: number;
}

const inTheUri = ({ uri, user, password }: StreetCamera): string => {
  const url = new URL(uri);
  Object.assign(url, { username: user, password });
  return url.href;
};

function start({ ffmpeg, program }: OtherOrder, camera: StreetCamera): ChildProcess {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  // As node-rtsp-stream 0.0.9 starts it, with the rate it needs and over TCP so that nothing is lost.
  if (program === 'node-rtsp-stream') return spawn(ffmpeg, ['-rtsp_transport', 'tcp', '-i', inTheUri(camera), '-f', 'mpegts', '-codec:v', 'mpeg1video', '-r', '25', '-'], { stdio: [...stdio] });
  return spawn('gst-launch-1.0', ['-q', 'rtspsrc', `location=${camera.uri}`, `user-id=${camera.user}`, `user-pw=${camera.password}`, 'protocols=tcp', 'latency=0', '!', 'rtph264depay', '!', 'h264parse', '!', 'mp4mux', 'fragment-duration=40', 'streamable=true', '!', 'fdsink', 'fd=1'], { stdio: [...stdio] });
}

async function run(order: OtherOrder): Promise<void> {
  const counts = order.cameras.map(() => 0);
  const children = order.cameras.map((camera) => start(order, camera));
  endWithParent(() => {
    for (const child of children) child.kill('SIGKILL');
    process.exit(0);
  });
  await Promise.all(children.map((child, i) => new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (bytes: Buffer) => {
      counts[i] = (counts[i] ?? 0) + bytes.length;
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`A reader ended with ${code ?? 'a signal'}.`)));
  })));
  process.on('message', (message) => {
    if (message !== 'count') return;
    process.send?.({ flowing: counts.filter((bytes) => bytes > 0).length } satisfies OtherCount);
    counts.fill(0);
  });
  tellReady({});
}

process.once('message', (order) => void run(order as OtherOrder).catch((failure: unknown) => {
  process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exit(1);
}));
