import type { AddressRules, Clock, Feed, FeedSink, ResolvedSource, StreamOpener } from '@matpho/core/sdk';
import type { Certificates } from './certificates.ts';
import { usualTimings, type Timings } from './connection.ts';
import { describeStream } from './describe-stream.ts';
import { RtspSession } from './rtsp-session.ts';
import type { TransportRule } from './set-up-tracks.ts';

export interface RtspSettings {
  readonly transport: TransportRule;
  readonly certificates: Certificates;
}

const mostMoved = 256;

/**
 * Opens H.264, H.265 and MJPEG streams over RTSP. One try: the hub decides about trying again.
 * When `open` rejects, the sink's `ended` is not called; aborted while opening, it rejects with the signal's reason.
 */
export class RtspOpener implements StreamOpener {
  readonly schemes = ['rtsp', 'rtsps'];
  readonly #settings: RtspSettings;
  readonly #addresses: AddressRules;
  readonly #clock: Clock;
  readonly #timings: Timings;
  readonly #readInto = Buffer.allocUnsafeSlow(64 * 1024);
  /** Where cameras asked the hub to go while they played (REDIRECT): good for the next try only. */
  readonly #moved = new Map<string, string>();

  constructor(settings: RtspSettings, addresses: AddressRules, clock: Clock, timings: Timings = usualTimings) {
    this.#settings = settings;
    this.#addresses = addresses;
    this.#clock = clock;
    this.#timings = timings;
  }

  async open(source: ResolvedSource, sink: FeedSink, signal: AbortSignal): Promise<Feed> {
    signal.throwIfAborted();
    const rules = { addresses: this.#addresses, certificates: this.#settings.certificates, timings: this.#timings, readInto: this.#readInto };
    const moved = this.#moved.get(source.uri);
    this.#moved.delete(source.uri);
    const described = await describeStream(source.uri, source.credentials, rules, signal, moved);
    const session = new RtspSession(described, this.#settings.transport, this.#timings, sink, this.#clock, (location) => {
      if (this.#moved.size < mostMoved) this.#moved.set(source.uri, location);
    });
    try {
      signal.throwIfAborted();
      await session.play(signal);
      return session;
    } catch (error) {
      session.close();
      throw signal.aborted ? signal.reason : error;
    }
  }
}
