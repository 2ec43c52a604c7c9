import { createServer } from 'node:https';
import type { Server } from 'node:http';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { minutes, seconds } from '../domain/time.ts';
import type { Timers } from '../base/clock.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { addressKey } from './address-key.ts';
import { guardRoutes, type GuardOptions } from './guard.ts';
import type { LongCalls } from './long-call.ts';
import { OpenCalls } from './open-calls.ts';
import { answerProblems } from './problem.ts';

export interface TlsMaterial {
  /** PEM; the certificate first, then those above it. */
  readonly cert: string;
  readonly key: string;
}
export interface ServerOptions extends GuardOptions {
  readonly sessions: GuardOptions['sessions'] & LongCalls['sessions'];
  readonly timers: Timers;
  readonly log: Log;
  readonly tls: TlsMaterial | null;
  /** Addresses or networks whose X-Forwarded-* headers are believed. */
  readonly trustProxy: readonly string[];
  /** Tells when sessions end; their sockets and event streams end with them. */
  readonly onSessionEnded: (react: (session: string) => void) => Disposable;
}
declare module 'fastify' {
  interface FastifyInstance {
    longCalls: LongCalls;
    publicOrigin: string | null;
  }
}
const bodyLimit = 65_536;
const compressed = /^(?:text\/(?:html|css|plain|javascript)|application\/(?:json|javascript|manifest\+json)|image\/svg\+xml)\b/;

/** The server with its guard and nothing on it yet. Hang routes with `bind`, pages with `serveUi` of static-ui.ts, then listen. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { log, tls, trustProxy, timers, sessions, publicOrigin } = options;
  const app: FastifyInstance = Fastify({
    logger: false, bodyLimit, exposeHeadRoutes: false, forceCloseConnections: true, requestTimeout: minutes(2), return503OnClosing: true,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false, routerOptions: { maxParamLength: 2048, ignoreTrailingSlash: false },
    // Node's HTTPS server is an HTTP server in all that Fastify uses.
    ...(tls ? { serverFactory: ((handler) => createServer({ ...tls, minVersion: 'TLSv1.2' }, handler) as unknown as Server) satisfies FastifyServerOptions['serverFactory'] } : {}),
  });
  // Long enough for a scanned paper from a phone; whoever dawdles over the headers is still sent away.
  app.server.headersTimeout = seconds(30);
  const open = new OpenCalls();
  const ended = options.onSessionEnded((session) => open.end(session));
  app.addHook('onClose', async () => ended[Symbol.dispose]());
  app.decorate('longCalls', { open, timers, sessions, log });
  app.decorate('publicOrigin', publicOrigin);
  answerProblems(app, log);
  acceptJsonOnly(app);

  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: 16_384, perMessageDeflate: false }, errorHandler: (error, socket) => { log.warn('a WebSocket failed', { error }); socket.terminate(); } });
  await app.register(helmet, helmetOptions(tls !== null || (publicOrigin?.startsWith('https:') ?? false)));
  await app.register(compress, { global: true, threshold: 1024, customTypes: compressed, encodings: ['br', 'gzip'] });
  guardRoutes(app, options);
  await app.register(rateLimit, {
    global: false, cache: 10_000, addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    // An IPv6 client owns a whole /64. Only a session that was found counts: a made-up cookie buys nothing.
    ipv6Subnet: 64, keyGenerator: ({ ip, signedIn, program }) => `${addressKey(ip)}|${signedIn?.session ?? program?.username ?? ''}`,
    errorResponseBuilder: () => new HubError('too-many-requests', 'The rate limit of the route.'),
  });
  return app;
}

/** Everything from the hub itself, nothing inline, in nobody's frame. */
function helmetOptions(secure: boolean): Parameters<typeof helmet>[1] {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'blob:', 'data:'], mediaSrc: ["'self'", 'blob:'], connectSrc: ["'self'"],
        fontSrc: ["'self'"], workerSrc: ["'self'"], manifestSrc: ["'self'"], objectSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 15_552_000, includeSubDomains: false } : false,
    frameguard: { action: 'deny' }, referrerPolicy: { policy: 'no-referrer' }, crossOriginEmbedderPolicy: false, crossOriginOpenerPolicy: secure ? { policy: 'same-origin' } : false, originAgentCluster: secure,
  };
}

/** A form or a plain text from another site is not even read. */
function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    // A DELETE with the header and nothing behind it is no fault.
    if (text === '') return done(null, undefined);
    return parse(request, text, (error, value) => done(error === null ? null : new HubError('bad-json', 'The body is not JSON.'), value as unknown));
  });
}
