import { createServer, type Server } from 'node:net';
import { loopDrawn, startStreet, type CameraSpec, type Street } from '@matpho/simulator';
import { endWithParent, tellReady } from './child.ts';

export interface RecoverOrder {
  readonly ffmpeg: string;
  readonly cameras: number;
}
export interface RecoverReady {
  readonly ready: true;
  /** Without credentials: what is measured is the coming back. */
  readonly uris: readonly string[];
  /** Of ports that take a connection and never say a word. */
  readonly silent: readonly string[];
}
/** Answer to `back`. */
export interface BackAnswer {
  /** Wall clock of each camera's coming back, in the order they went dark. */
  readonly onAt: readonly number[];
}
const silentPorts = 300;

/** A thousand small cameras that can lose their power. `dark <from> <to> <seconds>` cuts it, `back` answers when it has come back. */
async function run({ ffmpeg, cameras }: RecoverOrder): Promise<void> {
  const main = await loopDrawn(ffmpeg, 1, { width: 128, height: 72, fps: 2 });
  const specs = Array.from({ length: cameras }, (_, i): CameraSpec => ({ id: `recover-${i + 1}`, name: `Recover ${i + 1}`, onvif: false, rtspAuth: 'none', footage: { kind: 'loop', main, phase: i / cameras } }));
  const street = await startStreet({ cameras: specs, ffmpeg, discovery: false });
  const deaf = await Promise.all(Array.from({ length: Math.min(silentPorts, cameras) }, openSilent));
  let coming: Promise<readonly number[]> = Promise.resolve([]);
  process.on('message', (said) => {
    const [word, from, to, seconds] = String(said).split(' ');
    if (word === 'dark') {
      coming = goDark(street, Number(from), Number(to), Number(seconds));
      process.send?.({ ok: true });
    } else if (word === 'back') void coming.then((onAt) => process.send?.({ onAt } satisfies BackAnswer));
  });
  endWithParent(() => void street.close().finally(() => process.exit(0)));
  tellReady({ uris: street.cameras.map((camera) => camera.rtspUri()), silent: deaf.map((port) => `rtsp://127.0.0.1:${port}/main`) } satisfies Omit<RecoverReady, 'ready'>);
}

function goDark(street: Street, from: number, to: number, seconds: number): Promise<readonly number[]> {
  return Promise.all(street.cameras.slice(from, to).map(async (camera) => {
    await camera.reboot(seconds);
    return Date.now();
  }));
}
async function openSilent(): Promise<number> {
  const server: Server = createServer((socket) => { socket.on('error', () => {}).resume(); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  server.unref();
  return (server.address() as { readonly port: number }).port;
}

process.once('message', (order) => void run(order as RecoverOrder).catch((failure: unknown) => {
  process.stderr.write(`The street could not start: ${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exit(1);
}));
