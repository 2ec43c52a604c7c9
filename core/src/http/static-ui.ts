import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { HubError } from '../sdk/errors.ts';

/** Serves the built pages: exactly the files that were there at the start, so no path can lead elsewhere. Pages the browser draws itself get index.html. */
export async function serveUi(app: FastifyInstance, root: string): Promise<void> {
  const files = new Set((await readdir(root, { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).map((e) => relative(root, join(e.parentPath, e.name)).split(sep).join('/')));
  await app.register(fastifyStatic, { root, serve: false, cacheControl: false, index: false });
  app.route<{ Params: { '*': string } }>({
    method: 'GET', url: '/*', config: { access: { who: ['anyone'] }, rateLimit: { max: 1200, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const path = request.params['*'];
      if (files.has(path)) {
        // Vite puts a hash of the content into the names of assets: they never change.
        return reply.header('cache-control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache').sendFile(path);
      }
      if (!files.has('index.html') || !isPage(path, request.headers.accept)) throw new HubError('not-found', 'No such file.');
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    },
  });
}

/** A page of the app, not a missing file and not the API. */
export function isPage(path: string, accept: string | undefined): boolean {
  return !/^(?:api|internal|assets)(?:\/|$)/.test(path) && (accept ?? '').includes('text/html');
}
