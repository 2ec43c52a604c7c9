import type { Timers } from '../base/clock.ts';
import type { CameraHealth } from '../cameras/camera-health.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import { StreamOpener, type Credentials, type Feed, type FeedSink } from '../sdk/ports.ts';
import type { Vault } from '../vault/vault.ts';
import { readCredentials } from '../cameras/camera-credentials.ts';
import { LiveStream, type StreamConsumer } from './live-stream.ts';

type Role = 'main' | 'sub';

/** Opens any source by the plugin that speaks its scheme. @throws HubError as StreamOpener.open, `stream-unsupported` */
export async function openFeed(contributions: Contributions, source: { readonly uri: string; readonly credentials?: Credentials }, sink: FeedSink, signal: AbortSignal): Promise<Feed> {
  const scheme = new URL(source.uri).protocol.slice(0, -1);
  const opener = contributions.all(StreamOpener).find(({ value }) => value.schemes.includes(scheme));
  if (!opener) throw new HubError('stream-unsupported', `No running plugin opens ${scheme} streams.`);
  return opener.call((plugin) => plugin.open(source, sink, signal));
}

/** At most so many cameras are being connected at once, so that a blackout's end is no storm. */
const connectingAtOnce = 32;

/** Every camera's streams. The main one is held open while the camera is registered: that is its health, and the next viewer's first picture. */
export class LiveStreams {
  readonly #registry: CameraRegistry;
  readonly #health: CameraHealth;
  readonly #contributions: Contributions;
  readonly #vault: Vault;
  readonly #timers: Timers;
  readonly #streams = new Map<string, LiveStream>();
  readonly #kept = new Map<CameraId, Disposable>();
  readonly #waiting: (() => void)[] = [];
  #connecting = 0;
  #openers: Disposable | undefined;

  constructor(registry: CameraRegistry, health: CameraHealth, contributions: Contributions, vault: Vault, timers: Timers) {
    this.#registry = registry;
    this.#health = health;
    this.#contributions = contributions;
    this.#vault = vault;
    this.#timers = timers;
  }

  of(camera: CameraId, role: Role): LiveStream {
    const key = `${camera}/${role}`;
    const known = this.#streams.get(key);
    if (known) return known;
    const stream = new LiveStream({
      open: (sink, signal) => this.#open(camera, role, sink, signal),
      timers: this.#timers,
      random: Math.random,
      changed: (state) => {
        if (role === 'main') this.#health.report(camera, state.status === 'idle' ? { status: 'off' } : state);
      },
    });
    this.#streams.set(key, stream);
    return stream;
  }

  /** Holds the main streams of these cameras and no others. */
  keep(cameras: readonly CameraId[]): void {
    for (const [camera, held] of this.#kept) {
      if (cameras.includes(camera)) continue;
      held[Symbol.dispose]();
      this.#kept.delete(camera);
      for (const role of ['main', 'sub'] as const) {
        this.#streams.get(`${camera}/${role}`)?.close();
        this.#streams.delete(`${camera}/${role}`);
      }
    }
    for (const camera of cameras) if (!this.#kept.has(camera)) this.#kept.set(camera, this.of(camera, 'main').join(nobody));
    // A plugin that comes back finds its cameras waiting: they are tried at once.
    this.#openers ??= this.#contributions.watch(StreamOpener, () => {
      for (const stream of this.#streams.values()) if (stream.state.status === 'offline' && stream.state.error.code === 'stream-unsupported') stream.reconnect();
    });
  }
  reconnect(camera: CameraId): void {
    for (const role of ['main', 'sub'] as const) this.#streams.get(`${camera}/${role}`)?.reconnect();
  }
  close(): void {
    this.#openers?.[Symbol.dispose]();
    this.#kept.clear();
    for (const stream of this.#streams.values()) stream.close();
    this.#streams.clear();
  }

  async #open(camera: CameraId, role: Role, sink: FeedSink, signal: AbortSignal): Promise<Feed> {
    const source = (await this.#registry.find(camera))?.sources.find((each) => each.role === role);
    if (!source) throw new HubError('camera-no-video', `The camera has no ${role} stream.`);
    const credentials = await readCredentials(this.#vault, camera);
    await this.#turn(signal);
    try {
      return await openFeed(this.#contributions, { uri: source.uri, ...(credentials ? { credentials } : {}) }, sink, signal);
    } finally {
      this.#connecting -= 1;
      this.#waiting.shift()?.();
    }
  }
  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#connecting >= connectingAtOnce) await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    this.#connecting += 1;
    if (!signal.aborted) return;
    this.#connecting -= 1;
    this.#waiting.shift()?.();
    throw new HubError('camera-offline', 'The stream was closed before it opened.');
  }
}

const nobody: StreamConsumer = { format: () => {}, fragment: () => {}, waiting: () => {} };
