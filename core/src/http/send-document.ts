import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { DocumentAnswer } from './call.ts';

/** Answers with a paper or an archive to save. An archive goes out as it is made, so its length is not told. */
export function sendDocument(reply: FastifyReply, { name, type, parts }: DocumentAnswer): FastifyReply {
  const safe = name.replaceAll(/[^\w.-]/g, '_').slice(0, 120);
  void reply.type(type).headers({ 'content-disposition': `attachment; filename="${safe}"`, 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
  if (!(parts instanceof Uint8Array)) return reply.send(Readable.from(parts, { objectMode: false }));
  return reply.send(Buffer.from(parts.buffer, parts.byteOffset, parts.byteLength));
}
