import { LiveEvent, type LiveHello } from '@matpho/core/api';
import { WebSocket } from 'ws';
import { isInit, isKeyFragment } from './fragment.ts';
import type { HubClient } from './hub-client.ts';

type Hello = Pick<LiveHello, 'camera'> & Partial<Pick<LiveHello, 'unit' | 'purpose'>>;
type Ended = Extract<LiveEvent, { type: 'ended' }>;

/** One viewer on `/api/live`, counting instead of showing. Times are of `performance.now()`. */
export class LiveViewer implements AsyncDisposable {
  readonly startedAt = performance.now();
  readonly #socket: WebSocket;
  readonly #started: Promise<void>;
  readonly #over: Promise<void>;
  #start = (): void => {};
  #hasInit = false;
  #firstAt: number | undefined;
  #lastAt = 0;
  #fragments = 0;
  #ended: Ended | undefined;
  #endedAt: number | undefined;

  constructor(client: HubClient, hello: Hello) {
    this.#socket = new WebSocket(new URL('/api/live', client.origin.replace(/^http/, 'ws')), { headers: { cookie: client.cookie, origin: client.origin }, perMessageDeflate: false });
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ ...hello, transport: 'mse' } satisfies Hello & { transport: string })));
    this.#socket.on('message', (data: Buffer, binary: boolean) => (binary ? this.#media(data) : this.#event(data.toString('utf8'))));
    let broken: Error | undefined;
    this.#socket.on('error', (failure) => { broken = failure; }); // 'close' follows
    this.#over = new Promise((resolve) => { this.#socket.once('close', () => resolve()); });
    this.#started = new Promise((resolve, reject) => {
      this.#start = resolve;
      this.#socket.once('close', () => reject(new Error(`The live view ended before its first picture: ${this.#ended?.problem.code ?? 'closed'}.`, { cause: broken })));
    });
    // Whoever does not wait for the first picture is not told that it never came.
    this.#started.catch(() => {});
  }

  /** When init segment and a key picture had come. @throws Error when the hub said no or the connection broke */
  async firstPictureAt(): Promise<number> {
    await this.#started;
    return this.#firstAt ?? Number.NaN;
  }
  /** Of the last media byte so far. */
  get lastMediaAt(): number {
    return this.#lastAt;
  }
  get fragments(): number {
    return this.#fragments;
  }
  /** Why the hub ended it; undefined while it has not. */
  get endedWith(): Ended['reason'] | undefined {
    return this.#ended?.reason;
  }
  /** When it was told; NaN while it is not. */
  get endedAt(): number {
    return this.#endedAt ?? Number.NaN;
  }
  /** Resolves when the connection is closed: no byte can follow. */
  get over(): Promise<void> {
    return this.#over;
  }

  /** As when a phone loses its network: no goodbye. */
  tearOff(): void {
    this.#socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close();
    else this.#socket.terminate();
    await Promise.race([this.#over, new Promise((resolve) => { setTimeout(resolve, 2_000).unref(); })]);
    this.#socket.terminate();
  }

  #media(bytes: Buffer): void {
    this.#lastAt = performance.now();
    if (isInit(bytes)) {
      this.#hasInit = true;
      return;
    }
    this.#fragments += 1;
    if (this.#firstAt !== undefined || !this.#hasInit || !isKeyFragment(bytes)) return;
    this.#firstAt = this.#lastAt;
    this.#start();
  }
  #event(text: string): void {
    const event = LiveEvent.parse(JSON.parse(text));
    if (event.type !== 'ended') return;
    this.#ended = event;
    this.#endedAt = performance.now();
  }
}
