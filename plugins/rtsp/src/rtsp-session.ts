import type { Clock, Feed, FeedSink, FeedStats } from '@matpho/core/sdk';
import { HubError } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';
import { chooseTracks } from './choose-tracks.ts';
import type { Timings } from './connection.ts';
import { checkAnswer, type DescribedStream } from './describe-stream.ts';
import { FeedUnits } from './feed-units.ts';
import { KeepAlive } from './keep-alive.ts';
import { TrackSetup, type RunningTrack, type TransportRule } from './set-up-tracks.ts';
import { controlUri } from './stream-address.ts';

const reportEveryTicks = 5;
const invalidRange = 457;
const notAggregate = 459;
/** So many packets of another kind in a row: the camera was set to something else. */
const foreignBeforeChange = 32;

/** From SETUP to TEARDOWN, RFC 2326. */
export class RtspSession implements Feed {
  readonly #described: DescribedStream;
  readonly #timings: Timings;
  readonly #sink: FeedSink;
  readonly #units: FeedUnits;
  readonly #setup: TrackSetup;
  readonly #moved: (location: string) => void;
  #control: string;
  #keepAlive: KeepAlive | undefined;
  #status: 'opening' | 'playing' | 'closed' = 'opening';
  #ticker: NodeJS.Timeout | undefined;
  #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.close();
  #ticks = 0;
  /** Between looks: short enough for sessions of one second. */
  #tick = 0;
  #seenPackets = 0;
  #seenPictures = 0;
  #packetTick = 0;
  #pictureTick = 0;
  #keepAliveTick = 0;

  /** @param moved told where the camera asks the hub to go instead */
  constructor(described: DescribedStream, transport: TransportRule, timings: Timings, sink: FeedSink, clock: Clock, moved: (location: string) => void = () => {}) {
    this.#described = described;
    this.#timings = timings;
    this.#sink = sink;
    this.#units = new FeedUnits(sink, clock);
    this.#setup = new TrackSetup(described, transport, this.#units);
    this.#moved = moved;
    this.#control = described.base;
  }

  stats(): FeedStats {
    const sum = (pick: (track: RunningTrack) => number): number => this.#setup.tracks.reduce((all, track) => all + pick(track), 0);
    const video = this.#setup.tracks.find(({ kind }) => kind === 'video')?.stream;
    return {
      packets: sum((t) => t.stream.receiver.packets), lost: sum((t) => t.stream.receiver.lost), bytes: sum((t) => t.stream.receiver.bytes),
      reordered: sum((t) => t.stream.receiver.late + (t.buffer?.reordered ?? 0)), duplicates: sum((t) => t.stream.receiver.duplicates + (t.buffer?.duplicates ?? 0)),
      jitterMs: video?.receiver.jitterMs ?? 0, clockSource: video?.clockSource ?? 'arrival', transport: this.#setup.transport, isEncrypted: this.#described.channel.certificate !== undefined,
      ...this.#units.stats(),
    };
  }

  /** Plays until the signal aborts. @throws HubError as `StreamOpener.open` */
  async play(signal: AbortSignal): Promise<void> {
    const { channel, description, keepAlive } = this.#described;
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    channel.onFailure((error) => this.#end(error));
    channel.onMoved((location) => {
      if (location !== undefined) this.#moved(location);
      this.#end(new HubError('camera-offline', 'The camera asks to be opened again elsewhere.'));
    });
    this.#control = controlUri(description.control, this.#described.base);
    await this.#setup.run(chooseTracks(description), () => this.#status === 'opening');
    this.#keepAlive = new KeepAlive(channel, this.#control, keepAlive, (error) => this.#end(error));
    await this.#start();
    if (this.#status !== 'opening') throw new HubError('camera-unreachable', 'The camera closed the connection.');
    this.#status = 'playing';
    this.#tick = Math.min(this.#timings.tick, this.#setup.sessionSeconds * 500);
    this.#ticker = setInterval(() => this.#look(), this.#tick);
  }
  /** Closed by the hub: the sink hears of it without an error if it was playing. */
  close(): void {
    if (this.#status === 'closed') return;
    const wasPlaying = this.#status === 'playing';
    this.#release();
    this.#described.channel.leave(this.#control);
    if (wasPlaying) this.#sink.ended();
  }

  /** All tracks at once; one by one where the camera wants it so. */
  async #start(): Promise<void> {
    const together = await this.#ask(this.#control);
    if (together !== notAggregate) return;
    for (const { uri } of this.#setup.tracks) await this.#ask(uri);
  }
  async #ask(uri: string): Promise<number> {
    const { channel } = this.#described;
    const answer = await channel.request('PLAY', uri, ['Range: npt=0.000-']);
    if (answer.status === notAggregate && uri === this.#control) return answer.status;
    // A live stream has no range: some cameras say so.
    checkAnswer('PLAY', answer.status === invalidRange ? await channel.request('PLAY', uri) : answer);
    return answer.status;
  }

  /** Once a tick, for all that waits: no packet sets a timer. */
  #look(): void {
    this.#ticks++;
    const { tracks, sessionSeconds } = this.#setup;
    let packets = 0;
    for (const { buffer, stream } of tracks) {
      buffer?.flush();
      packets += stream.receiver.packets + stream.receiver.foreign;
    }
    if (packets !== this.#seenPackets) this.#packetTick = this.#ticks;
    if (this.#units.pictures !== this.#seenPictures) this.#pictureTick = this.#ticks;
    this.#seenPackets = packets;
    this.#seenPictures = this.#units.pictures;
    const { stall, pictureless } = this.#timings;
    const waited = (since: number): number => (this.#ticks - since) * this.#tick;
    if (waited(this.#packetTick) >= stall) return this.#end(new HubError('camera-stalled', 'No packet came from the camera.'));
    // It had a picture: described anew it will have one again.
    const hasChanged = tracks.some(({ kind, stream }) => kind === 'video' && stream.receiver.packets > 0 && stream.receiver.foreign >= foreignBeforeChange) || (this.#units.pictures > 0 && this.#packetTick > this.#pictureTick && waited(this.#pictureTick) >= pictureless / 2);
    if (hasChanged) return this.#end(new HubError('stream-changed', 'The camera changed what it sends.'));
    if (waited(this.#pictureTick) >= pictureless) return this.#end(new HubError('camera-no-video', 'Packets come from the camera, but no picture is in them.'));
    if (this.#ticks % reportEveryTicks === 0) this.#report();
    if (waited(this.#keepAliveTick) < sessionSeconds * 500) return;
    this.#keepAliveTick = this.#ticks;
    this.#keepAlive?.send();
  }
  #report(): void {
    for (const { stream, sendReport } of this.#setup.tracks) {
      const report = stream.receiverReport();
      if (report) sendReport(report);
    }
  }

  #end(error: unknown): void {
    if (this.#status === 'closed') return;
    const wasPlaying = this.#status === 'playing';
    this.#release();
    this.#described.channel.leave(this.#control, error);
    if (wasPlaying) this.#sink.ended(error instanceof HubError ? error : brokenAnswer('The camera sent something unexpected.', error));
  }
  #release(): void {
    this.#status = 'closed';
    this.#units.close();
    clearInterval(this.#ticker);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#setup[Symbol.dispose]();
  }
}
