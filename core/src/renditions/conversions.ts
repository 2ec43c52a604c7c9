import type { Timers } from '../base/clock.ts';
import type { CameraId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { ViewerTransport } from '../sdk/ports.ts';
import type { LiveStream } from '../streams/live-stream.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { Viewable } from '../streams/view.ts';
import { Conversion } from './conversion.ts';
import type { Rendition } from './rendition.ts';

/** Where transports come from: the plugins that run now. */
export type FindTransport = (id: string) => { readonly value: ViewerTransport; call<R>(work: (transport: ViewerTransport) => R): R } | undefined;

interface Made {
  readonly transport: string;
  readonly stream: LiveStream;
  readonly conversion: Conversion;
}
/** Every conversion under way, by camera, stream and transport. */
export class Conversions {
  readonly #streams: LiveStreams;
  readonly #find: FindTransport;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #made = new Map<string, Made>();
  /** Of pictures that were made anew before. */
  readonly #over = new WeakMap<Rendition, Made>();
  readonly #watched = new Set<WeakRef<Rendition>>();
  /** @param random uniform in [0,1) */
  constructor(streams: LiveStreams, find: FindTransport, timers: Timers, random: () => number) {
    this.#streams = streams;
    this.#find = find;
    this.#timers = timers;
    this.#random = random;
  }

  /** @throws HubError `stream-unsupported` when no running plugin has this transport */
  require(transport: string): NonNullable<ReturnType<FindTransport>> {
    const found = this.#find(transport);
    if (!found) throw new HubError('stream-unsupported', `No running plugin has the transport "${transport}".`);
    return found;
  }
  /** @throws HubError `stream-unsupported` when no running plugin has this transport */
  of(camera: CameraId, role: 'main' | 'sub', transport: string): Viewable {
    const key = `${camera}/${role}/${transport}`;
    const made = this.#newer(this.#made.get(key), transport, this.#streams.of(camera, role));
    this.#made.set(key, made);
    return made.conversion;
  }
  /** What was made anew, in another form: masked before it is converted. @throws HubError `stream-unsupported` when no running plugin has this transport */
  over(rendition: Rendition, transport: string): Viewable {
    const before = this.#over.get(rendition);
    const made = this.#newer(before, transport, rendition.stream, rendition);
    this.#over.set(rendition, made);
    if (!before) this.#watched.add(new WeakRef(rendition));
    return made.conversion;
  }
  /** To be called when plugins came or went: whoever watches goes on with the one that runs now. */
  follow(): void {
    const over = [...this.#watched].flatMap((each) => {
      const rendition = each.deref();
      if (!rendition) this.#watched.delete(each);
      return (rendition && this.#over.get(rendition)) ?? [];
    });
    for (const { transport, conversion } of [...this.#made.values(), ...over]) {
      const found = this.#find(transport);
      if (found) conversion.use(found.value, (work) => found.call(work));
    }
  }
  #newer(known: Made | undefined, transport: string, stream: LiveStream, carries?: Pick<Viewable, 'masks' | 'mark'>): Made {
    const found = this.require(transport);
    const run = <R>(work: () => R): R => found.call(work);
    if (known?.stream !== stream || known.transport !== transport) return { transport, stream, conversion: new Conversion(stream, found.value, run, this.#timers, this.#random, carries) };
    known.conversion.use(found.value, run);
    return known;
  }
  /** The camera is gone. Who still watches one of its conversions keeps it until they leave. */
  forget(camera: CameraId): void {
    for (const key of this.#made.keys()) if (key.startsWith(`${camera}/`)) this.#made.delete(key);
  }
}
