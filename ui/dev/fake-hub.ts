import type { RouteKey } from '@matpho/core/api';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { matchPath } from '../src/app/match-path.ts';
import { answers, type Scene } from './fake-answers.ts';

/** The content policy of the real server: what breaks under it must break here. */
const policy = "default-src 'self';script-src 'self';style-src 'self';img-src 'self' blob: data:;media-src 'self' blob:;connect-src 'self';font-src 'self';worker-src 'self';manifest-src 'self';object-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'";
const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json' };

export class FakeRefusal {
  readonly status: number;
  readonly body: object;
  constructor(status: number, code: string, message: string, fields?: Record<string, string>) {
    this.status = status;
    this.body = { code, message, ...(fields ? { fields } : {}) };
  }
}

/** A hub for looking at pages: serves a built `dist` under the real policy and answers from a scene. For development only. */
export async function startFakeHub(dist: string, scene: Scene): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const table = answers(scene);
  const server = createServer((request, response) => void answer(request, response).catch((thrown: unknown) => {
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 'internal', message: String(thrown) }));
  }));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://hub');
    response.setHeader('content-security-policy', policy);
    if (!url.pathname.startsWith('/api/')) return file(url.pathname, response);
    if (url.pathname === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 2000\n\n');
      return;
    }
    const body = await textOf(request);
    for (const [key, reply] of Object.entries(table)) {
      const [method, pattern] = key.split(' ');
      const params = method === request.method ? matchPath(pattern ?? '', url.pathname) : undefined;
      if (!params || !reply) continue;
      if (scene.never?.includes(key as RouteKey)) return;
      const value = (reply as (given: object) => unknown)({ params, query: Object.fromEntries(url.searchParams), body: body ? (JSON.parse(body) as unknown) : undefined });
      if (value instanceof FakeRefusal) response.writeHead(value.status, { 'content-type': 'application/json' }).end(JSON.stringify(value.body));
      else if (Buffer.isBuffer(value)) response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(value);
      else if (value === undefined) response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      return;
    }
    response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 'not-found', message: 'Không tìm thấy.' }));
  }

  async function file(path: string, response: ServerResponse): Promise<void> {
    const wanted = extname(path) ? normalize(path) : 'index.html';
    const bytes = await readFile(join(dist, wanted)).catch(() => undefined);
    if (bytes) response.writeHead(200, { 'content-type': types[extname(wanted)] ?? 'application/octet-stream' }).end(bytes);
    else response.writeHead(404).end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
