import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { scopesOf } from './device-operations.ts';
import { escapeXml, parseXml } from './soap.ts';

const group = '239.255.255.250';
const discovery = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';
const namespaces = `xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="${discovery}" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"`;
const everyone = 'urn:schemas-xmlsoap-org:ws:2005:04:discovery';
const longestProbe = 8_192;
/** Answers a second, to all together: somebody who asks all the time, under whatever address, gets no flood for it. */
const answersPerSecond = 20;

export interface Announced {
  readonly hubName: string;
  readonly endpointReference: string;
  /** Of the SOAP services. */
  readonly port: number;
  /** WS-Discovery's own, 3702 but in tests. */
  readonly discoveryPort: number;
  /** Heard and spoken on; every IPv4 interface of the machine when absent. */
  readonly interfaces?: readonly string[];
}
interface Probe {
  readonly messageId: string;
  readonly types: readonly string[];
  readonly scopes: readonly string[];
}

/** Tells programs on the LAN that the hub is there, by WS-Discovery (ONVIF Core §7). Says which address to ask, and nothing about cameras. */
export class Announcer {
  readonly #what: Announced;
  #ear: Socket | undefined;
  readonly #mouths = new Map<string, Socket>();
  #answered = { second: 0, count: 0 };
  constructor(what: Announced) {
    this.#what = what;
  }

  /** @throws Error when the port is taken by somebody who does not share it */
  async open(): Promise<void> {
    const addresses = this.#what.interfaces ?? ownAddresses();
    const ear = await bound(this.#what.discoveryPort, undefined);
    this.#ear = ear;
    for (const address of addresses) {
      try {
        ear.addMembership(group, address);
        const mouth = await bound(0, address);
        mouth.setMulticastInterface(address);
        mouth.setMulticastTTL(1);
        this.#mouths.set(address, mouth);
      } catch {
        // An interface without multicast; the others do.
      }
    }
    ear.on('message', (bytes, from) => this.#hear(bytes, from.address, from.port));
    this.#say('Hello');
  }
  async close(): Promise<void> {
    this.#say('Bye');
    await new Promise((resolve) => { setImmediate(resolve); }); // the Bye leaves first
    const sockets = [...this.#mouths.values(), ...(this.#ear ? [this.#ear] : [])];
    this.#mouths.clear();
    this.#ear = undefined;
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => { socket.close(() => resolve()); })));
  }

  #say(kind: 'Hello' | 'Bye'): void {
    for (const [address, mouth] of this.#mouths) mouth.send(message(kind, everyone, undefined, this.#describe(kind, address)), this.#what.discoveryPort, group, () => {});
  }
  #hear(bytes: Buffer, from: string, port: number): void {
    const probe = bytes.length > longestProbe ? undefined : readProbe(bytes);
    if (!probe || !this.#matches(probe) || !this.#mayAnswer()) return;
    const address = nearest(from, [...this.#mouths.keys()]);
    const mouth = address === undefined ? undefined : this.#mouths.get(address);
    if (address === undefined || !mouth) return;
    const body = `<d:ProbeMatches>${this.#describe('ProbeMatch', address)}</d:ProbeMatches>`;
    mouth.send(message('ProbeMatches', 'http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous', probe.messageId, body), port, from, () => {});
  }
  #mayAnswer(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    if (this.#answered.second !== second) this.#answered = { second, count: 0 };
    this.#answered.count += 1;
    return this.#answered.count <= answersPerSecond;
  }
  /** WS-Discovery §5.1: every type and every scope asked for must match. */
  #matches({ types, scopes }: Probe): boolean {
    const ours = scopesOf(this.#what.hubName);
    return types.every((type) => type === 'NetworkVideoTransmitter' || type === 'Device') && scopes.every((asked) => ours.some((own) => own === asked || own.startsWith(asked.endsWith('/') ? asked : `${asked}/`)));
  }
  #describe(tag: string, address: string): string {
    const { endpointReference, hubName, port } = this.#what;
    return `<d:${tag}><wsa:EndpointReference><wsa:Address>${endpointReference}</wsa:Address></wsa:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>${escapeXml(scopesOf(hubName).join(' '))}</d:Scopes><d:XAddrs>http://${address}:${port}/onvif/device_service</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:${tag}>`;
  }
}

/** Undefined when the datagram is something else. */
export function readProbe(datagram: Uint8Array): Probe | undefined {
  try {
    const envelope = parseXml(Buffer.from(datagram).toString('utf8')).at('Envelope');
    const probe = envelope?.at('Body', 'Probe');
    const messageId = envelope?.text('Header', 'MessageID') ?? '';
    if (!probe || messageId === '' || messageId.length > 256) return undefined;
    const words = (name: string): string[] => probe.text(name).split(/\s+/).filter(Boolean).slice(0, 32);
    return { messageId, types: words('Types').map((type) => type.replace(/^.*:/, '')), scopes: words('Scopes') };
  } catch {
    return undefined;
  }
}
function message(action: string, to: string, relatesTo: string | undefined, body: string): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><env:Envelope ${namespaces}><env:Header><wsa:MessageID>urn:uuid:${randomUUID()}</wsa:MessageID>${relatesTo === undefined ? '' : `<wsa:RelatesTo>${escapeXml(relatesTo)}</wsa:RelatesTo>`}<wsa:To>${to}</wsa:To><wsa:Action>${discovery}/${action}</wsa:Action></env:Header><env:Body>${body}</env:Body></env:Envelope>`);
}
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((all) => all ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address);
}
/** Of this machine's addresses the one that shares the longest beginning with the asker's: the one it can reach. */
export function nearest(asker: string, own: readonly string[]): string | undefined {
  const bits = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const common = (address: string): number => Math.clz32((bits(address) ^ bits(asker)) >>> 0);
  return own.toSorted((a, b) => common(b) - common(a))[0];
}
async function bound(port: number, address: string | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
