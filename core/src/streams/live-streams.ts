import type { Timers } from '../base/clock.ts';
import type { CameraHealth } from '../cameras/camera-health.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { seconds } from '../domain/time.ts';
import type { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import { StreamOpener, type Credentials, type Feed, type FeedSink } from '../sdk/ports.ts';
import type { Vault } from '../vault/vault.ts';
import { readCredentials } from '../cameras/camera-credentials.ts';
import { ConnectLine } from './connect-line.ts';
import { LiveStream, type StreamConsumer } from './live-stream.ts';

type Role = 'main' | 'sub';

/** Opens any source by the plugin that speaks its scheme. @throws HubError as StreamOpener.open, `stream-unsupported` */
export function openFeed(contributions: Contributions, source: { readonly uri: string; readonly credentials?: Credentials }, sink: FeedSink, signal: AbortSignal): { readonly opener: StreamOpener; readonly feed: Promise<Feed> } {
  const scheme = new URL(source.uri).protocol.slice(0, -1);
  const opener = contributions.all(StreamOpener).find(({ value }) => value.schemes.includes(scheme));
  if (!opener) throw new HubError('stream-unsupported', `No running plugin opens ${scheme} streams.`);
  return { opener: opener.value, feed: opener.call(async (plugin) => plugin.open(source, heardFrom(contributions, sink), opener.signal(signal))) };
}

/** What follows from a camera's picture is the hub's own work, not the plugin's that brought it. */
function heardFrom(contributions: Contributions, sink: FeedSink): FeedSink {
  return {
    format: (format) => contributions.outside(() => sink.format(format)),
    unit: (unit) => contributions.outside(() => sink.unit(unit)),
    ended: (error) => contributions.outside(() => sink.ended(error)),
  };
}

/** An opener that does not come to an end is not waited for longer. */
const openWithin = seconds(30);

/** Every camera's streams. The main one is held open while the camera is registered: that is its health, and the next viewer's first picture. */
export class LiveStreams {
  readonly #registry: CameraRegistry;
  readonly #health: CameraHealth;
  readonly #contributions: Contributions;
  readonly #vault: Vault;
  readonly #timers: Timers;
  readonly #streams = new Map<string, LiveStream>();
  /** Which plugin's opener each stream came from: when it goes, so does the stream. */
  readonly #openedBy = new Map<LiveStream, StreamOpener>();
  readonly #kept = new Map<CameraId, Disposable>();
  readonly #line: ConnectLine;
  #openers: Disposable | undefined;

  constructor(registry: CameraRegistry, health: CameraHealth, contributions: Contributions, vault: Vault, timers: Timers) {
    this.#registry = registry;
    this.#health = health;
    this.#contributions = contributions;
    this.#vault = vault;
    this.#timers = timers;
    this.#line = new ConnectLine(timers);
  }

  of(camera: CameraId, role: Role): LiveStream {
    const key = `${camera}/${role}`;
    const known = this.#streams.get(key);
    if (known) return known;
    const stream: LiveStream = new LiveStream({
      open: (sink, signal) => this.#open(stream, camera, role, sink, signal),
      timers: this.#timers,
      random: Math.random,
      patience: () => this.#line.patienceOf(key),
      changed: (state) => {
        if (state.status === 'offline') this.#line.lost(key);
        else if (state.status !== 'connecting') this.#line.found(key);
        if (role === 'main') this.#health.report(camera, state.status === 'idle' ? { status: 'off' } : state);
      },
    });
    this.#streams.set(key, stream);
    return stream;
  }

  /** Every stream somebody asked for since the start. */
  all(): readonly { readonly camera: CameraId; readonly role: Role; readonly stream: LiveStream }[] {
    return [...this.#streams].map(([key, stream]) => ({ camera: id<CameraId>(key.slice(0, key.lastIndexOf('/'))), role: key.endsWith('/sub') ? 'sub' : 'main', stream }));
  }

  /** Holds the main streams of these cameras and no others. */
  keep(cameras: readonly CameraId[]): void {
    for (const [camera, held] of this.#kept) {
      if (cameras.includes(camera)) continue;
      held[Symbol.dispose]();
      this.#kept.delete(camera);
      for (const role of ['main', 'sub'] as const) {
        const stream = this.#streams.get(`${camera}/${role}`);
        this.#streams.delete(`${camera}/${role}`);
        if (!stream) continue;
        stream.close();
        this.#openedBy.delete(stream);
      }
    }
    for (const camera of cameras) if (!this.#kept.has(camera)) this.#kept.set(camera, this.of(camera, 'main').join(nobody));
    this.#openers ??= this.#contributions.watch(StreamOpener, () => this.#followOpeners());
  }
  /** A plugin that comes back finds its cameras waiting: they are tried at once. One that goes takes its streams with it, whatever it does about them. */
  #followOpeners(): void {
    const openers = new Set(this.#contributions.all(StreamOpener).map(({ value }) => value));
    for (const stream of this.#streams.values()) {
      const opener = this.#openedBy.get(stream);
      const isOrphan = opener !== undefined && !openers.has(opener);
      if (isOrphan) this.#openedBy.delete(stream);
      if (isOrphan || (stream.state.status === 'offline' && stream.state.error.code === 'stream-unsupported')) stream.reconnect();
    }
  }
  reconnect(camera: CameraId): void {
    for (const role of ['main', 'sub'] as const) this.#streams.get(`${camera}/${role}`)?.reconnect();
  }
  close(): void {
    this.#openers?.[Symbol.dispose]();
    this.#kept.clear();
    for (const stream of this.#streams.values()) stream.close();
    this.#streams.clear();
    this.#openedBy.clear();
  }

  async #open(stream: LiveStream, camera: CameraId, role: Role, sink: FeedSink, signal: AbortSignal): Promise<Feed> {
    const place = await this.#line.enter(`${camera}/${role}`, signal);
    try {
      // In its turn: a thousand cameras that come back at once do not read a thousand rows at once.
      const source = (await this.#registry.find(camera))?.sources.find((each) => each.role === role);
      if (!source) throw new HubError('camera-no-video', `The camera has no ${role} stream.`);
      const credentials = await readCredentials(this.#vault, camera);
      const { opener, feed } = openFeed(this.#contributions, { uri: source.uri, ...(credentials ? { credentials } : {}) }, sink, signal);
      this.#openedBy.set(stream, opener);
      return await this.#soon(feed, signal);
    } finally {
      place[Symbol.dispose]();
    }
  }
  /** Also over when the signal aborts or the time is up, whether or not the opener minds either. */
  async #soon(feed: Promise<Feed>, signal: AbortSignal): Promise<Feed> {
    return new Promise((resolve, reject) => {
      const late = this.#timers.after(openWithin, () => reject(new HubError('camera-unreachable', 'The stream did not open in time.')));
      const closed = (): void => {
        late[Symbol.dispose]();
        reject(new HubError('camera-offline', 'The stream was closed before it opened.'));
      };
      signal.addEventListener('abort', closed, { once: true });
      feed.finally(() => {
        late[Symbol.dispose]();
        signal.removeEventListener('abort', closed);
      }).then(resolve, reject);
      if (signal.aborted) closed();
    });
  }
}

const nobody: StreamConsumer = { format: () => {}, fragment: () => {}, waiting: () => {} };
