import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { DigestGate } from '../auth/digest-gate.ts';
import type { CameraArchive } from '../archive/camera-archive.ts';
import type { CameraIdentity } from '../camera-identity.ts';
import type { StreamRole } from '../camera-spec.ts';
import { cameraNow } from '../conduct.ts';
import type { Conduct } from '../conduct.ts';
import { readBody } from '../http-body.ts';
import { steadyNow } from '../media/steady-clock.ts';
import type { CameraStream } from '../rtsp/camera-stream.ts';
import { pour } from '../rtsp/garbage.ts';
import { ArchiveSearches, recordingOperations, replayOperations, searchOperations } from './archive-services.ts';
import { OPEN_OPERATIONS, deviceOperations } from './device-service.ts';
import { eventOperations, subscriptionOperations } from './event-service.ts';
import { media2Operations, mediaOperations } from './media-services.ts';
import type { MotionDesk } from './motion-desk.ts';
import type { OnvifScene, Operation } from './onvif-scene.ts';
import type { PtzHead } from './ptz-head.ts';
import { ptzOperations } from './ptz-service.ts';
import { SoapFault, envelope, parseCall } from './soap.ts';
import type { SoapCall } from './soap.ts';
import { UsernameTokens } from './wsse.ts';

export interface OnvifServerOptions {
  readonly host: string;
  readonly identity: CameraIdentity;
  readonly conduct: Conduct;
  readonly auth: 'digest' | 'wsse' | 'both';
  readonly answers400: boolean;
  readonly nonceMs: number;
  readonly streams: Readonly<Record<StreamRole, CameraStream>>;
  readonly ptz?: PtzHead | undefined;
  readonly motion?: MotionDesk | undefined;
  readonly archive?: CameraArchive | undefined;
  rtspPort(): number;
  reboot(): void;
}

const MAX_BODY = 262_144;
const SNAPSHOT_KEPT_MS = 1_000;
const SERVICES: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/onvif/device_service': deviceOperations, '/onvif/media_service': mediaOperations, '/onvif/media2_service': media2Operations, '/onvif/ptz_service': ptzOperations,
  '/onvif/event_service': eventOperations, '/onvif/subscription': subscriptionOperations,
  '/onvif/search_service': searchOperations, '/onvif/replay_service': replayOperations, '/onvif/recording_service': recordingOperations,
};

/** A camera's ONVIF port: SOAP 1.2 over HTTP, and the snapshot. */
export class OnvifServer {
  readonly #options: OnvifServerOptions;
  readonly #gate: DigestGate;
  readonly #tokens = new UsernameTokens();
  readonly #searches: ArchiveSearches | undefined;
  readonly #snapshots = new Map<StreamRole, { readonly atMs: number; readonly picture: Promise<Buffer> }>();
  #server: Server | undefined;
  requests = 0;

  constructor(options: OnvifServerOptions) {
    this.#options = options;
    this.#searches = options.archive && new ArchiveSearches();
    this.#gate = new DigestGate('Street camera', options.nonceMs);
  }

  /** @returns the port. @throws Error when it is taken. */
  async open(port: number): Promise<number> {
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000 }, (request, response) => {
      this.requests += 1;
      void this.#answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.#options.host, resolve);
    });
    this.#server = server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => { server.close(() => resolve()); });
    server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    if (this.#options.conduct.garbage === 'length') {
      response.detachSocket(request.socket);
      pour(request.socket, 'HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n');
      return;
    }
    const snapshot = /^\/snapshot\/(main|sub)\.jpg$/.exec(path);
    if (snapshot !== null && request.method === 'GET') return this.#snapshot(request, response, snapshot[1] === 'sub' ? 'sub' : 'main');
    const operations = SERVICES[path];
    if (operations === undefined || request.method !== 'POST') {
      response.writeHead(operations === undefined ? 404 : 405).end();
      return;
    }
    const { status, body, challenge } = await this.#call(request, operations);
    const text = this.#options.conduct.garbage === 'xml' ? `${body.slice(0, body.length / 2)}<tt:Broken <<&nbsp; ]]>\u0000` : body;
    response.writeHead(status, { 'Content-Type': 'application/soap+xml; charset=utf-8', 'Content-Length': Buffer.byteLength(text), ...(challenge !== undefined && { 'WWW-Authenticate': challenge }) });
    response.end(text);
  }

  async #call(request: IncomingMessage, operations: Readonly<Record<string, Operation>>): Promise<{ status: number; body: string; challenge?: string }> {
    try {
      const call = await this.#parse(request);
      const verdict = OPEN_OPERATIONS.has(call.operation) ? 'ok' : this.#authorise(request, call);
      if (verdict !== 'ok') {
        const { auth, answers400 } = this.#options;
        const refusal = new SoapFault(answers400 ? 400 : 401, ['ter:NotAuthorized'], 'Sender not authorized').toXml();
        if (auth === 'wsse' || (answers400 && auth === 'both')) return { status: answers400 ? 400 : 401, body: refusal };
        return { status: answers400 ? 400 : 401, body: refusal, challenge: this.#gate.challenge('MD5', Math.floor(steadyNow()), verdict === 'stale') };
      }
      const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
      if (operation === undefined) throw new SoapFault(400, ['ter:ActionNotSupported'], 'The operation is not supported');
      return { status: 200, body: envelope(await operation(this.#scene(request), call.body)) };
    } catch (error) {
      const fault = error instanceof SoapFault ? error : new SoapFault(500, ['ter:Action'], 'The operation failed');
      return { status: fault.status, body: fault.toXml() };
    }
  }

  async #parse(request: IncomingMessage): Promise<SoapCall> {
    try {
      return parseCall(await readBody(request, MAX_BODY));
    } catch (cause) {
      throw Object.assign(new SoapFault(400, ['ter:WellFormed'], 'The request is not a SOAP envelope'), { cause });
    }
  }

  #authorise(request: IncomingMessage, call: SoapCall): 'ok' | 'stale' | 'no' {
    const { auth, conduct } = this.#options;
    if (auth !== 'digest' && call.security !== undefined) return this.#tokens.check(call.security, conduct, cameraNow(conduct)) ? 'ok' : 'no';
    if (auth === 'wsse') return 'no';
    const { scheme, verdict } = this.#gate.check(request.headers.authorization, request.method ?? '', conduct, steadyNow());
    return scheme === 'MD5' ? verdict : 'no';
  }

  async #snapshot(request: IncomingMessage, response: ServerResponse, role: StreamRole): Promise<void> {
    const { verdict } = this.#gate.check(request.headers.authorization, 'GET', this.#options.conduct, steadyNow());
    if (verdict !== 'ok') {
      response.writeHead(401, { 'WWW-Authenticate': [this.#gate.challenge('MD5', Math.floor(steadyNow()), verdict === 'stale'), this.#gate.basicChallenge()] }).end();
      return;
    }
    const picture = await this.#picture(role).catch(() => undefined);
    if (picture === undefined) response.writeHead(503).end();
    else response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': picture.length, 'Cache-Control': 'no-store' }).end(picture);
  }

  #picture(role: StreamRole): Promise<Buffer> {
    const known = this.#snapshots.get(role);
    if (known !== undefined && steadyNow() - known.atMs < SNAPSHOT_KEPT_MS) return known.picture;
    const picture = this.#options.streams[role].jpeg();
    this.#snapshots.set(role, { atMs: steadyNow(), picture });
    return picture;
  }

  #scene(request: IncomingMessage): OnvifScene {
    const { identity, conduct, auth, streams, ptz, motion, archive } = this.#options;
    const { localAddress = '127.0.0.1', localPort = 0 } = request.socket;
    const plain = localAddress.replace(/^::ffff:/, '');
    const host = plain.includes(':') ? `[${plain}]` : plain;
    return { identity, conduct, auth, streams, ptz, motion, query: request.url?.split('?')[1] ?? '', archive, searches: this.#searches, host, base: `http://${host}:${localPort}`, rtspBase: `rtsp://${host}:${this.#options.rtspPort()}`, reboot: () => this.#options.reboot() };
  }
}
