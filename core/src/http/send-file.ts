import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FileAnswer } from './call.ts';

/** Answers with a file to save, whole or one range of it (RFC 9110 §14), so a broken download goes on where it stopped. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, { name, type, bytes, read, isStrange }: FileAnswer): FastifyReply {
  const safe = name.replaceAll(/[^\w.-]/g, '_').slice(0, 120);
  void reply.type(type).headers({ 'content-disposition': `attachment; filename="${safe}"`, 'accept-ranges': 'bytes', 'cache-control': 'private, no-store' });
  if (isStrange) void reply.header('content-security-policy', "sandbox; default-src 'none'");
  if (bytes === undefined) return reply.header('accept-ranges', 'none').send(Readable.from(read(0, Number.POSITIVE_INFINITY), { objectMode: false }));
  const range = rangeOf(request.headers.range, bytes);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${bytes}`).send('');
  const [from, to] = range ?? [0, bytes];
  if (range) void reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${bytes}`);
  return reply.header('content-length', to - from).send(Readable.from(read(from, to), { objectMode: false }));
}

/** [from, to) of a single byte range; undefined when there is none, or several, which may be answered whole. */
export function rangeOf(header: string | undefined, bytes: number): readonly [number, number] | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    const tail = Math.min(Number(last), bytes);
    return tail === 0 ? 'unsatisfiable' : [bytes - tail, bytes];
  }
  const from = Number(first);
  const to = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  if (last !== '' && Number(last) < from) return undefined;
  return from >= bytes ? 'unsatisfiable' : [from, to];
}
