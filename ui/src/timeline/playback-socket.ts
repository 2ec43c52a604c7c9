import type { PlaybackEvent, PlaybackHello, PlaybackSay } from '@matpho/core/api';
import { backoffMs } from '../player/live-state.ts';
import type { SocketLike } from '../player/live-socket.ts';
import type { Pace } from './fetch-plan.ts';
import type { Span } from './view-window.ts';

export type HelloIn = Pick<PlaybackHello, 'camera' | 'from' | 'to'> & Partial<PlaybackHello>;
export type Opened = Extract<PlaybackEvent, { type: 'opened' }>;
export type Ended = Extract<PlaybackEvent, { type: 'ended' }>;
type Given = Extract<PlaybackEvent, { type: 'given' }>;
type Format = Extract<PlaybackEvent, { type: 'format' }>;

export interface PlaybackWorld {
  connect(): SocketLike;
  random(): number;
  /** Calls back after a while; returns what calls it off. */
  after(ms: number, then: () => void): () => void;
}
export interface PlaybackListener {
  opened(opened: Opened): void;
  format(format: Format, init: ArrayBuffer): void;
  fragment(bytes: ArrayBuffer): void;
  given(given: Given): void;
  /** Undefined: there is no picture at this instant. */
  still(at: number, jpeg: ArrayBuffer | undefined): void;
  /** A request came to nothing. */
  failed(id: number): void;
  /** Over for good. */
  ended(ended: Ended): void;
  /** The line was lost; another try follows by itself. */
  lost(): void;
}

/** A line that held so long, ms, was a good one. Before that, each further try waits longer: every opening is a line in the ledger. */
const goodAfter = 20_000;

/** The connection of one recorded picture: asks for stretches of footage and hands on what comes, in order. Comes back by itself. */
export class PlaybackSocket {
  private readonly world: PlaybackWorld;
  private readonly hello: HelloIn;
  private readonly listener: PlaybackListener;
  private socket: SocketLike | undefined;
  private listening: AbortController | undefined;
  private callOff: (() => void) | undefined;
  private lastId = 0;
  private tries = 0;
  private isOpen = false;
  private awaited: { readonly is: 'init'; readonly format: Format } | { readonly is: 'still'; readonly at: number } | undefined;

  constructor(world: PlaybackWorld, hello: HelloIn, listener: PlaybackListener) {
    this.world = world;
    this.hello = hello;
    this.listener = listener;
  }

  open(): void {
    const socket = this.world.connect();
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    this.awaited = undefined;
    this.listening = new AbortController();
    const { signal } = this.listening;
    socket.addEventListener('open', () => socket.send(JSON.stringify(this.hello)), { signal });
    socket.addEventListener('message', (message) => this.receive((message as MessageEvent<unknown>).data), { signal });
    for (const name of ['close', 'error']) socket.addEventListener(name, () => this.lose(), { signal });
  }

  close(): void {
    this.callOff?.();
    this.listening?.abort();
    this.socket?.close();
    this.socket = undefined;
    this.isOpen = false;
  }

  /** Asks for footage; the number that its `given` will carry, or undefined while there is no line. */
  want(span: Span, pace: Pace, replace: boolean): number | undefined {
    return this.say({ type: 'want', id: this.lastId + 1, from: Math.round(span.from), to: Math.round(span.to), pace, replace });
  }

  still(at: number): number | undefined {
    return this.say({ type: 'still', id: this.lastId + 1, at: Math.round(at) });
  }

  private say(say: PlaybackSay): number | undefined {
    if (!this.isOpen || !this.socket) return undefined;
    this.socket.send(JSON.stringify(say));
    return (this.lastId = say.id);
  }

  private receive(data: unknown): void {
    if (data instanceof ArrayBuffer) return this.media(data);
    if (typeof data !== 'string') return;
    const event = JSON.parse(data) as PlaybackEvent;
    if (event.type === 'opened') {
      this.isOpen = true;
      this.callOff = this.world.after(goodAfter, () => (this.tries = 0));
      this.listener.opened(event);
    } else if (event.type === 'format') this.awaited = { is: 'init', format: event };
    else if (event.type === 'given') this.listener.given(event);
    else if (event.type === 'still' && event.bytes > 0) this.awaited = { is: 'still', at: event.at };
    else if (event.type === 'still') this.listener.still(event.at, undefined);
    else if (event.type === 'problem') this.listener.failed(event.id);
    else {
      this.close();
      this.listener.ended(event);
    }
  }

  private media(bytes: ArrayBuffer): void {
    const { awaited } = this;
    this.awaited = undefined;
    if (awaited?.is === 'init') this.listener.format(awaited.format, bytes);
    else if (awaited?.is === 'still') this.listener.still(awaited.at, bytes);
    else this.listener.fragment(bytes);
  }

  private lose(): void {
    const was = this.isOpen;
    this.close();
    this.listener.lost();
    // An approval that is good for one viewing is used: another hello would be refused.
    if (was && this.hello.ask !== undefined) return this.listener.ended({ type: 'ended', reason: 'source', problem: { code: 'offline', message: '' } });
    this.tries += 1;
    this.callOff = this.world.after(backoffMs(this.tries, this.world.random()), () => this.open());
  }
}

export function browserPlayback(address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/playback`): PlaybackWorld {
  return {
    connect: () => new WebSocket(address),
    random: Math.random,
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  };
}
