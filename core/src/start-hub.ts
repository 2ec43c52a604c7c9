import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { OwnedScope } from './base/scope.ts';
import type { RoomLog } from './base/log.ts';
import { isLoopback } from './config/addresses.ts';
import type { Config } from './config/config.ts';
import { compose, type Hub } from './compose.ts';
import { SystemClock } from './base/clock.ts';
import { EventStreams } from './http/event-stream.ts';
import { HubFactFeed } from './http/hub-facts.ts';
import { openHubServer } from './http/hub-server.ts';
import { ownNames } from './http/own-names.ts';
import { keepTlsFresh, openTls } from './http/tls.ts';
import { loadPlugin, type ImportModule } from './kernel/load-plugin.ts';
import { listenForPrograms } from './open-programs.ts';
import { openFootage } from './open-footage.ts';
import { openRecording } from './open-recording.ts';
import { openRecords } from './open-records.ts';
import { openWritten } from './open-written.ts';
import { SystemTimers } from './base/clock.ts';
import { HubError } from './sdk/errors.ts';
import { wire } from './wire.ts';

export interface StartOptions {
  readonly config: Config;
  readonly log: RoomLog;
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the built pages. */
  readonly ui: string | undefined;
  readonly demo: boolean;
  /** Where plugins named by path or from outside are looked for. */
  readonly pluginFolder: string;
  readonly importModule: ImportModule;
  readonly onNewSetUpCode: (code: string) => void;
  /** Before the first plugin runs: from now on a stray failure can be told from the hub's own. */
  readonly onBuilt?: (hub: Hub) => void;
}
export interface RunningHub extends AsyncDisposable {
  readonly hub: Hub;
  readonly app: FastifyInstance;
  /** `http://localhost:8080` */
  readonly origin: string;
  /** Undefined once somebody lives here. */
  readonly setUpCode: string | undefined;
}

/** Builds the hub, opens its door and starts its plugins. @throws HubError */
export async function startHub({ config, log, env, ui, demo, pluginFolder, importModule, onNewSetUpCode, onBuilt }: StartOptions): Promise<RunningHub> {
  const scope = new OwnedScope();
  try {
    const startedAt = Date.now();
    let app: FastifyInstance | undefined;
    const port = (): number => (app?.server.address() as AddressInfo | null)?.port ?? config.listen.port;
    const origin = (): string => config.publicOrigin ?? `${config.tls.mode === 'off' ? 'http' : 'https'}://${hostForPeople(config)}:${port()}`;
    const timers = new SystemTimers();
    const streams = new EventStreams(timers);
    let feed: HubFactFeed | undefined;
    const hub = await compose({ config, demo, log, env, origin, port, onNewSetUpCode, push: (person, notice) => feed?.notice(person, notice) }, scope);
    onBuilt?.(hub);
    feed = new HubFactFeed(hub.store, streams);
    const recording = await openRecording(hub, config, feed, scope);
    const written = await openWritten(hub, recording.desk, config, feed, scope);
    const footage = await openFootage(hub, recording, written, config, feed, scope);
    const recordsDesk = await openRecords(hub, recording.forget, config, scope);
    const tls = await openTls({ config, clock: new SystemClock(), log: log.room('tls') });
    const version = ownVersion();
    app = await openHubServer({
      hub, timers, log: log.room('http'), footage, tls: tls.material, localCa: tls.localCa, publicOrigin: config.publicOrigin, trustProxy: config.trustProxy, metricsToken: config.metrics.tokenSha256, about: { name: config.name, version, demo },
      facts: { version, startedAt, ffmpeg: () => hub.ffmpeg.version, databaseFile: hub.databaseFile, recordingsFolder: config.recordings.dir, clockTrusted: () => hub.clockGuard.trusted() },
      streams, recorded: recording.footage, exports: recording.exports, previews: recording.previews, before: recording.before, written, recordsDesk, ui,
    });
    const door = app;
    scope.defer(async () => { await door.close(); });
    await listenForPrograms(hub.restream, tls, timers, scope);
    // Before the door closes: whoever watches is told why, and the ledger says `shutdown`, not that the viewer left.
    scope.defer(() => hub.gate.endAll('shutdown').catch((failure: unknown) => log.error('The ends of the viewings could not be written.', { error: String(failure) })));
    scope.use(keepTlsFresh(door, tls, timers, log.room('tls')));
    wire(hub, feed, scope);
    await Promise.all([listen(door, config), hub.ffmpeg.ready(), addPlugins(hub, config.plugins, pluginFolder, importModule)]);
    const setUpCode = (await hub.people.people.any()) ? undefined : hub.people.setUp.code;
    return { hub, app: door, origin: origin(), setUpCode, [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose]() };
  } catch (failure) {
    await scope[Symbol.asyncDispose]().catch(() => {});
    throw failure;
  }
}

/** One plugin that cannot be loaded keeps no other from running. */
async function addPlugins(hub: Hub, names: readonly string[], folder: string, importModule: ImportModule): Promise<void> {
  await Promise.all(names.map(async (name) => {
    try {
      await hub.plugins.add(await loadPlugin(name, folder, importModule));
    } catch (failure) {
      hub.log.error('A plugin could not be loaded.', { plugin: name, code: failure instanceof HubError ? failure.code : 'internal', error: failure instanceof Error ? failure.message : String(failure) });
    }
  }));
}

async function listen(app: FastifyInstance, { listen: { host, port } }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') throw new HubError('bad-config', `Port ${port} is taken by another program. Stop it, or set MATPHO_PORT.`, { cause });
    throw new HubError('bad-config', `The hub cannot listen on ${host}:${port}.`, { cause });
  }
}

function hostForPeople({ listen: { host } }: Config): string {
  if (isLoopback(host)) return 'localhost';
  // On every address: the name that a phone on the home network finds.
  if (host === '0.0.0.0' || host === '::') return ownNames().find((name) => name.endsWith('.local')) ?? 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}
