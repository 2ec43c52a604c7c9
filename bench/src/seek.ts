import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { PlaybackEvent } from '@matpho/core/api';
import { WebSocket } from 'ws';
import type { Bench } from './bench.ts';
import { setUp } from './furnish.ts';
import { startHub } from './hub.ts';
import type { HubClient } from './hub-client.ts';
import { addCameras } from './recover-store.ts';
import { askedAlone, layMonth, seekFilm, type SeekFilm, type SeekHouse } from './seek-store.ts';
import { median, percentile } from './statistics.ts';

const cameras = 16;
/** Nobody waits longer for a picture. */
const patience = 10_000;

/** A month of sixteen cameras, files of ten seconds: from a word over an open session to the first bytes of the pictures of that instant. */
export const seek: Bench = {
  about: 'Seeking in 30 days of 16 cameras: from the wish to the first bytes of picture',
  async run(run) {
    const [days, seeks] = run.quick ? [1, 60] : [30, 400];
    const folder = join(run.folder, 'hub');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const settings = { name: 'Bench', listen: { host: '127.0.0.1', port: 0 }, cameras: { allowLoopback: true }, timeZone: 'Asia/Ho_Chi_Minh', log: { level: 'error' }, recordings: { sheets: false, keepFreeBytes: 0, keepFreePercent: 0 } };
    await writeFile(join(folder, 'matpho.json'), JSON.stringify(settings), { mode: 0o600 });
    let session: HubClient;
    let owner: string;
    {
      await using first = await startHub(run, folder);
      const householder = await setUp(first);
      [session, owner] = [householder.client, householder.owner];
    }
    const film = await filmOf(run.ffmpeg);
    // Nobody answers there: this is about what was recorded.
    const ids = await addCameras(folder, owner, Array.from({ length: cameras }, (_, n) => `rtsp://127.0.0.1:9/${n}`), { record_days: 365, record_bytes: 1e14 });
    run.say(`writing ${days} days of ${cameras} cameras`);
    const house = await layMonth(folder, ids, days, seeks, film);
    const alone = await askedAlone(folder, house.places);
    await using hub = await startHub(run, folder);
    const { times, lines } = await sought(session.at(hub.origin), house, days);
    run.say(`${house.rows} files, of ${film.bytes.length} bytes each`);
    run.figure({ name: 'seek.p50_ms', value: median(times), unit: 'ms', n: times.length });
    run.figure({ name: 'seek.p95_ms', value: percentile(times, 95), unit: 'ms', n: times.length });
    run.figure({ name: 'seek.query_p95_ms', value: percentile(alone, 95), unit: 'ms', n: alone.length });
    run.figure({ name: 'seek.timeline_p50_ms', value: median(lines), unit: 'ms', n: lines.length });
    run.figure({ name: 'seek.timeline_p95_ms', value: percentile(lines, 95), unit: 'ms', n: lines.length });
  },
};

async function filmOf(ffmpeg: string): Promise<SeekFilm> {
  const { stdout } = await promisify(execFile)(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=10', '-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '2M', '-maxrate', '2M', '-bufsize', '2M', '-bf', '0', '-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-pix_fmt', 'yuv420p', '-movflags', 'empty_moov+default_base_moof+frag_keyframe', '-f', 'mp4', 'pipe:1'], { encoding: 'buffer', maxBuffer: 64 * 2 ** 20 });
  return seekFilm(stdout);
}

/** One session for each camera, as a page with sixteen players has; seeks one after another, and a month's line of each camera now and then. */
async function sought(client: HubClient, { places }: SeekHouse, days: number): Promise<{ readonly times: readonly number[]; readonly lines: readonly number[] }> {
  const sessions = new Map<string, Seeker>();
  const [from, to] = [Math.min(...places.map((place) => place.from)), Date.now()];
  try {
    for (const { camera } of places) if (!sessions.has(camera)) sessions.set(camera, await Seeker.open(client, camera, from, to));
    const times: number[] = [];
    for (const [n, place] of places.entries()) {
      const seeker = sessions.get(place.camera);
      // Somewhere within the file, as a finger on a strip lands.
      if (seeker) times.push(await seeker.seek(place.from + ((n * 1_373) % 8_000)));
    }
    const lines: number[] = [];
    for (const camera of sessions.keys()) {
      const asked = performance.now();
      const response = await fetch(`${client.origin}/api/cameras/${camera}/timeline?from=${to - days * 86_400_000}&to=${to}`, { headers: { cookie: client.cookie, origin: client.origin } });
      const { spans } = await response.json() as { readonly spans?: readonly object[] };
      if (!spans || spans.length === 0) throw new Error(`The line of a camera was answered ${response.status}.`);
      lines.push(performance.now() - asked);
    }
    return { times, lines };
  } finally {
    for (const seeker of sessions.values()) seeker[Symbol.dispose]();
  }
}

class Seeker implements Disposable {
  readonly #socket: WebSocket;
  #next = 1;
  #hear: (event: PlaybackEvent | 'picture') => void = () => {};
  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, binary: boolean) => this.#hear(binary ? 'picture' : PlaybackEvent.parse(JSON.parse(data.toString('utf8')))));
  }

  static async open(client: HubClient, camera: string, from: number, to: number): Promise<Seeker> {
    const socket = new WebSocket(new URL('/api/playback', client.origin.replace(/^http/, 'ws')), { headers: { cookie: client.cookie, origin: client.origin }, perMessageDeflate: false });
    const seeker = new Seeker(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('open', () => socket.send(JSON.stringify({ camera, from, to })));
      seeker.#hear = (event) => {
        if (event !== 'picture' && event.type === 'opened') resolve();
        else reject(new Error(`The session did not open: ${JSON.stringify(event)}`));
      };
    });
    return seeker;
  }
  /** Ms until the first bytes came; resolves when all of it has. */
  async seek(at: number): Promise<number> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`No picture within ${patience / 1_000} s.`)), patience);
      let first: number | undefined;
      this.#hear = (event) => {
        if (event === 'picture') first ??= performance.now() - asked;
        else if (event.type === 'problem' || event.type === 'ended') reject(new Error(event.problem.code));
        else if (event.type === 'given' && event.id === id) {
          clearTimeout(late);
          if (first === undefined) reject(new Error('A seek was answered without a picture.'));
          else resolve(first);
        }
      };
      const asked = performance.now();
      this.#socket.send(JSON.stringify({ type: 'want', id, from: at, to: at + 1_000, replace: true }));
    });
  }
  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}
