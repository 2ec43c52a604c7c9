import { HubError, type Instant, type ReplaySink } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';
import { chooseTracks } from './choose-tracks.ts';
import type { Timings } from './connection.ts';
import { checkAnswer, type DescribedStream } from './describe-stream.ts';
import { FeedUnits } from './feed-units.ts';
import { KeepAlive } from './keep-alive.ts';
import { clockRange, readReplayHeader } from './replay-header.ts';
import { TrackSetup } from './set-up-tracks.ts';
import { controlUri } from './stream-address.ts';

const asReplay = 'Require: onvif-replay';
const goodbye = 203;
/** Packets without a word of when they were filmed: this is no replay. */
const undatedBeforeDoubt = 64;
/** A recorder that falls silent so close to the end has come to it. */
const nearEnd = 3_000;

/** One interval of past footage, from SETUP to TEARDOWN (RFC 2326; ONVIF Streaming Specification §6). */
export class ReplayRun {
  readonly #described: DescribedStream;
  readonly #timings: Timings;
  readonly #sink: ReplaySink;
  readonly #span: { readonly from: Instant; readonly to: Instant };
  readonly #units: FeedUnits;
  readonly #setup: TrackSetup;
  readonly #over: Promise<void>;
  #settle: (failure?: unknown) => void = () => {};
  /** When what comes now was filmed: the time of its arrival says nothing. */
  #at: Instant;
  #isDated = false;
  #undated = 0;
  #isHeld = false;
  #packets = 0;
  #silentSince = 0;

  constructor(described: DescribedStream, timings: Timings, sink: ReplaySink, span: { readonly from: Instant; readonly to: Instant }) {
    this.#described = described;
    this.#timings = timings;
    this.#sink = sink;
    this.#span = span;
    this.#at = span.from;
    this.#units = new FeedUnits({ format: (format) => sink.format(format), unit: (unit) => { if (this.#isDated) sink.unit(unit); }, ended: () => {} }, { now: () => this.#at });
    this.#setup = new TrackSetup(described, 'tcp', this.#units, [asReplay]);
    this.#over = new Promise((resolve, reject) => {
      this.#settle = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
    // It may fail before somebody waits for it.
    this.#over.catch(() => {});
  }

  /** @throws HubError as `ReplayOpener.replay` */
  async play(signal: AbortSignal): Promise<void> {
    const { channel, description, base, keepAlive } = this.#described;
    const control = controlUri(description.control, base);
    const onAbort = (): void => this.#settle(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    channel.onFailure((error) => this.#settle(error));
    let ticker: NodeJS.Timeout | undefined;
    try {
      await this.#setup.run(chooseTracks(description), () => true);
      this.#listen();
      const { from, to } = this.#span;
      checkAnswer('PLAY', await channel.request('PLAY', control, [asReplay, `Range: ${clockRange(from, to)}`, 'Rate-Control: no', 'Scale: 1.0']));
      const alive = new KeepAlive(channel, control, keepAlive, (error) => this.#settle(error));
      let ticks = 0;
      ticker = setInterval(() => {
        ticks += 1;
        if ((ticks * this.#timings.tick) % Math.max(this.#timings.tick, this.#setup.sessionSeconds * 500) < this.#timings.tick) alive.send();
        this.#look();
      }, this.#timings.tick);
      await this.#over;
    } finally {
      clearInterval(ticker);
      signal.removeEventListener('abort', onAbort);
      this.#units.close();
      this.#setup[Symbol.dispose]();
      channel.leave(control);
    }
    this.#sink.ended();
  }

  #listen(): void {
    const { channel } = this.#described;
    for (const { stream, kind, channels: [rtp, rtcp] = [0, 1] } of this.#setup.tracks) {
      stream.receiver.onExtension = (profile, bytes, start, end) => {
        const header = readReplayHeader(profile, bytes, start, end);
        if (!header) return;
        this.#isDated = true;
        this.#at = header.at;
        // Sound runs a little ahead or behind; the picture says where the replay is.
        if (kind === 'video' && header.isLast) queueMicrotask(() => this.#settle());
      };
      channel.onPacket(rtp, () => this.#afterPacket());
      channel.onPacket(rtcp, (bytes, start, end) => { if (saysGoodbye(bytes, start, end)) this.#settle(); });
    }
  }
  #afterPacket(): void {
    this.#packets += 1;
    if (!this.#isDated && ++this.#undated > undatedBeforeDoubt) return this.#settle(brokenAnswer('The recorder does not say when its footage was filmed.'));
    if (this.#at >= this.#span.to) return this.#settle();
    if (this.#isHeld) return;
    const full = this.#sink.full();
    if (!full) return;
    this.#isHeld = true;
    this.#described.channel.pause();
    const release = (): void => {
      this.#isHeld = false;
      this.#silentSince = 0;
      this.#described.channel.resume();
    };
    full.then(release, release);
  }
  /** Once a tick: whether packets still come. */
  #look(): void {
    if (this.#isHeld || this.#packets > 0) {
      this.#packets = 0;
      this.#silentSince = 0;
      return;
    }
    this.#silentSince += this.#timings.tick;
    if (this.#silentSince < this.#timings.stall) return;
    if (this.#isDated && this.#at >= this.#span.to - nearEnd) return this.#settle();
    this.#settle(new HubError('camera-stalled', 'The recorder has stopped in the middle of what it plays back.'));
  }
}

/** RTCP BYE in a compound packet, RFC 3550 §6.6. */
function saysGoodbye(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at + 4 <= end; at += 4 + bytes.readUInt16BE(at + 2) * 4) if (bytes[at + 1] === goodbye) return true;
  return false;
}
