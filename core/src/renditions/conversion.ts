import type { LiveFragment } from '../media/fragment-writer.ts';
import { HubError } from '../sdk/errors.ts';
import type { ViewerTransport } from '../sdk/ports.ts';
import type { LiveFormat, LiveStream, StreamConsumer, ViewFormat } from '../streams/live-stream.ts';
import type { Viewable } from '../streams/view.ts';
import { FragmentQueue } from './fragment-queue.ts';

type Viewer = Parameters<Viewable['join']>[0];
/** Cameras seldom say; the players of such transports need some figure. */
const usualFps = 25;

/** One camera's picture in another form, made once for all who watch it so: started by the first viewer, stopped after the last. */
export class Conversion implements Viewable {
  readonly #stream: LiveStream;
  readonly #transport: ViewerTransport;
  readonly #run: <R>(work: () => R) => R;
  readonly #viewers = new Set<Viewer>();
  #format: ViewFormat | undefined;
  #stop: AbortController | undefined;
  #queue: FragmentQueue | undefined;
  #seat: Disposable | undefined;

  /** @param run calls into the plugin under its name */
  constructor(stream: LiveStream, transport: ViewerTransport, run: <R>(work: () => R) => R) {
    this.#stream = stream;
    this.#transport = transport;
    this.#run = run;
  }

  join(viewer: Viewer): Disposable {
    this.#viewers.add(viewer);
    if (this.#format) viewer.format(this.#format);
    this.#seat ??= this.#stream.join(this.#source());
    return {
      [Symbol.dispose]: () => {
        if (this.#viewers.delete(viewer) && this.#viewers.size === 0) this.#close();
      },
    };
  }

  #source(): StreamConsumer {
    return {
      format: (format) => this.#start(format),
      fragment: (fragment: LiveFragment) => {
        if (fragment.track === 'video') this.#queue?.push(fragment.bytes, fragment.key);
      },
      waiting: (error) => {
        for (const viewer of this.#viewers) viewer.waiting(error);
      },
    };
  }

  #start(source: LiveFormat): void {
    this.#stop?.abort();
    const stop = new AbortController();
    const queue = new FragmentQueue(source.start(false).init, stop.signal);
    this.#stop = stop;
    this.#queue = queue;
    const empty = new Uint8Array(0);
    this.#format = { width: source.width, height: source.height, hasAudio: false, start: () => ({ mime: this.#transport.mime, init: empty }) };
    for (const viewer of this.#viewers) viewer.format(this.#format);
    this.#run(() => this.#pump(queue, { fps: source.fps ?? usualFps, height: source.height }, stop)).catch((failure: unknown) => {
      if (stop.signal.aborted) return;
      const error = failure instanceof HubError ? failure : new HubError('stream-unsupported', 'The picture could not be converted.', { cause: failure });
      for (const viewer of this.#viewers) viewer.waiting(error);
    });
  }

  async #pump(queue: FragmentQueue, about: { readonly fps: number; readonly height: number }, stop: AbortController): Promise<void> {
    for await (const bytes of this.#transport.convert(queue, about, stop.signal)) {
      if (stop.signal.aborted) return;
      for (const viewer of this.#viewers) viewer.fragment({ track: 'video', bytes, key: true });
    }
    if (!stop.signal.aborted) throw new HubError('stream-unsupported', 'The converter stopped.');
  }

  #close(): void {
    this.#seat?.[Symbol.dispose]();
    this.#stop?.abort();
    this.#seat = this.#stop = this.#queue = this.#format = undefined;
  }
}
