import type { AddressRules, Clock, Feed, FeedSink, ResolvedSource, StreamOpener } from '@matpho/core/sdk';
import { usualTimings, type Timings, type TlsRule } from './connection.ts';
import { describeStream } from './describe-stream.ts';
import { RtspSession, type Transport } from './rtsp-session.ts';

export interface RtspSettings {
  readonly transport: Transport;
  readonly tls: TlsRule;
}

/**
 * Opens H.264 and H.265 streams over RTSP. One try: the hub decides about trying again.
 * When `open` rejects, the sink's `ended` is not called; aborted while opening, it rejects with the signal's reason.
 */
export class RtspOpener implements StreamOpener {
  readonly schemes = ['rtsp', 'rtsps'];
  readonly #settings: RtspSettings;
  readonly #addresses: AddressRules;
  readonly #clock: Clock;
  readonly #timings: Timings;
  readonly #readInto = Buffer.allocUnsafeSlow(64 * 1024);

  constructor(settings: RtspSettings, addresses: AddressRules, clock: Clock, timings: Timings = usualTimings) {
    this.#settings = settings;
    this.#addresses = addresses;
    this.#clock = clock;
    this.#timings = timings;
  }

  async open(source: ResolvedSource, sink: FeedSink, signal: AbortSignal): Promise<Feed> {
    signal.throwIfAborted();
    const rules = { addresses: this.#addresses, tls: this.#settings.tls, timings: this.#timings, readInto: this.#readInto };
    const described = await describeStream(source.uri, source.credentials, rules, signal);
    const session = new RtspSession(described, this.#settings.transport, this.#timings, sink, this.#clock);
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
