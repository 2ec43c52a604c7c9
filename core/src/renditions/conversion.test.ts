import { beforeAll, describe, expect, it } from 'vitest';
import type { CameraId } from '../domain/ids.ts';
import { seconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { ViewerTransport } from '../sdk/ports.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import { clip, streamScene } from '../streams/stream.fixture.ts';
import type { ViewFormat } from '../streams/live-stream.ts';
import { Conversion } from './conversion.ts';
import { Conversions } from './conversions.ts';
import { FragmentQueue } from './fragment-queue.ts';

let small: ReturnType<typeof clip>;
let large: typeof small;
beforeAll(() => {
  small = clip();
  large = clip('320x180');
});
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

class FakeViewer {
  readonly lines: string[] = [];
  format({ height, hasAudio, start }: ViewFormat): void { this.lines.push(`format ${height} ${start(true).mime}${hasAudio ? ' with sound' : ''}`); }
  fragment({ bytes }: { readonly bytes: Uint8Array }): void { this.lines.push(`bytes ${bytes.length > 200 ? 'large' : String(bytes[0])}`); }
  waiting(error: HubError): void { this.lines.push(`waiting ${error.code}`); }
}
/** Hands on one byte for each piece it takes: how many it has taken. A mute one hands on nothing. */
class CountingTransport implements ViewerTransport {
  readonly id = 'count';
  readonly mime = 'video/x-count';
  mute = false;
  readonly runs: { readonly about: { readonly fps: number; readonly height: number }; readonly signal: AbortSignal; fail?: (failure: unknown) => void }[] = [];
  async *convert(fmp4: AsyncIterable<Uint8Array>, about: { readonly fps: number; readonly height: number }, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const run: (typeof this.runs)[number] = { about, signal };
    this.runs.push(run);
    const failed = new Promise<never>((_, reject) => { run.fail = reject; });
    failed.catch(() => {});
    const pieces = fmp4[Symbol.asyncIterator]();
    for (let n = 0; ; n += 1) {
      const piece = await Promise.race([pieces.next(), failed]);
      if (piece.done) return;
      if (!this.mute) yield Uint8Array.of(n);
    }
  }
}
function scene() {
  const one = streamScene();
  const transport = new CountingTransport();
  const names: string[] = [];
  const conversion = new Conversion(one.stream, transport, (work) => { names.push('called'); return work(); }, one.clock, () => 1);
  const film = (from: number, to: number): void => { for (const unit of small.units.slice(from, to)) one.camera.now.sink.unit(unit); };
  return { ...one, transport, conversion, names, film };
}

describe('a conversion', () => {
  it('is begun by the first viewer, shared by all, and ended after the last', async () => {
    const one = scene();
    const [a, b] = [new FakeViewer(), new FakeViewer()];
    expect(one.camera.tries).toEqual([]);
    const first = one.conversion.join(a);
    one.camera.now.sink.format(small.format);
    one.film(0, 2);
    await turn();
    const second = one.conversion.join(b);
    one.film(2, 3);
    await turn();
    expect([a.lines, b.lines]).toEqual([['format 90 video/x-count', 'bytes 0', 'bytes 1', 'bytes 2', 'bytes 3'], ['format 90 video/x-count', 'bytes 3']]);
    first[Symbol.dispose]();
    expect(one.transport.runs.map(({ about, signal }) => [about, signal.aborted])).toEqual([[{ fps: 25, height: 90 }, false]]);
    second[Symbol.dispose]();
    second[Symbol.dispose]();
    await one.clock.advance(seconds(10));
    expect([one.transport.runs[0]?.signal.aborted, one.stream.state.status]).toEqual([true, 'idle']);
  });

  it('is begun anew when the camera changes its picture, for all', async () => {
    const one = scene();
    const viewer = new FakeViewer();
    one.conversion.join(viewer);
    one.camera.now.sink.format(small.format);
    one.film(0, 1);
    await turn();
    one.camera.now.sink.format(large.format);
    for (const unit of large.units.slice(0, 1)) one.camera.now.sink.unit(unit);
    await turn();
    expect([viewer.lines, one.transport.runs.map(({ signal }) => signal.aborted)]).toEqual([['format 90 video/x-count', 'bytes 0', 'bytes 1', 'format 180 video/x-count', 'bytes 0', 'bytes 1'], [true, false]]);
  });

  it('that fails is told to its viewers, and one who joins begins it anew at once for all of them', async () => {
    const one = scene();
    const [a, b] = [new FakeViewer(), new FakeViewer()];
    one.conversion.join(a);
    one.camera.now.sink.format(small.format);
    one.film(0, 1);
    await turn();
    one.transport.runs[0]?.fail?.(new HubError('ffmpeg-missing', 'gone'));
    await turn();
    one.film(1, 2);
    await turn();
    expect(a.lines).toEqual(['format 90 video/x-count', 'bytes 0', 'bytes 1', 'waiting ffmpeg-missing']);
    one.conversion.join(b);
    await turn();
    expect([one.transport.runs.map(({ signal }) => signal.aborted), a.lines.slice(4), b.lines]).toEqual([[true, false], ['format 90 video/x-count', 'bytes 0', 'bytes 1', 'bytes 2'], ['format 90 video/x-count', 'bytes 0', 'bytes 1', 'bytes 2']]);
  });

  it('that fails is begun anew by itself, later each time until it has handed something on', async () => {
    const one = scene();
    const viewer = new FakeViewer();
    one.transport.mute = true;
    one.conversion.join(viewer);
    one.camera.now.sink.format(small.format);
    const fail = async (): Promise<void> => {
      one.transport.runs.at(-1)?.fail?.(new HubError('ffmpeg-missing', 'gone'));
      await turn();
    };
    /** How many milliseconds it took to begin. */
    const begun = async (): Promise<number> => {
      const [from, runs] = [one.clock.now(), one.transport.runs.length];
      while (one.transport.runs.length === runs && one.clock.now() - from < seconds(60)) {
        await one.clock.advance(500);
        // A camera that nobody watched meanwhile is opened again.
        if (one.stream.state.status === 'connecting') one.camera.now.sink.format(small.format);
        await turn();
      }
      return one.clock.now() - from;
    };
    const waits: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      await fail();
      one.transport.mute = n < 6;
      waits.push(await begun());
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(viewer.lines.slice(-3)).toEqual(['waiting ffmpeg-missing', 'format 90 video/x-count', 'bytes 0']);
    await fail();
    expect(await begun()).toBe(1_000);
  });

  it('that fails is left alone once nobody watches', async () => {
    const one = scene();
    const seat = one.conversion.join(new FakeViewer());
    one.camera.now.sink.format(small.format);
    one.transport.runs[0]?.fail?.(new HubError('ffmpeg-missing', 'gone'));
    await turn();
    seat[Symbol.dispose]();
    await one.clock.advance(seconds(60));
    expect([one.transport.runs.length, one.stream.state.status, one.clock.pending]).toEqual([1, 'idle', 0]);
  });

  it('that ends by itself, or throws something else, is no silence', async () => {
    const one = scene();
    const viewer = new FakeViewer();
    one.conversion.join(viewer);
    one.camera.now.sink.format(small.format);
    one.transport.runs[0]?.fail?.(new Error('EPIPE'));
    await turn();
    const stopping = { id: 'stop', mime: 'video/stop', async *convert() { yield Uint8Array.of(9); } } as ViewerTransport;
    const other = new FakeViewer();
    const { stream, camera, clock } = streamScene();
    new Conversion(stream, stopping, (work) => work(), clock, () => 1).join(other);
    camera.now.sink.format(small.format);
    await turn();
    expect([viewer.lines.at(-1), other.lines.at(-1)]).toEqual(['waiting stream-unsupported', 'waiting stream-unsupported']);
  });

  it('tells that the camera is away, to who comes then too, and goes on when it is back', async () => {
    const one = scene();
    const [a, b] = [new FakeViewer(), new FakeViewer()];
    one.conversion.join(a);
    one.camera.now.sink.format(small.format);
    await turn();
    one.lose('camera-stalled');
    one.conversion.join(b);
    await one.clock.advance(seconds(1));
    one.camera.now.sink.format(small.format);
    one.film(0, 1);
    await turn();
    expect(a.lines.slice(-4)).toEqual(['waiting camera-stalled', 'format 90 video/x-count', 'bytes 0', 'bytes 1']);
    expect(b.lines).toEqual(['format 90 video/x-count', 'waiting camera-stalled', 'format 90 video/x-count', 'bytes 0', 'bytes 1']);
  });

  it('goes on with the plugin that came back, for who is watching already', async () => {
    const one = scene();
    const viewer = new FakeViewer();
    one.conversion.join(viewer);
    one.camera.now.sink.format(small.format);
    one.film(0, 2);
    await turn();
    const next = new CountingTransport();
    one.conversion.use(next, (work) => work());
    one.conversion.use(next, (work) => work());
    await turn();
    expect([one.transport.runs.map(({ signal }) => signal.aborted), next.runs.length, viewer.lines.slice(4)]).toEqual([[true], 1, ['format 90 video/x-count', 'bytes 0', 'bytes 1', 'bytes 2']]);
  });

  it('lets a viewer go that throws; the others see on', async () => {
    const one = scene();
    const [good, bad] = [new FakeViewer(), Object.assign(new FakeViewer(), { fragment: () => { throw new Error('gone'); } })];
    one.conversion.join(bad);
    one.conversion.join(good);
    one.camera.now.sink.format(small.format);
    one.film(0, 3);
    await turn();
    expect(good.lines.slice(1)).toEqual(['bytes 0', 'bytes 1', 'bytes 2', 'bytes 3']);
    const alone = scene();
    alone.conversion.join(Object.assign(new FakeViewer(), { format: () => { throw new Error('gone'); } }));
    alone.camera.now.sink.format(small.format);
    await alone.clock.advance(seconds(10));
    expect([alone.stream.state.status, alone.transport.runs.every(({ signal }) => signal.aborted)]).toEqual(['idle', true]);
    const running = scene();
    running.stream.join({ format: () => {}, fragment: () => {}, waiting: () => {} })[Symbol.dispose]();
    running.camera.now.sink.format(small.format);
    running.conversion.join(Object.assign(new FakeViewer(), { format: () => { throw new Error('gone'); } }));
    await running.clock.advance(seconds(11));
    expect([running.stream.state.status, running.transport.runs.every(({ signal }) => signal.aborted)]).toEqual(['idle', true]);
  });
});

describe('conversions', () => {
  it('are one for each camera, stream and transport, while the plugin is the same and the camera is there', () => {
    const { stream, clock } = streamScene();
    const streams = { of: () => stream } as unknown as LiveStreams;
    let running: ViewerTransport | undefined = new CountingTransport();
    const conversions = new Conversions(streams, () => {
      const value = running;
      return value && { value, call: (work) => work(value) };
    }, clock, () => 1);
    const one = conversions.of('gate' as CameraId, 'main', 'count');
    expect([conversions.of('gate' as CameraId, 'main', 'count') === one, conversions.of('gate' as CameraId, 'sub', 'count') === one]).toEqual([true, false]);
    const other = conversions.of('door' as CameraId, 'main', 'count');
    conversions.forget('gate' as CameraId);
    const anew = conversions.of('gate' as CameraId, 'main', 'count');
    expect([anew === one, conversions.of('door' as CameraId, 'main', 'count') === other]).toEqual([false, true]);
    running = new CountingTransport();
    // Whoever watches goes on with the plugin that runs now.
    expect(conversions.of('gate' as CameraId, 'main', 'count')).toBe(anew);
    running = undefined;
    expect(() => conversions.of('gate' as CameraId, 'main', 'count')).toThrow(expect.objectContaining({ code: 'stream-unsupported' }));
  });
});

describe('the queue before a converter', () => {
  const mega = (n: number): Uint8Array => new Uint8Array(n * 1024 * 1024);
  async function taken(queue: FragmentQueue, stop: AbortController, count: number): Promise<number[]> {
    const sizes: number[] = [];
    for await (const bytes of queue) {
      sizes.push(bytes.length / 1024 / 1024);
      if (sizes.length === count) stop.abort();
    }
    return sizes;
  }

  it('begins with the start and a key picture, and holds no more than it has room for', async () => {
    const stop = new AbortController();
    const queue = new FragmentQueue(mega(0), stop.signal);
    queue.push(mega(1), false);
    queue.push(mega(2), true);
    queue.push(mega(2), false);
    queue.push(mega(1), false);
    for (let n = 0; n < 50; n += 1) queue.push(mega(1), n % 10 === 0);
    expect(await taken(queue, stop, 4)).toEqual([0, 2, 2, 1]);
  });

  it('goes on at a key picture once it has been emptied', async () => {
    const stop = new AbortController();
    const queue = new FragmentQueue(mega(0), stop.signal);
    for (let n = 0; n < 10; n += 1) queue.push(mega(1), n === 0);
    const pieces = queue[Symbol.asyncIterator]();
    for (let n = 0; n < 6; n += 1) await pieces.next();
    queue.push(mega(1), false);
    queue.push(mega(0.5), true);
    expect((await pieces.next()).value?.length).toBe(512 * 1024);
    const waiting = pieces.next();
    stop.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
