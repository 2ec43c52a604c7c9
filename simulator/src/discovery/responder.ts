import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { bye, hello, matches, probeMatches, readProbe } from './messages.ts';
import type { Announced } from './messages.ts';

export const GROUP = '239.255.255.250';
const MAX_DATAGRAM = 16_384;
const MAX_QUEUED = 8_192;
// Receivers have small buffers: a thousand cameras that answer at once would be lost, as on a real network.
const BATCH = 8;
const BATCH_EVERY_MS = 4;

export interface ResponderOptions {
  readonly port: number;
  /** IPv4 addresses of the interfaces to hear and speak on; 127.0.0.1 is one. */
  readonly interfaces: readonly string[];
  /** The devices that are on now. */
  devices(): readonly Announced[];
}

/** WS-Discovery for a whole street on one shared socket; several streets may run on one machine (SO_REUSEADDR). */
export class Responder {
  readonly #options: ResponderOptions;
  #socket: Socket | undefined;
  #speakers: Socket[] = [];
  #queue: { readonly bytes: Buffer; readonly port: number; readonly address: string }[] = [];
  #sending: NodeJS.Timeout | undefined;

  constructor(options: ResponderOptions) {
    this.#options = options;
  }

  /** @throws Error when the port is taken by somebody who does not share, or an interface is not there. */
  async open(): Promise<void> {
    const { interfaces, port } = this.#options;
    const socket = await bound(port, undefined);
    this.#socket = socket;
    for (const address of interfaces) socket.addMembership(GROUP, address);
    socket.on('message', (bytes, from) => this.#hear(bytes, from.port, from.address));
    for (const address of interfaces) {
      const speaker = await bound(0, address);
      speaker.setMulticastInterface(address);
      speaker.setMulticastTTL(1);
      this.#speakers.push(speaker);
    }
  }

  sayHello(device: Announced): void {
    this.#say(hello(device));
  }

  sayBye(device: Announced): void {
    this.#say(bye(device));
  }

  async close(): Promise<void> {
    clearInterval(this.#sending);
    this.#queue = [];
    const sockets = [...this.#speakers, ...(this.#socket === undefined ? [] : [this.#socket])];
    this.#socket = undefined;
    this.#speakers = [];
    await new Promise((resolve) => { setImmediate(resolve); }); // a last Bye leaves first
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => { socket.close(() => resolve()); })));
  }

  #say(bytes: Buffer): void {
    for (const speaker of this.#speakers) speaker.send(bytes, this.#options.port, GROUP, () => undefined);
  }

  #hear(bytes: Buffer, port: number, address: string): void {
    if (bytes.length > MAX_DATAGRAM) return;
    const probe = readProbe(bytes);
    if (probe === undefined) return;
    for (const device of this.#options.devices()) {
      if (this.#queue.length < MAX_QUEUED && matches(probe, device)) this.#queue.push({ bytes: probeMatches(probe, device), port, address });
    }
    this.#flush();
    if (this.#queue.length > 0) this.#sending ??= setInterval(() => this.#flush(), BATCH_EVERY_MS);
  }

  #flush(): void {
    for (const { bytes, port, address } of this.#queue.splice(0, BATCH)) this.#socket?.send(bytes, port, address, () => undefined);
    if (this.#queue.length > 0) return;
    clearInterval(this.#sending);
    this.#sending = undefined;
  }
}

const bound = (port: number, address: string | undefined): Promise<Socket> => new Promise((resolve, reject) => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.once('error', reject);
  socket.bind(port, address, () => {
    socket.off('error', reject);
    socket.on('error', () => undefined); // refusals of peers that left
    resolve(socket);
  });
});
