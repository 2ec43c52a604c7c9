import type { WebSocket } from '@fastify/websocket';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { seconds, type Milliseconds } from '../domain/time.ts';
import type { Timers } from '../base/clock.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import type { EventSink, Socket } from './call.ts';
import type { OpenCalls } from './open-calls.ts';

/** What stays open after the request: how it is watched over. */
export interface LongCalls {
  readonly open: OpenCalls;
  readonly timers: Timers;
  readonly sessions: { isLive(session: string): Promise<boolean> };
  readonly log: Log;
}
const beat: Milliseconds = seconds(30);
const mostPerSession = 32;
const mostWaitingTexts = 16;
/** An event stream that falls this far behind is closed; the browser comes back with Last-Event-ID. */
const mostBufferedEvents = 262_144;

/** Aborts when the session ends, runs out or loses its person; asked every 30 s. Dispose when the call is over. */
export function watchSession(request: FastifyRequest, controller: AbortController, { open, timers, sessions }: LongCalls): Disposable {
  const session = request.signedIn?.session;
  if (session !== undefined && open.count(session) >= mostPerSession) throw new HubError('too-many-requests', 'Too many open connections for one session.');
  const entry = open.add(session, controller);
  // By the session, not by the token it came with: proving again who she is changes the token and ends nothing.
  const requireLive = async (asked: string): Promise<void> => {
    if (!(await sessions.isLive(asked))) throw new Error('The session ended.');
  };
  const timer = timers.every(beat, () => {
    // When it cannot be asked, nobody stays in on trust.
    if (session !== undefined) void requireLive(session).catch((failure: unknown) => controller.abort(failure));
  });
  return {
    [Symbol.dispose]: () => {
      timer[Symbol.dispose]();
      entry[Symbol.dispose]();
    },
  };
}

/** Runs a handler on an upgraded connection. A connection that does not answer two pings is dead (RFC 6455 §5.5.2). */
export async function runSocket(request: FastifyRequest, raw: WebSocket, long: LongCalls, handle: (socket: Socket, signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  // Listening from the first moment: a message that comes before the handler asks is kept, a few at most.
  const waiting: string[] = [];
  let react: ((text: string) => void) | undefined;
  let reactToBytes: ((bytes: Uint8Array) => void) | undefined;
  const hear = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      // A listener of an emitter that throws would end the hub.
      if (!(error instanceof HubError)) long.log.error('a WebSocket message could not be handled', { error });
      raw.close(error instanceof HubError ? 4000 : 1011, error instanceof HubError ? error.code : 'internal');
    }
  };
  raw.on('message', (data: Buffer, binary: boolean) => {
    const listener = reactToBytes;
    if (binary) return listener ? hear(() => listener(data)) : raw.close(1003, 'text only');
    if (react) hear(() => react?.(data.toString('utf8')));
    else if (waiting.length < mostWaitingTexts) waiting.push(data.toString('utf8'));
    else raw.close(1008, 'too many messages');
  });
  raw.on('close', () => controller.abort(new Error('The viewer went away.')));
  raw.on('error', () => raw.terminate());
  let answered = true;
  raw.on('pong', () => { answered = true; });
  const pings = long.timers.every(beat, () => {
    if (!answered) return raw.terminate();
    answered = false;
    raw.ping();
  });
  let watched: Disposable | undefined;
  try {
    watched = watchSession(request, controller, long);
    const socket: Socket = {
      send: (message) => { if (raw.readyState === raw.OPEN) raw.send(message); },
      get bufferedAmount() { return raw.bufferedAmount; },
      onText: (next) => {
        react = next;
        for (const text of waiting.splice(0)) hear(() => next(text));
      },
      onBytes: (next) => { reactToBytes = next; },
      drop: () => raw.terminate(),
      close: (code = 1000, reason = '') => raw.close(code, reason),
    };
    await handle(socket, controller.signal);
    raw.close(1000);
  } catch (error) {
    // 4000-4999 are ours (RFC 6455 §7.4.2); the code says why, the handler has said it in words if it could.
    raw.close(error instanceof HubError ? 4000 : 1011, error instanceof HubError ? error.code : 'internal');
    if (!(error instanceof HubError)) throw error;
  } finally {
    pings[Symbol.dispose]();
    watched?.[Symbol.dispose]();
  }
}

/** Runs a handler on an open `text/event-stream` (WHATWG HTML §9.2). */
export async function runEvents(request: FastifyRequest, reply: FastifyReply, long: LongCalls, handle: (events: EventSink, signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const watched = watchSession(request, controller, long);
  const { raw } = reply;
  raw.on('close', () => controller.abort(new Error('The reader went away.')));
  reply.hijack();
  raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const write = (text: string): void => {
    if (raw.destroyed || raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > mostBufferedEvents) raw.destroy();
  };
  const lastId = request.headers['last-event-id'];
  write('retry: 2000\n\n');
  try {
    await handle({
      // JSON text has no line breaks, so one data line is enough.
      send: (id, data) => write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
      beat: () => write(':\n\n'),
      lastId: typeof lastId === 'string' && lastId.length <= 64 ? lastId : undefined,
    }, controller.signal);
  } catch (error) {
    // The reply has begun, so there is no status left to say it with; the browser comes back.
    if (!controller.signal.aborted) long.log.error('an event stream failed', { error });
  } finally {
    watched[Symbol.dispose]();
    raw.end();
  }
}
