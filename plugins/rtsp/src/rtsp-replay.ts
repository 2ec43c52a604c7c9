import { HubError, type AddressRules, type Clock, type Instant, type ReplayOpener, type ReplaySink, type ResolvedSource } from '@matpho/core/sdk';
import type { Certificates } from './certificates.ts';
import { usualTimings, type Timings } from './connection.ts';
import { describeStream } from './describe-stream.ts';
import { ReplayRun } from './replay-run.ts';

/** Plays what recorders kept, by RTSP as ONVIF Profile G has it. */
export class RtspReplay implements ReplayOpener {
  readonly schemes = ['rtsp', 'rtsps'];
  readonly #certificates: Certificates;
  readonly #addresses: AddressRules;
  readonly #clock: Clock;
  readonly #timings: Timings;
  readonly #readInto = Buffer.allocUnsafeSlow(64 * 1024);

  constructor({ certificates }: { readonly certificates: Certificates }, addresses: AddressRules, clock: Clock, timings: Timings = usualTimings) {
    this.#certificates = certificates;
    this.#addresses = addresses;
    this.#clock = clock;
    this.#timings = timings;
  }

  async replay(source: ResolvedSource, { from, to }: { readonly from: Instant; readonly to: Instant }, sink: ReplaySink, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!(from < to) || from < 0 || to > this.#clock.now() + 86_400_000) throw new HubError('bad-request', 'There is nothing to play back in this interval.');
    const rules = { addresses: this.#addresses, certificates: this.#certificates, timings: this.#timings, readInto: this.#readInto };
    const described = await describeStream(source.uri, source.credentials, rules, signal);
    await new ReplayRun(described, this.#timings, sink, { from, to }).play(signal);
  }
}
