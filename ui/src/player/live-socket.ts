import type { LiveEvent, LiveHello, LiveSay } from '@matpho/core/api';
import { backoffMs, step, type LiveDeed, type LiveInput, type LiveState } from './live-state.ts';

/** What a browser WebSocket is to this file; a test gives its own. */
export type SocketLike = EventTarget & Pick<WebSocket, 'send' | 'close' | 'binaryType'>;
export interface LiveWorld {
  connect(): SocketLike;
  now(): number;
  random(): number;
  /** Calls back after a while; returns what calls it off. */
  after(ms: number, then: () => void): () => void;
}
export interface LiveListener {
  state(state: LiveState): unknown;
  /** A new connection begins: the media of the one before is over. */
  connection(): void;
  format(event: Extract<LiveEvent, { type: 'format' }>): void;
  bytes(chunk: ArrayBuffer): void;
  /** SDP to be sent with the hello, where this way needs one. A rejection: it cannot be had. */
  offer?(): Promise<string> | undefined;
  offerFailed?(): void;
  answer?(sdp: string): void;
  /** The hub sends at another pace from here on. */
  paced?(pace: LiveSay['pace']): void;
  /** The media goes another way than this connection, so its silence means nothing. */
  isApart?(): boolean;
  /** Nothing may stay on the screen. */
  clear(): unknown;
}

/** A connection that says nothing for this long is taken for lost (wifi that went away sends no close). */
const silentMs = 12_000;

/** The live connection of one picture: says hello, hands on media, comes back by itself when that makes sense. */
export class LiveSocket {
  private readonly world: LiveWorld;
  private readonly hello: () => LiveHelloIn;
  private readonly listener: LiveListener;
  private socket: SocketLike | undefined;
  private listening: AbortController | undefined;
  private callOff: (() => void) | undefined;
  private callOffSilence: (() => void) | undefined;
  state: LiveState = { is: 'idle' };

  constructor(world: LiveWorld, hello: () => LiveHelloIn, listener: LiveListener) {
    this.world = world;
    this.hello = hello;
    this.listener = listener;
  }

  start(): void {
    this.put({ type: 'start' });
  }

  stop(): void {
    this.put({ type: 'stop' });
  }

  /** Nobody looks: let go of the connection, keep the last picture. */
  sleep(): void {
    this.put({ type: 'sleep' });
  }

  wake(): void {
    this.put({ type: 'wake' });
  }

  again(): void {
    this.put({ type: 'again' });
  }

  /** The player showed a frame. */
  frame(): void {
    this.put({ type: 'frame' });
  }

  /** Opens anew with another hello, where that costs no approval. */
  switch(): void {
    this.put({ type: 'switch', at: this.world.now() });
  }

  /** Every way has failed. */
  unplayable(): void {
    this.put({ type: 'unplayable', at: this.world.now() });
  }

  /** Said on the open connection; nothing is opened for it. */
  say(say: LiveSay): void {
    if ('opened' in this.state && this.state.opened) this.socket?.send(JSON.stringify(say));
  }

  /** This connection cannot go on: it was lost, or the player failed. */
  broken(): void {
    this.put({ type: 'lost', at: this.world.now() });
  }

  private put(input: LiveInput): void {
    const before = this.state;
    const next = step(before, input, this.hello().ask !== undefined);
    this.state = next.state;
    for (const deed of next.deeds) this.carryOut(deed);
    if (next.state !== before) this.listener.state(next.state);
  }

  private carryOut(deed: LiveDeed): void {
    if (deed === 'close') this.close();
    else if (deed === 'clear') this.listener.clear();
    else if (deed === 'connect') this.open();
    else {
      const tries = this.state.is === 'waiting' ? this.state.tries : 1;
      this.callOff = this.world.after(backoffMs(tries, this.world.random()), () => this.put({ type: 'again' }));
    }
  }

  private open(): void {
    this.listener.connection();
    const socket = this.world.connect();
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    this.listening = new AbortController();
    const { signal } = this.listening;
    socket.addEventListener('open', () => this.greet(socket), { signal });
    socket.addEventListener('message', (message) => this.receive((message as MessageEvent<unknown>).data), { signal });
    socket.addEventListener('close', () => this.broken(), { signal });
    socket.addEventListener('error', () => this.broken(), { signal });
    this.watchSilence();
  }

  private greet(socket: SocketLike): void {
    const offered = this.listener.offer?.();
    if (!offered) return socket.send(JSON.stringify(this.hello()));
    void this.greetWith(socket, offered);
  }

  private async greetWith(socket: SocketLike, offered: Promise<string>): Promise<void> {
    const offer = await offered.catch(() => undefined);
    if (this.socket !== socket) return;
    if (offer === undefined) this.listener.offerFailed?.();
    else socket.send(JSON.stringify({ ...this.hello(), offer }));
  }

  private close(): void {
    this.callOff?.();
    this.callOffSilence?.();
    this.callOff = this.callOffSilence = undefined;
    const socket = this.socket;
    this.socket = undefined;
    this.listening?.abort();
    socket?.close();
  }

  private receive(data: unknown): void {
    if (data instanceof ArrayBuffer) this.listener.bytes(data);
    else this.hear(eventOf(data));
    if (this.socket) this.watchSilence();
  }

  private hear(event: LiveEvent | undefined): void {
    if (!event) return;
    if (event.type === 'format') this.listener.format(event);
    else if (event.type === 'answer') this.listener.answer?.(event.sdp);
    const { type, pace }: { readonly type: string; readonly pace?: LiveSay['pace'] } = event;
    if (type === 'pace' && pace) this.listener.paced?.(pace);
    this.put({ type: 'said', event, at: this.world.now() });
  }

  private get apart(): boolean {
    return 'opened' in this.state && this.state.opened !== null && this.listener.isApart?.() === true;
  }

  private watchSilence(): void {
    this.callOffSilence?.();
    // While the hub itself waits for the camera, silence is what it promised.
    this.callOffSilence = this.state.is === 'waiting' || this.apart ? undefined : this.world.after(silentMs, () => this.broken());
  }
}

/** The hello as a browser writes it; the hub fills in the rest. */
export type LiveHelloIn = Pick<LiveHello, 'camera' | 'transport'> & Partial<{ [K in keyof LiveHello]: LiveHello[K] | undefined }>;

const kinds: ReadonlySet<unknown> = new Set(['opened', 'answer', 'format', 'pace', 'waiting', 'ended']);
function eventOf(data: unknown): LiveEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const event: unknown = JSON.parse(data);
    // Our own hub wrote it; a kind this page does not know yet is passed over.
    return typeof event === 'object' && event !== null && kinds.has((event as { type?: unknown }).type) ? (event as LiveEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** The browser's own world, for a live socket at this address. */
export function browserWorld(url: string): LiveWorld {
  return {
    connect: () => new WebSocket(url),
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  };
}
