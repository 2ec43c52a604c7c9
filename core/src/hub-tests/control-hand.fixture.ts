import { WebSocket } from 'ws';
import { ControlEvent, type ControlSay } from '../api/control.ts';
import type { HelloText } from './live-viewer.fixture.ts';
import { until } from './until.fixture.ts';

type Of<T extends ControlEvent['type']> = Extract<ControlEvent, { type: T }>;

/** Somebody at a camera's controls: what the hub said, in order. */
export class ControlHand implements Disposable {
  readonly socket: WebSocket;
  readonly events: ControlEvent[] = [];
  closed: number | undefined;
  /** Of the upgrade, when it was refused. */
  refused: number | undefined;

  constructor(origin: string, headers: Readonly<Record<string, string>>, hello: HelloText | undefined) {
    this.socket = new WebSocket(`${origin.replace('http', 'ws')}/api/control`, { headers, perMessageDeflate: false });
    this.socket.on('open', () => { if (hello) this.socket.send(JSON.stringify(hello)); });
    this.socket.on('message', (data: Buffer) => { this.events.push(ControlEvent.parse(JSON.parse(data.toString('utf8')))); });
    this.socket.on('close', (code) => { this.closed ??= code; });
    this.socket.on('unexpected-response', (request, response) => {
      this.refused = response.statusCode;
      request.destroy();
    });
    this.socket.on('error', () => {});
  }

  say(message: ControlSay): void {
    this.socket.send(JSON.stringify(message));
  }
  sound(bytes: Uint8Array): void {
    this.socket.send(bytes, { binary: true });
  }
  all<T extends ControlEvent['type']>(type: T): readonly Of<T>[] {
    return this.events.filter((event): event is Of<T> => event.type === type);
  }
  async opened(): Promise<Of<'opened'>> {
    await until('the controls are hers', () => this.all('opened')[0] ?? this.closed ?? this.refused);
    const [event] = this.all('opened');
    if (!event) throw new Error(`Not opened: ${JSON.stringify([this.events, this.closed, this.refused])}`);
    return event;
  }
  async end(): Promise<Of<'ended'>> {
    await until('the controls are gone', () => this.all('ended')[0] !== undefined && this.closed !== undefined);
    return this.all('ended')[0] as Of<'ended'>;
  }
  /** Says it, and waits until it was carried out or came to nothing. */
  async ask(message: ControlSay): Promise<ControlEvent> {
    const before = this.events.length;
    this.say(message);
    const answer = (): ControlEvent | undefined => this.events.slice(before).find(({ type }) => type === 'done' || type === 'problem' || type === 'ended');
    await until(`${message.type} is answered`, answer);
    return answer() as ControlEvent;
  }
  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}
