import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { cameraNow } from '../conduct.ts';
import type { CameraArchive, PastPicture } from '../archive/camera-archive.ts';
import { payloadsOf } from '../rtp/payloads.ts';
import { asReplay } from '../rtp/replay-packets.ts';
import { RtpTrack } from '../rtp/rtp-track.ts';
import type { RtspAnswer, RtspRequest } from './messages.ts';
import type { RtspServerOptions } from './rtsp-server.ts';
import { VIDEO_PAYLOAD_TYPE, writeSdp } from './sdp.ts';

const REPLAY = /^rtsps?:\/\/[^/]*\/replay(?:\/video)?\/?$/i;
const MAX_PAYLOAD = 1_372;

export const asksForReplay = (request: RtspRequest): boolean => REPLAY.test(request.uri);

/** One client's look into the camera's memory (ONVIF Streaming Specification §6): pictures only, over the connection itself. */
export class ReplaySession {
  readonly #socket: Socket;
  readonly #archive: CameraArchive;
  readonly #options: RtspServerOptions;
  readonly #id = randomBytes(8).toString('hex');
  #track: RtpTrack | undefined;
  /** Ends what plays now. */
  #playing = new AbortController();

  constructor(socket: Socket, archive: CameraArchive, options: RtspServerOptions) {
    this.#socket = socket;
    this.#archive = archive;
    this.#options = options;
  }

  close(): void {
    this.#playing.abort();
  }

  async answer(request: RtspRequest): Promise<RtspAnswer> {
    const named = [['Session', `${this.#id};timeout=${this.#options.sessionSeconds}`]] as const;
    if (request.method === 'DESCRIBE') {
      const body = writeSdp(this.#options.title, this.#socket.localAddress ?? '0.0.0.0', await this.#archive.format(), undefined, new Set(), undefined);
      return { status: 200, headers: [['Content-Base', request.uri.replace(/\/?$/, '/')], ['Content-Type', 'application/sdp']], body };
    }
    if (request.method === 'GET_PARAMETER' || request.method === 'SET_PARAMETER') return { status: 200, headers: named };
    if (request.method === 'TEARDOWN' || request.method === 'PAUSE') {
      this.close();
      return { status: 200, headers: named };
    }
    // Told apart from a live stream only by the word for it.
    if (request.headers.get('require') !== 'onvif-replay') return { status: 551 };
    if (request.method === 'SETUP') return this.#setUp(request, named);
    return this.#play(request, named);
  }

  #setUp(request: RtspRequest, named: RtspAnswer['headers'] = []): RtspAnswer {
    const channel = /RTP\/AVP\/TCP;.*interleaved=(\d{1,3})-\d{1,3}/i.exec(request.headers.get('transport') ?? '')?.[1];
    if (channel === undefined || Number(channel) > 254) return { status: 461 };
    this.#track = new RtpTrack(VIDEO_PAYLOAD_TYPE, 90_000, Number(channel), 0);
    return { status: 200, headers: [...named, ['Transport', `RTP/AVP/TCP;unicast;interleaved=${channel}-${Number(channel) + 1}`]] };
  }

  #play(request: RtspRequest, named: RtspAnswer['headers'] = []): RtspAnswer {
    const [, from, to] = /^clock=(\d{8}T\d{6}(?:\.\d{1,9})?Z)-(\d{8}T\d{6}(?:\.\d{1,9})?Z)$/.exec(request.headers.get('range') ?? '') ?? [];
    if (this.#track === undefined || from === undefined || to === undefined) return { status: this.#track === undefined ? 455 : 457 };
    this.#playing.abort();
    this.#playing = new AbortController();
    const { signal } = this.#playing;
    const track = this.#track;
    setImmediate(() => void this.#send(track, instantOf(from), instantOf(to), signal).catch(() => this.#socket.destroy()));
    return { status: 200, headers: [...named, ['Range', `clock=${from}-${to}`]] };
  }

  /** As fast as the client reads (`Rate-Control: no`). */
  async #send(track: RtpTrack, from: number, to: number, signal: AbortSignal): Promise<void> {
    const { codec } = await this.#archive.format();
    let held: PastPicture | undefined;
    let count = 0;
    const send = async (picture: PastPicture, isLast: boolean): Promise<void> => {
      count += 1;
      const run = track.pack(payloadsOf({ kind: 'video', codec, nals: picture.nals, key: picture.key, ptsMs: picture.atMs }, codec, MAX_PAYLOAD), picture.atMs);
      if (!this.#socket.write(asReplay(run, picture.atMs, { key: picture.key, isLast }, count).bytes)) await once(this.#socket, 'drain', { signal });
    };
    for await (const picture of this.#archive.pictures(from, to, cameraNow(this.#options.conduct))) {
      if (signal.aborted || !this.#socket.writable) return;
      if (held !== undefined) await send(held, false);
      held = picture;
    }
    if (held !== undefined) await send(held, true);
    else if (this.#socket.writable) this.#socket.write(goodbyeOf(track));
  }
}

const instantOf = (text: string): number => Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:'));

/** RTCP BYE (RFC 3550 §6.6): there is nothing to play. */
const goodbyeOf = ({ channel, ssrc }: RtpTrack): Buffer => {
  const bytes = Buffer.from([0x24, channel + 1, 0, 8, 0x81, 203, 0, 1, 0, 0, 0, 0]);
  bytes.writeUInt32BE(ssrc, 8);
  return bytes;
};
