import type { Clock, Feed, FeedSink, FeedStats } from '@matpho/core/sdk';
import { HubError } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';
import { chooseTracks, type ChosenTracks } from './choose-tracks.ts';
import type { Timings } from './connection.ts';
import { checkAnswer, type DescribedStream } from './describe-stream.ts';
import { FeedUnits } from './feed-units.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { header, type RtspResponse } from './rtsp-message.ts';
import { controlUri } from './stream-address.ts';
import type { TrackStream } from './track-stream.ts';
import { parseTransport } from './transport-header.ts';
import { UdpPorts } from './udp-ports.ts';

export type Transport = 'tcp' | 'udp';
interface RunningTrack {
  readonly stream: TrackStream;
  readonly sendReport: (report: Buffer) => void;
  readonly flush?: () => void;
}

const usualSessionSeconds = 60;
const reportEveryTicks = 5;

/** From SETUP to TEARDOWN, RFC 2326. */
export class RtspSession implements Feed {
  readonly #described: DescribedStream;
  readonly #transport: Transport;
  readonly #timings: Timings;
  readonly #sink: FeedSink;
  readonly #units: FeedUnits;
  #control: string;
  readonly #tracks: RunningTrack[] = [];
  readonly #ports: UdpPorts[] = [];
  #sessionSeconds = usualSessionSeconds;
  #status: 'opening' | 'playing' | 'closed' = 'opening';
  #ticker: NodeJS.Timeout | undefined;
  #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.close();
  #ticks = 0;
  #seenPackets = 0;
  #seenPictures = 0;
  #packetTick = 0;
  #pictureTick = 0;
  #keepAliveTick = 0;

  constructor(described: DescribedStream, transport: Transport, timings: Timings, sink: FeedSink, clock: Clock) {
    this.#described = described;
    this.#transport = transport;
    this.#timings = timings;
    this.#sink = sink;
    this.#units = new FeedUnits(sink, clock);
    this.#control = described.base;
  }

  stats(): FeedStats {
    const sum = (pick: (track: RunningTrack) => number): number => this.#tracks.reduce((all, track) => all + pick(track), 0);
    return { packets: sum((t) => t.stream.receiver.packets), lost: sum((t) => t.stream.receiver.lost), bytes: sum((t) => t.stream.receiver.bytes), units: this.#units.units };
  }

  /** Plays until the signal aborts. @throws HubError as `StreamOpener.open` */
  async play(signal: AbortSignal): Promise<void> {
    const { channel, description } = this.#described;
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    channel.onFailure((error) => this.#end(error));
    this.#control = controlUri(description.control, this.#described.base);
    const tracks = chooseTracks(description);
    await this.#setUpTracks(tracks);
    checkAnswer('PLAY', await channel.request('PLAY', this.#control, ['Range: npt=0.000-']));
    if (this.#status !== 'opening') throw new HubError('camera-unreachable', 'The camera closed the connection.');
    this.#status = 'playing';
    this.#ticker = setInterval(() => this.#look(), this.#timings.tick);
  }
  /** Closed by the hub: the sink hears of it without an error if it was playing. */
  close(): void {
    if (this.#status === 'closed') return;
    const wasPlaying = this.#status === 'playing';
    this.#release();
    this.#described.channel.leave(this.#control);
    if (wasPlaying) this.#sink.ended();
  }

  async #setUpTracks(tracks: ChosenTracks): Promise<void> {
    await this.#setUp(tracks.video.control, this.#units.video(tracks.video));
    if (!tracks.audio) return;
    const alone = this.#tracks.length;
    try {
      await this.#setUp(tracks.audio.control, this.#units.audio(tracks.audio));
    } catch (error) {
      // A camera that refuses its own sound still has a picture.
      if (this.#tracks.length > alone || this.#status !== 'opening') throw error;
      this.#units.withoutAudio();
    }
  }

  async #setUp(control: string, stream: TrackStream): Promise<void> {
    const { channel, base } = this.#described;
    const ports = this.#transport === 'udp' ? await UdpPorts.open(channel.localAddress, channel.remoteAddress) : undefined;
    if (ports) this.#ports.push(ports);
    // Before SETUP: packets may overtake the answer to PLAY.
    const first = this.#tracks.length * 2;
    const wanted = ports ? `RTP/AVP;unicast;client_port=${ports.rtpPort}-${ports.rtpPort + 1}` : `RTP/AVP/TCP;unicast;interleaved=${first}-${first + 1}`;
    const answer = await channel.request('SETUP', controlUri(control, base), [`Transport: ${wanted}`]);
    checkAnswer('SETUP', answer);
    this.#takeSession(header(answer.headers, 'session'));
    const chosen = parseTransport(header(answer.headers, 'transport'));
    if (ports) this.#runUdp(stream, ports, chosen.serverPorts);
    else if (chosen.serverPorts && !chosen.interleaved) throw brokenAnswer('The camera chose another transport than it was asked for.');
    else this.#runInterleaved(stream, chosen.interleaved ?? [first, first + 1]);
  }
  #takeSession(text: string | undefined): void {
    const [id = '', ...options] = (text ?? '').split(';').map((part) => part.trim());
    if (!/^[\x21-\x7e]{1,256}$/.test(id)) throw brokenAnswer('The camera opened no session.');
    this.#described.channel.session = id;
    const seconds = Number(/^timeout\s*=\s*(\d{1,6})$/i.exec(options[0] ?? '')?.[1] ?? usualSessionSeconds);
    this.#sessionSeconds = Math.min(3_600, Math.max(2, seconds));
  }
  #runInterleaved(stream: TrackStream, [rtp, rtcp]: readonly [number, number]): void {
    const { channel } = this.#described;
    channel.onPacket(rtp, (bytes, start, end) => stream.receiver.packet(bytes, start, end));
    channel.onPacket(rtcp, (bytes, start, end) => stream.control(bytes, start, end));
    this.#tracks.push({ stream, sendReport: (report) => channel.sendPacket(rtcp, report) });
  }
  #runUdp(stream: TrackStream, ports: UdpPorts, server: readonly [number, number] | undefined): void {
    const buffer = new ReorderBuffer((datagram) => stream.receiver.packet(datagram, 0, datagram.length));
    ports.listen((datagram) => buffer.push(datagram), (datagram) => stream.control(datagram, 0, datagram.length));
    // An empty RTP packet opens the way back through a firewall.
    if (server) ports.sendRtp(Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), server[0]);
    this.#tracks.push({ stream, flush: () => buffer.flush(), sendReport: (report) => server && ports.sendRtcp(report, server[1]) });
  }

  /** Once a tick, for all that waits: no packet sets a timer. */
  #look(): void {
    this.#ticks++;
    for (const track of this.#tracks) track.flush?.();
    const { packets } = this.stats();
    if (packets !== this.#seenPackets) this.#packetTick = this.#ticks;
    if (this.#units.pictures !== this.#seenPictures) this.#pictureTick = this.#ticks;
    this.#seenPackets = packets;
    this.#seenPictures = this.#units.pictures;
    const { tick, stall, pictureless } = this.#timings;
    if ((this.#ticks - this.#packetTick) * tick >= stall) return this.#end(new HubError('camera-stalled', 'No packet came from the camera.'));
    if ((this.#ticks - this.#pictureTick) * tick >= pictureless) return this.#end(new HubError('camera-no-video', 'Packets come from the camera, but no picture is in them.'));
    if (this.#ticks % reportEveryTicks === 0) this.#report();
    if ((this.#ticks - this.#keepAliveTick) * tick >= this.#sessionSeconds * 500) this.#keepAlive();
  }
  #report(): void {
    for (const { stream, sendReport } of this.#tracks) {
      const report = stream.receiverReport();
      if (report) sendReport(report);
    }
  }
  #keepAlive(): void {
    this.#keepAliveTick = this.#ticks;
    const { channel, keepAlive } = this.#described;
    void channel.request(keepAlive, this.#control).then((answer) => this.#checkAlive(answer), (error: unknown) => this.#forgive(error));
  }
  #checkAlive({ status }: RtspResponse): void {
    if (status === 454) this.#end(new HubError('camera-stalled', 'The camera forgot the session.'));
  }
  /** While packets come, a request without an answer is forgiven; wrong credentials are not. */
  #forgive(error: unknown): void {
    if (error instanceof HubError && error.code === 'camera-wrong-password') this.#end(error);
  }

  #end(error: unknown): void {
    if (this.#status === 'closed') return;
    const wasPlaying = this.#status === 'playing';
    this.#release();
    this.#described.channel.close(error);
    if (wasPlaying) this.#sink.ended(error instanceof HubError ? error : brokenAnswer('The camera sent something unexpected.', error));
  }
  #release(): void {
    this.#status = 'closed';
    this.#units.close();
    clearInterval(this.#ticker);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    for (const ports of this.#ports.splice(0)) ports[Symbol.dispose]();
  }
}
