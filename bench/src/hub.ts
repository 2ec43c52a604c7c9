import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child.ts';
import type { BenchRun } from './bench.ts';
import type { HubClient } from './hub-client.ts';

interface Ready {
  readonly ready: true;
  readonly origin: string;
  readonly setUpCode: string | null;
}
export interface HubProcess extends AsyncDisposable {
  readonly pid: number;
  readonly origin: string;
  readonly setUpCode: string | null;
  /** From the start of the process to its ready message, in ms. */
  readonly readyAfter: number;
  /** Of a watched hub: what loop-delay.ts answers. */
  ask(message: string): Promise<unknown>;
}
export interface HubWatch {
  /** Answers how long its event loop was held up and how much memory it keeps. */
  readonly watched?: boolean;
}

export const hubProgram = fileURLToPath(new URL('../../core/dist/main.js', import.meta.url));

/** The hub as people run it, on any free port, with this folder as its data; it ends with the scope at the latest. @throws Error when it does not start */
export async function startHub({ ffmpeg, scope }: Pick<BenchRun, 'ffmpeg' | 'scope'>, folder: string, { watched = false }: HubWatch = {}): Promise<HubProcess> {
  const file = join(folder, 'matpho.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    // The street's cameras are on this machine.
    const settings = { name: 'Bench', listen: { host: '127.0.0.1', port: 0 }, cameras: { allowLoopback: true }, timeZone: 'Asia/Ho_Chi_Minh', log: { level: 'warn' } };
    await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
  }
  const { MATPHO_PORT: _port, ...env } = process.env;
  const child: Child<Ready> = await startChild<Ready>({ scope, file: hubProgram, args: ['--config', file], flags: ['--max-semi-space-size=64', ...(watched ? ['--expose-gc', '--import', new URL('loop-delay.js', import.meta.url).href] : [])], env: { ...env, MATPHO_DATA: folder, FFMPEG_BIN: ffmpeg } });
  const { origin, setUpCode } = child.ready;
  return {
    // By number: `localhost` would be looked up, and tried as ::1 first, in every connection that is timed.
    origin: origin.replace('//localhost:', '//127.0.0.1:'), setUpCode, pid: child.pid, readyAfter: child.readyAfter,
    ask: (message) => child.ask(message),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** Waits until the hub has a picture of so many cameras. @param operator a session of the one who runs the hub */
export async function camerasRunning(operator: HubClient, count: number, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    const { running } = (await operator.call('GET /api/operator/health')).cameras;
    if (running === count) return;
    if (performance.now() > end) throw new Error(`${running} of ${count} cameras are running after ${withinMs / 1_000} s.`);
    await sleep(250);
  }
}
