import { loopFromFile, startStreet, type CameraSpec } from '@matpho/simulator';
import { endWithParent, tellReady } from './child.ts';

/** Where one camera's picture is, and how to sign in to it. */
export interface StreetCamera {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}
export interface StreetOrder {
  readonly ffmpeg: string;
  readonly cameras: number;
  /** Footage, shared by the cameras in turn. */
  readonly clips: readonly string[];
}
export interface StreetReady {
  readonly ready: true;
  readonly cameras: readonly StreetCamera[];
  /** `1280x720`, 25, 1.3 */
  readonly footage: { readonly size: string; readonly fps: number; readonly mbitPerSecond: number };
}

/** A street as a process of its own: cameras that speak RTSP over footage in memory, no two at the same place in it. */
async function run({ ffmpeg, cameras: count, clips }: StreetOrder): Promise<void> {
  const loops = await Promise.all(clips.map(async (file) => (await loopFromFile(ffmpeg, file)).video));
  const [first] = loops;
  if (!first) throw new Error('There is no footage.');
  const specs = Array.from({ length: count }, (_, i): CameraSpec => ({
    id: `bench-${i + 1}`, name: `Bench ${i + 1}`, onvif: false, footage: { kind: 'loop', main: loops[i % loops.length] ?? first, phase: i / count },
  }));
  const street = await startStreet({ cameras: specs, ffmpeg, discovery: false });
  endWithParent(() => void street.close().finally(() => process.exit(0)));
  const bytes = first.pictures.reduce((sum, { nals }) => sum + nals.reduce((size, nal) => size + nal.length, 0), 0);
  tellReady({
    cameras: street.cameras.map((camera): StreetCamera => ({ uri: camera.rtspUri(), user: camera.user, password: camera.password })),
    footage: { size: `${first.format.width}x${first.format.height}`, fps: Math.round(first.format.fps * 10) / 10, mbitPerSecond: Math.round((bytes * 8) / first.periodMs / 10) / 100 },
  } satisfies Omit<StreetReady, 'ready'>);
}

process.once('message', (order) => void run(order as StreetOrder).catch((failure: unknown) => {
  process.stderr.write(`The street could not start: ${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exit(1);
}));
