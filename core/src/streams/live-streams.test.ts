import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Emitter } from '../base/emitter.ts';
import { CameraHealth } from '../cameras/camera-health.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { Source } from '../domain/camera.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { seconds } from '../domain/time.ts';
import { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import type { HubEvents } from '../sdk/events.ts';
import { StreamOpener, type ResolvedSource } from '../sdk/ports.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { storeFolder } from '../store/testing/store-folder.fixture.ts';
import { openVault } from '../vault/vault.ts';
import { keepCredentials } from '../cameras/camera-credentials.ts';
import { LiveStreams } from './live-streams.ts';
import { clip, emptyFeed, FakeCamera, FakeConsumer } from './stream.fixture.ts';

let small: ReturnType<typeof clip>;
beforeAll(() => { small = clip(); });

const main: Source = { role: 'main', uri: 'rtsp://192.168.1.20/main' };
/** Every camera's streams over a plugin that a test plays. */
async function scene() {
  const place = await storeFolder();
  const vault = await openVault({ store: place.store, keyFile: join(place.folder, 'vault.key') });
  const clock = new FakeClock();
  const contributions = new Contributions();
  const facts: string[] = [];
  const events = new Emitter<HubEvents>(() => {});
  events.on('camera.online', ({ camera }) => facts.push(`${camera} online`));
  events.on('camera.offline', ({ camera, because }) => facts.push(`${camera} offline ${because}`));
  const health = new CameraHealth(events, clock);
  const registry = { find: async () => ({ sources: [main] }) } as unknown as CameraRegistry;
  const streams = new LiveStreams(registry, health, contributions, vault, clock);
  const camera = new FakeCamera();
  const sources: ResolvedSource[] = [];
  const opener: StreamOpener = { schemes: ['rtsp'], open: (source, sink, signal) => { sources.push(source); return camera.open(sink, signal); } };
  const until = async (isSo: () => boolean): Promise<void> => { while (!isSo()) await new Promise((resolve) => { setImmediate(resolve); }); };
  return {
    vault, clock, contributions, facts, health, streams, camera, sources, opener, until, store: place.store,
    [Symbol.asyncDispose]: async () => { streams.close(); await place[Symbol.asyncDispose](); },
  };
}
const gate = id<CameraId>('gate');
const yard = id<CameraId>('yard');

describe('the streams of all cameras', () => {
  it('are opened with credentials that stand nowhere in the source, and held open while the camera is registered', async () => {
    await using hub = await scene();
    await hub.store.write((trx) => keepCredentials(hub.vault, gate, { username: 'admin', password: 'p@ss' }, trx));
    hub.contributions.add(StreamOpener, 'rtsp', hub.opener);
    hub.streams.keep([gate]);
    hub.streams.keep([gate]);
    await hub.until(() => hub.camera.tries.length === 1);
    expect(hub.sources).toEqual([{ uri: main.uri, credentials: { username: 'admin', password: 'p@ss' } }]);
    hub.camera.now.answer(emptyFeed);
    hub.camera.now.sink.format(small.format);
    for (const unit of small.units.slice(0, 2)) hub.camera.now.sink.unit(unit);
    await hub.clock.advance(seconds(60));
    expect([hub.health.of(gate).state, hub.facts, hub.camera.tries.length, hub.streams.of(gate, 'main').cached.length]).toEqual(['running', ['gate online'], 1, 2]);
  });

  it('of a removed camera are closed at once, whoever watches', async () => {
    await using hub = await scene();
    hub.contributions.add(StreamOpener, 'rtsp', hub.opener);
    hub.streams.keep([gate, yard]);
    await hub.until(() => hub.camera.tries.length === 2);
    hub.streams.of(gate, 'main').join(new FakeConsumer());
    hub.streams.keep([yard]);
    // Which of the two is opened first is nobody's promise: the one that is left is the yard's, and goes on when the gate is gone.
    expect([hub.camera.tries.filter(({ signal }) => signal.aborted).length, hub.health.of(gate).state]).toEqual([1, 'off']);
    hub.streams.keep([]);
    expect([hub.camera.tries.filter(({ signal }) => signal.aborted).length, hub.health.of(yard).state]).toEqual([2, 'off']);
  });

  it('that no plugin opens wait for one, and are tried the moment it runs', async () => {
    await using hub = await scene();
    hub.streams.keep([gate]);
    await hub.until(() => hub.health.of(gate).state === 'needs-attention');
    expect(hub.health.of(gate).because).toBe('stream-unsupported');
    hub.contributions.add(StreamOpener, 'rtsp', hub.opener);
    await hub.until(() => hub.camera.tries.length === 1);
    expect(hub.camera.now.signal.aborted).toBe(false);
  });

  it('end with the plugin that opened them, also when it does nothing about it, and come back with it', async () => {
    await using hub = await scene();
    const running = hub.contributions.add(StreamOpener, 'rtsp', hub.opener);
    hub.streams.keep([gate]);
    await hub.until(() => hub.camera.tries.length === 1);
    hub.camera.now.answer(emptyFeed);
    hub.camera.now.sink.format(small.format);
    for (const unit of small.units.slice(0, 1)) hub.camera.now.sink.unit(unit);
    running[Symbol.dispose]();
    await hub.until(() => hub.health.of(gate).because === 'stream-unsupported');
    expect(hub.camera.now.signal.aborted).toBe(true);
    hub.contributions.add(StreamOpener, 'rtsp', { ...hub.opener });
    await hub.until(() => hub.camera.tries.length === 2);
  });

  it('are not opened more than 32 at once', async () => {
    await using hub = await scene();
    hub.contributions.add(StreamOpener, 'rtsp', hub.opener);
    hub.streams.keep(Array.from({ length: 40 }, (_, n) => id<CameraId>(`c${n}`)));
    await hub.until(() => hub.camera.tries.length === 32);
    await hub.clock.advance(100);
    expect(hub.camera.tries.length).toBe(32);
    hub.camera.tries[0]?.answer(emptyFeed);
    hub.camera.tries[1]?.refuse(new HubError('camera-unreachable', 'no'));
    await hub.until(() => hub.camera.tries.length === 34);
  });

  it('whose opener hangs give up their place in the line: when the time is up, and when they are closed', async () => {
    await using hub = await scene();
    hub.contributions.add(StreamOpener, 'rtsp', hub.opener);
    const all = Array.from({ length: 34 }, (_, n) => id<CameraId>(`c${n}`));
    hub.streams.keep(all);
    await hub.until(() => hub.camera.tries.length === 32);
    hub.streams.keep(all.slice(1));
    await hub.until(() => hub.camera.tries.length === 33);
    await hub.clock.advance(seconds(30));
    await hub.until(() => hub.camera.tries.length >= 34);
    expect(hub.facts.some((fact) => fact.endsWith('offline camera-unreachable'))).toBe(true);
  });

  it('run as the hub\'s own code, whatever plugin the picture came from', async () => {
    await using hub = await scene();
    hub.contributions.add(StreamOpener, 'rtsp', hub.opener);
    let runningAs: (string | undefined)[] = [];
    hub.streams.keep([gate]);
    await hub.until(() => hub.camera.tries.length === 1);
    hub.streams.of(gate, 'main').join(Object.assign(new FakeConsumer(), { format: () => { runningAs = [...runningAs, hub.contributions.current()]; } }));
    hub.contributions.within('rtsp', () => hub.camera.now.sink.format(small.format));
    expect(runningAs).toEqual([undefined]);
  });
});
