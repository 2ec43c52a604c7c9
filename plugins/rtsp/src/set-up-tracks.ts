import { HubError } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';
import type { ChosenTracks } from './choose-tracks.ts';
import { checkAnswer, type DescribedStream } from './describe-stream.ts';
import type { FeedUnits } from './feed-units.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { header } from './rtsp-message.ts';
import { controlUri } from './stream-address.ts';
import type { TrackStream } from './track-stream.ts';
import { parseTransport } from './transport-header.ts';
import { UdpPorts } from './udp-ports.ts';

type Transport = 'tcp' | 'udp';
/** `auto`: TCP, and UDP where the camera refuses it. `udp`: UDP, and TCP where the camera refuses that. */
export type TransportRule = Transport | 'auto';

export interface RunningTrack {
  readonly kind: 'video' | 'audio';
  readonly stream: TrackStream;
  readonly uri: string;
  readonly sendReport: (report: Buffer) => void;
  /** Of UDP. */
  readonly buffer?: ReorderBuffer;
  /** Of TCP: RTP and RTCP. */
  readonly channels?: readonly [rtp: number, rtcp: number];
}

const usualSessionSeconds = 60;
const unsupportedTransport = 461;

/** SETUP of every track, RFC 2326 §10.4: by which way the packets come, and the session they belong to. */
export class TrackSetup implements Disposable {
  readonly tracks: RunningTrack[] = [];
  sessionSeconds = usualSessionSeconds;
  readonly #described: DescribedStream;
  readonly #units: FeedUnits;
  readonly #ports: UdpPorts[] = [];
  #ways: readonly Transport[];
  #isDisposed = false;
  readonly #headers: readonly string[];

  /** @param headers that go with every SETUP */
  constructor(described: DescribedStream, rule: TransportRule, units: FeedUnits, headers: readonly string[] = []) {
    this.#headers = headers;
    this.#described = described;
    this.#units = units;
    // UDP would carry in the clear what the address promises to encrypt.
    const onlyTcp = rule === 'tcp' || described.channel.certificate !== undefined;
    this.#ways = onlyTcp ? ['tcp'] : rule === 'auto' ? ['tcp', 'udp'] : ['udp', 'tcp'];
  }

  /** The first way that is left: what the tracks run over. */
  get transport(): Transport {
    return this.#ways[0] ?? 'tcp';
  }

  /** @param isOpen false once the connection is gone @throws HubError as `StreamOpener.open` */
  async run({ video, audio }: ChosenTracks, isOpen: () => boolean): Promise<void> {
    await this.#setUp('video', video.control, this.#units.video(video, audio ? [audio.payloadType] : []));
    // Both tracks go the same way.
    this.#ways = this.#ways.slice(0, 1);
    if (!audio) return;
    const alone = this.tracks.length;
    try {
      await this.#setUp('audio', audio.control, this.#units.audio(audio, [video.payloadType]));
    } catch (error) {
      // A camera that refuses its own sound still has a picture.
      if (this.tracks.length > alone || !isOpen()) throw error;
      this.#units.withoutAudio();
    }
  }
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const ports of this.#ports.splice(0)) ports[Symbol.dispose]();
  }

  async #setUp(kind: RunningTrack['kind'], control: string, stream: TrackStream): Promise<void> {
    for (;;) {
      const refused = await (this.transport === 'udp' ? this.#askUdp(kind, control, stream) : this.#askTcp(kind, control, stream));
      if (!refused) return;
      if (this.#ways.length < 2) throw refused;
      this.#ways = this.#ways.slice(1);
    }
  }

  /** @returns why the camera does not take this way */
  async #askTcp(kind: RunningTrack['kind'], control: string, stream: TrackStream): Promise<HubError | undefined> {
    const { channel, base } = this.#described;
    const first = this.tracks.length * 2;
    const uri = controlUri(control, base);
    const answer = await this.#ask(uri, `RTP/AVP/TCP;unicast;interleaved=${first}-${first + 1}`);
    if (answer instanceof HubError) return answer;
    if (answer.serverPorts && !answer.interleaved) return brokenAnswer('The camera chose another transport than it was asked for.');
    const [rtp, rtcp] = answer.interleaved ?? [first, first + 1];
    channel.onPacket(rtp, (bytes, start, end) => stream.packet(bytes, start, end));
    channel.onPacket(rtcp, (bytes, start, end) => stream.control(bytes, start, end));
    this.tracks.push({ kind, stream, uri, channels: [rtp, rtcp], sendReport: (report) => channel.sendPacket(rtcp, report) });
    return undefined;
  }

  async #askUdp(kind: RunningTrack['kind'], control: string, stream: TrackStream): Promise<HubError | undefined> {
    const { channel, base } = this.#described;
    const uri = controlUri(control, base);
    // Before SETUP: packets may overtake the answer to PLAY.
    const ports = await UdpPorts.open(channel.localAddress, channel.remoteAddress);
    this.#ports.push(ports);
    // The stream may have been closed while they opened.
    if (this.#isDisposed) this[Symbol.dispose]();
    const answer = await this.#ask(uri, `RTP/AVP;unicast;client_port=${ports.rtpPort}-${ports.rtpPort + 1}`);
    if (answer instanceof HubError) return answer;
    if (answer.interleaved && !answer.serverPorts) return brokenAnswer('The camera chose another transport than it was asked for.');
    const buffer = new ReorderBuffer((datagram) => stream.packet(datagram, 0, datagram.length));
    ports.listen((datagram) => buffer.push(datagram), (datagram) => stream.control(datagram, 0, datagram.length));
    const server = answer.serverPorts;
    // An empty RTP packet opens the way back through a firewall.
    if (server) ports.sendRtp(Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), server[0]);
    this.tracks.push({ kind, stream, uri, buffer, sendReport: (report) => server && ports.sendRtcp(report, server[1]) });
    return undefined;
  }

  async #ask(uri: string, transport: string): Promise<ReturnType<typeof parseTransport> | HubError> {
    const answer = await this.#described.channel.request('SETUP', uri, [`Transport: ${transport}`, ...this.#headers]);
    if (answer.status === unsupportedTransport) return brokenAnswer('The camera does not send its packets this way (461).');
    checkAnswer('SETUP', answer);
    this.#takeSession(header(answer.headers, 'session'));
    return parseTransport(header(answer.headers, 'transport'));
  }
  #takeSession(text: string | undefined): void {
    const [id = '', ...options] = (text ?? '').split(';').map((part) => part.trim());
    if (!/^[\x21-\x7e]{1,256}$/.test(id)) throw brokenAnswer('The camera opened no session.');
    this.#described.channel.session = id;
    const seconds = Number(options.map((option) => /^timeout\s*=\s*(\d{1,6})$/i.exec(option)?.[1]).find((each) => each !== undefined) ?? usualSessionSeconds);
    this.sessionSeconds = Math.min(3_600, Math.max(1, seconds));
  }
}
