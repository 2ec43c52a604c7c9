import type { LiveFragment } from '../media/fragment-writer.ts';
import { HubError } from '../sdk/errors.ts';
import type { ViewerTransport } from '../sdk/ports.ts';
import type { LiveFormat, LiveStream, StreamConsumer, ViewFormat } from '../streams/live-stream.ts';
import type { Viewable } from '../streams/view.ts';
import { FragmentQueue } from './fragment-queue.ts';

type Viewer = Parameters<Viewable['join']>[0];
/** Cameras seldom say; the players of such transports need some figure. */
const usualFps = 25;

/**
 * One camera's picture in another form, made once for all who watch it so: started by the first viewer, stopped after the last.
 * When the converter fails, its viewers are told; the next one to join starts it anew for all.
 */
export class Conversion implements Viewable {
  readonly #stream: LiveStream;
  readonly #transport: ViewerTransport;
  readonly #run: <R>(work: () => R) => R;
  readonly #viewers = new Set<Viewer>();
  #format: ViewFormat | undefined;
  #stop: AbortController | undefined;
  #queue: FragmentQueue | undefined;
  #seat: Disposable | undefined;
  /** Why there is no picture at present. */
  #trouble: HubError | undefined;

  /** @param run calls into the plugin under its name */
  constructor(stream: LiveStream, transport: ViewerTransport, run: <R>(work: () => R) => R) {
    this.#stream = stream;
    this.#transport = transport;
    this.#run = run;
  }

  join(viewer: Viewer): Disposable {
    this.#viewers.add(viewer);
    const format = this.#format;
    if (format) this.#give(viewer, (to) => to.format(format));
    const trouble = this.#seat && this.#trouble;
    if (trouble) this.#give(viewer, (to) => to.waiting(trouble));
    this.#seat ??= this.#stream.join(this.#source());
    if (this.#viewers.size === 0) this.#end();
    return { [Symbol.dispose]: () => this.#leave(viewer) };
  }

  #leave(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
    this.#end();
    this.#trouble = undefined;
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
      this.#tell(failure instanceof HubError ? failure : new HubError('stream-unsupported', 'The picture could not be converted.', { cause: failure }));
    });
  }

  async #pump(queue: FragmentQueue, about: { readonly fps: number; readonly height: number }, stop: AbortController): Promise<void> {
    for await (const bytes of this.#transport.convert(queue, about, stop.signal)) {
      if (stop.signal.aborted) return;
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
