import type { ControlEvent, ControlHello, ControlSay } from '@matpho/core/api';
import type { SocketLike } from '../player/live-socket.ts';

export type Opened = Extract<ControlEvent, { type: 'opened' }>;
export type Problem = Extract<ControlEvent, { type: 'problem' }>['problem'];
export type ControlState =
  | { readonly is: 'idle' }
  | { readonly is: 'opening' }
  | { readonly is: 'ready'; readonly opened: Opened }
  /** `problem` undefined: let go by this page, or the connection was lost. */
  | { readonly is: 'ended'; readonly problem: Problem | undefined; readonly lost: boolean };
export interface ControlListener {
  state(state: ControlState): void;
  presets(presets: Opened['presets']): void;
  /** A command came to nothing. */
  problem(problem: Problem): void;
}

/** The connection that holds a camera's controls. Closing it, or losing it, stops the camera: the hub sees to that. */
export class ControlSocket {
  readonly #connect: () => SocketLike;
  readonly #hello: ControlHello;
  readonly #listener: ControlListener;
  #socket: SocketLike | undefined;
  #listening: AbortController | undefined;
  #state: ControlState = { is: 'idle' };

  constructor(connect: () => SocketLike, hello: ControlHello, listener: ControlListener) {
    this.#connect = connect;
    this.#hello = hello;
    this.#listener = listener;
  }
  get state(): ControlState {
    return this.#state;
  }

  open(): void {
    if (this.#state.is === 'opening' || this.#state.is === 'ready') return;
    this.#put({ is: 'opening' });
    const socket = this.#connect();
    this.#socket = socket;
    const { signal } = (this.#listening = new AbortController());
    socket.addEventListener('open', () => socket.send(JSON.stringify(this.#hello)), { signal });
    socket.addEventListener('message', (message) => this.#hear((message as MessageEvent<unknown>).data), { signal });
    for (const lost of ['close', 'error']) socket.addEventListener(lost, () => this.#over(undefined, true), { signal });
  }
  /** Nothing that is said before the controls are there, or after, is sent. */
  say(message: ControlSay): void {
    if (this.#state.is === 'ready') this.#socket?.send(JSON.stringify(message));
  }
  sound(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#state.is === 'ready') this.#socket?.send(bytes);
  }
  close(): void {
    if (this.#state.is === 'opening' || this.#state.is === 'ready') this.#over(undefined, false);
  }

  #hear(data: unknown): void {
    const event = eventOf(data);
    if (event?.type === 'opened') this.#put({ is: 'ready', opened: event });
    else if (event?.type === 'presets') this.#listener.presets(event.presets);
    else if (event?.type === 'problem') this.#listener.problem(event.problem);
    else if (event?.type === 'ended') this.#over(event.problem, false);
  }
  #over(problem: Problem | undefined, lost: boolean): void {
    this.#listening?.abort();
    this.#socket?.close();
    this.#socket = undefined;
    this.#put({ is: 'ended', problem, lost });
  }
  #put(state: ControlState): void {
    this.#state = state;
    this.#listener.state(state);
  }
}

function eventOf(data: unknown): ControlEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const event: unknown = JSON.parse(data);
    // Our own hub wrote it.
    return typeof event === 'object' && event !== null && 'type' in event ? (event as ControlEvent) : undefined;
  } catch {
    return undefined;
  }
}

export function controlAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/control`;
}
