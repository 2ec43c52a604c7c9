import { WebSocket } from 'ws';
import { LiveEvent } from '../api/index.ts';
import { until } from './until.fixture.ts';

export type HelloText = Readonly<Record<string, unknown>>;
type Ended = Extract<LiveEvent, { type: 'ended' }>;

/** Somebody who watches `/api/live`: what came, in order. */
export class LiveViewer implements Disposable {
  readonly socket: WebSocket;
  readonly events: LiveEvent[] = [];
  bytes = 0;
  bytesAfterEnd = 0;
  closed: { readonly code: number; readonly reason: string } | undefined;
  /** Of the upgrade, when it was refused. */
  refused: number | undefined;

  constructor(origin: string, headers: Readonly<Record<string, string>>, hello: HelloText | undefined) {
    this.socket = new WebSocket(`${origin.replace('http', 'ws')}/api/live`, { headers, perMessageDeflate: false });
    this.socket.on('open', () => { if (hello) this.say(hello); });
    this.socket.on('message', (data: Buffer, binary: boolean) => this.#hear(data, binary));
    this.socket.on('close', (code, reason) => { this.closed ??= { code, reason: reason.toString() }; });
    this.socket.on('unexpected-response', (request, response) => {
      this.refused = response.statusCode;
      request.destroy();
    });
    this.socket.on('error', () => {});
  }

  say(message: HelloText): void {
    this.socket.send(JSON.stringify(message));
  }
  get ended(): Ended | undefined {
    return this.events.find((event) => event.type === 'ended');
  }
  get viewing(): string | undefined {
    return this.events.find((event) => event.type === 'opened')?.viewing;
  }
  of<T extends LiveEvent['type']>(type: T): number {
    return this.events.filter((event) => event.type === type).length;
  }

  /** Resolves once media flows, and goes on flowing. */
  async playing(): Promise<this> {
    await this.more();
    return this;
  }
  async more(): Promise<void> {
    const before = this.bytes;
    await until('more media comes', () => this.bytes > before || this.closed);
    if (this.bytes === before) throw new Error(`No media: ${JSON.stringify([this.events, this.closed])}`);
  }
  async end(): Promise<Ended> {
    await until('the viewing ends', () => this.ended !== undefined && this.closed !== undefined);
    return this.ended as Ended;
  }
  async over(): Promise<void> {
    await until('the connection ends', () => this.closed !== undefined || this.refused !== undefined);
  }
  [Symbol.dispose](): void {
    this.socket.terminate();
  }

  #hear(data: Buffer, binary: boolean): void {
    if (!binary) {
      this.events.push(LiveEvent.parse(JSON.parse(data.toString('utf8'))));
      return;
    }
    this.bytes += data.length;
    if (this.ended) this.bytesAfterEnd += data.length;
  }
}
