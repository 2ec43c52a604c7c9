import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { HubError } from '../sdk/errors.ts';

export const largestUpload = 10 * 2 ** 20;
/** Up to here what is too large is read to its end, so that the sender hears why; beyond, nobody means it well. */
const patience = 4 * largestUpload;

/** Hangs a route that is sent one file. Only here is a form read at all: every other route still takes nothing but JSON. */
export function hangUpload(app: FastifyInstance, route: Pick<RouteOptions, 'method' | 'url' | 'config'>, handle: (upload: Buffer, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): void {
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: largestUpload, files: 1, fields: 0, parts: 1, headerPairs: 16, fieldNameSize: 100 }, throwFileSizeLimit: true });
    scope.route({ ...route, handler: async (request, reply) => handle(await readUpload(request), request, reply) });
  });
}

/** The bytes of the one file, held in memory. @throws HubError `too-large`, `bad-request` */
async function readUpload(request: FastifyRequest): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > patience) throw new HubError('too-large', 'The upload declares more than anybody needs.');
  if (!request.isMultipart()) throw new HubError('bad-request', 'The upload is no multipart/form-data.');
  try {
    const file = await request.file();
    if (!file) throw new HubError('bad-request', 'There is no file in the form.');
    return await file.toBuffer();
  } catch (cause) {
    if (cause instanceof HubError) throw cause;
    const code = (cause as { readonly code?: string }).code;
    throw new HubError(code === 'FST_REQ_FILE_TOO_LARGE' ? 'too-large' : 'bad-request', 'The upload could not be read.', { cause });
  }
}
