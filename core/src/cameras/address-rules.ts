import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { networkInterfaces } from 'node:os';
import type { Milliseconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { AddressRules } from '../sdk/services.ts';
import { kindOfAddress } from './address-ranges.ts';

export type Lookup = (host: string) => Promise<readonly string[]>;

export interface CameraAddressOptions {
  /** For a demo or a camera program on the hub's own machine. */
  readonly allowLoopback: boolean;
  /** For a camera reached over the internet. */
  readonly allowPublic: boolean;
  /** Ports the hub itself listens on; refused on this machine's addresses. */
  readonly ownPorts: () => readonly number[];
  readonly ownAddresses?: () => readonly string[];
  readonly lookup?: Lookup;
  readonly lookupTimeout?: Milliseconds;
}

// Below 1024 only what cameras speak: HTTP, HTTPS, RTSP, RTSPS (RFC 7826), and 88, which some makers use for ONVIF.
const lowCameraPorts: ReadonlySet<number> = new Set([80, 88, 322, 443, 554]);
// Services where a line of an attacker's choosing does harm.
const otherServices: ReadonlySet<number> = new Set([
  1080, 1433, 1434, 1521, 1723, 1883, 2049, 2181, 2222, 2375, 2376, 2379, 2380, 3128, 3268, 3269, 3306, 3389, 4222, 4369,
  5060, 5061, 5432, 5601, 5671, 5672, 5900, 5901, 5984, 5985, 5986, 6000, 6379, 6443, 6667, 7001, 7199, 8086, 8500, 8883,
  9042, 9092, 9100, 9200, 9300, 10250, 10255, 11211, 15672, 26257, 27017, 27018, 28015, 50000, 50070, 61616,
]);
const maxAddresses = 16;

export function isCameraPort(port: number): boolean {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return false;
  return port < 1024 ? lowCameraPorts.has(port) : !otherServices.has(port);
}

/** Keeps the hub from being sent to places that are no camera (THREATS 10 and 29: SSRF). */
export class CameraAddressRules implements AddressRules {
  readonly #options: CameraAddressOptions;
  constructor(options: CameraAddressOptions) {
    this.#options = options;
  }

  async check(host: string, port: number): Promise<string> {
    const name = host.trim().replace(/^\[(.*)\]$/, '$1');
    if (name === '' || name.length > 253 || !/^[\w.:%-]+$/.test(name)) throw refused('This is no host name or address.');
    if (!isCameraPort(port)) throw refused(`Port ${port} is not one cameras use.`);
    const addresses = await this.#resolve(name);
    // Every address counts: a name that also points elsewhere is refused as a whole.
    for (const address of addresses) this.#checkAddress(address, port);
    const chosen = addresses[0];
    if (chosen === undefined) throw new HubError('camera-unreachable', 'The name has no address.');
    return chosen;
  }

  #checkAddress(address: string, port: number): void {
    const kind = kindOfAddress(address);
    if (kind === 'never') throw refused('The address is link-local, multicast, reserved or a metadata service.');
    if (kind === 'loopback' && !this.#options.allowLoopback) throw refused('The address is the hub\'s own machine.');
    if (kind === 'public' && !this.#options.allowPublic) throw refused('The address is outside the home network.');
    if (this.#options.ownPorts().includes(port) && (kind === 'loopback' || this.#isOwn(address))) throw refused('The address is the hub itself.');
  }

  #isOwn(address: string): boolean {
    const own = this.#options.ownAddresses?.() ?? machineAddresses();
    return own.includes(address.replace(/^::ffff:(?=\d+\.)/i, ''));
  }

  async #resolve(name: string): Promise<readonly string[]> {
    const { lookup = lookupAll, lookupTimeout = 5_000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    // getaddrinfo has no timeout of its own.
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The name server did not answer in time.')), lookupTimeout);
    });
    try {
      const found = await Promise.race([lookup(name), late]);
      if (found.length > maxAddresses) throw refused('The name has too many addresses for a camera.');
      return found;
    } catch (cause) {
      if (cause instanceof HubError) throw cause;
      throw new HubError('camera-unreachable', 'The name does not resolve.', { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

const refused = (why: string): HubError => new HubError('address-refused', why);

function machineAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
}

/** IPv4 first: cameras that answer on both are better tested there. */
function lookupAll(host: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true, order: 'ipv4first' }, (error: Error | null, found: LookupAddress[]) => {
      if (error) reject(error);
      else resolve(found.map((one) => one.address));
    });
  });
}
