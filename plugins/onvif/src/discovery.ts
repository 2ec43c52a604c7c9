import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { AddressRules, CameraObserver, Log, Milliseconds } from '@matpho/core/sdk';
import { admitMatch } from './found-camera.ts';
import { discoveryGroup, parseProbeMatches, probeKinds, probeMessage } from './probe-message.ts';
import { Sightings } from './sightings.ts';

export interface DiscoverySettings {
  readonly interval: Milliseconds;
  /** Ask on this machine too, where the simulator's cameras live. */
  readonly loopback: boolean;
  /** 3702 everywhere but in tests. */
  readonly port: number;
}
export interface DiscoveryNeeds {
  readonly addresses: AddressRules;
  readonly log: Log;
  /** Told after each round whether any network could be asked. */
  readonly reached: (networks: number) => void;
}
/** Bytes looked at in a round: some thousand cameras; parsing more is a way to keep the hub busy. */
const maxBytes = 4 * 1_048_576;

/** WS-Discovery on every IPv4 network of this machine, round after round, until the signal aborts. */
export class Discovery {
  readonly #settings: DiscoverySettings;
  readonly #needs: DiscoveryNeeds;
  readonly #sightings: Sightings;
  readonly #sockets = new Map<string, Socket>();
  #heard = 0;
  #ignored = 0;
  constructor(observer: CameraObserver, settings: DiscoverySettings, needs: DiscoveryNeeds) {
    this.#settings = settings;
    this.#needs = needs;
    this.#sightings = new Sightings(observer);
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        if (this.#ignored > 0) this.#needs.log.debug('Some discovery answers were ignored.', { ignored: this.#ignored });
        this.#heard = 0;
        this.#ignored = 0;
        this.#sightings.beginRound();
        const networks = await this.#ask();
        this.#needs.reached(networks);
        await wait(this.#settings.interval, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      for (const address of this.#sockets.keys()) this.#drop(address);
    }
  }

  /** Networks come and go: each round follows them. @returns on how many the question went out. */
  async #ask(): Promise<number> {
    const present = localAddresses(this.#settings.loopback);
    for (const address of this.#sockets.keys()) if (!present.includes(address)) this.#drop(address);
    const asked = await Promise.all(present.map((address) => this.#askOn(address).catch((cause: unknown) => {
      this.#drop(address);
      this.#needs.log.debug('A network could not be asked for cameras.', { address, cause: String(cause) });
      return false;
    })));
    return asked.filter(Boolean).length;
  }

  async #askOn(address: string): Promise<boolean> {
    const socket = this.#sockets.get(address) ?? await this.#listen(address);
    for (const kind of probeKinds) await send(socket, probeMessage(kind, `urn:uuid:${randomUUID()}`), this.#settings.port, discoveryGroup);
    return true;
  }

  async #listen(address: string): Promise<Socket> {
    const socket = createSocket('udp4');
    this.#sockets.set(address, socket);
    socket.on('message', (datagram, sender) => {
      this.#hear(datagram, sender.address).catch((cause: unknown) => this.#needs.log.warn('A found camera could not be told of.', { cause: String(cause) }));
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address, port: 0 }, resolve);
    });
    socket.on('error', () => this.#drop(address));
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(1);
    return socket;
  }

  async #hear(datagram: Uint8Array, sender: string): Promise<void> {
    this.#heard += datagram.length;
    const matches = this.#heard > maxBytes ? [] : parseProbeMatches(datagram, sender);
    if (matches.length === 0) this.#ignored += 1;
    for (const match of matches) {
      const camera = await admitMatch(match, this.#needs.addresses).catch(() => undefined);
      // The check above waits; the plugin may have stopped meanwhile.
      if (this.#sockets.size === 0) return;
      if (camera === undefined || !this.#sightings.see(camera)) this.#ignored += 1;
    }
  }

  #drop(address: string): void {
    this.#sockets.get(address)?.removeAllListeners().on('error', () => undefined).close();
    this.#sockets.delete(address);
  }
}

export function send(socket: Socket, message: string, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(message, port, host, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function localAddresses(loopback: boolean): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    .filter((one) => one.family === 'IPv4' && (loopback || !one.internal)).map((one) => one.address);
}
