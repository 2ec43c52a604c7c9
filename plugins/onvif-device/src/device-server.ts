import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HubError, type AppSignIn, type Clock, type Log } from '@matpho/core/sdk';
import { deviceOperations, openOperations } from './device-operations.ts';
import { media2Operations, mediaOperations } from './media-operations.ts';
import { eventProperties, type PullPoints } from './pull-points.ts';
import type { Guest, Operation, Scene } from './scene.ts';
import { callerOf } from './sign-in.ts';
import { envelope, noSuchOperation, notAuthorized, parseCall, SoapFault, type SoapCall } from './soap.ts';

export interface DeviceParts {
  readonly apps: AppSignIn;
  readonly clock: Clock;
  readonly points: PullPoints;
  readonly log: Log;
  readonly hubName: string;
  readonly endpointReference: string;
}
const longestRequest = 64 * 1024;
const mostConnections = 128;
const path = /^\/onvif\/(?:(device_service|media_service|media2_service|event_service)|subscription\/([\w-]{1,64}))$/;

/** The hub as an ONVIF device: every operation but the few that say how to sign in wants a program's own credentials. */
export class DeviceServer {
  readonly #parts: DeviceParts;
  readonly #server: Server;
  readonly #closing = new AbortController();
  constructor(parts: DeviceParts) {
    this.#parts = parts;
    // Slow or silent callers are let go; nobody keeps a connection without asking something.
    this.#server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 10_000, maxHeaderSize: 8_192 }, (request, response) => void this.#answer(request, response));
    this.#server.maxConnections = mostConnections;
  }

  /** @returns the port. @throws HubError `not-ready` when it is taken */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      const failed = (cause: Error): void => reject(new HubError('not-ready', `The port ${port} for ONVIF cannot be opened.`, { cause }));
      this.#server.once('error', failed);
      this.#server.listen(port, host, () => {
        this.#server.off('error', failed);
        this.#server.on('error', () => {});
        resolve();
      });
    });
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }
  async close(): Promise<void> {
    this.#closing.abort();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => { this.#server.close(() => resolve()); });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    response.once('close', leave);
    this.#closing.signal.addEventListener('abort', leave, { once: true });
    try {
      const found = path.exec(request.url ?? '');
      if (!found || request.method !== 'POST') return say(response, found ? 405 : 404, '');
      const text = await bodyOf(request);
      if (text === undefined) return say(response, 413, '');
      say(response, 200, await this.#perform(request, found[1] ?? 'subscription', found[2] ?? '', parseCall(text), gone.signal));
    } catch (failure) {
      if (!(failure instanceof SoapFault)) this.#parts.log.warn('An ONVIF request failed.', { error: failure instanceof HubError ? failure.code : String(failure) });
      const fault = failure instanceof SoapFault ? failure : new SoapFault(500, ['ter:Action'], 'The hub could not answer.');
      if (fault.status === 401) response.setHeader('WWW-Authenticate', this.#parts.apps.challenge());
      say(response, fault.status, fault.toXml());
    } finally {
      this.#closing.signal.removeEventListener('abort', leave);
    }
  }

  async #perform(request: IncomingMessage, service: string, subscription: string, call: SoapCall, signal: AbortSignal): Promise<string> {
    const { clock, hubName, endpointReference, apps } = this.#parts;
    const scene: Scene = { clock, hubName, endpointReference, base: baseOf(request) };
    const open = service === 'device_service' ? own(openOperations, call.operation) : undefined;
    if (open) return envelope(open(scene, call.body));
    const account = await callerOf(apps, request, call);
    if (!account) throw notAuthorized();
    const guest: Guest = { ...scene, account };
    if (service === 'event_service' || service === 'subscription') return this.#events(service, subscription, guest, call, signal);
    const operation = own(service === 'device_service' ? deviceOperations : service === 'media_service' ? mediaOperations : media2Operations, call.operation);
    if (!operation) throw noSuchOperation();
    return envelope(await operation(guest, call.body));
  }
  async #events(service: string, subscription: string, guest: Guest, { operation, body }: SoapCall, signal: AbortSignal): Promise<string> {
    const { points } = this.#parts;
    if (service === 'event_service') {
      if (operation === 'CreatePullPointSubscription') return points.create(guest, body);
      if (operation === 'GetEventProperties') return eventProperties();
      if (operation === 'GetServiceCapabilities') return envelope('<tev:GetServiceCapabilitiesResponse><tev:Capabilities WSSubscriptionPolicySupport="false" WSPullPointSupport="true" MaxPullPoints="8"/></tev:GetServiceCapabilitiesResponse>');
      throw noSuchOperation();
    }
    if (operation === 'PullMessages') return points.pull(subscription, guest, body, signal);
    if (operation === 'Renew') return points.renew(subscription, guest, body);
    if (operation === 'Unsubscribe') return points.unsubscribe(subscription, guest);
    if (operation === 'SetSynchronizationPoint') return points.synchronize(subscription, guest);
    throw noSuchOperation();
  }
}

function own<T extends Operation | ((scene: Scene, body: SoapCall['body']) => string)>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
/** The address the caller reached, by its own connection: what a Host header says is the caller's word. */
function baseOf({ socket }: IncomingMessage): string {
  const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  return `http://${address.includes(':') ? `[${address}]` : address}:${socket.localPort ?? 80}`;
}
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestRequest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
function say(response: ServerResponse, status: number, xml: string): void {
  if (response.headersSent || response.destroyed) return;
  // What was not read to its end cannot be followed by another request.
  response.writeHead(status, { 'Content-Type': 'application/soap+xml; charset=utf-8', 'Cache-Control': 'no-store', ...(status === 413 ? { Connection: 'close' } : {}) });
  response.end(xml);
}
