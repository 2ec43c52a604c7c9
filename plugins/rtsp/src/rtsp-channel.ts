import type { Socket } from 'node:net';
import { HubError, type Credentials, type Milliseconds } from '@matpho/core/sdk';
import { Authorization, chooseChallenge } from './authorization.ts';
import { brokenAnswer } from './broken-answer.ts';
import type { ShownCertificate } from './certificates.ts';
import type { Connection } from './connection.ts';
import { header, type RtspMessage, type RtspRequest, type RtspResponse } from './rtsp-message.ts';
import { RtspWire } from './rtsp-wire.ts';

/** One interleaved packet, valid during the call only. */
export type PacketReader = (bytes: Buffer, start: number, end: number) => void;
interface Waiting {
  readonly answer: (response: RtspResponse) => void;
  readonly fail: (error: unknown) => void;
}

const mostWaiting = 16;
/** A camera that does not read gets nothing more. */
const mostUnsent = 64 * 1024;
const understood = new Set(['OPTIONS', 'GET_PARAMETER', 'SET_PARAMETER', 'REDIRECT']);

/** Requests and answers over one connection, signed in; and the packets between them. */
export class RtspChannel {
  readonly #socket: Socket;
  readonly #connection: Connection;
  readonly #credentials: Credentials | undefined;
  readonly #replyWithin: Milliseconds;
  readonly #wire: RtspWire;
  readonly #readers: (PacketReader | undefined)[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #authorization: Authorization | undefined;
  #isAnswering = false;
  #sequence = 0;
  #session: string | undefined;
  #failure: unknown;
  #onFailure: ((error: unknown) => void) | undefined;
  #onMoved: ((location: string | undefined) => void) | undefined;

  /** @param authorization the answer to a challenge that an earlier connection got */
  constructor(connection: Connection, credentials: Credentials | undefined, replyWithin: Milliseconds, authorization?: Authorization) {
    this.#authorization = authorization;
    this.#connection = connection;
    this.#socket = connection.socket;
    this.#credentials = credentials;
    this.#replyWithin = replyWithin;
    this.#wire = new RtspWire({
      packet: (channel, bytes, start, end) => this.#readers[channel]?.(bytes, start, end),
      message: (message) => this.#receive(message),
    });
  }

  start(): void {
    this.#connection.onBytes((chunk) => {
      if (this.#failure !== undefined) return;
      try {
        this.#wire.push(chunk);
      } catch (error) {
        this.close(error instanceof HubError ? error : brokenAnswer('The camera sent something unexpected.', error));
      }
    });
    this.#socket.on('error', (cause) => this.close(new HubError('camera-unreachable', 'The connection to the camera broke.', { cause })));
    this.#socket.on('close', () => this.close(new HubError('camera-unreachable', 'The camera closed the connection.')));
  }
  /** Called once, with what ended the channel. */
  onFailure(react: (error: unknown) => void): void {
    this.#onFailure = react;
    if (this.#failure !== undefined) react(this.#failure);
  }
  /** Called when the camera asks the hub to go elsewhere, RFC 2326 §10.10. */
  onMoved(react: (location: string | undefined) => void): void {
    this.#onMoved = react;
  }
  get certificate(): ShownCertificate | undefined {
    return this.#connection.certificate;
  }
  /** The answer to a challenge after which the camera closed the connection without a word. */
  get hungUpOn(): Authorization | undefined {
    return this.#isAnswering ? this.#authorization : undefined;
  }
  /** @param channel 0..255. Some cameras give two tracks one channel: then both read, and each knows its own payload type. */
  onPacket(channel: number, read: PacketReader): void {
    const other = this.#readers[channel];
    this.#readers[channel] = other
      ? (bytes, start, end) => {
          other(bytes, start, end);
          read(bytes, start, end);
        }
      : read;
  }
  /** Reads no more until `resume`: the camera is held back by TCP. */
  pause(): void {
    this.#socket.pause();
  }
  resume(): void {
    if (this.#failure === undefined) this.#socket.resume();
  }
  get localAddress(): string {
    return this.#socket.localAddress ?? '';
  }
  get remoteAddress(): string {
    return this.#socket.remoteAddress ?? '';
  }
  set session(id: string) {
    this.#session = id;
  }

  /**
   * Sends a request and answers a challenge once; a second time only when the camera says that just the nonce was old.
   * @returns any answer but 401
   * @throws HubError `camera-wrong-password`, `camera-unreachable`, `camera-broken-answer`
   */
  async request(method: string, uri: string, headers: readonly string[] = []): Promise<RtspResponse> {
    for (let attempt = 0; ; attempt++) {
      const response = await this.#exchange(method, uri, headers);
      this.#isAnswering = false;
      if (response.status !== 401) return response;
      const challenge = chooseChallenge(response.headers.get('www-authenticate') ?? []);
      if (!this.#credentials) throw new HubError('camera-wrong-password', 'The camera asks for a user name and a password.');
      if (!challenge) throw brokenAnswer('The camera asks for a way of signing in that the hub does not know.');
      if (attempt > 1 || (attempt === 1 && !challenge.stale)) throw new HubError('camera-wrong-password', 'The camera refused the user name or the password.');
      // Whoever wants the password itself after a digest of it is not the camera that asked for the digest.
      if (challenge.scheme === 'basic' && this.#authorization?.challenge.scheme === 'digest' && !this.certificate) throw brokenAnswer('The camera asks for the password in the clear after it took a digest of it.');
      this.#authorization = new Authorization(challenge, this.#credentials);
      this.#isAnswering = true;
    }
  }
  /** Sends a packet on an interleaved channel. */
  sendPacket(channel: number, packet: Buffer): void {
    const head = Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]);
    this.#send(Buffer.concat([head, packet]));
  }
  /** Says goodbye and closes; nothing is awaited of the camera. @param why for requests that wait */
  leave(uri: string, why: unknown = new HubError('camera-unreachable', 'The stream was closed.')): void {
    if (this.#failure !== undefined) return;
    if (this.#session !== undefined) this.#write(++this.#sequence, 'TEARDOWN', uri, []);
    this.close(why, true);
  }
  close(error: unknown, gently = false): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    if (gently) {
      // `end` alone would wait for ever on a camera that does not read, and an idle timeout on one that goes on sending.
      const late = setTimeout(() => this.#socket.destroy(), 1_000);
      this.#socket.once('close', () => clearTimeout(late));
      this.#socket.end();
    } else this.#socket.destroy();
    for (const { fail } of this.#waiting.values()) fail(error);
    this.#waiting.clear();
    this.#onFailure?.(error);
  }

  async #exchange(method: string, uri: string, headers: readonly string[]): Promise<RtspResponse> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#waiting.size >= mostWaiting) throw new HubError('camera-unreachable', 'The camera leaves too many requests unanswered.');
    const sequence = ++this.#sequence;
    let late: NodeJS.Timeout | undefined;
    try {
      return await new Promise<RtspResponse>((answer, fail) => {
        late = setTimeout(() => fail(new HubError('camera-unreachable', `The camera does not answer ${method}.`)), this.#replyWithin);
        this.#waiting.set(sequence, { answer, fail });
        this.#write(sequence, method, uri, headers);
      });
    } finally {
      clearTimeout(late);
      this.#waiting.delete(sequence);
    }
  }
  #write(sequence: number, method: string, uri: string, headers: readonly string[]): void {
    const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${sequence}`, 'User-Agent: MatPho', ...(this.#session === undefined ? [] : [`Session: ${this.#session}`]), ...headers];
    if (this.#authorization) lines.push(`Authorization: ${this.#authorization.header(method, uri)}`);
    this.#send(`${lines.join('\r\n')}\r\n\r\n`);
  }
  #receive(message: RtspMessage): void {
    if (message.kind === 'request') return this.#reply(message);
    const sequence = header(message.headers, 'cseq');
    // A camera that forgets the number can only mean the oldest request.
    const waiting = this.#waiting.get(sequence === undefined ? (this.#waiting.keys().next().value ?? -1) : Number.parseInt(sequence, 10));
    if (message.status >= 200) waiting?.answer(message);
  }
  #reply(request: RtspRequest): void {
    const sequence = (header(request.headers, 'cseq') ?? '0').replace(/\D/g, '').slice(0, 10);
    const moves = request.method === 'REDIRECT';
    this.#send(`RTSP/1.0 ${understood.has(request.method) ? '200 OK' : '501 Not Implemented'}\r\nCSeq: ${sequence}\r\n\r\n`);
    if (moves) this.#onMoved?.(header(request.headers, 'location'));
  }
  #send(data: string | Buffer): void {
    if (this.#socket.writable && this.#socket.writableLength < mostUnsent) this.#socket.write(data);
  }
}
