import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { KnownApp } from '../apps/known-app.ts';
import { challenges, isRightDigest, readDigest } from '../apps/digest.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { answerText, type RtspAnswer } from './rtsp-answer.ts';
import { RtspReader, type RtspRequest } from './rtsp-reader.ts';
import type { RtspSession } from './rtsp-session.ts';
import { statusOf } from './status-of.ts';
import { isSameTarget } from './stream-uri.ts';
import { RtspTalk, type TalkParts } from './rtsp-talk.ts';

const mostWaiting = 16;
const mostWrong = 3;
/** Answers that are not fetched; pictures have a bound of their own, which the largest group of them fits in. */
const mostUnsent = { answers: 64 * 1024, pictures: 8 * 1024 * 1024 };
const methods = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER';
/** What a session's own connection may say without signing it anew: it opens nothing. */
const ofSession: ReadonlySet<string> = new Set(['PAUSE', 'TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER']);

/** One player's connection: requests are answered one after another. Who may call: whoever signs with a program's credentials, by a nonce of this very connection. */
export class RtspConnection {
  readonly openedAt: Instant;
  readonly address: string;
  readonly #socket: Socket;
  readonly #parts: TalkParts;
  readonly #talk: RtspTalk;
  readonly #nonce = randomBytes(16).toString('hex');
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;
  #wrong = 0;
  /** Whose it is, once it was signed. */
  #app: KnownApp | undefined;
  constructor(socket: Socket, parts: TalkParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.address = socket.remoteAddress ?? '';
    this.openedAt = parts.clock.now();
    this.#talk = new RtspTalk(socket, parts, { address: this.address, end: () => this.end() });
    const reader = new RtspReader((request) => this.#enqueue(request), () => this.#talk.session && this.#seen(this.#talk.session));
    socket.setNoDelay(true);
    socket.on('error', () => {}); // it closes next
    socket.on('close', () => this.#talk.close());
    socket.on('data', (bytes: Buffer) => {
      try {
        reader.push(bytes);
      } catch {
        socket.end(answerText({ status: 400 }, undefined));
        socket.destroySoon();
      }
    });
  }

  get username(): string | undefined {
    return this.#app?.username;
  }
  get person(): PersonId | undefined {
    return this.#app?.person.person;
  }
  get until(): Instant | undefined {
    return this.#app?.until;
  }
  get session(): RtspSession | undefined {
    return this.#talk.session;
  }
  /** RTCP came from there: is it this player's? */
  heard(address: string, port: number): void {
    const { session } = this.#talk;
    if (session && address === this.address && session.listensAt(port)) this.#seen(session);
  }
  /** At once: what waits in the socket is not sent, and what waits below it in the machine is thrown away (a reset, RFC 9293 §3.5.3). */
  end(): void {
    this.#talk.session?.end();
    this.#talk.close();
    if (this.#socket instanceof TLSSocket) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  #seen(session: RtspSession): void {
    session.seenAt = this.#parts.clock.now();
  }
  #enqueue(request: RtspRequest): void {
    this.#waiting += 1;
    if (this.#waiting > mostWaiting || this.#socket.writableLength > (this.#talk.session ? mostUnsent.pictures : mostUnsent.answers)) return void this.#socket.destroy();
    this.#turn = this.#turn.then(() => this.#handle(request));
  }
  async #handle(request: RtspRequest): Promise<void> {
    this.#waiting -= 1;
    if (this.#socket.destroyed) return;
    if (this.#talk.session) this.#seen(this.#talk.session);
    const say = (answer: RtspAnswer): void => void (this.#socket.writable && this.#socket.write(answerText(answer, request.headers.get('cseq')), 'utf8'));
    try {
      const answer = await this.#answer(request, say);
      if (answer) say(answer);
    } catch (failure) {
      const status = statusOf(failure);
      if (status === 500) this.#parts.log.error('an RTSP request failed', { method: request.method, error: failure });
      say({ status });
    }
  }

  async #answer(request: RtspRequest, say: (answer: RtspAnswer) => void): Promise<RtspAnswer | undefined> {
    const { method, headers } = request;
    const required = headers.get('require');
    if (required !== undefined) return { status: 551, headers: /^[\w.-]{1,100}$/.test(required) ? [['Unsupported', required]] : [] };
    if (method === 'OPTIONS') return { status: 200, headers: [['Public', methods]] };
    const { session } = this.#talk;
    const named = headers.get('session')?.split(';')[0]?.trim();
    if (session && named !== undefined && named !== session.id) return { status: 454 };
    if (session && ofSession.has(method)) return this.#talk.control(method);
    const app = session && method === 'PLAY' && this.#talk.isSpent && this.#app ? await this.#parts.apps.door.onceMore(this.#app) : await this.#signedBy(request);
    if (!app) return { status: 403 };
    if ('status' in app) return app;
    switch (method) {
      case 'DESCRIBE': return this.#talk.describe(request, app);
      case 'SETUP': return this.#talk.setUp(request, app);
      case 'PLAY': return this.#talk.play(request, app, say);
      case 'GET_PARAMETER': case 'SET_PARAMETER': return { status: 200 };
      case 'PAUSE': case 'TEARDOWN': return { status: 454 };
      default: return { status: 501, headers: [['Public', methods]] };
    }
  }

  async #signedBy({ method, uri, headers }: RtspRequest): Promise<KnownApp | RtspAnswer> {
    const refuse = (stale: boolean): RtspAnswer => ({ status: 401, headers: challenges(this.#nonce, { stale, counted: false }).map((challenge) => ['WWW-Authenticate', challenge] as const) });
    const claim = readDigest(headers.get('authorization'));
    if (!claim) return refuse(false);
    // Signed for another connection: not believed, and no wrong try. What was overheard opens nothing here.
    if (claim.nonce !== this.#nonce) return refuse(true);
    const app = isSameTarget(claim.uri, uri) ? await this.#parts.apps.door.knock(claim.username, this.address, (password) => isRightDigest(claim, method, password)) : undefined;
    if (app && (this.#app === undefined || this.#app.username === app.username)) {
      this.#app = app;
      // It may have been shown the door since its password was read; from here on whoever does that finds it by its name.
      if (await this.#parts.apps.door.again(app.username)) return app;
    }
    this.#wrong += 1;
    if (this.#wrong >= mostWrong) setImmediate(() => this.#socket.destroySoon());
    return refuse(false);
  }
}
