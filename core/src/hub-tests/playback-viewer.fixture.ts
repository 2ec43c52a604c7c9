import { WebSocket } from 'ws';
import { PlaybackEvent } from '../api/index.ts';
import { boxesIn } from '../media/fmp4-read.ts';
import type { Browser } from './browser.fixture.ts';
import { until } from './until.fixture.ts';

type Of<T extends PlaybackEvent['type']> = Extract<PlaybackEvent, { type: T }>;

/** Somebody who looks back over `/api/playback`: what came, in order. */
export class PlaybackViewer implements Disposable {
  readonly socket: WebSocket;
  readonly events: PlaybackEvent[] = [];
  /** Init segments and fragments, in the order they came. */
  readonly media: Buffer[] = [];
  readonly stills: { readonly event: Of<'still'>; readonly jpeg: Buffer }[] = [];
  closed = false;
  bytesAfterEnd = 0;
  #awaits: Of<'still'> | undefined;
  #next = 1;

  constructor(browser: Browser, hello: object) {
    this.socket = new WebSocket(`${browser.origin.replace('http', 'ws')}/api/playback`, { headers: browser.headers, perMessageDeflate: false });
    this.socket.on('open', () => this.say(hello));
    this.socket.on('message', (data: Buffer, binary: boolean) => this.#hear(data, binary));
    this.socket.on('close', () => { this.closed = true; });
    this.socket.on('error', () => {});
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
  of<T extends PlaybackEvent['type']>(type: T): Of<T>[] {
    return this.events.filter((event): event is Of<T> => event.type === type);
  }
  async opened(): Promise<Of<'opened'>> {
    await until('the session opens', () => this.of('opened').length > 0 || this.of('ended').length > 0);
    const [opened] = this.of('opened');
    if (!opened) throw new Error(JSON.stringify(this.events));
    return opened;
  }
  async want(from: number, to: number, more: object = {}): Promise<Of<'given'>> {
    const id = this.#next++;
    this.say({ type: 'want', id, from, to, ...more });
    await until('it is given', () => this.of('given').some((event) => event.id === id) || this.of('problem').some((event) => event.id === id) || this.closed);
    const given = this.of('given').find((event) => event.id === id);
    if (!given) throw new Error(JSON.stringify(this.events));
    return given;
  }
  async still(at: number): Promise<{ readonly event: Of<'still'>; readonly jpeg: Buffer }> {
    const id = this.#next++;
    this.say({ type: 'still', id, at });
    await until('the still comes', () => this.stills.some(({ event }) => event.id === id) || this.of('problem').some((event) => event.id === id) || this.closed);
    const still = this.stills.find(({ event }) => event.id === id);
    if (!still) throw new Error(JSON.stringify(this.events));
    return still;
  }
  async ended(): Promise<Of<'ended'>> {
    await until('it ends', () => this.of('ended').length > 0 && this.closed);
    return this.of('ended')[0] as Of<'ended'>;
  }
  /** From the newest init segment on, as a file. */
  get film(): Buffer {
    const isInit = (chunk: Buffer): boolean => [...boxesIn(chunk)].some(({ type }) => type === 'moov');
    return Buffer.concat(this.media.slice(Math.max(0, this.media.findLastIndex(isInit))));
  }
  [Symbol.dispose](): void {
    this.socket.terminate();
  }

  #hear(data: Buffer, binary: boolean): void {
    if (binary) {
      if (this.of('ended').length > 0) this.bytesAfterEnd += data.length;
      const event = this.#awaits;
      this.#awaits = undefined;
      if (event) this.stills.push({ event, jpeg: data });
      else this.media.push(data);
      return;
    }
    const event = PlaybackEvent.parse(JSON.parse(data.toString('utf8')));
    this.events.push(event);
    if (event.type !== 'still') return;
    if (event.bytes > 0) this.#awaits = event;
    else this.stills.push({ event, jpeg: Buffer.alloc(0) });
  }
}
