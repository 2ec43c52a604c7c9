import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { HubError, type AddressRules, type FoundCamera, type Milliseconds } from '@matpho/core/sdk';
import { portOf } from './camera-url.ts';
import type { Reach } from './describe-camera.ts';
import { OnvifDevice } from './device.ts';
import { send } from './discovery.ts';
import { admitMatch } from './found-camera.ts';
import { parseProbeMatches, probeKinds, probeMessage, type ProbeMatch } from './probe-message.ts';

export interface TypedAddressSettings {
  /** Where cameras serve ONVIF when nobody says. */
  readonly ports: readonly number[];
  readonly discoveryPort: number;
  /** How long a camera has to answer the datagram. */
  readonly patience: Milliseconds;
}

/** `CameraProvider.probe`: one datagram to the host, and the one question ONVIF answers to strangers at each usual port. */
export async function probeAddress(typed: string, settings: TypedAddressSettings, reach: Reach, signal: AbortSignal): Promise<readonly FoundCamera[]> {
  const { host, port } = parseTyped(typed);
  const ports = port === undefined ? settings.ports : [port];
  const answering = new AbortController();
  const stop = AbortSignal.any([signal, answering.signal]);
  try {
    const byHttp = Promise.any(ports.map((one) => askByHttp(host, one, reach, stop)));
    byHttp.catch(() => undefined);
    // The datagram first: it brings the camera's lasting name, and its patience is short.
    const told = await askByDatagram(host, settings, reach.addresses, stop).catch(() => []);
    const cameras: FoundCamera[] = [];
    for (const match of told) {
      if (port !== undefined && portOf(match.deviceUri) !== port) continue;
      const camera = await admitMatch(match, reach.addresses).catch(() => undefined);
      if (camera !== undefined) cameras.push(camera);
    }
    return cameras.length > 0 ? cameras : [await byHttp];
  } catch (cause) {
    signal.throwIfAborted();
    throw cause instanceof AggregateError ? reasonOf(cause.errors) : cause;
  } finally {
    answering.abort();
  }
}

/** `192.168.1.20`, `192.168.1.20:8000`, `[fd12::20]:8000`, `camera.lan`. */
export function parseTyped(typed: string): { readonly host: string; readonly port?: number } {
  const text = typed.trim();
  if (text.length > 260 || !/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(text) || !URL.canParse(`http://${text}/`)) {
    throw new HubError('address-refused', 'This is not a host, or a host and a port.');
  }
  const port = /:(\d+)$/.exec(text)?.[1];
  return { host: new URL(`http://${text}/`).hostname, ...(port === undefined ? {} : { port: Number(port) }) };
}

async function askByHttp(host: string, port: number, { clock, addresses }: Reach, signal: AbortSignal): Promise<FoundCamera> {
  const url = new URL(`http://${host}:${port}/onvif/device_service`);
  const device = new OnvifDevice(url, { username: '', password: '' }, clock, addresses, signal);
  if (!await device.speaksOnvif()) throw new HubError('camera-unreachable', 'What answers here is not a camera.');
  // Without an endpoint reference the address is the only name it has.
  return { nativeId: `onvif:${url.hostname}:${port}`, provider: 'onvif', name: url.host, address: url.host, deviceUri: url.href };
}

async function askByDatagram(host: string, settings: TypedAddressSettings, addresses: AddressRules, signal: AbortSignal): Promise<readonly ProbeMatch[]> {
  const address = await addresses.check(host, settings.discoveryPort);
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const found = new Map<string, ProbeMatch>();
  try {
    const answered = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, settings.patience);
      signal.addEventListener('abort', () => resolve(), { once: true });
      socket.on('close', () => clearTimeout(timer));
      socket.on('error', reject);
      socket.on('message', (datagram, sender) => {
        if (sender.address !== address) return;
        for (const match of parseProbeMatches(datagram, address)) if (found.size < 64) found.set(match.id, match);
      });
    });
    const asked = (async () => {
      for (const kind of probeKinds) await send(socket, probeMessage(kind, `urn:uuid:${randomUUID()}`), settings.discoveryPort, address);
    })();
    await Promise.all([asked, answered]);
    return [...found.values()];
  } finally {
    socket.close();
  }
}

/** What is refused everywhere is refused; a camera that answered with nonsense is, to who typed the address, no camera. */
function reasonOf(reasons: readonly unknown[]): HubError {
  const [first] = reasons;
  if (first instanceof HubError && reasons.every((one) => one instanceof HubError && one.code === 'address-refused')) return first;
  return new HubError('camera-unreachable', 'Nothing at this address answers as a camera.', { cause: first });
}
