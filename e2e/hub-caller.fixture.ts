import { WebSocket } from 'ws';

/** One person's client without a browser: her session outlives the hub's process, as her cookie does. */
export class HubCaller {
  origin: string;
  #cookie = '';
  constructor(origin: string) {
    this.origin = origin;
  }

  async send(key: string, body?: unknown): Promise<{ readonly status: number; readonly json: unknown }> {
    const [method = 'GET', path = '/'] = key.split(' ');
    const answer = await fetch(new URL(path, this.origin), {
      method, headers: { origin: this.origin, cookie: this.#cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookie = answer.headers.getSetCookie()[0];
    if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
  }
  /** @throws when the hub refuses */
  async call<T>(key: string, body?: unknown): Promise<T> {
    const { status, json } = await this.send(key, body);
    if (status >= 400) throw new Error(`${key}: ${status} ${JSON.stringify(json)}`);
    return json as T;
  }
  watch(hello: object): Watching {
    return new Watching(new WebSocket(`${this.origin.replace('http', 'ws')}/api/live`, { headers: { origin: this.origin, cookie: this.#cookie }, perMessageDeflate: false }), hello);
  }
}

/** Somebody who looks at a live picture, and what reached her. */
export class Watching {
  bytes = 0;
  viewing: string | undefined;
  readonly #socket: WebSocket;
  readonly sent: Promise<void>;
  readonly playing: Promise<void>;
  readonly over: Promise<void>;
  constructor(socket: WebSocket, hello: object) {
    this.#socket = socket;
    let hasSent = (): void => {};
    let hasPlayed = (): void => {};
    this.sent = new Promise((resolve) => { hasSent = resolve; });
    this.playing = new Promise((resolve) => { hasPlayed = resolve; });
    this.over = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {});
    socket.once('open', () => socket.send(JSON.stringify(hello), () => hasSent()));
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        this.bytes += data.length;
        hasPlayed();
        return;
      }
      const event = JSON.parse(data.toString()) as { type: string; viewing?: string };
      if (event.type === 'opened') this.viewing = event.viewing;
    });
  }
  close(): void {
    this.#socket.terminate();
  }
}
