import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Method, RouteShape, RouteTable } from '../api/route.ts';
import type { Call, DocumentAnswer, FileAnswer, Handlers, MediaAnswer, TextAnswer } from './call.ts';
import { ownOrigin } from './guard.ts';
import { runEvents, runSocket } from './long-call.ts';
import { parseInput } from './parse.ts';
import { languageOf } from './problem.ts';
import { hangSdp, type SdpAnswer } from './sdp-exchange.ts';
import { sendDocument } from './send-document.ts';
import { runPictures } from './run-pictures.ts';
import { sendFile } from './send-file.ts';
import { sendMedia } from './send-media.ts';
import { sessionCookie } from './session-cookie.ts';
import { hangUpload } from './upload.ts';

type AnyHandler = (call: Call<RouteShape> & Record<string, unknown>) => Promise<unknown>;
const perMinute = 300;

/** Hangs a table's routes on the server. Whatever a handler answers passes the declared reply once more: what is not declared does not leave. */
export function bind<T extends RouteTable>(app: FastifyInstance, table: T, handlers: Handlers<T>): void {
  for (const [key, shape] of Object.entries(table) as [keyof T & string, RouteShape][]) {
    const [method, url] = key.split(' ') as [Method, string];
    const handle = handlers[key] as unknown as AnyHandler;
    const config = { access: { who: shape.who, ...(shape.fresh ? { fresh: shape.fresh } : {}) }, rateLimit: { max: shape.perMinute ?? perMinute, timeWindow: 60_000 } };
    if (shape.sends === 'socket') {
      app.route({
        method: 'GET', url, config, websocket: true,
        handler: (raw, request) => runSocket(request, raw, app.longCalls, (socket, signal) => handle({ ...basics(app, request), ...inputs(shape, request), cookie: noCookie, socket, signal })),
      });
      continue;
    }
    if (shape.takes === 'upload') {
      hangUpload(app, { method, url, config }, async (upload, request, reply) => {
        const given = { ...basics(app, request), ...inputs(shape, request), cookie: sessionCookie(request, reply), upload };
        return answer(shape, request, reply, await handle({ ...given, signal: goneSignal(reply) }));
      });
      continue;
    }
    if (shape.takes === 'sdp') {
      hangSdp(app, { method, url, config }, async (sdp, stay, request, reply) => handle({ ...basics(app, request), ...inputs(shape, request), cookie: sessionCookie(request, reply), sdp, stay, signal: goneSignal(reply) }) as Promise<SdpAnswer>);
      continue;
    }
    app.route({
      method, url, config,
      handler: async (request, reply) => {
        const given = { ...basics(app, request), ...inputs(shape, request), cookie: sessionCookie(request, reply) };
        if (shape.sends === 'events') {
          await runEvents(request, reply, app.longCalls, (events, signal) => handle({ ...given, events, signal }));
          return reply;
        }
        if (shape.sends === 'pictures') {
          await runPictures(request, reply, app.longCalls, (pictures, signal) => handle({ ...given, pictures, signal }));
          return reply;
        }
        return answer(shape, request, reply, await handle({ ...given, signal: goneSignal(reply) }));
      },
    });
  }
}

const noCookie = { set: () => {}, clear: () => {} };

function basics(app: FastifyInstance, request: FastifyRequest): Omit<Call<RouteShape>, 'params' | 'query' | 'body' | 'cookie' | 'signal'> {
  return {
    language: languageOf(request), origin: app.publicOrigin ?? ownOrigin(request), address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 200), secure: request.protocol === 'https', by: request.signedIn, program: request.program,
  };
}

function inputs(shape: RouteShape, request: FastifyRequest): Pick<Call<RouteShape>, 'params' | 'query' | 'body'> {
  const language = languageOf(request);
  // A route without a schema for a part is given none of it.
  return {
    params: shape.params && parseInput(shape.params, request.params, language),
    query: shape.query && parseInput(shape.query, request.query, language),
    body: shape.body && parseInput(shape.body, request.body, language),
  };
}

/** Aborts when the client leaves before the answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => { if (!reply.raw.writableFinished) controller.abort(new Error('The client went away.')); });
  return controller.signal;
}

function answer(shape: RouteShape, request: FastifyRequest, reply: FastifyReply, result: unknown): FastifyReply {
  void reply.header('cache-control', 'no-store');
  switch (shape.sends) {
    case 'file': return sendFile(request, reply, result as FileAnswer);
    case 'media': return sendMedia(reply, result as MediaAnswer);
    case 'document': return sendDocument(reply, result as DocumentAnswer);
    case 'image/jpeg': return reply.type('image/jpeg').send(asBuffer(result as Uint8Array));
    case 'certificate': return reply.type('application/x-x509-ca-cert').header('content-disposition', 'attachment; filename="matpho-ca.crt"').send(asBuffer(result as Uint8Array));
    case 'text': return reply.type((result as TextAnswer).type).send((result as TextAnswer).text);
    default: {
      if (!shape.reply) return reply.code(204).send();
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(shape.reply.parse(result)));
    }
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
