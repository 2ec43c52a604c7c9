import { beforeAll, describe, expect, it } from 'vitest';
import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { seconds } from '../domain/time.ts';
import { decode } from '../media/clips.fixture.ts';
import { HubError } from '../sdk/errors.ts';
import type { Feed, FeedSink } from '../sdk/ports.ts';
import { LiveStream } from './live-stream.ts';
import { clip, emptyFeed, FakeConsumer, streamScene } from './stream.fixture.ts';

let small: { readonly format: MediaFormat; readonly units: readonly AccessUnit[] };
let large: typeof small;
beforeAll(() => {
  small = clip();
  large = clip('320x180');
});
const play = ({ camera }: ReturnType<typeof streamScene>, units: readonly AccessUnit[]): void => {
  for (const unit of units) camera.now.sink.unit(unit);
};

describe('one camera\'s stream', () => {
  it('is opened once for all who consume it, and each gets the same', () => {
    const scene = streamScene();
    const [one, two] = [new FakeConsumer(), new FakeConsumer()];
    scene.stream.join(one);
    scene.stream.join(two);
    scene.camera.now.sink.format(small.format);
    play(scene, small.units.slice(0, 3));
    expect([scene.camera.tries.length, scene.states, one.lines]).toEqual([1, ['connecting', 'running'], ['format 90', 'key', 'picture', 'picture']]);
    expect(two.lines).toEqual(one.lines);
    expect(two.fragments.every((fragment, i) => fragment === one.fragments[i])).toBe(true);
  });

  it('gives who joins late the newest group from its key picture on, in order, then what follows', () => {
    const scene = streamScene();
    scene.stream.join(new FakeConsumer());
    scene.camera.now.sink.format(small.format);
    play(scene, small.units.slice(0, 28));
    const late = new FakeConsumer();
    scene.stream.join(late);
    play(scene, small.units.slice(28, 30));
    expect(late.lines).toEqual(['format 90', 'key', 'picture', 'picture', 'picture', 'picture']);
    expect(late.fragments.map(({ decodeTicks }) => decodeTicks)).toEqual([25, 26, 27, 28, 29].map((n) => n * 3_600));
  });

  it('of a camera that changes its format again and again is given up for a while: each change is a new file and a new player', async () => {
    const { camera, clock } = streamScene();
    const seen = new FakeConsumer();
    let status = '';
    new LiveStream({ open: camera.open, timers: clock, random: Math.random, changed: (state) => { status = state.status === 'offline' ? state.error.code : state.status; }, now: () => clock.now() }).join(seen);
    const first = camera.now.sink;
    for (let n = 0; n < 300; n++) {
      first.format(n % 2 ? small.format : large.format);
      play({ camera } as ReturnType<typeof streamScene>, small.units.slice(0, 1));
    }
    expect([status, seen.formats.length]).toEqual(['camera-broken-answer', 120]);
    await clock.advance(seconds(3));
    camera.now.sink.format(small.format);
    expect([status, seen.formats.length]).toEqual(['camera-broken-answer', 120]);
    await clock.advance(seconds(61));
    camera.now.sink.format(small.format);
    play({ camera } as ReturnType<typeof streamScene>, small.units.slice(0, 1));
    expect([status, seen.formats.length]).toEqual(['running', 121]);
  });

  it('gives nothing twice when the opener sends at once', () => {
    const { camera, clock } = streamScene();
    const eager = new FakeConsumer();
    const open = (sink: FeedSink, signal: AbortSignal): Promise<Feed> => {
      sink.format(small.format);
      for (const unit of small.units.slice(0, 1)) sink.unit(unit);
      return camera.open(sink, signal);
    };
    new LiveStream({ open, timers: clock, random: Math.random, changed: () => {} }).join(eager);
    expect(eager.lines).toEqual(['format 90', 'key']);
  });

  it('goes on for 10 s after the last has left, and no longer', async () => {
    const scene = streamScene();
    const seat = scene.stream.join(new FakeConsumer());
    scene.camera.now.answer(emptyFeed);
    seat[Symbol.dispose]();
    seat[Symbol.dispose]();
    await scene.clock.advance(seconds(9));
    expect(scene.camera.now.signal.aborted).toBe(false);
    const back = scene.stream.join(new FakeConsumer());
    await scene.clock.advance(seconds(60));
    expect([scene.camera.tries.length, scene.camera.now.signal.aborted]).toEqual([1, false]);
    back[Symbol.dispose]();
    await scene.clock.advance(seconds(10));
    expect([scene.camera.now.signal.aborted, scene.stream.state.status, scene.clock.pending]).toEqual([true, 'idle', 0]);
  });

  it('that is lost while nobody watches is not tried for ever', async () => {
    const scene = streamScene();
    scene.stream.join(new FakeConsumer())[Symbol.dispose]();
    scene.lose('camera-offline');
    await scene.clock.advance(seconds(11));
    const { length } = scene.camera.tries;
    await scene.clock.advance(seconds(600));
    expect([scene.camera.tries.length, scene.clock.pending, scene.stream.state.status]).toEqual([length, 0, 'idle']);
  });

  it('that is lost is tried again within 3 s each time, however often it fails', async () => {
    const scene = streamScene();
    scene.stream.join(new FakeConsumer());
    const waits: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      scene.lose('camera-stalled');
      const lostAt = scene.clock.now();
      const before = scene.camera.tries.length;
      while (scene.camera.tries.length === before) await scene.clock.advance(10);
      waits.push(scene.clock.now() - lostAt);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 3_000, 3_000, 3_000, 3_000]);
  });

  it('that refuses is asked far less often', async () => {
    const scene = streamScene();
    scene.stream.join(new FakeConsumer());
    for (const wait of [10, 20, 40, 60, 60]) {
      scene.camera.now.refuse(new HubError('camera-wrong-password', 'no'));
      const before = scene.camera.tries.length;
      await scene.clock.advance(seconds(wait) - 20);
      expect(scene.camera.tries.length).toBe(before);
      await scene.clock.advance(20);
      expect(scene.camera.tries.length).toBe(before + 1);
    }
  });

  it('that goes in the middle says so to all, also to who comes then, and comes back by itself on the same line of time', async () => {
    const scene = streamScene();
    const watcher = new FakeConsumer();
    scene.stream.join(watcher);
    scene.camera.now.sink.format(small.format);
    play(scene, small.units.slice(0, 10));
    scene.lose('camera-stalled');
    expect([scene.camera.now.signal.aborted, scene.stream.cached]).toEqual([true, []]);
    const comer = new FakeConsumer();
    scene.stream.join(comer);
    await scene.clock.advance(seconds(1));
    scene.camera.now.sink.format(small.format);
    play(scene, small.units.slice(0, 2));
    expect(watcher.lines.slice(11)).toEqual(['waiting camera-stalled', 'format 90', 'key', 'picture']);
    expect(comer.lines).toEqual(['waiting camera-stalled', 'format 90', 'key', 'picture']);
    expect(watcher.fragments.at(-2)?.decodeTicks).toBe(10 * 3_600);
    expect(scene.states).toEqual(['connecting', 'running', 'offline camera-stalled', 'running']);
  });

  it('does not listen to a connection it has given up', async () => {
    const scene = streamScene();
    const watcher = new FakeConsumer();
    scene.stream.join(watcher);
    const old = scene.camera.now;
    scene.lose('camera-stalled');
    await scene.clock.advance(seconds(1));
    old.sink.format(small.format);
    old.sink.ended(new HubError('camera-offline', 'again'));
    old.refuse(new HubError('camera-unreachable', 'late'));
    await scene.clock.advance(0);
    expect([watcher.lines, scene.camera.now.signal.aborted]).toEqual([['waiting camera-stalled'], false]);
  });

  it('lets a consumer go that throws, in the middle of the group too, and the others see all', () => {
    const scene = streamScene();
    const good = new FakeConsumer();
    let given = 0;
    const bad = Object.assign(new FakeConsumer(), { fragment: () => { given += 1; throw new Error('full'); } });
    scene.stream.join(good);
    scene.camera.now.sink.format(small.format);
    play(scene, small.units.slice(0, 5));
    scene.stream.join(bad);
    play(scene, small.units.slice(5, 8));
    expect([given, good.fragments.length]).toEqual([1, 8]);
  });

  it('that changes its picture begins anew for all with a new start, and the players go on without a hole', () => {
    const scene = streamScene();
    const watcher = new FakeConsumer();
    scene.stream.join(watcher);
    scene.camera.now.sink.format(small.format);
    play(scene, small.units.slice(0, 25));
    scene.camera.now.sink.format(large.format);
    play(scene, large.units.slice(0, 25));
    expect(watcher.lines.filter((line) => line.startsWith('format'))).toEqual(['format 90', 'format 180']);
    expect(watcher.fragments.map(({ decodeTicks }) => decodeTicks)).toEqual(Array.from({ length: 50 }, (_, n) => n * 3_600));
    const second = decode(Buffer.concat([watcher.formats[1]?.start(false).init ?? new Uint8Array(), ...watcher.fragments.slice(25).map(({ bytes }) => bytes)]));
    expect([second.errors, second.frames.length]).toEqual(['', 25]);
    expect(scene.stream.cached.length).toBe(25);
  });

  it('that cannot be understood is a loss, not a crash', () => {
    const scene = streamScene();
    const watcher = new FakeConsumer();
    scene.stream.join(watcher);
    scene.camera.now.sink.format({ video: { codec: 'h264', clockRate: 90_000, parameterSets: [Uint8Array.of(1, 2, 3)] } });
    expect([watcher.lines, scene.states.at(-1)]).toEqual([['waiting camera-broken-answer'], 'offline camera-broken-answer']);
  });

  it('keeps no more than it has room for, and a whole group again after that', () => {
    const scene = streamScene();
    scene.stream.join(new FakeConsumer());
    scene.camera.now.sink.format(small.format);
    const [key, ...others] = small.units;
    const other = others[0];
    if (!key || !other) throw new Error('no pictures');
    scene.camera.now.sink.unit(key);
    for (let n = 1; n < 2_000; n += 1) scene.camera.now.sink.unit({ ...other, ticks: n * 3_600 });
    expect(scene.stream.cached).toEqual([]);
    const padding = new Uint8Array(6 * 1024 * 1024);
    scene.camera.now.sink.unit({ ...key, ticks: 2_000 * 3_600 });
    const sizes: number[] = [];
    for (let n = 2_001; n < 2_006; n += 1) {
      scene.camera.now.sink.unit({ ...other, ticks: n * 3_600, parts: [padding], size: padding.length });
      sizes.push(scene.stream.cached.length);
    }
    expect(sizes).toEqual([2, 3, 0, 0, 0]);
    scene.camera.now.sink.unit({ ...key, ticks: 2_010 * 3_600 });
    expect(scene.stream.cached.length).toBe(1);
  });

  it('tries at once when told to, as after new credentials', () => {
    const scene = streamScene();
    scene.stream.reconnect();
    expect(scene.camera.tries).toEqual([]);
    scene.stream.join(new FakeConsumer());
    scene.stream.reconnect();
    expect([scene.camera.tries.length, scene.camera.tries[0]?.signal.aborted]).toEqual([2, true]);
  });
});
