import { backoffDelay } from '../base/backoff.ts';
import type { Timers } from '../base/clock.ts';
import { seconds } from '../domain/time.ts';
import type { LiveFragment } from '../media/fragment-writer.ts';
import { HubError } from '../sdk/errors.ts';
import type { ViewerTransport } from '../sdk/ports.ts';
import type { LiveFormat, LiveStream, StreamConsumer, ViewFormat } from '../streams/live-stream.ts';
import type { Viewable } from '../streams/view.ts';
import { FragmentQueue } from './fragment-queue.ts';

type Viewer = Parameters<Viewable['join']>[0];
/** Cameras seldom say; the players of such transports need some figure. */
const usualFps = 25;
const patience = { first: seconds(1), longest: seconds(30) };

/**
 * One camera's picture in another form, made once for all who watch it so: started by the first viewer, stopped after the last.
 * When the converter fails, its viewers are told, and it is started anew for all of them: after a while that grows from
 * failure to failure, or at once when another viewer joins.
 */
export class Conversion implements Viewable {
  readonly #stream: LiveStream;
  readonly masks: Viewable['masks'];
  readonly mark: Viewable['mark'];
  #transport: ViewerTransport;
  #run: <R>(work: () => R) => R;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #viewers = new Set<Viewer>();
  #format: ViewFormat | undefined;
  #stop: AbortController | undefined;
  #queue: FragmentQueue | undefined;
  #seat: Disposable | undefined;
  /** Why there is no picture at present. */
  #trouble: HubError | undefined;
  /** In a row, since it last handed anything on. */
  #failures = 0;
  #retry: Disposable | undefined;

  /**
   * @param run calls into the plugin under its name
   * @param random uniform in [0,1)
   * @param carries what the stream's pictures bring with them
   */
  constructor(stream: LiveStream, transport: ViewerTransport, run: <R>(work: () => R) => R, timers: Timers, random: () => number, carries: Pick<Viewable, 'masks' | 'mark'> = {}) {
    this.masks = carries.masks;
    this.mark = carries.mark;
    this.#stream = stream;
    this.#transport = transport;
    this.#run = run;
    this.#timers = timers;
    this.#random = random;
  }

  join(viewer: Viewer): Disposable {
    this.#viewers.add(viewer);
    const format = this.#format;
    if (format) this.#give(viewer, (to) => to.format(format));
    const trouble = this.#seat && this.#trouble;
    if (trouble) this.#give(viewer, (to) => to.waiting(trouble));
    this.#begin();
    return { [Symbol.dispose]: () => this.#leave(viewer) };
  }

  /** The plugin came back, or another one took its place: whoever watches goes on with it. */
  use(transport: ViewerTransport, run: <R>(work: () => R) => R): void {
    if (transport === this.#transport) return;
    const wasRunning = this.#seat !== undefined;
    this.#end();
    this.#transport = transport;
    this.#run = run;
    this.#failures = 0;
    if (wasRunning || this.#viewers.size > 0) this.#begin();
  }

  #leave(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
    this.#end();
    this.#trouble = undefined;
    this.#failures = 0;
  }

  #begin(): void {
    this.#forgetRetry();
    this.#seat ??= this.#stream.join(this.#source());
    // The first format may have driven the viewers away before there was a seat to give up.
    if (this.#viewers.size === 0) this.#end();
  }
  #forgetRetry(): void {
    this.#retry?.[Symbol.dispose]();
    this.#retry = undefined;
  }

  #source(): StreamConsumer {
    return {
      format: (format) => this.#start(format),
      fragment: (fragment: LiveFragment) => {
        if (fragment.track !== 'video') return;
        for (const viewer of this.#viewers) this.#give(viewer, (to) => to.picture?.(fragment));
        this.#queue?.push(fragment.bytes, fragment.key);
      },
      waiting: (error) => this.#tell(error),
    };
  }

  #start(source: LiveFormat): void {
    this.#abort();
    const stop = new AbortController();
    const queue = new FragmentQueue(source.start(false).init, stop.signal);
    this.#stop = stop;
    this.#queue = queue;
    this.#trouble = undefined;
    const empty = new Uint8Array(0);
    const { width, height, fps, clockRate } = source;
    const format: ViewFormat = { width, height, fps, clockRate, hasAudio: false, start: () => ({ mime: this.#transport.mime, init: empty }) };
    this.#format = format;
    for (const viewer of this.#viewers) this.#give(viewer, (to) => to.format(format));
    this.#run(() => this.#pump(queue, { fps: fps ?? usualFps, height }, stop)).catch((failure: unknown) => {
      if (stop.signal.aborted) return;
      this.#end();
      this.#failures += 1;
      this.#retry = this.#timers.after(backoffDelay(this.#failures, patience, this.#random()), () => this.#begin());
      this.#tell(failure instanceof HubError ? failure : new HubError('stream-unsupported', 'The picture could not be converted.', { cause: failure }));
    });
  }

  async #pump(queue: FragmentQueue, about: { readonly fps: number; readonly height: number }, stop: AbortController): Promise<void> {
    for await (const bytes of this.#transport.convert(queue, about, stop.signal)) {
      if (stop.signal.aborted) return;
      this.#failures = 0;
      for (const viewer of this.#viewers) this.#give(viewer, (to) => to.fragment({ track: 'video', bytes, key: true }));
    }
    if (!stop.signal.aborted) throw new HubError('stream-unsupported', 'The converter stopped.');
  }

  #tell(error: HubError): void {
    this.#trouble = error;
    for (const viewer of this.#viewers) this.#give(viewer, (to) => to.waiting(error));
  }
  /** A viewer that throws is let go and hurts nobody else. */
  #give(viewer: Viewer, work: (to: Viewer) => void): void {
    if (!this.#viewers.has(viewer)) return;
    try {
      work(viewer);
    } catch {
      this.#leave(viewer);
    }
  }

  #end(): void {
    this.#forgetRetry();
    this.#seat?.[Symbol.dispose]();
    this.#abort();
    this.#seat = this.#stop = this.#queue = this.#format = undefined;
  }
  /** Under the plugin's name: what its listeners throw is its own. */
  #abort(): void {
    const stop = this.#stop;
    if (stop && !stop.signal.aborted) this.#run(() => stop.abort());
  }
}
