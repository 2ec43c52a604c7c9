import type { AccessUnit, MediaFormat } from '../domain/media.ts';
import { makeH264, unitsOf } from '../media/clips.fixture.ts';
import type { LiveFragment } from '../media/fragment-writer.ts';
import { HubError } from '../sdk/errors.ts';
import type { Feed, FeedSink } from '../sdk/ports.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { LiveStream, type LiveFormat, type StreamConsumer, type StreamState } from './live-stream.ts';

/** Two seconds of a small picture, a key picture each second. */
export function clip(size = '160x90'): { readonly format: MediaFormat; readonly units: readonly AccessUnit[] } {
  return unitsOf('h264', makeH264(['-bf', '0'], size));
}

/** A camera at the other end of each try to open it. */
export interface OpenTry {
  readonly sink: FeedSink;
  readonly signal: AbortSignal;
  readonly answer: (feed: Feed) => void;
  readonly refuse: (error: HubError) => void;
}
export class FakeCamera {
  readonly tries: OpenTry[] = [];
  readonly open = (sink: FeedSink, signal: AbortSignal): Promise<Feed> => new Promise((resolve, reject) => { this.tries.push({ sink, signal, answer: resolve, refuse: reject }); });
  get now(): OpenTry {
    const last = this.tries.at(-1);
    if (!last) throw new Error('Nobody opened the camera.');
    return last;
  }
}
export const emptyFeed: Feed = { stats: () => ({}) as ReturnType<Feed['stats']> };

/** Writes down what it is given. */
export class FakeConsumer implements StreamConsumer {
  readonly lines: string[] = [];
  readonly fragments: LiveFragment[] = [];
  readonly formats: LiveFormat[] = [];
  format(format: LiveFormat): void { this.formats.push(format); this.lines.push(`format ${format.height}`); }
  fragment(fragment: LiveFragment): void { this.fragments.push(fragment); this.lines.push(fragment.track === 'audio' ? 'sound' : fragment.key ? 'key' : 'picture'); }
  waiting(error: HubError): void { this.lines.push(`waiting ${error.code}`); }
}

export interface StreamScene {
  readonly camera: FakeCamera;
  readonly clock: FakeClock;
  readonly stream: LiveStream;
  /** What the stream said of itself, `offline camera-offline`. */
  readonly states: string[];
  lose(code: ConstructorParameters<typeof HubError>[0]): void;
}
export function streamScene(): StreamScene {
  const camera = new FakeCamera();
  const clock = new FakeClock();
  const states: string[] = [];
  const stream = new LiveStream({ open: camera.open, timers: clock, random: () => 1 - 2 ** -30, changed: (state: StreamState) => states.push(state.status === 'offline' ? `offline ${state.error.code}` : state.status) });
  return { camera, clock, stream, states, lose: (code) => camera.now.sink.ended(new HubError(code, 'lost')) };
}
