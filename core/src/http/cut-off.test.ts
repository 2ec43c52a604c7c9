import { get, type IncomingMessage } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import type { LongCalls } from './long-call.ts';
import { OpenCalls } from './open-calls.ts';
import { runPictures } from './run-pictures.ts';
import { sendMedia } from './send-media.ts';

// More than the system keeps between two ends of a connection.
const piece = new Uint8Array(1024 * 1024);
const bytes = Array.from({ length: 64 }, () => piece);
const whole = bytes.length * piece.length;

describe('a slow reader, when it is over', () => {
  let app: FastifyInstance | undefined;
  afterEach(() => app?.close());

  /** Reads nothing until told to, then all there is. */
  async function slowly(route: (server: FastifyInstance) => void): Promise<{ reply: IncomingMessage; rest: () => Promise<number> }> {
    app = fastify();
    route(app);
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    const reply = await new Promise<IncomingMessage>((resolve, reject) => { get(`${origin}/it`, { agent: false }, resolve).on('error', reject); });
    reply.pause();
    return {
      reply,
      rest: () => new Promise((resolve) => {
        let came = 0;
        reply.on('error', () => {}).on('close', () => resolve(came)).on('data', (data: Buffer) => { came += data.length; });
        reply.resume();
      }),
    };
  }

  it('is not sent the rest of a segment', async () => {
    const over = new AbortController();
    const { reply, rest } = await slowly((server) => { server.get('/it', async (_, answer) => sendMedia(answer, { type: 'video/iso.segment', bytes, until: over.signal })); });
    over.abort();
    const came = await rest();
    expect([reply.complete, came < whole]).toEqual([false, true]);
  });

  it('is sent all of it while it is hers, and nothing is left listening', async () => {
    const over = new AbortController();
    const { reply, rest } = await slowly((server) => { server.get('/it', async (_, answer) => sendMedia(answer, { type: 'video/iso.segment', bytes, until: over.signal })); });
    const came = await rest();
    over.abort();
    expect([reply.complete, came]).toEqual([true, whole]);
  });

  it('is not sent the pictures that still lay there', async () => {
    const clock = new FakeClock();
    const long = { open: new OpenCalls(), timers: clock, sessions: { isLive: async () => true }, log: { error: () => {} } } as unknown as LongCalls;
    let end = (): void => {};
    const { reply, rest } = await slowly((server) => {
      server.get('/it', async (request, answer) => {
        await runPictures(request, answer, long, async (pictures) => {
          for (const jpeg of bytes) pictures.send(jpeg);
          await new Promise<void>((resolve) => { end = resolve; });
        });
        return answer;
      });
    });
    end();
    const came = await rest();
    expect([reply.complete, came < whole, clock.pending]).toEqual([false, true, 0]);
  });
});
