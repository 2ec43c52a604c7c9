import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { MediaAnswer } from './call.ts';

/** A piece of a picture, from memory, in as many pieces as it is kept in: none is copied. */
export function sendMedia(reply: FastifyReply, { type, bytes, until }: MediaAnswer): FastifyReply {
  void reply.type(type);
  if (typeof bytes === 'string') return reply.send(bytes);
  if (until) cutAt(until, reply);
  return reply.header('content-length', bytes.reduce((sum, { length }) => sum + length, 0)).send(Readable.from(bytes, { objectMode: false }));
}

/** Whoever reads slowly has not had it all when she may have no more. */
function cutAt(until: AbortSignal, { raw }: FastifyReply): void {
  const cut = (): void => { if (!raw.writableFinished) raw.destroy(); };
  until.addEventListener('abort', cut, { once: true });
  raw.once('close', () => until.removeEventListener('abort', cut));
  if (until.aborted) cut();
}
