import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { DigestGate } from '../auth/digest-gate.ts';
import type { Conduct } from '../conduct.ts';
import type { Metronome } from '../media/metronome.ts';
import type { CameraArchive } from '../archive/camera-archive.ts';
import type { CameraStream } from './camera-stream.ts';
import { Connection } from './connection.ts';
import type { TalkEar } from './talk-ear.ts';
import { openUdpPair } from './udp-pair.ts';
import type { UdpPair } from './udp-pair.ts';

export type RtspAuth = 'none' | 'basic' | 'digest' | 'sha256' | 'both';

export interface RtspServerOptions {
  readonly host: string;
  /** The session name of the SDP. */
  readonly title: string;
  readonly streams: { readonly main: CameraStream; readonly sub: CameraStream };
  readonly conduct: Conduct;
  readonly auth: RtspAuth;
  readonly transports: 'tcp' | 'udp' | 'both';
  readonly sessionSeconds: number;
  readonly nonceMs: number;
  /** Its loudspeaker; undefined for none. */
  readonly talk?: TalkEar | undefined;
  /** What it kept; undefined for nothing. */
  readonly archive?: CameraArchive | undefined;
  /** Given: every RTP packet is its own send, spread over 20 ms. */
  readonly paced: Metronome | undefined;
}

const MAX_CLIENTS = 256;

/** A camera's RTSP port (RFC 2326). Closed and opened again on the same port, it is a camera that restarted. */
export class RtspServer {
  readonly #options: RtspServerOptions;
  readonly #gate: DigestGate;
  readonly #connections = new Set<Connection>();
  #server: Server | undefined;
  #udp: Promise<UdpPair> | undefined;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: RtspServerOptions) {
    this.#options = options;
    this.#gate = new DigestGate('Street camera', options.nonceMs);
  }

  get clients(): number {
    return this.#connections.size;
  }

  /** Units left out because clients did not read, or because the camera was stalled. */
  get dropped(): number {
    return [...this.#connections].reduce((sum, connection) => sum + (connection.session?.dropped ?? 0), 0);
  }

  /** @returns the port. @throws Error when it is taken. */
  async open(port: number): Promise<number> {
    const server = createServer((socket) => {
      const connection = new Connection(socket, this.#options, this.#gate, () => (this.#udp ??= this.#openUdp()));
      this.#connections.add(connection);
      socket.on('close', () => this.#connections.delete(connection));
    });
    server.maxConnections = MAX_CLIENTS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.#options.host, resolve);
    });
    this.#server = server;
    this.#sweep = setInterval(() => { for (const connection of this.#connections) connection.sweep(); }, 1_000);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  dropClients(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => { if (this.#server === undefined) resolve(); else this.#server.close(() => resolve()); });
    this.dropClients();
    await closed;
    this.#server = undefined;
    (await this.#udp?.catch(() => undefined))?.close();
    this.#udp = undefined;
  }

  // A client's receiver reports keep its session alive (RFC 3550 §6.4.2), as with most cameras.
  async #openUdp(): Promise<UdpPair> {
    const pair = await openUdpPair(this.#options.host);
    pair.rtcp.on('message', (_bytes, from) => {
      for (const connection of this.#connections) connection.hear(from.address, from.port);
    });
    return pair;
  }
}
