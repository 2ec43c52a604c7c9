import type { Socket } from 'node:net';
import type { DigestAlgorithm, DigestGate } from '../auth/digest-gate.ts';
import { steadyNow } from '../media/steady-clock.ts';
import { Delivery } from './delivery.ts';
import { pour } from './garbage.ts';
import { RequestReader, formatAnswer } from './messages.ts';
import type { RtspAnswer, RtspRequest } from './messages.ts';
import type { RtspServerOptions } from './rtsp-server.ts';
import { writeSdp } from './sdp.ts';
import { ReplaySession, asksForReplay } from './replay-session.ts';
import { Session } from './session.ts';
import type { TrackLanes } from './session.ts';
import { BACKCHANNEL, asksForTalk } from './talk-track.ts';
import type { UdpPair } from './udp-pair.ts';
import type { CameraStream, TrackName } from './camera-stream.ts';

const METHODS = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER';
const SCHEMES: Readonly<Record<string, readonly (DigestAlgorithm | 'basic')[]>> = {
  none: [], basic: ['basic'], digest: ['MD5'], sha256: ['SHA-256'], both: ['MD5', 'basic'],
};

/** One client on the camera's RTSP port: requests are answered one after another, in order. */
export class Connection {
  readonly #socket: Socket;
  readonly #options: RtspServerOptions;
  readonly #gate: DigestGate;
  readonly #udp: () => Promise<UdpPair>;
  readonly #reader: RequestReader;
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;
  session: Session | undefined;
  #replay: ReplaySession | undefined;

  constructor(socket: Socket, options: RtspServerOptions, gate: DigestGate, udp: () => Promise<UdpPair>) {
    this.#socket = socket;
    this.#options = options;
    this.#gate = gate;
    this.#udp = udp;
    this.#reader = new RequestReader((request) => this.#enqueue(request), (channel, packet) => {
      this.session?.touch();
      if (this.session?.talkChannel === channel) this.#options.talk?.take(packet);
    });
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.session?.close();
      this.#replay?.close();
    });
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  get address(): string {
    return this.#socket.remoteAddress ?? '';
  }

  /** RTCP came from there: is it this client's? */
  hear(address: string, port: number): void {
    if (address !== this.address) return;
    const lanes = [...(this.session?.tracks.values() ?? [])];
    if (lanes.some(({ rtcp }) => rtcp.kind === 'udp' && rtcp.port === port)) this.session?.touch();
  }

  /** Ends a session nobody keeps alive (RFC 2326 §12.37). */
  sweep(): void {
    if (this.session?.isOver(this.#options.sessionSeconds * 1_000) === true) this.destroy();
  }

  #read(bytes: Buffer): void {
    try {
      this.#reader.push(bytes);
    } catch {
      this.#socket.end('RTSP/1.0 400 Bad Request\r\n\r\n');
    }
  }

  #enqueue(request: RtspRequest): void {
    this.#waiting += 1;
    if (this.#waiting > 32) {
      this.destroy();
      return;
    }
    this.#turn = this.#handle(this.#turn, request);
  }

  async #handle(before: Promise<void>, request: RtspRequest): Promise<void> {
    await before;
    this.session?.touch();
    const answer = await this.#answer(request).catch((): RtspAnswer => ({ status: 500 }));
    this.#waiting -= 1;
    this.#write(request, answer);
  }

  #write(request: RtspRequest, answer: RtspAnswer): void {
    const { garbage } = this.#options.conduct;
    if (!this.#socket.writable) return;
    if (garbage === 'rtsp') this.#socket.write(Buffer.from('\u0000\u0001HELO camera \r\n\r\n<<%%$$ 999 RTSP?\r\n\r\n', 'latin1'));
    else if (garbage === 'length' && request.method !== 'OPTIONS') pour(this.#socket, `RTSP/1.0 200 OK\r\nCSeq: ${request.headers.get('cseq') ?? '0'}\r\nContent-Type: application/sdp\r\n`);
    else this.#socket.write(formatAnswer(answer, request.headers.get('cseq') ?? '0'));
  }

  async #answer(request: RtspRequest): Promise<RtspAnswer> {
    const replays = this.#options.archive !== undefined && asksForReplay(request);
    if (request.headers.has('require') && !replays && !(this.#options.talk !== undefined && asksForTalk(request))) return { status: 551, headers: [['Unsupported', request.headers.get('require') ?? '']] };
    if (request.method === 'OPTIONS') return { status: 200, headers: [['Public', METHODS]] };
    const refusal = this.#refuse(request);
    if (refusal !== undefined) return refusal;
    if (replays && this.#options.archive !== undefined) return (this.#replay ??= new ReplaySession(this.#socket, this.#options.archive, this.#options)).answer(request);
    switch (request.method) {
      case 'DESCRIBE': return this.#describe(request);
      case 'SETUP': return this.#setUp(request);
      case 'PLAY': case 'PAUSE': case 'TEARDOWN': case 'GET_PARAMETER': case 'SET_PARAMETER': return this.#control(request);
      default: return { status: 501, headers: [['Public', METHODS]] };
    }
  }

  #refuse(request: RtspRequest): RtspAnswer | undefined {
    const schemes = SCHEMES[this.#options.auth] ?? [];
    if (schemes.length === 0) return undefined;
    const { scheme, verdict } = this.#gate.check(request.headers.get('authorization'), request.method, this.#options.conduct, steadyNow());
    if (verdict === 'ok' && schemes.some((allowed) => allowed === scheme)) return undefined;
    const challenges = schemes.map((allowed) => (allowed === 'basic' ? this.#gate.basicChallenge() : this.#gate.challenge(allowed, Math.floor(steadyNow()), verdict === 'stale')));
    return { status: 401, headers: challenges.map((challenge) => ['WWW-Authenticate', challenge] as const) };
  }

  async #describe(request: RtspRequest): Promise<RtspAnswer> {
    const { stream, track } = this.#find(request.uri);
    if (stream === undefined || track !== undefined) return { status: 404 };
    const { conduct, title } = this.#options;
    const sdp = writeSdp(title, this.#socket.localAddress ?? '0.0.0.0', await stream.format(), stream.audio, conduct.lies, asksForTalk(request) ? this.#options.talk?.codec : undefined);
    const body = conduct.garbage === 'sdp' ? `v=0\r\nm=video\u0000 zero RTP/AVP\r\na=rtpmap:999999999999\r\na=fmtp:${'%'.repeat(3_000)}` : sdp;
    const base = request.uri.replace(/\/?(\?.*)?$/, '/');
    return { status: 200, headers: [['Content-Base', base], ['Content-Type', 'application/sdp']], body };
  }

  async #setUp(request: RtspRequest): Promise<RtspAnswer> {
    if (this.#options.talk !== undefined && BACKCHANNEL.test(request.uri)) return this.#setUpTalk(request);
    const { stream, track } = this.#find(request.uri);
    if (stream === undefined || track === undefined || stream.track(track) === undefined) return { status: stream === undefined ? 404 : 459 };
    const given = request.headers.get('session')?.split(';')[0];
    if (given !== undefined && given !== this.session?.id) return { status: 454 };
    if (this.session !== undefined && (given === undefined || this.session.stream !== stream)) return { status: 455 };
    const chosen = await this.#lanes((request.headers.get('transport') ?? '').split(','));
    if (chosen === undefined || this.#socket.destroyed) return { status: 461 };
    this.session ??= new Session(stream, new Delivery(this.#socket, this.#options.paced), this.#options.conduct);
    this.session.tracks.set(track, chosen.lanes);
    const ssrc = (stream.track(track)?.ssrc ?? 0).toString(16).padStart(8, '0').toUpperCase();
    return { status: 200, headers: [['Transport', `${chosen.transport};ssrc=${ssrc}`], ['Session', `${this.session.id};timeout=${this.#options.sessionSeconds}`]] };
  }

  /** The loudspeaker, over the connection itself. */
  #setUpTalk(request: RtspRequest): RtspAnswer {
    const given = request.headers.get('session')?.split(';')[0];
    if (given !== this.session?.id) return { status: 454 };
    const stream = this.#options.streams.main;
    const channels = /RTP\/AVP\/TCP;.*interleaved=(\d{1,3})-(\d{1,3})/i.exec(request.headers.get('transport') ?? '');
    if (!asksForTalk(request) || channels === null || Number(channels[2]) > 255) return { status: channels === null ? 461 : 551 };
    this.session ??= new Session(stream, new Delivery(this.#socket, this.#options.paced), this.#options.conduct);
    this.session.talkChannel = Number(channels[1]);
    return { status: 200, headers: [['Transport', `RTP/AVP/TCP;unicast;interleaved=${channels[1]}-${channels[2]}`], ['Session', `${this.session.id};timeout=${this.#options.sessionSeconds}`]] };
  }

  async #lanes(offers: readonly string[]): Promise<{ lanes: TrackLanes; transport: string } | undefined> {
    for (const offer of offers) {
      if (/multicast/i.test(offer)) continue;
      const channels = /^\s*RTP\/AVP\/TCP\b.*?(?:;interleaved=(\d{1,3})-(\d{1,3}))?\s*$/i.exec(offer.replace(/;(mode|ssrc)=[^;]*/gi, ''));
      if (channels !== null && this.#options.transports !== 'udp') {
        const [rtp, rtcp] = [Number(channels[1] ?? 0), Number(channels[2] ?? 1)];
        if (rtp > 255 || rtcp > 255) return undefined;
        return { lanes: { rtp: { kind: 'tcp', channel: rtp }, rtcp: { kind: 'tcp', channel: rtcp } }, transport: `RTP/AVP/TCP;unicast;interleaved=${rtp}-${rtcp}` };
      }
      const ports = /^\s*RTP\/AVP(?:\/UDP)?;.*client_port=(\d{1,5})(?:-(\d{1,5}))?/i.exec(offer);
      if (ports === null || this.#options.transports === 'tcp') continue;
      const [rtp, rtcp] = [Number(ports[1]), Number(ports[2] ?? Number(ports[1]) + 1)];
      if (rtp < 1 || rtp > 65_535 || rtcp < 1 || rtcp > 65_535) return undefined;
      const pair = await this.#udp();
      // Only to the address that asks: a `destination` parameter would make the camera a weapon.
      const address = this.address;
      return {
        lanes: { rtp: { kind: 'udp', socket: pair.rtp, port: rtp, address }, rtcp: { kind: 'udp', socket: pair.rtcp, port: rtcp, address } },
        transport: `RTP/AVP;unicast;client_port=${rtp}-${rtcp};server_port=${pair.ports}`,
      };
    }
    return undefined;
  }

  async #control(request: RtspRequest): Promise<RtspAnswer> {
    const { session } = this;
    const given = request.headers.get('session')?.split(';')[0];
    const isIdle = request.method === 'GET_PARAMETER' || request.method === 'SET_PARAMETER';
    if (session === undefined || (given !== session.id && !(isIdle && given === undefined))) return { status: session === undefined && isIdle ? 200 : 454 };
    const named = [['Session', `${session.id};timeout=${this.#options.sessionSeconds}`]] as const;
    if (request.method === 'PAUSE') session.pause();
    if (request.method === 'TEARDOWN') {
      session.close();
      this.session = undefined;
    }
    if (request.method !== 'PLAY') return { status: 200, headers: named };
    const info = [...session.tracks.keys()].map((name) => {
      const track = session.stream.track(name);
      return `url=${request.uri.replace(/\/?(\?.*)?$/, '/')}${name};seq=${track?.nextSequence ?? 0};rtptime=${track?.timestamp(steadyNow()) ?? 0}`;
    });
    // The answer must be on the wire before the first packet (RFC 2326 §10.5): packets begin on the next turn.
    setImmediate(() => void session.play().catch(() => this.destroy()));
    return { status: 200, headers: [...named, ['Range', 'npt=now-'], ['RTP-Info', info.join(',')]] };
  }

  #find(uri: string): { stream?: CameraStream; track?: TrackName } {
    const path = uri.replace(/^rtsps?:\/\/[^/]*/i, '').replace(/\?.*$/, '').replace(/\/$/, '');
    const match = /^\/(main|sub)(?:\/(video|audio))?$/.exec(path);
    const stream = match === null ? undefined : this.#options.streams[match[1] === 'sub' ? 'sub' : 'main'];
    return { ...(stream && { stream }), ...(match?.[2] !== undefined && { track: match[2] === 'audio' ? 'audio' : 'video' }) };
  }
}
