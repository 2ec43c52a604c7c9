import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { KnownApp } from '../apps/known-app.ts';
import { addressPart } from '../apps/address-part.ts';
import type { PersonId } from '../domain/ids.ts';
import { seconds } from '../domain/time.ts';
import { RtpUnitsCache } from '../media/rtp-units.ts';
import { HubError } from '../sdk/errors.ts';
import { RtspConnection } from './rtsp-connection.ts';
import { sessionSeconds, type TalkParts } from './rtsp-talk.ts';
import { Tries } from './tries.ts';
import { UdpDoor } from './udp-door.ts';

export interface RtspServerOptions {
  readonly mode: 'off' | 'rtsp' | 'rtsps';
  readonly host: string;
  readonly port: number;
  /** As programs on other machines reach the hub: a name, or an address. */
  readonly name: () => string;
}
export interface TlsPair {
  /** PEM */
  readonly cert: string;
  readonly key: string;
}
export type RtspServerParts = Omit<TalkParts, 'units' | 'udp' | 'tries' | 'hasRoom'>;

/** Nobody who says nothing takes the place of somebody: strangers give way to the next stranger, and an address has so many places. */
const mostStrangers = 256;
const mostOfAddress = 64;
const mostConnections = 1_024;
const mostSessionsOfApp = 32;
const signsWithin = seconds(15);
const sweepEvery = seconds(1);

/** The hub's RTSP server (RFC 2326): live pictures for programs, each under a permit of the person who let it in. Off unless the operator says so. */
export class RtspServer {
  readonly #options: RtspServerOptions;
  readonly #parts: RtspServerParts;
  readonly #units = new RtpUnitsCache();
  readonly #tries: Tries;
  readonly #connections = new Set<RtspConnection>();
  /** Who has connected and not said hello in TLS, by address and port. */
  readonly #handshaking = new Map<string, Socket>();
  readonly #udp: UdpDoor | undefined;
  #server: Server | undefined;
  #sweeping: Disposable | undefined;
  constructor(options: RtspServerOptions, parts: RtspServerParts) {
    this.#options = options;
    this.#parts = parts;
    this.#tries = new Tries(parts.clock);
    // What goes encrypted by one way does not go in the clear by another.
    this.#udp = options.mode === 'rtsp' ? new UdpDoor(options.host, (address, port) => { for (const connection of this.#connections) connection.heard(address, port); }) : undefined;
  }

  /** `rtsp://192.168.1.5:8554`; undefined while it does not listen. @param reached an address of this machine that whoever asks has reached; absent: for what is shown to people */
  address(reached?: string): string | undefined {
    const at = this.#server?.address() as AddressInfo | null | undefined;
    if (!at) return undefined;
    const { mode, host, name } = this.#options;
    const shown = host === '0.0.0.0' || host === '::' ? (reached ?? name()) : host;
    return `${mode}://${shown.includes(':') && !shown.startsWith('[') ? `[${shown}]` : shown}:${at.port}`;
  }

  /** @throws HubError `bad-config` */
  async listen(tls: TlsPair | null): Promise<void> {
    const { mode, host, port } = this.#options;
    if (mode === 'off') return;
    if (mode === 'rtsps' && !tls) throw new HubError('bad-config', 'RTSPS needs a certificate.');
    const greet = (socket: Socket): void => this.#greet(socket);
    const server = mode === 'rtsps' && tls ? createTlsServer({ ...tls, minVersion: 'TLSv1.2', handshakeTimeout: signsWithin }, greet) : createServer(greet);
    server.maxConnections = mostConnections;
    if (mode === 'rtsps') server.on('connection', (socket: Socket) => this.#beforeHandshake(socket));
    // A failed handshake is its client's business.
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(new HubError('bad-config', `The RTSP server cannot listen on ${host}:${port}.`, { cause })));
      server.listen({ host, port }, resolve);
    });
    server.removeAllListeners('error');
    server.on('error', (error) => this.#parts.log.error('the RTSP server failed', { error }));
    this.#server = server;
    this.#sweeping = this.#parts.timers.every(sweepEvery, () => this.#sweep());
  }
  /** With a certificate that was renewed. */
  secureWith(tls: TlsPair): void {
    if (this.#options.mode === 'rtsps') (this.#server as TlsServer | undefined)?.setSecureContext({ ...tls, minVersion: 'TLSv1.2' });
  }
  /** A program was shown the door: what it has open ends now. */
  cut(username: string): void {
    for (const connection of this.#connections) if (connection.username === username) connection.end();
  }
  /** Somebody's sessions were ended, or she is nobody here any more. */
  cutOf(person: PersonId): void {
    for (const connection of this.#connections) if (connection.person === person) connection.end();
  }
  /** How many are connected, and how many of them play. */
  count(): { readonly connections: number; readonly playing: number } {
    return { connections: this.#connections.size, playing: [...this.#connections].filter(({ session }) => session?.isPlaying).length };
  }
  async close(): Promise<void> {
    this.#sweeping?.[Symbol.dispose]();
    const server = this.#server;
    this.#server = undefined;
    for (const connection of this.#connections) connection.end();
    for (const socket of this.#handshaking.values()) socket.destroy();
    await this.#udp?.close();
    if (server) await new Promise<void>((resolve) => { server.close(() => resolve()); });
  }

  /** They take places too: of one address as many as may be connected, the oldest gives way. */
  #beforeHandshake(socket: Socket): void {
    const [part, key] = [addressPart(socket.remoteAddress ?? ''), endOf(socket)];
    const near = [...this.#handshaking].filter(([, { remoteAddress }]) => addressPart(remoteAddress ?? '') === part);
    if (near.length >= mostOfAddress && near[0]) {
      this.#handshaking.delete(near[0][0]);
      near[0][1].destroy();
    }
    this.#handshaking.set(key, socket);
    socket.once('close', () => this.#handshaking.delete(key));
  }
  #greet(socket: Socket): void {
    this.#handshaking.delete(endOf(socket));
    const part = addressPart(socket.remoteAddress ?? '');
    const near = [...this.#connections].filter(({ address }) => addressPart(address) === part);
    const strangers = [...this.#connections].filter(({ username }) => username === undefined);
    if (near.length >= mostOfAddress) {
      const stranger = near.find(({ username }) => username === undefined);
      if (!stranger) return void socket.destroy();
      this.#drop(stranger);
    } else if (strangers.length >= mostStrangers && strangers[0]) this.#drop(strangers[0]);
    const connection = new RtspConnection(socket, { ...this.#parts, units: this.#units, tries: this.#tries, udp: this.#udp, hasRoom: (app) => this.#hasRoom(app) });
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }
  /** Its place is free at once, not when its socket has closed. */
  #drop(connection: RtspConnection): void {
    this.#connections.delete(connection);
    connection.end();
  }
  #hasRoom({ username }: KnownApp): boolean {
    return [...this.#connections].filter((connection) => connection.username === username && connection.session !== undefined).length < mostSessionsOfApp;
  }
  #sweep(): void {
    const now = this.#parts.clock.now();
    for (const connection of this.#connections) {
      const { session, username, openedAt, until } = connection;
      if (until !== undefined && now >= until) connection.end();
      else if (username === undefined ? now - openedAt >= signsWithin : session === undefined ? now - openedAt >= seconds(sessionSeconds) : isSilent(session, now)) connection.end();
    }
  }
}

const endOf = ({ remoteAddress = '', remotePort = 0 }: Socket): string => `${remoteAddress} ${remotePort}`;
/** Where it plays over its own connection, the connection tells; a line that does not drain ends its viewing as slow. */
function isSilent({ isPlaying, overUdp, seenAt }: { readonly isPlaying: boolean; readonly overUdp: boolean; readonly seenAt: number }, now: number): boolean {
  return (!isPlaying || overUdp) && now - seenAt >= seconds(sessionSeconds + 5);
}
