import type { Timers } from '../base/clock.ts';
import type { CameraId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { ViewerTransport } from '../sdk/ports.ts';
import type { LiveStream } from '../streams/live-stream.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import type { Viewable } from '../streams/view.ts';
import { Conversion } from './conversion.ts';

/** Where transports come from: the plugins that run now. */
export type FindTransport = (id: string) => { readonly value: ViewerTransport; call<R>(work: (transport: ViewerTransport) => R): R } | undefined;

/** Every conversion under way, by camera, stream and transport. */
export class Conversions {
  readonly #streams: LiveStreams;
  readonly #find: FindTransport;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #made = new Map<string, { readonly transport: ViewerTransport; readonly stream: LiveStream; readonly conversion: Conversion }>();
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
    const found = this.require(transport);
    const key = `${camera}/${role}/${transport}`;
    const known = this.#made.get(key);
    const stream = this.#streams.of(camera, role);
    if (known?.transport === found.value && known.stream === stream) return known.conversion;
    const conversion = new Conversion(stream, found.value, (work) => found.call(work), this.#timers, this.#random);
    this.#made.set(key, { transport: found.value, stream, conversion });
    return conversion;
  }
  /** The camera is gone. Who still watches one of its conversions keeps it until they leave. */
  forget(camera: CameraId): void {
    for (const key of this.#made.keys()) if (key.startsWith(`${camera}/`)) this.#made.delete(key);
  }
}
